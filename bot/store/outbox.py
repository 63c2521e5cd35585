"""Letters to be delivered: written with the deed they tell of, claimed, sent with no transaction open, settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.orm import Session, undefer

from bot.store.inbox import VOID_AFTER
from bot.texts.letter import Letter, pages
from models import OutboxMessage, Worker

ANSWER, NOTICE, DIGEST = 1, 3, 5  # smaller goes first

Outcome = Literal["sent", "failed", "unknown", "again"]


@dataclass(frozen=True)
class Parcel:
    """A letter on its way: what the sender needs, and nothing of measures."""

    id: int
    chat_id: int
    thread_id: int | None
    letter: dict[str, Any]
    file: bytes | None = field(repr=False)
    attempts: int = 0
    repeat: bool = False
    priority: int = ANSWER


@dataclass(frozen=True)
class Settled:
    """What became of a parcel; `not_before` where it is to be tried again."""

    id: int
    outcome: Outcome
    message_id: int | None = None
    error: str | None = None
    not_before: datetime | None = None


# for every letter, so made once: to build a statement costs more than to run it
_outbox: Any = OutboxMessage.__table__
_INSERT = insert(_outbox).returning(_outbox.c.id)
_SETTLE = update(_outbox).where(_outbox.c.id == bindparam("of")).values(worker=None, attempts=_outbox.c.attempts + 1)
_SENT = _SETTLE.values(state="sent", message_id=bindparam("message"), sent_at=bindparam("now"), last_error=None)
_AGAIN = _SETTLE.values(state="waiting", not_before=bindparam("later"), last_error=bindparam("error"))
_ENDED = _SETTLE.values(state=bindparam("outcome"), last_error=bindparam("error"))


def enqueue(
    session: Session,
    letters: Iterable[Letter],
    *,
    chat_id: int,
    now: datetime,
    kind: str,
    priority: int = NOTICE,
    thread_id: int | None = None,
    person_id: int | None = None,
    dedupe_key: str | None = None,
    worker: str | None = None,
    not_before: datetime | None = None,
) -> list[Parcel]:
    """The parcels of the letters, in order; already in hand when `worker` is given.

    None are made when `dedupe_key` stands in the outbox already: one reason, one letter.
    """
    if dedupe_key and session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == dedupe_key)):
        return []
    rows = [
        {
            "dedupe_key": f"{dedupe_key}#{index}" if dedupe_key and index else dedupe_key,
            "kind": kind,
            "priority": priority,
            "chat_id": chat_id,
            "thread_id": thread_id,
            "person_id": person_id,
            "letter": page.packed(),
            "about": list(page.about),
            "file": page.file.content if page.file else None,
            "state": "sending" if worker else "waiting",
            "made_at": now,
            "not_before": not_before or now,
            "attempts": 0,
            "repeats": 0,
            "worker": worker,
        }
        for index, page in enumerate(page for letter in letters for page in pages(letter))
    ]
    if not rows:
        return []
    # one at a time keeps ids in the order of the pages on every database
    ids = [session.execute(_INSERT, row).scalar_one() for row in rows]
    return [
        Parcel(id, chat_id, thread_id, row["letter"], row["file"], priority=priority)  # type: ignore[arg-type]
        for id, row in zip(ids, rows, strict=True)
    ]


def claim(session: Session, worker: str, now: datetime, *, resting: Sequence[int] = (), most: int = 20) -> list[Parcel]:
    """Up to `most` parcels that are due, now this worker's; chats in `resting` are left alone for the moment.

    Two workers may ask at once: rows that the other has locked are passed over, and SQLite lets one in at a time.
    """
    rows = session.scalars(
        select(OutboxMessage)
        .where(
            or_(
                OutboxMessage.state == "waiting",
                (OutboxMessage.state == "unknown") & (OutboxMessage.repeats == 0),
            ),
            OutboxMessage.not_before <= now,
            OutboxMessage.chat_id.not_in(resting),
        )
        .order_by(OutboxMessage.priority, OutboxMessage.id)
        .limit(most)
        .options(undefer(OutboxMessage.file))
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        if row.state == "unknown":
            row.repeats += 1
        row.state = "sending"
        row.worker = worker
    return [
        Parcel(row.id, row.chat_id, row.thread_id, row.letter, row.file, row.attempts, row.repeats > 0, row.priority)
        for row in rows
    ]


def settle(session: Session, settled: Iterable[Settled], now: datetime) -> None:
    """Write down what became of parcels."""
    many = list(settled)
    sent = [{"of": one.id, "message": one.message_id, "now": now} for one in many if one.outcome == "sent"]
    if sent:
        session.connection().execute(_SENT, sent)
    for one in many:
        if one.outcome == "again":
            again = {"of": one.id, "error": one.error, "later": one.not_before or now}
            session.execute(_AGAIN, again)
        elif one.outcome != "sent":
            session.execute(_ENDED, {"of": one.id, "error": one.error, "outcome": one.outcome})


def orphaned(session: Session, worker: str, machine_now: datetime) -> int:
    """How many parcels were in the hands of a dead worker. Nobody can say whether they went: they are `unknown`."""
    living = select(Worker.name).where(or_(Worker.name == worker, Worker.seen_at > machine_now - VOID_AFTER))
    found = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == "sending", OutboxMessage.worker.not_in(living))
        .values(state="unknown", worker=None)
        .execution_options(synchronize_session=False)
    )
    return int(found.rowcount)  # type: ignore[attr-defined]


def about(session: Session, chat_id: int, message_id: int) -> list[int]:
    """The duties that one of our messages was about; empty when it is not ours or about none."""
    found = session.scalar(
        select(OutboxMessage.about)
        .where(OutboxMessage.chat_id == chat_id, OutboxMessage.message_id == message_id)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return list(found or [])


def move_chat(session: Session, old: int, new: int) -> None:
    """Send what still waits for a chat to its new address."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.chat_id == old, OutboxMessage.state.in_(("waiting", "unknown", "sending")))
        .values(chat_id=new)
    )
