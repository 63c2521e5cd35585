"""Methods that put new messages into a chat."""

import time
from typing import Any

from bot.sandbox.access import known, reached, replied, threaded
from bot.sandbox.chats import Chat
from bot.sandbox.files import MEDIA, Kept, checked_photo, media
from bot.sandbox.markup import read_markup
from bot.sandbox.params import Upload, flag, number, structure, word
from bot.sandbox.refusals import Json, bad, too_many
from bot.sandbox.wording import read_caption, read_text
from bot.sandbox.world import World

ACTIONS = frozenset(
    {
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
        *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
    }
)


def _send(world: World, params: Json, *bodies: Json) -> list[Json]:
    """Post `bodies` where the call says, in its thread, with its keyboard; counted against the limits last."""
    chat = reached(world, params)
    around = threaded(world, chat, params) | replied(world, chat, params)
    inline, keyboard = read_markup(params, chat.kind == "private")
    if inline:
        around["reply_markup"] = inline
    if flag(params, "protect_content"):
        around["has_protected_content"] = True
    wait = world.limits.retry_after(chat.id, time.monotonic(), len(bodies))
    if wait:
        raise too_many(wait)
    return [world.post(chat, world.me, {**around, **body}, keyboard) for body in bodies]


def send_message(world: World, params: Json) -> Json:
    return _send(world, params, read_text(world, params))[0]


def send_media(world: World, params: Json, kind: str) -> Json:
    """A photo, document, voice … with its caption, uploaded or named by file_id."""
    kept = stored(world, params, kind, params.get(kind))
    return _send(world, params, media(kept) | read_caption(world, params))[0]


def send_media_group(world: World, params: Json) -> list[Json]:
    """An album of 2 to 10; documents and audio go only with their like."""
    items = structure(params, "media", "media")
    if not isinstance(items, list):
        raise bad("there are no messages to send")
    if not 2 <= len(items) <= 10:
        raise bad("too few messages to send as an album" if len(items) < 2 else "too many messages to send as an album")
    kinds = {item.get("type") for item in items}
    if not kinds <= set(MEDIA) - {"voice", "animation"} or (kinds & {"document", "audio"} and len(kinds) > 1):
        raise bad("Can't use the media of the specified type in the album")
    group = world.album()
    bodies = [
        media(stored(world, params, item["type"], item.get("media"))) | read_caption(world, item) for item in items
    ]
    return _send(world, params, *({**body, "media_group_id": group} for body in bodies))


def send_location(world: World, params: Json) -> Json:
    try:
        place = {key: float(word(params, key)) for key in ("latitude", "longitude")}
    except ValueError:
        raise bad("invalid location specified") from None
    return _send(world, params, {"location": place})[0]


def stored(world: World, params: Json, kind: str, given: Any) -> Kept:
    """The file a call sends: an upload, attach://part, or a file_id."""
    if isinstance(given, str) and given.startswith("attach://"):
        given = params.get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        if not given.content:
            raise bad("file must be non-empty")
        if kind == "photo":
            checked_photo(given.content)
        return world.files.keep(kind, given.content, given.name, given.mime)
    if not given:
        raise bad(f"there is no {kind} in the request")
    kept = world.files.get(str(given))
    if kept is not None:
        if kept.kind != kind:
            raise bad(f"can't use file of type {kept.kind.title()} as {kind.title()}")
        return kept
    # A stand-in without a network fetches nothing.
    raise bad("failed to get HTTP URL content" if "://" in str(given) else "wrong file identifier/HTTP URL specified")


def _source(world: World, params: Json, verb: str) -> tuple[Chat, Json]:
    origin = known(world, {"chat_id": params.get("from_chat_id")})
    message = origin.messages.get(number(params, "message_id") or 0)
    if message is None:
        raise bad(f"message to {verb} not found")
    return origin, message


CONTENT = ("text", "entities", "caption", "caption_entities", "location", *MEDIA)


def copy_message(world: World, params: Json) -> Json:
    """The content of a message again, as the bot's own."""
    _, message = _source(world, params, "copy")
    body = {key: message[key] for key in CONTENT if key in message}
    if not body:
        raise bad("message can't be copied")
    if "caption" in params and "text" not in body:
        body = {key: value for key, value in body.items() if not key.startswith("caption")} | read_caption(
            world, params
        )
    return {"message_id": _send(world, params, body)[0]["message_id"]}


def forward_message(world: World, params: Json) -> Json:
    """A message again, with where it came from."""
    _, message = _source(world, params, "forward")
    body = {key: message[key] for key in CONTENT if key in message}
    if not body:
        raise bad("message can't be forwarded")
    origin = {"type": "user", "date": message["date"], "sender_user": message["from"]}
    return _send(world, {**params, "reply_markup": None}, body | {"forward_origin": origin})[0]


def send_chat_action(world: World, params: Json) -> bool:
    chat = reached(world, params)
    threaded(world, chat, params)
    action = word(params, "action")
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    world.events.add("action", chat_id=chat.id, action=action)
    return True
