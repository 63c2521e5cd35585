"""Plans in the database: loading, reloading, and the book of all measures that everybody reads from."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.documents.drafts import DraftMeasure, DraftPlan, DraftTarget, DraftUnit
from bot.documents.seed import read_seed, read_units, shipped
from bot.errors import Gone
from bot.rules.changes import Changes, changes, loaded_fields, record
from bot.rules.changes import target_fields as fields_of_target
from models import (
    Measure,
    MeasureLink,
    Membership,
    Person,
    Plan,
    PlanLoad,
    Responsibility,
    Target,
    Unit,
    UnitAlias,
)


@dataclass(frozen=True)
class Loaded:
    """What one load did to one plan."""

    plan: Plan
    changes: Changes
    first: bool
    draft: DraftPlan


def by_code(session: Session, code: str) -> Plan:
    """The plan with this code. Raises Gone when none is loaded."""
    plan = session.scalar(select(Plan).where(Plan.code == code))
    if plan is None:
        raise Gone("no_plan", code=code)
    return plan


def all_plans(session: Session) -> Sequence[Plan]:
    """All plans, parents first."""
    return session.scalars(select(Plan).order_by(Plan.id)).all()


def measures_of(session: Session, plan_id: int, *, withdrawn: bool = False) -> Sequence[Measure]:
    """A plan's measures in document order with targets, duties, units and the plan itself."""
    query = select(Measure).where(Measure.plan_id == plan_id).options(*WHOLE).order_by(Measure.position, Measure.id)
    if not withdrawn:
        query = query.where(Measure.withdrawn_at.is_(None))
    return session.scalars(query).all()


def measures_by_id(session: Session, ids: Collection[int]) -> Sequence[Measure]:
    """These measures in the order of their numbers, with targets and duties."""
    return session.scalars(select(Measure).where(Measure.id.in_(ids)).options(*WHOLE).order_by(Measure.id)).all()


WHOLE = (
    selectinload(Measure.targets),
    selectinload(Measure.duties).joinedload(Responsibility.unit),
    joinedload(Measure.plan),
)


def seed_units(session: Session, drafts: Iterable[DraftUnit]) -> None:
    """Put the units in, with aliases and members; those that are there stay as they are, only what is new is added."""
    present = {
        (unit.place, unit.name): unit for unit in session.scalars(select(Unit).options(selectinload(Unit.aliases)))
    }
    drafts = list(drafts)
    for draft in drafts:
        unit = present.get((draft.place, draft.name))
        if unit is None:
            unit = present[draft.place, draft.name] = Unit(
                name=draft.name, kind=draft.kind, place=draft.place, aliases=[]
            )
            session.add(unit)
        known = {alias.name for alias in unit.aliases}
        unit.aliases.extend(UnitAlias(name=name) for name in draft.aliases if name not in known)
    session.flush()
    members = {(row.group_id, row.member_id) for row in session.scalars(select(Membership))}
    for draft in drafts:
        group = present[draft.place, draft.name]
        for name in draft.members:
            member = present.get((draft.place, name))
            if member is not None and (group.id, member.id) not in members:
                session.add(Membership(group_id=group.id, member_id=member.id))
    session.flush()


def compare(session: Session, draft: DraftPlan) -> Changes:
    """What loading the draft would change; nothing is written."""
    plan = session.scalar(select(Plan).where(Plan.code == draft.code))
    return changes(measures_of(session, plan.id, withdrawn=True) if plan else [], draft.measures)


def load(
    session: Session,
    draft: DraftPlan,
    now: datetime,
    today: date,
    *,
    by: Person | None = None,
    digest: str | None = None,
) -> Loaded:
    """Load or reload a plan in the caller's transaction; loading the same twice changes nothing.

    Measures keep their ids; withdrawn ones are archived with their reports. Ambiguous ones are left as they are.
    """
    plan = session.scalar(select(Plan).where(Plan.code == draft.code))
    parent = session.scalar(select(Plan).where(Plan.code == draft.parent)) if draft.parent else None
    first = plan is None
    if plan is None:
        plan = Plan(code=draft.code, loaded_on=today, revision=0)
        session.add(plan)
    for name in ("title", "issuer", "issued_on", "script", "place", "cycle_every", "due_day", "document"):
        setattr(plan, name, getattr(draft, name))
    plan.number = draft.number or None
    plan.parent_id = parent.id if parent else None
    session.flush()
    loaded = list(measures_of(session, plan.id, withdrawn=True))
    found = changes(loaded, draft.measures)
    if first or not found.none:
        units = _Units(session, draft.place)
        before = [loaded_fields(measure) for measure in loaded if measure.withdrawn_at is None]
        _apply(session, plan, found, draft, units, now)
        plan.revision += 1
        session.add(
            PlanLoad(
                plan_id=plan.id,
                loaded_at=now,
                person_id=by.id if by else None,
                sha256=digest or fingerprint(draft),
                diff=record(found),
                before=before,
            )
        )
        session.flush()
    return Loaded(plan, found, first, draft)


