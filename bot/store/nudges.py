"""What the clock has decided and what holds it back: nudges of earlier days, pauses, and which jobs are done."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select
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


def last_day(session: Session, job: str) -> date | None:
    """The last day a daily job was done for."""
    key = session.scalar(select(JobRun.key).where(JobRun.job == job).order_by(JobRun.key.desc()).limit(1))
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


def record(session: Session, nudges: Iterable[NudgeDue], outbox_id: int, now: datetime) -> None:
    """Write the decisions down with the letter that carries them."""
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
        for one in nudges
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
    .where(_outbox.c.kind == "digest", _outbox.c.state == "sent")
    .group_by(_outbox.c.person_id)
)


def last_digests(session: Session, unit_id: int) -> list[tuple[Person, OutboxMessage]]:
    """The newest digest that has reached each contact of the unit, or somebody who stands in for one."""
    ids: Sequence[int] = session.scalars(_LAST_DIGESTS, {"unit_id": unit_id}).all()
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
