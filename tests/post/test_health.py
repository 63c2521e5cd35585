"""Whoever restarts the bot hears when it stalls, and from the outside a silence does; nobody hears a name or a word."""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import insert

from bot.errors import SettingsError
from bot.jobs import tick
from bot.jobs.health import OVERDUE, UNREAD, heartbeat, stalls, watched
from bot.store.database import Database
from models import InboxRow, OutboxMessage
from tests.cast import Someone, Stage, stage_on

TICK = 1.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
async def watched_stage(database: Database) -> AsyncIterator[tuple[Stage, str]]:
    """The bot ticking by itself, and where its health is asked for."""
    port = free_port()
    async with stage_on(database, health_port=port) as stage:
        stage.settings.tick_seconds = TICK
        async with stage.open(ticking=True):
            yield stage, f"http://127.0.0.1:{port}"


async def asked(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as line, line.get(url) as answer:
        return answer.status, await answer.text()


async def until_health(url: str, status: int, seconds: float) -> str:
    """The body of the first answer with that status."""
    end = time.monotonic() + seconds
    while True:
        found, body = await asked(f"{url}/health")
        if found == status:
            return body
        assert time.monotonic() < end, f"still {found} after {seconds} s: {body}"
        await asyncio.sleep(0.02)


async def test_a_clock_that_stands_still_is_noticed_within_two_ticks(watched_stage: tuple[Stage, str]) -> None:
    stage, url = watched_stage
    await until_health(url, 200, 10)
    assert stage.bot is not None and stage.bot.application.job_queue is not None
    stage.bot.application.job_queue.scheduler.pause()
    assert '"tick"' in await until_health(url, 503, 2 * TICK)


async def test_health_and_metrics_hold_counts_and_no_names_or_words(
    watched_stage: tuple[Stage, str],
) -> None:
    stage, url = watched_stage
    li = stage.appointed("李敏", "市农业局")
    await li.says("益农信息社累计120家，进度偏慢")
    _, metrics = await asked(f"{url}/metrics")
    assert "measures_reports 1.0" in metrics
    assert "measures_outbox_depth" in metrics and 'measures_letters_total{outcome="sent"}' in metrics
    assert "measures_tick_age_seconds" in metrics and "measures_lag_seconds " in metrics
    for page in (metrics, (await asked(f"{url}/health"))[1]):
        assert page.isascii(), "somebody's words got out"
    for path in ("/", "/reports", "/metrics/reports", "/health/"):
        assert (await asked(url + path))[0] == 404


def a_letter(**more: Any) -> dict[str, Any]:
    plain = {"kind": "digest", "priority": 5, "chat_id": 1, "letter": {"text": "x"}, "about": [], "state": "waiting"}
    return plain | {"attempts": 0, "repeats": 0} | more


def an_update(**more: Any) -> dict[str, Any]:
    plain = {"bot_id": 1, "update_id": 7, "lane": "1", "payload": "{}", "state": "waiting", "attempts": 0}
    return plain | more


MINUTE = timedelta(minutes=1)
STALLS: dict[str, tuple[Callable[[Any, Any], None], set[str]]] = {
    "nothing waits": (lambda session, now: None, set()),
    "a letter is a little late": (
        lambda session, now: session.execute(
            insert(OutboxMessage).values(a_letter(made_at=now, not_before=now - OVERDUE + MINUTE))
        ),
        set(),
    ),
    "a letter is long overdue": (
        lambda session, now: session.execute(
            insert(OutboxMessage).values(a_letter(made_at=now, not_before=now - OVERDUE - MINUTE))
        ),
        {"outbox"},
    ),
    "a letter is overdue while others go out": (
        lambda session, now: session.execute(
            insert(OutboxMessage),
            [
                a_letter(made_at=now, not_before=now - OVERDUE - MINUTE),
                a_letter(made_at=now, not_before=now, sent_at=now - MINUTE, state="sent"),
            ],
        ),
        set(),
    ),
    "a letter waits for its hour": (
        lambda session, now: session.execute(
            insert(OutboxMessage).values(a_letter(made_at=now - 600 * MINUTE, not_before=now + MINUTE))
        ),
        set(),
    ),
    "a repeat whose fate is unknown is given up, not due": (
        lambda session, now: session.execute(
            insert(OutboxMessage).values(
                a_letter(made_at=now, not_before=now - 600 * MINUTE, state="unknown", repeats=1)
            )
        ),
        set(),
    ),
    "an update waits too long": (
        lambda session, now: session.execute(insert(InboxRow).values(an_update(received_at=now - UNREAD - MINUTE))),
        {"intake"},
    ),
    "an update was set aside": (
        lambda session, now: session.execute(
            insert(InboxRow).values(an_update(received_at=now - UNREAD - MINUTE, state="poison"))
        ),
        set(),
    ),
}


@pytest.mark.parametrize("case", STALLS)
async def test_what_counts_as_a_stall(empty_stage: Stage, case: str) -> None:
    happens, expected = STALLS[case]
    empty_stage.database.now(happens, empty_stage.clock.now())
    assert set(await stalls(empty_stage.house)) == expected


async def test_a_job_that_fails_every_time_is_a_stall_though_the_tick_goes_on(
    empty_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(house: object) -> None:
        raise ValueError("broken")

    monkeypatch.setitem(__import__("bot.jobs", fromlist=["JOBS"]).JOBS, "audit", broken)
    for _ in range(2):
        await tick(empty_stage.house)
    assert await stalls(empty_stage.house) == {}
    await tick(empty_stage.house)
    assert set(await stalls(empty_stage.house)) == {"job audit"}


async def test_without_a_database_the_health_says_so(empty_stage: Stage) -> None:
    empty_stage.database.engine.dispose()
    empty_stage.house.database = Database("sqlite:////no/such/place/measures.db")
    assert set(await stalls(empty_stage.house)) == {"database"}
    empty_stage.house.database.close()


async def test_a_taken_port_is_said_in_a_sentence(empty_stage: Stage) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        empty_stage.settings.health_port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match="HEALTH_PORT"):
            async with watched(empty_stage.house):
                pass


# -- the watchdog outside ----------------------------------------------------------------------------------------------

SECRET = "5d1c0c1e-watchdog-secret"


@pytest.fixture
async def watchdog() -> AsyncIterator[tuple[str, list[str], list[int]]]:
    """Its address, what it was told, and (to be changed) how it answers."""
    calls: list[str] = []
    status = [200]

    async def told(request: web.Request) -> web.Response:
        calls.append(request.path)
        return web.Response(status=status[0])

    app = web.Application()
    app.router.add_get("/{secret}", told)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}/{SECRET}", calls, status
    await runner.cleanup()


