"""Letters to be delivered: written with the deed they tell of, claimed, sent with no transaction open, settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, case, insert, or_, select, update
from sqlalchemy.orm import Session, undefer

from bot.store.inbox import VOID_AFTER
from bot.texts.letter import Letter, pages
from models import OutboxMessage, Person, Worker

ANSWER, NOTICE, DIGEST = 1, 3, 5  # smaller goes first
AT_ONCE = 1_000  # keys of one statement
TELLS_OF = "reports"  # in a letter: the ids of the reports its reader learns of by it

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
    language: str = "zh"  # of the reader, where it is known: only a repeat asks


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
_KNOWN = select(_outbox.c.id).where(_outbox.c.dedupe_key == bindparam("key"))
_KNOWN_ALL = select(_outbox.c.dedupe_key).where(_outbox.c.dedupe_key.in_(bindparam("keys", expanding=True)))
_INSERT = insert(_outbox).returning(_outbox.c.id)
_INSERT_ALL = insert(_outbox).returning(_outbox.c.id, sort_by_parameter_order=True)
_BEGIN = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("of"))
    .values(state="sending", repeats=_outbox.c.repeats + case((_outbox.c.state == "unknown", 1), else_=0))
)
_SETTLE = update(_outbox).where(_outbox.c.id == bindparam("of")).values(worker=None, attempts=_outbox.c.attempts + 1)
_SENT = _SETTLE.values(state="sent", message_id=bindparam("message"), sent_at=bindparam("now"), last_error=None)
_AGAIN = _SETTLE.values(state="waiting", not_before=bindparam("later"), last_error=bindparam("error"))
_TOLD_TO_WAIT = _AGAIN.values(attempts=_outbox.c.attempts)  # Telegram's 429 is no attempt of ours
_OPEN = _outbox.c.state.in_(("waiting", "sending", "unknown"))
_AFTER_A_CRASH = case((_outbox.c.state == "sending", "unknown"), else_=_outbox.c.state)
_ENDED = _SETTLE.values(state=bindparam("outcome"), last_error=bindparam("error"))

_LETTERS_TO = (
    select(_outbox.c.person_id, _outbox.c.letter)
    .where(_outbox.c.person_id.in_(bindparam("people", expanding=True)))
    .where(_outbox.c.kind.in_(bindparam("kinds", expanding=True)), _outbox.c.made_at >= bindparam("since"))
)


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
    session.flush()  # whom and what the letters are about
    if dedupe_key and session.connection().scalar(_KNOWN, {"key": dedupe_key}):
        return []
    rows = _rows(letters, chat_id, person_id, dedupe_key, now, not_before)
    common = _common(kind, priority, now, thread_id=thread_id, worker=worker)
    connection = session.connection()
    # one at a time keeps ids in the order of the pages on every database
    ids: list[int] = [connection.execute(_INSERT, row | common).scalar_one() for row in rows]
    return [
        Parcel(id, chat_id, thread_id, row["letter"], row["file"], priority=priority)
        for id, row in zip(ids, rows, strict=True)
    ]


@dataclass(frozen=True)
class Addressed:
    """One of many letters written at once, and whom it is for."""

    letter: Letter
    chat_id: int
    person_id: int
    dedupe_key: str
    not_before: datetime | None = None


def enqueue_all(
    session: Session, letters: Sequence[Addressed], *, now: datetime, kind: str, priority: int = NOTICE
) -> list[int | None]:
    """The number of each letter's last page; None where its `dedupe_key` stands in the outbox already."""
    session.flush()
    keys, known = [one.dedupe_key for one in letters], set[str]()
    for some in (keys[place : place + AT_ONCE] for place in range(0, len(keys), AT_ONCE)):
        known.update(session.connection().scalars(_KNOWN_ALL, {"keys": some}))
    common = _common(kind, priority, now)
    rows: list[dict[str, Any]] = []
    last: list[int | None] = []
    for one in letters:
        if one.dedupe_key not in known:
            rows += _rows([one.letter], one.chat_id, one.person_id, one.dedupe_key, now, one.not_before)
        last.append(None if one.dedupe_key in known else len(rows) - 1)
    if not rows:
        return last
    ids = session.connection().scalars(_INSERT_ALL, [row | common for row in rows]).all()
    return [None if place is None else ids[place] for place in last]


