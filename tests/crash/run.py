"""One run: people write, mornings come, Telegram has its troubles, and the bot is killed again and again."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.settings import Settings
from bot.store import nudges
from bot.store.database import Database
from models import InboxRow, OutboxMessage
from tests.crash.house import REPORTS, appoint, furnish, report
from tests.crash.mornings import Due, due_on, morning, mornings
from tests.crash.processes import SECRET, TOKEN, Process, Stand, start, telegram

SPEAKERS, SILENT = 30, 10
FIRST_SPEAKER, FIRST_SILENT = 5001, 5101
QUIET_UNITS = ["市林业局", "市卫计委", "市民政局", "市城乡规划建设局", "市国土资源局"]  # none of those that report
LEASE_SECONDS = 4.0
LONGEST_LIFE = 1.5  # seconds from a process's first call of Telegram to its end
PATIENCE = 40.0
# one in every life: refused for a second; lost before it arrived; arrived, but the answer was lost, or spoilt
TROUBLE = (
    {"kind": "status_before", "method": "sendMessage", "status": 429, "retry_after": 1, "times": 3},
    {"kind": "drop_before", "method": "sendMessage", "times": 1},
    {"kind": "drop_after", "method": "sendMessage", "times": 1},
    {"kind": "status_after", "method": "sendMessage", "status": 502, "times": 1},
)


@dataclass
class Run:
    """What is asked of a run, and what was sent and met in it."""

    name: str
    url: str
    webhook: bool
    kills: int
    messages: int
    days: int
    folder: Path
    luck: random.Random
    said: list[tuple[int, int]] = field(default_factory=list)  # (chat, message) of every report
    due: Due = field(default_factory=set)
    visited: list[date] = field(default_factory=list)
    killed: int = 0

    @property
    def settings(self) -> Settings:
        return Settings(_env_file=None, database_url=self.url)  # type: ignore[call-arg]


def prepare(run: Run) -> None:
    """Fill the database, and find out on copies which mornings bring digests, and to whom."""
    copies = []
    for url in (run.url, *(f"sqlite:///{run.folder / name}.db" for name in ("mornings", "reference"))):
        database = Database(url)
        furnish(database)
        appoint(database, list(REPORTS), FIRST_SPEAKER, SPEAKERS)
        appoint(database, QUIET_UNITS, FIRST_SILENT, SILENT)
        copies.append(database)
    run.visited = mornings(copies[1], run.settings, datetime.now(UTC).date(), run.days)
    run.due = {(who, day) for who, day in due_on(copies[2], run.settings, run.visited) if who >= FIRST_SILENT}
    for database in copies:
        database.close()


async def go(run: Run, sandbox: Stand) -> None:
    """The whole run, until nothing is left to do."""
    for id in (*range(FIRST_SPEAKER, FIRST_SPEAKER + SPEAKERS), *range(FIRST_SILENT, FIRST_SILENT + SILENT)):
        await sandbox.add_person(id, f"联络员{id}", started=True)
    shares = [run.messages * n // run.kills - run.messages * (n - 1) // run.kills for n in range(1, run.kills + 1)]
    ahead, day = 0.0, None
    for life, share in enumerate(shares):
        today = run.visited[life * len(run.visited) // run.kills]
        if today != day:
            day, ahead = today, (morning(today, run.settings) - datetime.now(UTC)).total_seconds()
        await sandbox.post("faults", {"rules": [TROUBLE[life % len(TROUBLE)] | {"nth": run.luck.randint(1, 12)}]})
        talking = asyncio.create_task(_talk(run, sandbox, share))
        process = await _born(run, sandbox, ahead)
        await _some_calls(sandbox, process)
        if run.visited[min(life + 1, run.kills - 1) * len(run.visited) // run.kills] != today:
            await _decided(run, today)  # nobody can owe a digest of a day on which the bot never looked at the clock
        await asyncio.sleep(run.luck.uniform(0.0, LONGEST_LIFE))
        await process.kill()
        run.killed += 1
        await talking
    await sandbox.post("faults", {"rules": []})
    process = await _born(run, sandbox, ahead)
    try:
        await _quiet(run, sandbox, process)
    finally:
        await process.stop()


async def _born(run: Run, sandbox: Stand, ahead: float) -> Process:
    env = {
        "TELEGRAM_API_URL": sandbox.site,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "DATABASE_URL": run.url,
        "AHEAD_SECONDS": str(ahead),
        "LEASE_SECONDS": str(LEASE_SECONDS),
        "TICK_SECONDS": "2",
        "MESSAGES_PER_MINUTE": "0",
    }
    if run.webhook:
        port = str(_free_port())
        env |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_SECRET": SECRET, "PORT": port}
    return await start("-m", "tests.crash.bot", log=run.folder / "bot.log", env=env, cwd=run.folder)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _some_calls(sandbox: Stand, process: Process) -> None:
    """Wait until the process has called Telegram for the first time: a kill before that would test nothing."""
    before = (await sandbox.get("stats"))["calls"]
    async with asyncio.timeout(60):
        while (await sandbox.get("stats"))["calls"] == before:
            if not process.runs:
                raise RuntimeError(f"the bot ended by itself: {process.log.read_text()[-2000:]}")
            await asyncio.sleep(0.02)


async def _decided(run: Run, day: date) -> None:
    database = Database(run.url)
    try:
        async with asyncio.timeout(30):
            while not database.now(nudges.is_done, "nudge", day.isoformat()):
                await asyncio.sleep(0.1)
    finally:
        database.close()


async def _talk(run: Run, sandbox: Stand, count: int) -> None:
    """People report, some at once and some while the bot is being killed."""
    units = list(REPORTS)
    for _ in range(count):
        turn = len(run.said)
        who = turn % SPEAKERS
        message = await sandbox.say(FIRST_SPEAKER + who, report(units[who % len(units)], turn // SPEAKERS))
        run.said.append((FIRST_SPEAKER + who, message["message_id"]))
        await asyncio.sleep(run.luck.uniform(0.0, 2 * LONGEST_LIFE / max(count, 1)))


async def _quiet(run: Run, sandbox: Stand, process: Process) -> None:
    """Wait until Telegram, the inbox and the outbox have nothing left."""
    database = Database(run.url)
    try:
        calm = 0
        async with asyncio.timeout(PATIENCE + run.messages / 10):
            while calm < 3:
                if not process.runs:
                    raise RuntimeError(f"the bot ended by itself: {process.log.read_text()[-2000:]}")
                left = database.now(_left) + (await sandbox.get("stats"))["pending"]
                calm = calm + 1 if not left else 0
                await asyncio.sleep(1.0)
    except TimeoutError:
        pass  # the check says what is left
    finally:
        database.close()


def _left(session) -> int:  # type: ignore[no-untyped-def]
    open_letter = OutboxMessage.state.in_(("waiting", "sending")) | (
        (OutboxMessage.state == "unknown") & (OutboxMessage.repeats == 0)
    )
    soon = OutboxMessage.kind != "colleague"  # that one waits for some minutes of quiet
    letters = session.scalar(select(func.count()).select_from(OutboxMessage).where(open_letter, soon))
    return int(letters + session.scalar(select(func.count()).select_from(InboxRow).where(InboxRow.state == "waiting")))


@asynccontextmanager
async def stage(run: Run) -> AsyncIterator[Stand]:
    """The stand-in of one run."""
    async with telegram(run.folder / "telegram.log", "--no-rate-limits") as sandbox:
        yield sandbox


def make(
    name: str, folder: Path, url: str | None, *, webhook: bool, kills: int, messages: int, days: int, seed: int
) -> Run:
    """A run in a folder of its own, on SQLite unless there is a URL."""
    mine = folder / name.replace(" ", "-")
    mine.mkdir()
    return Run(
        name, url or f"sqlite:///{mine / 'measures.db'}", webhook, kills, messages, days, mine, random.Random(seed)
    )
