"""Loading a plan: compared first, then applied in one transaction, and always on record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.documents.drafts import DraftPlan
from bot.documents.seed import read_seed, read_units, shipped
from bot.rules.changes import HEAD_FIELDS, Changes, FieldChange, Naming, changes, naming_of, record, touched
from bot.rules.changes.fields import plain
from bot.store import people
from bot.store.plans.applying import apply
from bot.store.plans.linking import link, new_links
from bot.store.plans.reading import fingerprint, measures_of
from bot.store.plans.snapshot import snapshot
from bot.store.plans.units import Registry, contacts_of_ended, duties_of, seed_units, units_of
from models import Contact, Measure, Person, Plan, PlanLoad, Unit

Decided = Mapping[str, int | None]


@dataclass(frozen=True)
class Loaded:
    """What one load, or one roll back (without a draft), did to one plan.

    `row` is its record, None where there was nothing to do. `stranded` are the contacts of units that have been merged
    into others: they are not moved silently, somebody has to be told.
    """

    plan: Plan
    changes: Changes
    first: bool
    draft: DraftPlan | None
    row: PlanLoad | None = None
    stranded: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class _Held:
    """A draft held against what is loaded."""

    plan: Plan | None
    parent: Plan | None
    draft: DraftPlan
    measures: list[Measure]
    units: list[Unit]
    naming: Naming
    changes: Changes


def compare(session: Session, draft: DraftPlan, *, decide: Decided | None = None, today: date | None = None) -> Changes:
    """What loading the draft would change; nothing is written."""
    held = _hold(session, draft, decide, today)
    links = tuple(one for one, _, _ in new_links(session, draft))
    return replace(held.changes, links=links)


def load(
    session: Session,
    draft: DraftPlan,
    now: datetime,
    today: date,
    *,
    by: Person | None = None,
    digest: str | None = None,
    name: str | None = None,
    decide: Decided | None = None,
) -> Loaded:
    """Load or reload a plan in the caller's transaction; loading the same twice changes nothing.

    Measures keep their ids; withdrawn ones are archived with their reports. Ambiguous ones are left as they are unless
    `decide` (a draft's ref → measure id, or None: it is new) settles them.
    """
    held = _hold(session, draft, decide, today)
    plan, found, first = held.plan, held.changes, held.plan is None
    if plan is None:
        plan = Plan(code=draft.code, loaded_on=today, revision=0)
        before: list[Any] = []
    elif found.applies or new_links(session, draft):
        about = set(touched(found.units))
        units = [unit for unit in held.units if (unit.place, unit.name) in about]
        before = snapshot(session, plan, held.measures, units, duties_of(session, [unit.id for unit in units]))
    else:
        return Loaded(plan, found, False, draft)
    _write_head(plan, held)
    session.add(plan)
    session.flush()
    registry = Registry(session, held.units, held.naming, draft.place, now)
    merged = registry.apply(found.units, today)
    apply(session, plan, found, held.draft, registry, now)
    found = replace(found, links=link(session, draft))
    plan.revision += 1
    row = PlanLoad(
        plan_id=plan.id,
        loaded_at=now,
        person_id=by.id if by else None,
        name=name,
        sha256=digest or fingerprint(draft),
        diff=record(found),
        before=before,
    )
    session.add(row)
    session.flush()
    return Loaded(plan, found, first, draft, row, contacts_of_ended(session, merged))


def _hold(session: Session, draft: DraftPlan, decide: Decided | None, today: date | None) -> _Held:
    plan = session.scalar(select(Plan).where(Plan.code == draft.code))
    parent = session.scalar(select(Plan).where(Plan.code == draft.parent)) if draft.parent else None
    units = list(units_of(session))
    naming = naming_of(units, draft, people.members(session), today)
    draft = replace(draft, measures=tuple(map(naming.without_doubles, draft.measures)))
    measures = list(measures_of(session, plan.id, withdrawn=True)) if plan else []
    found = changes(measures, draft.measures, decide=decide, naming=naming, bad_rows=draft.bad_rows)
    if plan is not None:
        found = replace(found, head=tuple(_head(plan, parent, draft, session)))
    return _Held(plan, parent, draft, measures, units, naming, found)


def _head(plan: Plan, parent: Plan | None, draft: DraftPlan, session: Session) -> list[FieldChange]:
    found = []
    for name in HEAD_FIELDS:
        old, new = getattr(plan, name), getattr(draft, name) or None
        if (old or None) != new:
            found.append(FieldChange(name, plain(old), plain(new)))
    if plan.parent_id != (parent.id if parent else None):
        was = session.get(Plan, plan.parent_id) if plan.parent_id else None
        found.append(FieldChange("parent", was.code if was else None, parent.code if parent else None))
    return found


def _write_head(plan: Plan, held: _Held) -> None:
    for name in (*HEAD_FIELDS, "document"):  # under which file name it came is kept, but changes nothing
        setattr(plan, name, getattr(held.draft, name))
    plan.number = held.draft.number or None
    plan.parent_id = held.parent.id if held.parent else None


def load_shipped(session: Session, now: datetime, today: date) -> list[Loaded]:
    """Load the units and every shipped plan, parents first."""
    seed_units(session, read_units())
    loaded = [load(session, read_seed(folder), now, today) for folder in shipped()]
    for one in loaded:
        if one.draft is not None:
            link(session, one.draft)
    return loaded
