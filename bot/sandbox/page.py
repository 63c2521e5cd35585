"""The web page on which one person plays the whole cast: static files, and the few things only a stage knows."""

import mimetypes
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from aiohttp import web

from bot.sandbox.control import _done, _guarded
from bot.sandbox.refusals import Json

FOLDER = Path(__file__).parent / "page"
HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # The rest of the policy stands in the page itself; this one is heeded only here.
    "Content-Security-Policy": "frame-ancestors 'none'",
}


class Stage(Protocol):
    """What the page plays on."""

    def shown(self) -> Json:
        """The bot, the seats one may take, the clock, and a name of this start."""
        ...

    def clock(self) -> Json:
        """The instant it shows and whether people work that day."""
        ...

    async def move(self, to: str) -> Json:
        """Move the clock to an occasion; what it shows then. Raises ValueError for one it does not know."""
        ...


def page_routes(stage: Stage) -> Iterable[web.RouteDef]:
    """The routes of the page."""

    async def index(request: web.Request) -> web.StreamResponse:
        return _file(FOLDER / "index.html")

    async def part(request: web.Request) -> web.StreamResponse:
        names = {path.name: path for path in FOLDER.iterdir()}
        return _file(names.get(request.match_info["name"]))

    async def shown(request: web.Request) -> web.StreamResponse:
        return _done(stage.shown())

    async def clock(request: web.Request) -> web.StreamResponse:
        return _done(stage.clock())

    async def move(request: web.Request) -> web.StreamResponse:
        return _done(await stage.move(str((await request.json()).get("to"))))

    return [
        web.get("/", _guarded(index)),
        web.get("/page/stage", _guarded(shown)),
        web.get("/page/clock", _guarded(clock)),
        web.post("/page/move", _guarded(move)),
        web.get("/page/{name}", _guarded(part)),
    ]


def _file(path: Path | None) -> web.Response:
    if path is None:
        raise web.HTTPNotFound
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8", headers=HEADERS)
