"""python -m tests.bench.work URL WORK: one piece of work in a built world, and what it cost, as JSON. What it wrote is
taken back, so that it can be done again."""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.app import house_for
from bot.desk import House
from bot.jobs.audit import audit
from bot.jobs.health import stalls
from bot.jobs.metrics import exposition
from bot.jobs.nudge import decide, nudge
from bot.render import FORMATS
from bot.render.text import chat
from bot.rules.calendar import SHANGHAI
from bot.rules.summary import Summary
from bot.settings import Settings
from bot.store import nudges, plans, summaries
from bot.store.database import Database
from bot.store.vitals import vitals
from models import JobRun, Nudge, OutboxMessage
from tests.bench.world import THURSDAY

MORNING = datetime(THURSDAY.year, THURSDAY.month, THURSDAY.day, 9, tzinfo=SHANGHAI)
FRIDAY = MORNING + timedelta(days=1, hours=7)
PLAN = "plan-1"


def _yesterday(session: Session) -> None:
    """The clock has run every day so far."""
    key = (THURSDAY - timedelta(days=1)).isoformat()
    if not nudges.is_done(session, "nudge", key):
        nudges.done(session, "nudge", key, MORNING - timedelta(days=1))


def forget(session: Session) -> None:
    """Take back what the clock has done."""
    for table in (Nudge, OutboxMessage, JobRun):
        session.execute(delete(table))


def tick(house: House) -> dict[str, float]:
    """Decide the day's digests: how many nudges, how many digests."""
    made = house.database.now(decide, house, MORNING)
    told = house.database.now(lambda session: session.scalar(select(func.count(Nudge.id))))
    return {"nudges": float(told or 0), "digests": float(made)}


def quiet(house: House) -> dict[str, float]:
    """The same job once the day is decided."""
    house.database.now(nudges.done, "nudge", THURSDAY.isoformat(), MORNING)
    asyncio.run(nudge(house))
    return {}


def text(house: House) -> dict[str, float]:
    """One plan's weekly summary, as the office reads it in the chat."""
    return {"characters": float(len(chat(_summary(house, weeks=0), "zh")))}


def docx(house: House) -> dict[str, float]:
    """The same, and the document beside it."""
    summary = _summary(house, weeks=0)
    chat(summary, "zh")
    return {"bytes": float(len(FORMATS["docx"].ink(summary, "zh")))}


def png(house: House) -> dict[str, float]:
    """The same as a picture: it shows twelve weeks."""
    return {"bytes": float(len(FORMATS["png"].ink(_summary(house), "zh")))}


def _summary(house: House, weeks: int = 12) -> Summary:
    def work(session: Session) -> Summary:
        book, plan = house.shelf.book(session), plans.by_code(session, PLAN)
        return summaries.summary_of(
            session, book, plan, kind="week", until=FRIDAY, calendar=house.calendar, weeks_of_trend=weeks
        )

    return house.database.now(work)


def watch(house: House) -> dict[str, float]:
    """What /health and /metrics ask."""
    asyncio.run(stalls(house))
    return {"bytes": float(len(exposition(house, house.database.now(vitals, house.now()))))}


def account(house: House) -> dict[str, float]:
    """The auditor's daily account."""
    asyncio.run(audit(house))
    return {}


WORKS: dict[str, Callable[[House], dict[str, float]]] = {
    "tick": tick,
    "quiet": quiet,
    "text": text,
    "docx": docx,
    "png": png,
    "watch": watch,
    "audit": account,
}
AT = {"audit": MORNING + timedelta(hours=2)}


def cost(url: str, work: str) -> dict[str, Any]:
    """What the work has found, and its seconds, processor seconds and peak of memory."""
    database = Database(url)
    house = house_for(Settings(database_url=url), database)
    house.now = lambda: AT.get(work, MORNING).astimezone(UTC)
    try:
        database.now(_yesterday)
        began, spent = time.perf_counter(), time.process_time()
        found: dict[str, Any] = WORKS[work](house)
        found |= {"seconds": time.perf_counter() - began, "processor": time.process_time() - spent}
        found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
        database.now(forget)
    finally:
        database.close()
    return found


if __name__ == "__main__":
    print(json.dumps(cost(*sys.argv[1:3])))
