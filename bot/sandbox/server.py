"""The stand-in itself: the Bot API, its files and the control routes, over HTTP on loopback."""

import asyncio
import json
import logging
import re
import time
from collections import deque
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from bot.sandbox import params as given
from bot.sandbox.cast import Cast
from bot.sandbox.clock import Clock
from bot.sandbox.control import control_routes
from bot.sandbox.faults import BODIES, Fault, Faults
from bot.sandbox.methods import METHODS
from bot.sandbox.methods.profile import commands_for
from bot.sandbox.refusals import Json, Refused, bad
from bot.sandbox.world import World

TOKEN = "1000000001:stand-in-on-loopback-0000000000000A"  # its shape is a real one's; it opens nothing
TOKEN_SHAPE = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{10,100}")
LOG_KEPT = 100_000
logger = logging.getLogger(__name__)
NOT_FOUND = Refused(404, "Not Found")
UNKNOWN_METHOD = Refused(404, "Not Found: method not found")


class Telegram(Cast):
    """One bot's Telegram. `start` it, point the bot at `base_url`, and play people with the methods of Cast."""

    def __init__(
        self,
        token: str = TOKEN,
        clock: Clock | None = None,
        *,
        username: str = "measures_bot",
        name: str = "督办助手",
        limits: bool = True,
        latency: float = 0.0,
        extra_routes: Iterable[web.AbstractRouteDef] = (),
    ) -> None:
        self.clock = clock or Clock()
        super().__init__(World(self.clock, token, username, name, limits))
        self.latency = latency  # seconds from call to answer, half of it before the effect
        self.faults = Faults()
        self.calls: deque[Json] = deque(maxlen=LOG_KEPT)
        self.port = 0
        self.host = "127.0.0.1"
        self.app = web.Application(client_max_size=given.UPLOAD_LIMIT + (1 << 20))
        self.app.router.add_route("*", "/bot{token}/{method}", self._call)
        self.app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self.app.add_routes(control_routes(self))
        self.app.add_routes(extra_routes)
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as base_url; the token follows it."""
        return f"http://{self.host}:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://{self.host}:{self.port}/file/bot"

    @property
    def site(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen; port 0 takes any free one."""
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.2, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.host, self.port = host, self._runner.addresses[0][1]

    async def stop(self) -> None:
        """End every waiting call and close the port; what happened stays readable."""
        await self.world.webhook.close()
        self.world.updates.interrupt()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> "Telegram":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        """One call of the Bot API: latency and faults round the effect, the answer as JSON, a line in the log."""
        began = time.perf_counter()
        method = request.match_info["method"].lower()
        params: Json = {}
        spoilt: Fault | None = None
        try:
            self._admit(request.match_info["token"])
            params = await given.read(request)
            spoilt = self.faults.pick(method, params.get("chat_id"))
            if self.latency:
                await asyncio.sleep(self.latency / 2)
            if spoilt is not None and spoilt.kind.endswith("_before"):
                early = await self._spoil(request, spoilt)
                if early is not None:
                    self._log(request, params, early.status, spoilt.kind, began)
                    return early
            result = await self._poll(params) if method == "getupdates" else self._act(method, params)
            status, body, said = 200, {"ok": True, "result": result}, ""
        except Refused as refused:
            status, body, said = refused.code, refused.body(), refused.description
        if self.latency:
            await asyncio.sleep(self.latency / 2)
        if spoilt is not None and spoilt.kind.endswith("_after"):
            late = await self._spoil(request, spoilt)
            if late is not None:
                self._log(request, params, late.status, spoilt.kind, began)
                return late
        self._log(request, params, status, said, began)
        return _json(status, body)

    def _admit(self, token: str) -> None:
        if token != self.world.token:
            raise Refused(401, "Unauthorized") if TOKEN_SHAPE.fullmatch(token) else NOT_FOUND

    def _act(self, method: str, params: Json) -> Any:
        perform = METHODS.get(method)
        if perform is None:
            raise UNKNOWN_METHOD
        try:
            return perform(self.world, params)
        except (TypeError, ValueError, KeyError, AttributeError) as wrong:
            # Arguments of the wrong shape, which the official server names one by one. Or our mistake: hence the log.
            logger.warning("%s was refused", method, exc_info=True)
            raise bad(f"wrong parameters: {wrong!r}") from wrong

    async def _poll(self, params: Json) -> list[Json]:
        updates = self.world.updates
        updates.allow(given.structure(params, "allowed_updates", "allowed updates"))
        limit = given.number(params, "limit") or 100
        seconds = given.number(params, "timeout") or 0
        return await updates.poll(given.number(params, "offset") or 0, min(max(limit, 1), 100), seconds)

    async def _spoil(self, request: web.Request, fault: Fault) -> web.Response | None:
        """Carry out a fault; None lets the call go on."""
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.kind.startswith("delay"):
            return None
        if fault.kind.startswith("drop"):
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=499)
        if fault.body in BODIES:
            kind = "text/html" if fault.body == "html" else "application/json"
            return web.Response(status=fault.status, body=BODIES[fault.body], content_type=kind)
        return _json(fault.status, fault.answer())

    def _log(self, request: web.Request, params: Json, status: int, said: str, began: float) -> None:
        self.calls.append(
            {
                "at": self.clock.now().timestamp(),
                "method": request.match_info["method"],
                "params": params,
                "status": status,
                "description": said,
                "ms": round((time.perf_counter() - began) * 1000, 3),
            }
        )

    def log(self, method: str | None = None) -> list[Json]:
        """Every call of the bot, oldest first, or those of one method; never the token."""
        wanted = method.lower() if method else None
        calls = (call for call in self.calls if wanted in (None, call["method"].lower()))
        return [{**call, "params": given.described(call["params"])} for call in calls]

    def commands(self, person: int, chat: int | None = None) -> list[Json]:
        """The menu of commands a person sees in a chat."""
        return commands_for(self.world, person, chat)

    async def _download(self, request: web.Request) -> web.Response:
        """The bytes behind a link of getFile; a fault for the method "download" spoils it."""
        try:
            self._admit(request.match_info["token"])
        except Refused as refused:
            return _json(refused.code, refused.body())
        spoilt = self.faults.pick("download", None)
        if spoilt is not None and (early := await self._spoil(request, spoilt)) is not None:
            return early
        kept = self.world.files.linked(request.match_info["path"])
        if kept is None:
            return _json(404, NOT_FOUND.body())
        return web.Response(body=kept.content, content_type="application/octet-stream")


def _json(status: int, body: Json) -> web.Response:
    headers = {"Retry-After": str(body["parameters"]["retry_after"])} if status == 429 else None
    # Escaped to ASCII as the official server does, so that half an emoji in a raw update cannot break the answer.
    text = json.dumps(body, separators=(",", ":"))
    return web.Response(status=status, body=text.encode(), content_type="application/json", headers=headers)
