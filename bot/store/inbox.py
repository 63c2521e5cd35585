"""Updates written down before they are confirmed, and the workers that hold them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import InboxRow, Worker

MOST_ATTEMPTS = 3
VOID_AFTER = timedelta(seconds=20)  # a worker says it lives every five
KEPT = timedelta(days=7)  # Telegram repeats an update for a day; its numbers start anew after a week


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as it came: `lane` is what must stay in order, `payload` its JSON."""

    update_id: int
    lane: str
    payload: str


# for every update, so made once: to build a statement costs more than to run it
_inbox: Any = InboxRow.__table__
_WRITE_DOWN = {
    "sqlite": sqlite.insert(_inbox).on_conflict_do_nothing().returning(_inbox.c.update_id),
    "postgresql": postgresql.insert(_inbox).on_conflict_do_nothing().returning(_inbox.c.update_id),
}
_FINISH = (
    update(_inbox)
    .where(_inbox.c.bot_id == bindparam("of_bot"), _inbox.c.update_id == bindparam("number"))
    .where(_inbox.c.state == "waiting")
    .values(state="done", done_at=bindparam("now"), payload="", worker=None)
)


def write_down(session: Session, bot_id: int, worker: str, now: datetime, updates: Iterable[Incoming]) -> list[int]:
    """The ids of the updates that were new; a redelivered one changes nothing."""
    rows = [
        {
            "bot_id": bot_id,
            "update_id": one.update_id,
            "lane": one.lane,
            "payload": one.payload,
            "received_at": now,
            "state": "waiting",
            "attempts": 0,
            "worker": worker,
        }
        for one in updates
    ]
    return list(session.scalars(_WRITE_DOWN[session.get_bind().dialect.name], rows))


def finish(session: Session, bot_id: int, update_id: int, now: datetime) -> bool:
    """Whether the row was still to be done; it is done now, and what it said is forgotten here.

    Called in the transaction of the update's own effect: False means that somebody else has had the effect already.
    """
    done: Any = session.connection().execute(_FINISH, {"of_bot": bot_id, "number": update_id, "now": now})
    return bool(done.rowcount)


def fail(session: Session, bot_id: int, update_id: int, error: str, *, at_once: bool = False) -> bool:
    """Whether the row is now set aside as poison: after MOST_ATTEMPTS, or at once when it can never be read."""
    row = session.get_one(InboxRow, (bot_id, update_id))
    if row.state != "waiting":
        return True
    row.attempts += 1
    row.last_error = error[:500]
    if at_once or row.attempts >= MOST_ATTEMPTS:
        row.state = "poison"
        row.worker = None
    return row.state == "poison"


def adopt(session: Session, bot_id: int, worker: str, machine_now: datetime) -> list[Incoming]:
    """The waiting rows that no living worker holds, now this worker's, in the order they came."""
    living = select(Worker.name).where(Worker.seen_at > machine_now - VOID_AFTER, Worker.name != worker)
    rows = session.scalars(
        select(InboxRow)
        .where(InboxRow.bot_id == bot_id, InboxRow.state == "waiting")
        .where(or_(InboxRow.worker.is_(None), InboxRow.worker.not_in(living)), InboxRow.worker.is_distinct_from(worker))
        .order_by(InboxRow.received_at, InboxRow.update_id)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.worker = worker
    return [Incoming(row.update_id, row.lane, row.payload) for row in rows]


def held(session: Session, bot_id: int, worker: str) -> set[int]:
    """The updates that the worker has to handle according to the database."""
    mine = (_inbox.c.worker == worker) & (_inbox.c.state == "waiting")
    return set(session.scalars(select(_inbox.c.update_id).where(_inbox.c.bot_id == bot_id, mine)))


def again(session: Session, bot_id: int, update_ids: Iterable[int]) -> list[Incoming]:
    """The updates, as they were written down, in the order they came."""
    wanted = _inbox.c.update_id.in_(list(update_ids))
    rows = session.execute(select(_inbox).where(_inbox.c.bot_id == bot_id, wanted).order_by(_inbox.c.update_id))
    return [Incoming(row.update_id, row.lane, row.payload) for row in rows]


def beat(session: Session, worker: str, machine_now: datetime) -> None:
    """Say that the worker lives; forget those that have been dead for long."""
    session.merge(Worker(name=worker, seen_at=machine_now))
    session.execute(delete(Worker).where(Worker.seen_at < machine_now - 100 * VOID_AFTER))


def alone(session: Session) -> None:
    """Forget every other worker: a SQLite file has one, and the lock on the file is ours."""
    session.execute(delete(Worker))


def prune(session: Session, now: datetime) -> None:
    """Forget updates handled more than a week ago."""
    session.execute(delete(InboxRow).where(InboxRow.state == "done", InboxRow.done_at < now - KEPT))
