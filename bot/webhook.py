"""The door where Telegram calls us: an update is answered with 200 only when it has been written down."""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from bot.intake import Intake
from bot.settings import Settings

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1 << 20


class Door:
    """Takes updates one by one and has them written down together: one commit for all that come in at once."""

    def __init__(self, intake: Intake, secret: str) -> None:
        self.intake = intake
        self.secret = secret
        self._pending: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def receive(self, request: web.Request) -> web.Response:
        """403 without the secret, 400 for what is no update, 503 while it cannot be written down, else 200."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self.secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        try:
            await self._written(update)
        except DBAPIError as error:
            log.warning("an update waits outside for the database: %s", type(error).__name__)
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response()

    async def _written(self, update: dict[str, Any]) -> None:
        done = asyncio.get_running_loop().create_future()
        self._pending.append((update, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._pending:
            batch, self._pending = self._pending, []
            try:
                await self.intake.take([update for update, _ in batch])
            except Exception as error:
                for _, done in batch:
                    done.set_exception(error)
            else:
                for _, done in batch:
                    done.set_result(None)


@asynccontextmanager
async def listening(intake: Intake, settings: Settings) -> AsyncIterator[None]:
    """The door is open on HOST:PORT, at the path of WEBHOOK_URL, while the block runs."""
    door = Door(intake, settings.secret())
    app = web.Application(client_max_size=MOST_BYTES)
    app.router.add_post(urlsplit(settings.webhook_url or "").path or "/", door.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port).start()
    try:
        yield
    finally:
        await runner.cleanup()
