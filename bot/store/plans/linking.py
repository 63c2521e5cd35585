"""The ties between a plan's measures and those of its parent."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.documents.drafts import DraftLink, DraftPlan
from models import Measure, MeasureLink, Plan


def link(session: Session, draft: DraftPlan) -> tuple[DraftLink, ...]:
    """Tie the plan's measures to those of its parent, once both are loaded; the links that are new."""
    found = tuple(new_links(session, draft))
    for one, measure_id, parent_id in found:
        session.add(MeasureLink(measure_id=measure_id, parent_id=parent_id, lead_follows=one.lead_follows))
    session.flush()
    return tuple(one for one, _, _ in found)


def new_links(session: Session, draft: DraftPlan) -> list[tuple[DraftLink, int, int]]:
    """The draft's links that are not there yet, as far as both ends are."""
    if not draft.links or not draft.parent:
        return []
    ours, theirs = _numbered(session, draft.code), _numbered(session, draft.parent)
    present = {(row.measure_id, row.parent_id) for row in session.scalars(select(MeasureLink))}
    pairs = [(one, ours.get(one.ref), theirs.get(one.follows)) for one in draft.links]
    return [
        (one, measure, parent)
        for one, measure, parent in pairs
        if measure is not None and parent is not None and (measure, parent) not in present
    ]


def _numbered(session: Session, code: str) -> dict[str, int]:
    rows = session.scalars(
        select(Measure).join(Plan).where(Plan.code == code, Measure.withdrawn_at.is_(None)).order_by(Measure.id)
    )
    return {measure.ref: measure.id for measure in rows}
