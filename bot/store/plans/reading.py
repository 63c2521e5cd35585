"""What is loaded: plans and their measures, in document order."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.documents.drafts import DraftPlan
from bot.errors import Gone
from bot.rules.changes import loaded_fields
from models import Measure, Plan, Responsibility, Target


def by_code(session: Session, code: str) -> Plan:
    """The plan with this code. Raises Gone when none is loaded."""
    plan = session.scalar(select(Plan).where(Plan.code == code))
    if plan is None:
        raise Gone("no_plan", code=code)
    return plan


def all_plans(session: Session) -> Sequence[Plan]:
    """All plans, parents first."""
    return session.scalars(select(Plan).order_by(Plan.id)).all()


def is_empty(session: Session) -> bool:
    """Whether no plan has ever been loaded."""
    return session.scalar(select(Plan.id).limit(1)) is None


def measures_of(session: Session, plan_id: int, *, withdrawn: bool = False) -> Sequence[Measure]:
    """A plan's measures in document order with targets, duties, units and the plan itself."""
    query = select(Measure).where(Measure.plan_id == plan_id).options(*WHOLE).order_by(Measure.position, Measure.id)
    if not withdrawn:
        query = query.where(Measure.withdrawn_at.is_(None))
    return session.scalars(query).all()


def measures_by_id(session: Session, ids: Collection[int]) -> Sequence[Measure]:
    """These measures in the order of their numbers, with targets and duties and nothing else."""
    parts = selectinload(Measure.targets), selectinload(Measure.duties)
    return session.scalars(select(Measure).where(Measure.id.in_(ids)).options(*parts).order_by(Measure.id)).all()


WHOLE = (
    selectinload(Measure.targets),
    selectinload(Measure.duties).joinedload(Responsibility.unit),
    joinedload(Measure.plan),
)


def as_records(measures: Iterable[Measure]) -> list[dict[str, Any]]:
    """What `measures --json` prints, in document order."""
    order = ("ref", "title", "sections", "text", "units", "leads", "lead_basis", "targets")
    return [{name: fields[name] for name in order} for fields in map(loaded_fields, measures)]


def fingerprint(draft: DraftPlan) -> str:
    """The hash of what a draft says, the same for the same words."""
    return sha256(repr(draft).encode()).hexdigest()


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
