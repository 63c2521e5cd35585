"""Who gets which summaries by themselves. Without a word of theirs: the office all of them, admins none."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.rules.summary import SENT
from models import Person, Subscription


def of_person(session: Session, person: Person) -> dict[str, bool]:
    """Each period, and whether the person wants its summary."""
    rows = select(Subscription.period, Subscription.wanted).where(Subscription.person_id == person.id)
    return _filled(person, dict(iter(session.execute(rows))))


def wants(session: Session, person: Person, period: str, wanted: bool, now: datetime) -> None:
    """Write down whether the person wants the summaries of a period."""
    session.merge(Subscription(person_id=person.id, period=period, wanted=wanted, set_at=now))
    session.flush()


def readers(session: Session) -> list[tuple[Person, tuple[str, ...]]]:
    """The office's members and the admins who can be reached and want summaries, with the periods they want."""
    persons = session.scalars(
        select(Person)
        .where(or_(Person.is_office, Person.is_admin), Person.unreachable_at.is_(None))
        .order_by(Person.id)
    ).all()
    said: dict[int, dict[str, bool]] = {}
    for row in session.scalars(select(Subscription)):
        said.setdefault(row.person_id, {})[row.period] = row.wanted
    found = ((person, _filled(person, said.get(person.id, {}))) for person in persons)
    return [(person, periods) for person, all in found if (periods := tuple(one for one in SENT if all[one]))]


def _filled(person: Person, said: Mapping[str, bool]) -> dict[str, bool]:
    return {period: said.get(period, person.is_office) for period in SENT}