def _rows(
    letters: Iterable[Letter],
    chat_id: int,
    person_id: int | None,
    dedupe_key: str | None,
    now: datetime,
    not_before: datetime | None,
) -> list[dict[str, Any]]:
    """The pages of the letters, each as what differs from one to the next."""
    return [
        {
            "dedupe_key": f"{dedupe_key}#{index}" if dedupe_key and index else dedupe_key,
            "chat_id": chat_id,
            "person_id": person_id,
            "letter": page.packed(),
            "about": list(page.about),
            "file": page.file.content if page.file else None,
            "not_before": not_before or now,
        }
        for index, page in enumerate(page for letter in letters for page in pages(letter))
    ]


def _common(
    kind: str, priority: int, now: datetime, *, thread_id: int | None = None, worker: str | None = None
) -> dict[str, Any]:
    """What is the same in all rows written at once."""
    return {
        "kind": kind,
        "priority": priority,
        "thread_id": thread_id,
        "state": "sending" if worker else "waiting",
        "made_at": now,
        "attempts": 0,
        "repeats": 0,
        "worker": worker,
    }


def claim(session: Session, worker: str, now: datetime, *, resting: Sequence[int] = (), most: int = 20) -> list[Parcel]:
    """Up to `most` parcels that are due, now in this worker's hands; chats in `resting` are left alone for the moment.

    Two workers may ask at once: rows that the other has locked are passed over, and SQLite lets one in at a time.
    """
    rows = session.scalars(
        select(OutboxMessage)
        .where(
            or_(
                OutboxMessage.state == "waiting",
                (OutboxMessage.state == "unknown") & (OutboxMessage.repeats == 0),
            ),
            OutboxMessage.worker.is_(None),
            OutboxMessage.not_before <= now,
            OutboxMessage.chat_id.not_in(resting),
        )
        .order_by(OutboxMessage.priority, OutboxMessage.id)
        .limit(4 * most)
        .options(undefer(OutboxMessage.file))
        .with_for_update(skip_locked=True)
    ).all()
    rows = _one_a_chat(rows)[:most]
    for row in rows:
        row.worker = worker
    languages = _languages(session, [row.person_id for row in rows if row.repeats or row.state == "unknown"])
    return [
        Parcel(
            row.id,
            row.chat_id,
            row.thread_id,
            row.letter,
            row.file,
            row.attempts,
            row.repeats > 0 or row.state == "unknown",
            row.priority,
            languages.get(row.person_id, "zh"),
        )
        for row in rows
    ]


def _languages(session: Session, person_ids: Iterable[int | None]) -> dict[int | None, str]:
    """What those who get a repeat read; asked for nobody on most days."""
    wanted = {one for one in person_ids if one is not None}
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.language).where(Person.id.in_(wanted)))
    return dict(iter(rows))


def _one_a_chat(rows: Iterable[OutboxMessage]) -> list[OutboxMessage]:
    """Answers, and of what the bot writes of its own accord one to a chat: the next must wait a second there, and
    nobody is to wait behind it."""
    taken, chosen = set(), []
    for row in rows:
        if row.priority <= ANSWER or row.chat_id not in taken:
            taken.add(row.chat_id)
            chosen.append(row)
    return chosen


def begin(session: Session, parcel_id: int) -> None:
    """From here on nobody can say whether the parcel went, until it is settled. Written down right before the post, so
    that the time in which a crash leaves a doubt is the time of the post and no longer."""
    session.execute(_BEGIN, {"of": parcel_id})