def fingerprint(draft: DraftPlan) -> str:
    """The hash of what a draft says, the same for the same words."""
    return sha256(repr(draft.measures).encode()).hexdigest()


def link(session: Session, draft: DraftPlan) -> None:
    """Tie the plan's measures to those of its parent, once both are loaded."""
    if not draft.links or not draft.parent:
        return
    ours = {m.ref: m.id for m in session.scalars(select(Measure).join(Plan).where(Plan.code == draft.code))}
    theirs = {m.ref: m.id for m in session.scalars(select(Measure).join(Plan).where(Plan.code == draft.parent))}
    present = {(row.measure_id, row.parent_id) for row in session.scalars(select(MeasureLink))}
    for one in draft.links:
        pair = (ours.get(one.ref), theirs.get(one.follows))
        if None not in pair and pair not in present:
            session.add(MeasureLink(measure_id=pair[0], parent_id=pair[1], lead_follows=one.lead_follows))
    session.flush()


def load_shipped(session: Session, now: datetime, today: date) -> list[Loaded]:
    """Load the units and every shipped plan, parents first."""
    seed_units(session, read_units())
    loaded = [load(session, read_seed(folder), now, today) for folder in shipped()]
    for one in loaded:
        link(session, one.draft)
    return loaded


def is_empty(session: Session) -> bool:
    """Whether no plan has ever been loaded."""
    return session.scalar(select(Plan.id).limit(1)) is None


class _Units:
    """Names and aliases of one place → units; an unknown name becomes a new department there."""

    def __init__(self, session: Session, place: str) -> None:
        self.session = session
        self.place = place
        self.known: dict[str, Unit] = {}
        for unit in session.scalars(select(Unit).options(selectinload(Unit.aliases)).where(Unit.place == place)):
            for name in (unit.name, *(alias.name for alias in unit.aliases)):
                self.known[name] = unit

    def get(self, name: str) -> Unit:
        unit = self.known.get(name)
        if unit is None:
            unit = self.known[name] = Unit(name=name, kind="department", place=self.place, aliases=[])
            self.session.add(unit)
            self.session.flush()
        return unit


def _apply(session: Session, plan: Plan, found: Changes, draft: DraftPlan, units: _Units, now: datetime) -> None:
    places = {id(one): index for index, one in enumerate(draft.measures)}
    for one in found.matched:
        measure = one.measure
        measure.withdrawn_at = measure.withdrawn_why = None
        _fill(measure, one.draft, units, places[id(one.draft)], now)
    for new in found.added:
        measure = Measure(plan_id=plan.id, targets=[], duties=[])
        _fill(measure, new, units, places[id(new)], now)
        session.add(measure)
    for measure in found.withdrawn:
        measure.withdrawn_at, measure.withdrawn_why = now, "不在新载入的文件里"
    session.flush()


def _fill(measure: Measure, draft: DraftMeasure, units: _Units, position: int, now: datetime) -> None:
    measure.position, measure.ref, measure.sections = position, draft.ref, list(draft.sections)
    measure.title, measure.text, measure.lead_basis = draft.title, draft.text, draft.lead_basis
    duties = {duty.unit_id: duty for duty in measure.duties}
    for place, name in enumerate(draft.units):
        unit = units.get(name)
        duty = duties.pop(unit.id, None)
        if duty is None:
            duty = Responsibility(unit_id=unit.id)
            measure.duties.append(duty)
        duty.position, duty.printed, duty.role, duty.withdrawn_at = place, name, draft.role_of(name), None
    for gone in duties.values():
        gone.withdrawn_at = gone.withdrawn_at or now
    _fill_targets(measure, draft.targets, now)


def _fill_targets(measure: Measure, drafts: Sequence[DraftTarget], now: datetime) -> None:
    """Targets keep their id by indicator, so that figures reported against them stay theirs."""
    left = {target.indicator: target for target in measure.targets}
    for place, draft in enumerate(drafts):
        target = left.pop(draft.indicator, None)
        if target is None:
            target = Target()
            measure.targets.append(target)
        if fields_of_target(target) != fields_of_target(draft):
            for name in ("text", "indicator", "op", "value", "value_max", "unit", "due_on", "phrase"):
                setattr(target, name, getattr(draft, name))
        target.position, target.withdrawn_at = place, None
    for gone in left.values():
        gone.withdrawn_at = gone.withdrawn_at or now


def as_records(measures: Iterable[Measure]) -> list[dict[str, Any]]:
    """What `measures --json` prints, in document order."""
    order = ("ref", "title", "sections", "text", "units", "leads", "lead_basis", "targets")
    return [{name: fields[name] for name in order} for fields in map(loaded_fields, measures)]


def open_inherited(session: Session, plan_id: int, now: datetime) -> int:
    """How many inherited targets of a plan are now in the clock. Raises Gone for an unknown plan."""
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise Gone("gone")
    found = session.scalars(
        select(Target)
        .join(Measure)
        .where(Measure.plan_id == plan_id, Target.due_on < plan.loaded_on, Target.opened_at.is_(None))
    ).all()
    for target in found:
        target.opened_at = now
    plan.revision += 1
    return len(found)
