"""Which measures stand on whose list, before and after a load; and what a document is held against."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.documents.drafts import DraftPlan, DraftUnit, PlanHead
from bot.store import people
from models import Measure, Person, Plan, Responsibility, Unit

Listed = tuple[str, str]  # the number and title a measure had
Lists = dict[int, dict[int, Listed]]  # unit → measure → as it was listed


@dataclass(frozen=True)
class News:
    """What a load did to one person's list."""

    person: Person
    units: tuple[str, ...]
    gained: tuple[Listed, ...]
    lost: tuple[Listed, ...]


def lists_of(session: Session, code: str) -> Lists:
    """Every unit's measures of one plan, those it shares as a member of a group among them."""
    rows = session.execute(
        select(Responsibility.unit_id, Measure.id, Measure.ref, Measure.title)
        .join(Measure, Measure.id == Responsibility.measure_id)
        .join(Plan, Plan.id == Measure.plan_id)
        .where(Plan.code == code, Measure.withdrawn_at.is_(None), Responsibility.withdrawn_at.is_(None))
        .order_by(Measure.position)
    ).all()
    members = people.members(session)
    found: Lists = {}
    for unit_id, measure_id, ref, title in rows:
        for one in (unit_id, *members.get(unit_id, ())):
            found.setdefault(one, {})[measure_id] = (ref, title)
    return found


def news(session: Session, before: Mapping[int, Mapping[int, Listed]], after: Lists) -> list[News]:
    """The contacts whose list is another now, each once, whatever number of units they speak for."""
    units: dict[int, list[int]] = {}
    persons: dict[int, Person] = {}
    for contact in people.contacts(session):
        persons[contact.person_id] = contact.person
        units.setdefault(contact.person_id, []).append(contact.unit_id)
    names = {unit.id: unit.name for unit in session.scalars(select(Unit))}
    found = []
    for person_id, person in persons.items():
        old = {one: row for unit_id in units[person_id] for one, row in before.get(unit_id, {}).items()}
        new = {one: row for unit_id in units[person_id] for one, row in after.get(unit_id, {}).items()}
        gained = tuple(row for one, row in new.items() if one not in old)
        lost = tuple(row for one, row in old.items() if one not in new)
        if gained or lost:
            spoken_for = tuple(dict.fromkeys(names[unit_id] for unit_id in units[person_id]))
            found.append(News(person, spoken_for, gained, lost))
    return found


def unheard(session: Session, before: Mapping[int, object], after: Lists) -> list[str]:
    """The units that have measures now, had none before, and have nobody who speaks for them."""
    spoken_for = {contact.unit_id for contact in people.contacts(session)}
    fresh = [one for one in after if one not in before and one not in spoken_for]
    units = session.scalars(select(Unit).where(Unit.id.in_(fresh), Unit.kind != "group").order_by(Unit.id))
    return [unit.name for unit in units]


def heads(session: Session) -> list[PlanHead]:
    """What is known of every loaded plan, so that a document finds the one it belongs to."""
    codes = {plan.id: plan.code for plan in session.scalars(select(Plan).order_by(Plan.id))}
    titles: dict[int, list[str]] = {}
    for plan_id, title in session.execute(
        select(Measure.plan_id, Measure.title).where(Measure.withdrawn_at.is_(None)).order_by(Measure.position)
    ):
        titles.setdefault(plan_id, []).append(title)
    return [
        PlanHead(
            code=plan.code,
            title=plan.title,
            issuer=plan.issuer,
            number=plan.number or "",
            issued_on=plan.issued_on,
            script=plan.script,
            place=plan.place,
            cycle_every=plan.cycle_every,
            due_day=plan.due_day,
            parent=codes.get(plan.parent_id) if plan.parent_id else None,
            document=plan.document or "",
            titles=tuple(titles.get(plan.id, ())),
        )
        for plan in session.scalars(select(Plan).order_by(Plan.id))
    ]


def known_units(session: Session) -> list[DraftUnit]:
    """Every unit that still is one, with its other names and members, as a workbook lists it."""
    units = session.scalars(select(Unit).where(Unit.ended_on.is_(None)).options(selectinload(Unit.aliases)))
    found = {unit.id: unit for unit in units}
    members = people.members(session)
    return [
        DraftUnit(
            unit.name,
            unit.kind,
            unit.place,
            tuple(alias.name for alias in unit.aliases),
            tuple(found[one].name for one in members.get(unit.id, ()) if one in found),
        )
        for unit in sorted(found.values(), key=lambda unit: unit.id)
    ]


def units_named(session: Session, draft: DraftPlan) -> list[DraftUnit]:
    """The known units that the draft names, under any of their names."""
    named = {name for measure in draft.measures for name in measure.units}
    return [unit for unit in known_units(session) if unit.place == draft.place and named & {unit.name, *unit.aliases}]
