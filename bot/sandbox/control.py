"""The same things people do, over HTTP under /sandbox/, for the page and for other processes.

POST /sandbox/do/<verb> with a JSON object of named arguments, or {"args": […]}; bytes travel as {"base64": "…"},
or as the `content` part of a multipart form. Answers are {"ok": true, "result": …} or {"ok": false, "error": "…"}.
"""

import base64
import inspect
import json
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.sandbox.refusals import Json

if TYPE_CHECKING:
    from bot.sandbox.server import Telegram

VERBS = (
    *("add_person", "add_group", "add_bot", "remove_bot", "add_member", "migrate", "create_topic"),
    *("block", "unblock", "deactivate", "say", "open_link", "edit", "delete"),
    *("send_photo", "send_document", "send_voice", "send_album", "send_location", "press", "presses", "react"),
    *("raw_update", "history", "wait_for_bot", "wait_for_edit", "bulk", "log", "commands"),
)
LOOPBACK = ("127.0.0.1", "::1")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def control_routes(telegram: "Telegram") -> Iterable[web.RouteDef]:
    """The control routes of one stand-in."""
    return [
        web.post("/sandbox/do/{verb}", _guarded(lambda request: _do(telegram, request))),
        web.get("/sandbox/events", _guarded(lambda request: _events(telegram, request))),
        web.get("/sandbox/history/{chat}", _guarded(lambda request: _history(telegram, request))),
        web.get("/sandbox/file/{file_id}", _guarded(lambda request: _file(telegram, request))),
        web.get("/sandbox/log", _guarded(lambda request: _log(telegram, request))),
        web.get("/sandbox/world", _guarded(lambda request: _world(telegram, request))),
        web.get("/sandbox/stats", _guarded(lambda request: _stats(telegram, request))),
        web.post("/sandbox/stats", _guarded(lambda request: _reset(telegram, request))),
        web.get("/sandbox/clock", _guarded(lambda request: _clock(telegram, request))),
        web.post("/sandbox/clock", _guarded(lambda request: _clock(telegram, request))),
        web.post("/sandbox/faults", _guarded(lambda request: _faults(telegram, request))),
        web.post("/sandbox/limits", _guarded(lambda request: _limits(telegram, request))),
        web.post("/sandbox/bulk", _guarded(lambda request: _bulk(telegram, request))),
    ]


def _guarded(handler: Handler) -> Handler:
    """Only for this machine, and not for pages of other sites; a mistake of the caller's is a 400 with its sentence."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        foreign = urlsplit(f"//{request.host}").hostname not in (*LOOPBACK, "localhost")  # a name bent to point here
        if request.remote not in LOOPBACK or foreign or (origin and urlsplit(origin).netloc != request.host):
            return _answer({"ok": False, "error": "only from this machine"}, 403)
        try:
            return await handler(request)
        except TimeoutError as late:
            return _answer({"ok": False, "error": str(late), "kind": "timeout"}, 408)
        except (LookupError, ValueError, TypeError) as wrong:
            return _answer({"ok": False, "error": str(wrong), "kind": type(wrong).__name__}, 400)

    return guarded


def _answer(body: Json, status: int = 200) -> web.Response:
    return web.json_response(body, status=status)


def _done(result: object) -> web.Response:
    return _answer({"ok": True, "result": result})


async def _body(request: web.Request) -> Json:
    if request.content_type != "multipart/form-data":
        read: Json = json.loads(await request.text() or "{}", object_hook=_bytes)
        return read
    fields: Json = {}
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            fields |= {key: value.file.read(), "name": value.filename}
        else:
            fields[key] = int(value) if str(value).lstrip("-").isdigit() and key not in TEXTS else value
    return fields


TEXTS = ("caption", "text", "name")  # parts of a form that stay text though they look like numbers


def _bytes(value: Json) -> Any:
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value


async def _do(telegram: "Telegram", request: web.Request) -> web.Response:
    verb = request.match_info["verb"]
    if verb not in VERBS:
        raise LookupError(f"no such verb: {verb}; there are {', '.join(VERBS)}")
    body = await _body(request)
    result = getattr(telegram, verb)(*body.pop("args", ()), **body)
    return _done(await result if inspect.isawaitable(result) else result)


async def _events(telegram: "Telegram", request: web.Request) -> web.Response:
    """What changed after number `since`, waiting up to `timeout` seconds for it; since=-1 asks where the end is."""
    since, events = int(request.query.get("since", 0)), telegram.world.events
    if since < 0:
        return _done({"events": [], "last": events.last})
    found = await events.until(lambda: events.since(since) or None, float(request.query.get("timeout", 25)))
    return _done({"events": found or [], "last": events.last})


async def _history(telegram: "Telegram", request: web.Request) -> web.Response:
    return _done(telegram.history(int(request.match_info["chat"])))


async def _file(telegram: "Telegram", request: web.Request) -> web.Response:
    kept = telegram.file(request.match_info["file_id"])
    named = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(kept.name)}"}
    return web.Response(body=kept.content, content_type=kept.mime, headers=named)


async def _log(telegram: "Telegram", request: web.Request) -> web.Response:
    return _done(telegram.log(request.query.get("method")))


async def _stats(telegram: "Telegram", request: web.Request) -> web.Response:
    shown = telegram.world.meter.shown(raw="raw" in request.query)
    return _done({**shown, "pending": telegram.world.updates.count(), "calls": len(telegram.calls)})


async def _reset(telegram: "Telegram", request: web.Request) -> web.Response:
    telegram.world.meter.reset()
    return await _stats(telegram, request)


async def _bulk(telegram: "Telegram", request: web.Request) -> web.Response:
    body = await _body(request)
    texts = body.get("texts") or [body.get("text", "你好")]
    return _done({"pending": telegram.bulk(body["people"], texts, body["count"])})


async def _clock(telegram: "Telegram", request: web.Request) -> web.Response:
    """{"set": instant with a zone} or {"advance_seconds": n}; either way the instant it shows now."""
    body = await _body(request) if request.method == "POST" else {}
    if "set" in body:
        telegram.clock.set(datetime.fromisoformat(body["set"]))
    if "advance_seconds" in body:
        telegram.clock.advance(timedelta(seconds=body["advance_seconds"]))
    return _done(telegram.clock.now().isoformat())


async def _faults(telegram: "Telegram", request: web.Request) -> web.Response:
    """{"rules": […]} replaces the rules in force; an empty list ends all trouble."""
    rules = (await _body(request))["rules"]
    telegram.faults.clear()
    for rule in rules:
        telegram.faults.add(**rule)
    return _done(telegram.faults.shown())


async def _limits(telegram: "Telegram", request: web.Request) -> web.Response:
    return _done(telegram.world.limits.change(**await _body(request)))


async def _world(telegram: "Telegram", request: web.Request) -> web.Response:
    """Everything the page needs to draw itself, but the messages."""
    world = telegram.world
    return _done(
        {
            "bot": world.me,
            "now": telegram.clock.now().isoformat(),
            "people": [
                {**one.card, "started": one.started, "blocked": one.blocked, "deactivated": one.deactivated}
                for one in world.people.values()
            ],
            "chats": [
                {**one.card, "members": one.members, "topics": one.topics, "migrated_to": one.migrated_to}
                for one in world.chats.values()
            ],
            "about": [{"what": what, "language": tongue, "text": text} for (what, tongue), text in world.about.items()],
            "unanswered": telegram.presses(unanswered=True),
            "webhook": world.webhook.info(),
            "limits": world.limits.shown(),
            "faults": telegram.faults.shown(),
            "last_event": world.events.last,
        }
    )
