"""What the auditor counts, and what it has written down."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.rules.audit import Audit, Fate, read_note
from models import InboxRow, JobRun, OutboxMessage, Pause, Person, Snooze

CLOCKED = ("digest", "summary")  # what the clock sends of its own accord
LONGEST = timedelta(days=12)  # no holiday is longer
STUCK = timedelta(hours=1)


def since(session: Session, now: datetime) -> datetime:
    """When the last audit was: what came after it has not been counted yet."""
    last: datetime | None = session.scalar(select(func.max(JobRun.done_at)).where(JobRun.job == "audit"))
    return max(last, now - LONGEST) if last else now - LONGEST


def fates(session: Session, since: datetime, until: datetime) -> list[Fate]:
    """What became of each letter the clock has made in that time. A letter of several pages counts by its first."""
    rows = session.execute(
        select(OutboxMessage.state, OutboxMessage.last_error, Person.unreachable_at)
        .outerjoin(Person, OutboxMessage.person_id == Person.id)
        .where(OutboxMessage.kind.in_(CLOCKED), OutboxMessage.made_at > since, OutboxMessage.made_at <= until)
        .where(or_(OutboxMessage.dedupe_key.is_(None), OutboxMessage.dedupe_key.not_like("%#%")))
    )
    return [Fate(state, error, unreachable_at is None) for state, error, unreachable_at in rows]


def held(session: Session, today: date) -> dict[str, int]:
    """How many parts and measures nobody is reminded of, because somebody said so."""
    snoozed = session.scalar(select(func.count()).select_from(Snooze).where(Snooze.until_on >= today)) or 0
    paused = session.scalar(
        select(func.count())
        .select_from(Pause)
        .where(Pause.ended_at.is_(None), Pause.from_on <= today)
        .where(or_(Pause.until_on.is_(None), Pause.until_on >= today))
    )
    return {"snoozed": snoozed, "paused": paused or 0}


def poison(session: Session, since: datetime) -> Sequence[tuple[int, str | None]]:
    """The updates set aside since then, by number and kind of error."""
    rows = session.execute(
        select(InboxRow.update_id, InboxRow.last_error)
        .where(InboxRow.state == "poison", InboxRow.received_at > since)
        .order_by(InboxRow.update_id)
    )
    return [(number, error) for number, error in rows]


def stuck(session: Session, now: datetime) -> int:
    """How many letters of any kind are an hour overdue."""
    late = (OutboxMessage.state.in_(("waiting", "sending")), OutboxMessage.not_before < now - STUCK)
    return session.scalar(select(func.count()).select_from(OutboxMessage).where(*late)) or 0


def faults(session: Session, since: datetime, most: int = 5) -> list[str]:
    """What Telegram, or the line, said to the clock's letters that have not arrived: each wording once."""
    rows = session.execute(
        select(OutboxMessage.last_error, func.count())
        .where(OutboxMessage.kind.in_(CLOCKED), OutboxMessage.made_at > since)
        .where(OutboxMessage.state != "sent", OutboxMessage.last_error.is_not(None))
        .group_by(OutboxMessage.last_error)
        .order_by(func.count().desc())
        .limit(most)
    )
    return [f"{error} ×{count}" for error, count in rows]


def last(session: Session, most: int = 10) -> list[tuple[date, Audit]]:
    """The newest accounts, newest first."""
    rows = session.execute(
        select(JobRun.key, JobRun.note).where(JobRun.job == "audit").order_by(JobRun.key.desc()).limit(most)
    )
    return [(date.fromisoformat(key), audit) for key, note in rows if (audit := read_note(note)) is not None]
