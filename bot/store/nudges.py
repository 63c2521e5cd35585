"""What the clock has decided and what holds it back: nudges of earlier days, pauses, and which jobs are done."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from bot.rules.nudges import NudgeDue
from bot.store.book import Part
from models import Contact, JobRun, Nudge, OutboxMessage, Person, Responsibility, Snooze, StandIn

REMEMBERED = timedelta(days=120)  # no ladder looks further back


def is_done(session: Session, job: str, key: str) -> bool:
    """Whether the job has been done for this day, week or chat."""
    return session.get(JobRun, (job, key)) is not None


def done(session: Session, job: str, key: str, now: datetime, note: str | None = None) -> None:
    """Write down that it has."""
    session.add(JobRun(job=job, key=key, done_at=now, note=note))


def last_day(session: Session, job: str, before: date | None = None) -> date | None:
    """The last day a daily job was done for, or the last before a day."""
    query = select(JobRun.key).where(JobRun.job == job).order_by(JobRun.key.desc()).limit(1)
    key = session.scalar(query if before is None else query.where(JobRun.key < before.isoformat()))
    return date.fromisoformat(key) if key else None


def earlier(session: Session, today: date, measure_ids: Collection[int]) -> Sequence[Nudge]:
    """Nudges of the last months about these measures."""
    of_them = select(Responsibility.id).where(Responsibility.measure_id.in_(measure_ids))
    query = select(Nudge).where(Nudge.responsibility_id.in_(of_them))
    return session.scalars(query.where(Nudge.day >= today - REMEMBERED, Nudge.day <= today)).all()


def snoozes(session: Session) -> Sequence[Snooze]:
    """All pauses."""
    return session.scalars(select(Snooze)).all()


def snooze(session: Session, part: Part, person: Person, until: date, now: datetime) -> None:
    """Pause one part until a day; a later word replaces an earlier one."""
    found = session.scalar(
        select(Snooze).where(Snooze.responsibility_id == part.duty.id, Snooze.unit_id == part.unit.id)
    )
    if found is None:
        found = Snooze(responsibility_id=part.duty.id, unit_id=part.unit.id)
        session.add(found)
    found.person_id, found.until_on, found.made_at = person.id, until, now


def record(session: Session, nudges: Iterable[tuple[NudgeDue, int]], now: datetime) -> None:
    """Write decisions down, each with the number of the letter that carries it."""
    rows = [
        {
            "kind": one.kind,
            "responsibility_id": one.duty_id,
            "unit_id": one.unit_id,
            "person_id": one.person_id,
            "day": one.day,
            "due_on": one.due_on,
            "outbox_id": outbox_id,
            "decided_at": now,
            "capacity": one.capacity,
            "for_id": one.for_id,
        }
        for one, outbox_id in nudges
    ]
    if rows:
        session.connection().execute(_INSERT, rows)


_INSERT = insert(Nudge.__table__)  # type: ignore[arg-type]
_outbox: Any = OutboxMessage.__table__
_contact: Any = Contact.__table__
_stand_in: Any = StandIn.__table__
_SPEAKERS = select(_contact.c.person_id).where(
    _contact.c.unit_id == bindparam("unit_id"), _contact.c.ended_at.is_(None)
)
_LAST_DIGESTS = (
    select(func.max(_outbox.c.id))
    .where(
        _outbox.c.person_id.in_(
            _SPEAKERS.union_all(
                select(_stand_in.c.person_id).where(_stand_in.c.away_id.in_(_SPEAKERS), _stand_in.c.ended_at.is_(None))
            )
        )
    )
    .where(_outbox.c.kind == "digest", _outbox.c.state.in_(("sent", "waiting")))
    .group_by(_outbox.c.person_id)
)


def last_digests(session: Session, unit_id: int) -> list[tuple[Person, OutboxMessage]]:
    """The newest digest that has reached, or is about to reach, each contact of the unit, or somebody who stands in."""
    ids: Sequence[int] = session.connection().scalars(_LAST_DIGESTS, {"unit_id": unit_id}).all()
    if not ids:
        return []
    both = select(Person, OutboxMessage).join(OutboxMessage, OutboxMessage.person_id == Person.id)
    return [(row[0], row[1]) for row in session.execute(both.where(OutboxMessage.id.in_(ids)))]


def of_digest(session: Session, outbox_id: int) -> Sequence[Nudge]:
    """The nudges one digest was made of, in order."""
    return session.scalars(select(Nudge).where(Nudge.outbox_id == outbox_id).order_by(Nudge.id)).all()


def of_day(session: Session, person: Person, day: date) -> Sequence[Nudge]:
    """A person's nudges of one day, in order."""
    return session.scalars(select(Nudge).where(Nudge.person_id == person.id, Nudge.day == day).order_by(Nudge.id)).all()


# what no worker has in hand yet; `state` twice, so that the index of open letters serves
_UNSENT = (
    (OutboxMessage.kind == "digest")
    & (OutboxMessage.state == "waiting")
    & OutboxMessage.state.in_(("waiting", "sending", "unknown"))
    & OutboxMessage.worker.is_(None)
)


@dataclass(frozen=True)
class Unsent:
    """One person's digest that has not gone yet: its letters (several where it is long), the day and the decisions."""

    person_id: int
    day: date
    rows: tuple[OutboxMessage, ...]
    nudges: tuple[Nudge, ...]


def any_unsent(session: Session) -> bool:
    """Whether a digest still waits."""
    return session.scalar(select(OutboxMessage.id).where(_UNSENT).limit(1)) is not None


def unsent(session: Session) -> list[Unsent]:
    """Every digest of which nothing has gone yet, for this transaction alone."""
    found: dict[str, list[OutboxMessage]] = {}
    for row in session.scalars(select(OutboxMessage).where(_UNSENT).with_for_update(skip_locked=True)):
        found.setdefault((row.dedupe_key or "").partition("#")[0], []).append(row)
    digests = []
    for key, rows in found.items():
        pages = select(func.count()).where(
            (OutboxMessage.dedupe_key == key) | OutboxMessage.dedupe_key.startswith(f"{key}#", autoescape=True)
        )
        made_of = session.scalars(select(Nudge).where(Nudge.outbox_id.in_([row.id for row in rows]))).all()
        if made_of and session.scalar(pages) == len(rows):  # else some of it has gone
            digests.append(Unsent(made_of[0].person_id, made_of[0].day, tuple(rows), tuple(made_of)))
    return digests


def overtake(session: Session, one: Unsent) -> None:
    """The digest will not go: its letters are stale, and what was decided for it has not been said."""
    for row in one.rows:
        row.state, row.dedupe_key = "stale", f"stale:{row.id}"
    for nudge in one.nudges:
        session.delete(nudge)
    session.flush()


def hold(session: Session, until: datetime) -> None:
    """Keep digests that wait from going before a moment."""
    session.execute(update(OutboxMessage).where(_UNSENT, OutboxMessage.not_before < until).values(not_before=until))


def newest_letter(session: Session) -> int:
    """The number of the newest letter: where it has not grown, nobody has been answered since."""
    return session.scalar(select(func.max(OutboxMessage.id))) or 0


def has_digest(session: Session, person_id: int, day: date) -> bool:
    """Whether a digest of that day has been written for the person and not been overtaken."""
    key = digest_key(person_id, day)
    return session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key)) is not None


def digest_key(person_id: int, day: date) -> str:
    """What makes a digest the only one of its day."""
    return f"digest:{person_id}:{day.isoformat()}"
