"""A loaded plan as a draft again, so that it can go out as a workbook and come back with nothing but the edits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.documents.drafts import DraftLink, DraftMeasure, DraftPlan, DraftTarget, LoadedPlan
from bot.rules.changes import HEAD_FIELDS, TARGET_FIELDS, Changes, deadlines_from
from bot.store import lists
from bot.store.plans import as_of, measures_of
from models import Measure, MeasureLink, Plan


def as_draft(session: Session, plan: Plan) -> DraftPlan:
    """What a document would have to say for nothing to change."""
    return _draft(session, plan, measures_of(session, plan.id))


def loaded_plan(session: Session, plan: Plan, moment: datetime) -> LoadedPlan:
    """The same as it stood at a moment, with what its workbook needs besides: the units it names, its measures' ids."""
    then = as_of(session, plan, moment)
    stood, every = then or (plan, measures_of(session, plan.id))
    measures = [one for one in every if one.withdrawn_at is None]
    draft = _draft(session, stood, measures)
    ids = tuple(measure.id for measure in measures)
    return LoadedPlan(draft, tuple(lists.units_named(session, draft)), ids, past=then is not None)


def _draft(session: Session, plan: Plan, measures: Sequence[Measure]) -> DraftPlan:
    parent = session.get(Plan, plan.parent_id) if plan.parent_id else None
    head = {name: getattr(plan, name) for name in HEAD_FIELDS}
    return DraftPlan(
        code=plan.code,
        **head | {"number": plan.number or "", "document": plan.document or ""},
        parent=parent.code if parent else None,
        links=_links(session, measures, parent),
        measures=tuple(_measure(measure) for measure in measures),
    )


def with_what_stays(draft: DraftPlan, found: Changes) -> DraftPlan:
    """The draft as its workbook goes back to the admin: what could not be read stands in it as it is loaded, so that the
    next edition of the workbook takes nothing away."""
    loaded = {one.draft.ref: _measure(one.measure) for one in found.matched if one.draft.keeps}
    measures = [_as_loaded(one, loaded[one.ref]) if one.ref in loaded else one for one in draft.measures]
    refs = {one.ref for one in measures}
    for spared in sorted(found.spared, key=lambda measure: measure.position):
        if spared.ref not in refs:
            measures.insert(spared.position, _measure(spared))
    return replace(draft, measures=tuple(measures))


def _as_loaded(draft: DraftMeasure, loaded: DraftMeasure) -> DraftMeasure:
    kept: dict[str, Any] = {name: getattr(loaded, name) for name in draft.keeps}
    return replace(draft, **kept, keeps=())


def _measure(measure: Measure) -> DraftMeasure:
    duties = [duty for duty in measure.duties if duty.withdrawn_at is None]
    duties.sort(key=lambda duty: duty.position)
    targets = sorted((one for one in measure.targets if one.withdrawn_at is None), key=lambda one: one.position)
    return DraftMeasure(
        ref=measure.ref,
        title=measure.title,
        sections=tuple(measure.sections),
        text=measure.text,
        units=tuple(duty.printed for duty in duties),
        leads=tuple(duty.printed for duty in duties if duty.role == "lead"),
        lead_basis=measure.lead_basis,
        targets=tuple(DraftTarget(**{name: getattr(one, name) for name in TARGET_FIELDS}) for one in targets),
        deadlines=deadlines_from(measure.deadlines),
    )


def _links(session: Session, measures: Sequence[Measure], parent: Plan | None) -> tuple[DraftLink, ...]:
    if parent is None:
        return ()
    theirs = {measure.id: measure.ref for measure in measures_of(session, parent.id)}
    ours = {measure.id: measure.ref for measure in measures}
    rows = session.scalars(select(MeasureLink).where(MeasureLink.measure_id.in_(ours)).order_by(MeasureLink.id))
    return tuple(
        DraftLink(ours[row.measure_id], theirs[row.parent_id], row.lead_follows)
        for row in rows
        if row.parent_id in theirs
    )
