"""People played from another process: the verbs of the stand-in over HTTP."""

import base64
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.sandbox.control import VERBS
from bot.sandbox.refusals import Json

RAISED: dict[str, type[Exception]] = {"timeout": TimeoutError, "LookupError": LookupError, "KeyError": LookupError}


class Sandbox:
    """The stand-in at `site`. Every verb of Telegram is a coroutine here: await sandbox.say(7, "/start")."""

    def __init__(self, site: str) -> None:
        self._site = site.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Sandbox":
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=300))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    def __getattr__(self, verb: str) -> Callable[..., Awaitable[Any]]:
        if verb not in VERBS:
            raise AttributeError(verb)

        async def act(*args: Any, **named: Any) -> Any:
            return await self.post(f"do/{verb}", {"args": args, **named})

        return act

    async def get(self, path: str, **query: Any) -> Any:
        """GET /sandbox/<path>: events, history/<chat>, log, stats, world, clock."""
        return await self._call("GET", path, params={key: str(value) for key, value in query.items()})

    async def post(self, path: str, body: Json) -> Any:
        """POST /sandbox/<path>: bulk, clock, faults, limits, stats. Raises what the verb raised."""
        return await self._call("POST", path, json=_packed(body))

    async def file(self, file_id: str) -> bytes:
        assert self._session is not None, "use it as: async with Sandbox(site) as sandbox"
        async with self._session.get(f"{self._site}/sandbox/file/{file_id}") as answer:
            if answer.status != 200:
                raise LookupError(f"no file {file_id}")
            return await answer.read()

    async def _call(self, method: str, path: str, **how: Any) -> Any:
        assert self._session is not None, "use it as: async with Sandbox(site) as sandbox"
        async with self._session.request(method, f"{self._site}/sandbox/{path}", **how) as answer:
            body: Json = await answer.json()
        if not body["ok"]:
            raise RAISED.get(body.get("kind", ""), ValueError)(body["error"])
        return body["result"]


def _packed(value: Any) -> Any:
    """Bytes anywhere inside become {"base64": …}, which the stand-in turns back."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {key: _packed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_packed(one) for one in value]
    return value
