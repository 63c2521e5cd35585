"""Writing what a comparison found: measures, targets and duties keep their ids; nothing is deleted."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.documents.drafts import DraftMeasure, DraftPlan
from bot.rules.changes import TARGET_FIELDS, Changes, deadline_rows, duty_pairs, target_fields, target_pairs
from bot.store.plans.units import Registry
from models import Measure, Plan, Responsibility, Target

GONE = "不在新载入的文件里"


def apply(session: Session, plan: Plan, found: Changes, draft: DraftPlan, units: Registry, now: datetime) -> None:
    """Write the changes; `draft.measures` are the very ones that were compared."""
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
        into = found.went_into(measure)
        measure.withdrawn_at = now
        measure.withdrawn_why = f"并入{into.ref}" if into else GONE
    session.flush()


def _fill(measure: Measure, draft: DraftMeasure, units: Registry, position: int, now: datetime) -> None:
    measure.position, measure.ref, measure.sections = position, draft.ref, list(draft.sections)
    measure.title, measure.text, measure.lead_basis = draft.title, draft.text, draft.lead_basis
    pairs, ended = duty_pairs(measure, draft, units.naming)
    for place, (duty, name) in enumerate(pairs):
        if duty is None:
            duty = Responsibility(unit_id=units.get(name).id)
            measure.duties.append(duty)
        duty.position, duty.printed, duty.role, duty.withdrawn_at = place, name, draft.role_of(name), None
    for duty in ended:
        duty.withdrawn_at = now
    # What could not be read stays as it is; of a new measure there is nothing that could stay.
    keeps = draft.keeps if measure.id is not None else ()
    if "targets" not in keeps:
        _fill_targets(measure, draft, now)
    if "deadlines" not in keeps:
        measure.deadlines = deadline_rows(draft.deadlines)


def _fill_targets(measure: Measure, draft: DraftMeasure, now: datetime) -> None:
    pairs, ended = target_pairs(measure, draft)
    for place, (target, one) in enumerate(pairs):
        if target is None:
            target = Target()
            measure.targets.append(target)
        if target_fields(target) != target_fields(one):
            for name in TARGET_FIELDS:
                setattr(target, name, getattr(one, name))
        target.position, target.withdrawn_at = place, None
    for gone in ended:
        gone.withdrawn_at = now
