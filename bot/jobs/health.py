"""Whether the bot does its work: /health for whoever restarts it, /metrics for Prometheus, a heartbeat for a watchdog.

Nothing here tells of people, measures or words: only counts, ages and the name of what stalls.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import ClientSession, ClientTimeout, web

from bot.desk import House
from bot.errors import SettingsError
from bot.store import vitals

log = logging.getLogger(__name__)

TICKS = 1.9  # a tick is missed when the second has not come: known before two have gone by
OVERDUE = timedelta(minutes=5)  # of a letter while none goes out; a morning's digests take their time, but they go
HOPELESS = timedelta(minutes=30)  # of a letter while others go
UNREAD = timedelta(minutes=3)  # of an update
DEAF_SECONDS = 180  # a question for updates takes at most a minute
ANSWER_SECONDS = 10
HEARTBEAT_SECONDS = 10


async def stalls(house: House) -> dict[str, int]:
    """What stalls (tick, outbox, intake, database, or a job by name) and for how many seconds; empty: all is well."""
    found: dict[str, int] = {}
    pulse = house.pulse
    if pulse.tick_age > TICKS * house.settings.tick_seconds:
        found["tick"] = int(pulse.tick_age)
    found.update((f"job {name}", 0) for name in pulse.failing)
    if house.settings.webhook_url is None and pulse.silence > DEAF_SECONDS:
        found["intake"] = int(pulse.silence)
    now = house.now()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            update, letter, sent = await house.database.read(vitals.stalled_since, now)
    except Exception as error:  # whatever it is: without the database nothing works
        log.warning("the health cannot be read: %s", type(error).__name__)
        return found | {"database": 0}
    if update is not None and now - update > UNREAD:
        found["intake"] = int((now - update).total_seconds())
    if letter is not None:
        moves = sent is not None and now - sent < OVERDUE
        if now - letter > (HOPELESS if moves else OVERDUE):
            found["outbox"] = int((now - letter).total_seconds())
    return found


@asynccontextmanager
async def watched(house: House) -> AsyncIterator[None]:
    """/health and /metrics answer on HEALTH_HOST:HEALTH_PORT while the block runs; nothing happens without a port.
    Raises SettingsError when the port is taken."""
    settings = house.settings
    if settings.health_port is None:
        yield
        return

    async def health(request: web.Request) -> web.Response:
        return await _health(house)

    async def metrics(request: web.Request) -> web.Response:
        return await _metrics(house)

    app = web.Application()
    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.health_host, settings.health_port).start()
        except OSError as error:
            raise SettingsError(f"HEALTH_PORT {settings.health_port} 用不了：{error.strerror}") from None
        yield
    finally:
        await runner.cleanup()


async def _health(house: House) -> web.Response:
    found = await stalls(house)
    body = {"ok": not found, "stalls": found, "tick_age": round(house.pulse.tick_age, 1)}
    return web.Response(status=503 if found else 200, text=json.dumps(body), content_type="application/json")


async def _metrics(house: House) -> web.Response:
    from bot.jobs.metrics import exposition  # nobody pays for it who does not ask

    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            seen = await house.database.read(vitals.vitals, house.now())
    except Exception as error:
        log.warning("the metrics cannot be read: %s", type(error).__name__)
        return web.Response(status=503)
    return web.Response(body=exposition(house, seen), headers={"Content-Type": "text/plain; version=0.0.4"})


async def heartbeat(house: House) -> bool:
    """Whether the watchdog outside has been told that all is well. It is told nothing while something stalls: its silence
    is the alarm. A failure is logged without the address, which may hold a secret, and never raised."""
    address = house.settings.heartbeat_url
    if address is None:
        return False
    found = await stalls(house)
    if found:
        log.error("no heartbeat: %s", ", ".join(found))
        return False
    try:
        timeout = ClientTimeout(total=HEARTBEAT_SECONDS)
        async with ClientSession(timeout=timeout) as line, line.get(address.get_secret_value()) as answer:
            if answer.status < 400:
                return True
            log.warning("the heartbeat was answered with %d", answer.status)
    except Exception as error:
        log.warning("the heartbeat did not arrive: %s", type(error).__name__)
    return False
