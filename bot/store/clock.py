"""What the office and the contacts have told the clock: pauses, absences, and the policy in force."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from bot.rules.nudges import Absence
from bot.rules.policy import DEFAULT, Policy, policy_from
from models import Pause, Person, PolicyChange, StandIn

AS_LONG_AS = timedelta(days=120)  # a rehearsal of the last months asks no further back


def pauses(session: Session) -> Sequence[Pause]:
    """Every pause the office has ever made, in order; which hold when is for the rules to say."""
    return session.scalars(select(Pause).order_by(Pause.id)).all()


def pause(
    session: Session, measure_id: int, person: Person, *, from_on: date, until_on: date | None, why: str, now: datetime
) -> Pause:
    """Put a measure off; a later word takes the place of an earlier one."""
    resume(session, measure_id, now)
    made = Pause(measure_id=measure_id, from_on=from_on, until_on=until_on, why=why, person_id=person.id, made_at=now)
    session.add(made)
    session.flush()
    return made


def resume(session: Session, measure_id: int, now: datetime) -> bool:
    """Whether there was a pause to end."""
    held = session.scalars(select(Pause.id).where(Pause.measure_id == measure_id, Pause.ended_at.is_(None))).all()
    session.execute(update(Pause).where(Pause.id.in_(held)).values(ended_at=now))
    return bool(held)


def absences(session: Session, today: date) -> list[Absence]:
    """Who is, was lately or will be away, and whether the stand-in can be reached."""
    query = (
        select(StandIn, Person.unreachable_at)
        .join(Person, Person.id == StandIn.person_id)
        .where(StandIn.ended_at.is_(None), StandIn.to_on >= today - AS_LONG_AS)
        .order_by(StandIn.id)
    )
    return [
        Absence(one.away_id, one.person_id, one.from_on, one.to_on, unreachable_at is None)
        for one, unreachable_at in session.execute(query)
    ]


def stand_ins_of(session: Session, person: Person, today: date) -> list[tuple[StandIn, Person, Person]]:
    """What is agreed and not over, with the person on either side of it: the absence, who is away, who stands in."""
    away, other = aliased(Person), aliased(Person)
    query = (
        select(StandIn, away, other)
        .join(away, away.id == StandIn.away_id)
        .join(other, other.id == StandIn.person_id)
        .where(StandIn.ended_at.is_(None), StandIn.to_on >= today)
        .where((StandIn.away_id == person.id) | (StandIn.person_id == person.id))
        .order_by(StandIn.from_on, StandIn.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def stand_in(
    session: Session, away: Person, other: Person, *, from_on: date, to_on: date, by: Person, now: datetime
) -> StandIn:
    """Have somebody answer for a person who is away; it takes the place of what was agreed for any of those days."""
    session.execute(
        update(StandIn)
        .where(StandIn.away_id == away.id, StandIn.ended_at.is_(None))
        .where(StandIn.from_on <= to_on, StandIn.to_on >= from_on)
        .values(ended_at=now)
    )
    made = StandIn(away_id=away.id, person_id=other.id, from_on=from_on, to_on=to_on, made_by_id=by.id, made_at=now)
    session.add(made)
    session.flush()
    return made


def back(session: Session, away: Person, today: date, now: datetime) -> list[StandIn]:
    """End what is agreed for a person from today on; the absences that were."""
    query = select(StandIn).where(StandIn.away_id == away.id, StandIn.ended_at.is_(None), StandIn.to_on >= today)
    found = list(session.scalars(query))
    for one in found:
        one.ended_at = now
    return found


def policy_at(session: Session, moment: datetime | None = None) -> Policy:
    """The policy in force, now or at a moment."""
    query = select(PolicyChange.policy).order_by(PolicyChange.id.desc()).limit(1)
    if moment is not None:
        query = query.where(PolicyChange.set_at <= moment)
    stored = session.scalar(query)
    return policy_from(stored) if stored is not None else DEFAULT


def change_policy(session: Session, policy: Policy, person: Person, now: datetime) -> None:
    """Put a policy in force."""
    session.add(PolicyChange(set_at=now, person_id=person.id, policy=asdict(policy)))
    session.flush()
