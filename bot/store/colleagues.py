"""What one contact of a unit has reported and its other contacts do not know yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from bot.store import outbox
from models import Contact, Person, Report

_report: Any = Report.__table__
_contact: Any = Contact.__table__
_person: Any = Person.__table__
_UNTOLD = (
    select(_contact.c.person_id, _person.c.chat_id, _person.c.language, _report.c.id, _report.c.filed_at)
    .select_from(_report)
    .join(_contact, _contact.c.unit_id == _report.c.unit_id)
    .join(_person, _person.c.id == _contact.c.person_id)
    .where(_report.c.filed_at > bindparam("since"), _report.c.retired_at.is_(None), _report.c.sample.is_(False))
    .where(_contact.c.ended_at.is_(None), _contact.c.is_leader.is_(False), _person.c.unreachable_at.is_(None))
    .where(or_(_report.c.person_id.is_(None), _report.c.person_id != _contact.c.person_id))
    .where(_contact.c.appointed_at <= _report.c.filed_at)
    .order_by(_report.c.id)
)


@dataclass(frozen=True)
class Untold:
    """Whom to tell, of which reports, and when the first of them was filed."""

    person_id: int
    chat_id: int
    language: str
    reports: tuple[int, ...]
    first_at: datetime


def untold(session: Session, since: datetime, kinds: Collection[str], letters_since: datetime) -> list[Untold]:
    """Each contact with the reports of colleagues filed since that count and that none of their letters of these `kinds`
    has told them of; of letters, only those made since a moment of their own are looked at."""
    rows: dict[int, list[Any]] = {}
    for row in session.execute(_UNTOLD, {"since": since}):
        rows.setdefault(row.person_id, []).append(row)
    told = outbox.told_of(session, rows, kinds, letters_since) if rows else {}
    found = []
    for person_id, theirs in rows.items():
        new = [row for row in theirs if row.id not in told.get(person_id, ())]
        if new:
            ids, first = tuple(dict.fromkeys(row.id for row in new)), new[0]
            found.append(Untold(person_id, first.chat_id, first.language, ids, min(row.filed_at for row in new)))
    return found