def settle(session: Session, settled: Iterable[Settled], now: datetime) -> None:
    """Write down what became of parcels."""
    many = list(settled)
    sent = [{"of": one.id, "message": one.message_id, "now": now} for one in many if one.outcome == "sent"]
    if sent:
        session.connection().execute(_SENT, sent)
    for one in many:
        if one.outcome == "again":
            again = {"of": one.id, "error": one.error, "later": one.not_before or now}
            session.execute(_TOLD_TO_WAIT if one.error == "429" else _AGAIN, again)
        elif one.outcome != "sent":
            session.execute(_ENDED, {"of": one.id, "error": one.error, "outcome": one.outcome})


def orphaned(session: Session, machine_now: datetime) -> None:
    """Let go of what dead workers held. What they were posting may have gone or not: it is `unknown`."""
    living = select(Worker.name).where(Worker.seen_at > machine_now - VOID_AFTER)
    session.execute(
        update(_outbox).where(_OPEN, _outbox.c.worker.not_in(living)).values(state=_AFTER_A_CRASH, worker=None)
    )


def held(session: Session, worker: str) -> set[int]:
    """The parcels that the worker holds according to the database."""
    return set(session.scalars(select(_outbox.c.id).where(_OPEN, _outbox.c.worker == worker)))


def let_go(session: Session, worker: str, ids: Iterable[int]) -> None:
    """Give up parcels that the worker holds by the database but not in truth."""
    mine = (_outbox.c.worker == worker) & _outbox.c.id.in_(list(ids))
    session.execute(update(_outbox).where(_OPEN, mine).values(state=_AFTER_A_CRASH, worker=None))


def about(session: Session, chat_id: int, message_id: int) -> list[int]:
    """The duties that one of our messages was about; empty when it is not ours or about none."""
    found = session.scalar(
        select(OutboxMessage.about)
        .where(OutboxMessage.chat_id == chat_id, OutboxMessage.message_id == message_id)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return list(found or [])


def note_sent(session: Session, chat_id: int, message_id: int, now: datetime, *, kind: str, dedupe_key: str) -> None:
    """Write down a message that was sent without waiting here, so that it is known again after a crash."""
    row = OutboxMessage(
        dedupe_key=dedupe_key, kind=kind, priority=ANSWER, chat_id=chat_id, letter={}, about=[], state="sent", made_at=now,
        not_before=now, attempts=1, repeats=0, message_id=message_id, sent_at=now,
    )  # fmt: skip
    session.add(row)


def sent_as(session: Session, dedupe_key: str) -> int | None:
    """The message that went out under this key; None when none did."""
    return session.scalar(select(OutboxMessage.message_id).where(OutboxMessage.dedupe_key == dedupe_key))


def pressed_data(session: Session, chat_id: int, message_id: int) -> list[str]:
    """What the buttons under one of our messages bring back."""
    letter = session.scalar(
        select(OutboxMessage.letter)
        .where(OutboxMessage.chat_id == chat_id, OutboxMessage.message_id == message_id)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    rows = (letter or {}).get("buttons", ())
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def told_of(session: Session, person_ids: Iterable[int], kinds: Iterable[str], since: datetime) -> dict[int, set[int]]:
    """Person → the reports that their letters of these kinds have told them of since."""
    found: dict[int, set[int]] = {}
    for row in session.execute(_LETTERS_TO, {"people": list(person_ids), "kinds": list(kinds), "since": since}):
        found.setdefault(row.person_id, set()).update(row.letter.get(TELLS_OF, ()))
    return found


def tells_of(session: Session, outbox_id: int, report_ids: Iterable[int]) -> None:
    """Write down which reports a letter tells its reader of."""
    row = session.get_one(OutboxMessage, outbox_id)
    row.letter = {**row.letter, TELLS_OF: list(report_ids)}


def move_chat(session: Session, old: int, new: int) -> None:
    """Send what still waits for a chat to its new address."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.chat_id == old, OutboxMessage.state.in_(("waiting", "unknown", "sending")))
        .values(chat_id=new)
    )
