"""A plan as it stood at a past moment: every load has kept what stood before it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.plans.reading import measures_of
from bot.store.plans.snapshot import Row, put_back
from models import Base, Measure, Plan, PlanLoad, Responsibility, Target

Kept = TypeVar("Kept", bound=Base)


def as_of(session: Session, plan: Plan, moment: datetime) -> tuple[Plan, list[Measure]] | None:
    """The plan and its measures as they stood then, withdrawn ones among them, for reading only; None where no load has
    come since. What is closed, or opened again, says its own moment."""
    rows = _before_the_next(session, plan, moment)
    if not rows:
        return None
    present = measures_of(session, plan.id, withdrawn=True)
    measures = {one.id: one for one in present}
    stood = {
        row["id"]: _made(Measure(plan_id=plan.id, targets=[], duties=[]), row, closed_at=measures[row["id"]].closed_at)
        for row in _of(rows, "measure")
        if row["id"] in measures
    }
    targets = {target.id: target for measure in present for target in measure.targets}
    for row in _of(rows, "target"):
        if row["measure_id"] in stood:
            opened_at = targets[row["id"]].opened_at if row["id"] in targets else None
            stood[row["measure_id"]].targets.append(_made(Target(), row, opened_at=opened_at))
    for row in _of(rows, "responsibility"):
        if row["measure_id"] in stood:
            stood[row["measure_id"]].duties.append(_made(Responsibility(), row))
    for measure in stood.values():
        measure.targets.sort(key=lambda one: (one.position, one.id))
        measure.duties.sort(key=lambda one: (one.position, one.id))
    kept = Plan(id=plan.id, code=plan.code, loaded_on=plan.loaded_on, revision=plan.revision)
    put_back(kept, next(_of(rows, "plan")))
    return kept, sorted(stood.values(), key=lambda one: (one.position, one.id))


def _before_the_next(session: Session, plan: Plan, moment: datetime) -> list[Row]:
    """What stood before the first load after the moment; nothing where that was the plan's very first, or is of a release
    that did not keep it."""
    query = select(PlanLoad).where(PlanLoad.plan_id == plan.id, PlanLoad.loaded_at > moment).order_by(PlanLoad.id)
    load = session.scalar(query.limit(1))
    rows: list[Row] = load.before if load is not None else []
    return rows if all("table" in row for row in rows) else []


def _of(rows: Iterable[Row], table: str) -> Iterator[Row]:
    return (row for row in rows if row["table"] == table)


def _made(one: Kept, row: Row, **more: datetime | None) -> Kept:
    """An object that is in no session, with the values of its row."""
    put_back(one, row)
    for name, value in {"id": row["id"], **more}.items():
        setattr(one, name, value)
    return one
