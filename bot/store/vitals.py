"""How much waits at the door and in the post, and since when: counted in the database, for health and metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models import InboxRow, JobRun, OutboxMessage, Report

_outbox: Any = OutboxMessage.__table__
_inbox: Any = InboxRow.__table__
# What is still to be sent; a repeat whose outcome nobody knows either is not sent again.
_OPEN = or_(_outbox.c.state.in_(("waiting", "sending")), and_(_outbox.c.state == "unknown", _outbox.c.repeats == 0))


@dataclass(frozen=True)
class Vitals:
    """`inbox` and `outbox` are rows that wait, `due` the letters whose time has come; `oldest` ones by their time."""

    inbox: int
    oldest_update: datetime | None
    outbox: int
    due: int
    oldest_letter: datetime | None  # when the letter that is due longest was due
    last_sent: datetime | None
    poison: int
    reports: int
    states: Mapping[str, int]  # letters still in the outbox by what became of them
    audit: str | None  # what the auditor last wrote down


def stalled_since(session: Session, now: datetime) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When the oldest waiting update came, when the letter due longest was due, and when a letter last went (asked only
    where one is due)."""
    update: datetime | None = session.scalar(select(func.min(InboxRow.received_at)).where(InboxRow.state == "waiting"))
    letter: datetime | None = session.scalar(
        select(func.min(OutboxMessage.not_before)).where(_OPEN, OutboxMessage.not_before <= now)
    )
    return update, letter, _last_sent(session) if letter else None


def vitals(session: Session, now: datetime) -> Vitals:
    """All of it, in a handful of statements that read what is open, not what has ever been."""
    update, letter, sent = stalled_since(session, now)
    inbox = dict(session.execute(_by_state(_inbox, _inbox.c.state.in_(("waiting", "poison")))).all())
    states = dict(session.execute(_by_state(_outbox, _outbox.c.state.in_(("waiting", "sending", "unknown")))).all())
    waiting = session.scalar(select(func.count()).select_from(_outbox).where(_OPEN)) or 0
    due = session.scalar(select(func.count()).select_from(_outbox).where(_OPEN, _outbox.c.not_before <= now)) or 0
    return Vitals(
        inbox=inbox.get("waiting", 0),
        oldest_update=update,
        outbox=waiting,
        due=due,
        oldest_letter=letter,
        last_sent=sent,
        poison=inbox.get("poison", 0),
        reports=session.scalar(select(func.max(Report.id))) or 0,
        states=states,
        audit=session.scalar(select(JobRun.note).where(JobRun.job == "audit").order_by(JobRun.key.desc()).limit(1)),
    )


def _by_state(table: Any, which: Any) -> Any:
    return select(table.c.state, func.count()).where(which).group_by(table.c.state)


def _last_sent(session: Session) -> datetime | None:
    """When one of the newest letters went: enough to know whether the post moves."""
    newest = select(_outbox.c.sent_at).order_by(_outbox.c.id.desc()).limit(500).subquery()
    found: datetime | None = session.scalar(select(func.max(newest.c.sent_at)))
    return found
