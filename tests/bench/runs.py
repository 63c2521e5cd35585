"""One run each: how many updates a second are answered, how long an answer takes at a steady pace, and the start."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from bot.store.database import Database
from tests.crash.house import REPORTS, appoint, furnish, report
from tests.crash.processes import BOT, TOKEN, Process, Stand, start, telegram

FIRST_ID = 5001
CONTACTS = 100
PATIENCE = 120.0


@dataclass(frozen=True)
class Crowd:
    """A hundred people and what each of them says in turn."""

    ids: list[int]
    texts: list[str]


def crowd() -> Crowd:
    """Contacts of several units in turn; what the bare bot echoes is the same text."""
    ids, units = list(range(FIRST_ID, FIRST_ID + CONTACTS)), list(REPORTS)
    # people and texts are taken in turn side by side, so there is one text for each place, again and again
    texts = [
        report(units[place % CONTACTS % len(units)], 7 * (place // CONTACTS) + place) for place in range(10 * CONTACTS)
    ]
    return Crowd(ids, texts)


def furnished(folder: Path) -> Path:
    """An SQLite file with the plans and the contacts, to be copied for each run."""
    path = folder / "furnished.db"
    database = Database(f"sqlite:///{path}")
    furnish(database)
    appoint(database, list(REPORTS), FIRST_ID, CONTACTS)
    database.close()
    return path


@asynccontextmanager
async def stand(folder: Path, latency_ms: float) -> AsyncIterator[Stand]:
    """The stand-in with the crowd in it; no limits, so that the bot is what is measured."""
    async with telegram(folder / "telegram.log", "--latency-ms", str(latency_ms), "--no-rate-limits") as sandbox:
        for place, id in enumerate(crowd().ids):
            await sandbox.add_person(id, f"联络员{place + 1}", started=True)
        yield sandbox


async def bot(kind: str, sandbox: Stand, folder: Path, template: Path) -> Process:
    """Our bot ("ours") or the bare one ("bare"), started; ours on a fresh copy of the template."""
    people = crowd()
    await sandbox.say(people.ids[0], people.texts[0])  # a poll that finds something is answered, and seen, at once
    env = {"TELEGRAM_API_URL": sandbox.site, "TELEGRAM_BOT_TOKEN": TOKEN}
    if kind == "bare":
        return await start("-m", "tests.bench.echo", log=folder / "bare.log", env=env)
    fresh = folder / "measures.db"
    for old in folder.glob("measures.db*"):
        old.unlink()
    copyfile(template, fresh)
    # no digests meanwhile and nobody writes too fast: both answer the same messages and do nothing else
    env |= {
        "DATABASE_URL": f"sqlite:///{fresh}",
        "DIGEST_HOUR": "23",
        "LOG_LEVEL": "WARNING",
        "MESSAGES_PER_MINUTE": "0",
    }
    return await start(*BOT, log=folder / "ours.log", env=env, cwd=folder)


async def first_poll(sandbox: Stand, process: Process) -> float:
    """Seconds from the start of the process to its first getUpdates."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.runs:
        if await sandbox.get("log", method="getUpdates") or (await sandbox.get("world"))["webhook"]["url"]:
            return time.monotonic() - process.began
        await asyncio.sleep(0.01)
    raise RuntimeError(f"no poll: {process.log.read_text()[-2000:]}")


async def flood(sandbox: Stand, count: int) -> dict[str, Any]:
    """All messages at once; the meter once they are answered."""
    people = crowd()
    await sandbox.post("stats", {})
    await sandbox.post("bulk", {"people": people.ids, "texts": people.texts, "count": count})
    return await _all_answered(sandbox)


async def steady(sandbox: Stand, per_second: float, seconds: float) -> dict[str, Any]:
    """Messages one by one at a steady pace; the meter once they are answered."""
    people = crowd()
    await sandbox.post("stats", {})
    began = time.monotonic()
    for turn in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, began + turn / per_second - time.monotonic()))
        await sandbox.say(people.ids[turn % CONTACTS], people.texts[turn % len(people.texts)])
    return await _all_answered(sandbox)


async def _all_answered(sandbox: Stand) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        shown: dict[str, Any] = await sandbox.get("stats")
        if not shown["waiting"]:
            return shown
        await asyncio.sleep(0.1)
    raise RuntimeError(f"not all were answered: {shown}")