async def test_the_watchdog_is_told_that_all_is_well_and_nothing_else(
    empty_stage: Stage, watchdog: tuple[str, list[str], list[int]], caplog: pytest.LogCaptureFixture
) -> None:
    address, calls, status = watchdog
    caplog.set_level(logging.DEBUG)
    house = empty_stage.house
    assert not await heartbeat(house), "no address, no heartbeat"
    house.settings.heartbeat_url = SecretStr(address)
    assert await heartbeat(house)
    assert calls == [f"/{SECRET}"]
    status[0] = 500
    assert not await heartbeat(house)
    empty_stage.database.now(
        lambda session: session.execute(insert(InboxRow).values(an_update(received_at=house.now() - 60 * MINUTE)))
    )
    assert not await heartbeat(house)
    assert len(calls) == 2, "while something stalls the watchdog hears nothing"
    house.settings.heartbeat_url = SecretStr(f"http://127.0.0.1:9/{SECRET}")
    empty_stage.database.now(lambda session: session.query(InboxRow).delete())
    assert not await heartbeat(house)
    assert SECRET not in "".join(r.getMessage() for r in caplog.records if not r.name.startswith("aiohttp.access"))


async def test_the_watchdog_hears_from_a_running_bot(
    database: Database, watchdog: tuple[str, list[str], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.HEARTBEAT_FIRST", 0.1)
    address, calls, _ = watchdog
    async with stage_on(database, heartbeat_url=address) as stage, stage.open(ticking=True):
        async with asyncio.timeout(10):
            while not calls:
                await asyncio.sleep(0.02)


async def test_someone_is_still_answered_while_health_is_asked(watched_stage: tuple[Stage, str]) -> None:
    stage, url = watched_stage
    li: Someone = stage.appointed("李敏", "市农业局")
    answers = await asyncio.gather(li.says("益农信息社累计120家"), *(asked(f"{url}/health") for _ in range(20)))
    assert "120/300家" in str(answers[0])
