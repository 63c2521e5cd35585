"""The rows a load may change, as they stand before it; a roll back puts exactly these back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import (
    Base,
    Measure,
    MeasureLink,
    Membership,
    Plan,
    Responsibility,
    Target,
    Unit,
    UnitAlias,
)

Row = dict[str, Any]

# What a load writes in each table. What others write (closed, opened, the revision) is not theirs to put back.
FIELDS: Final[dict[str, tuple[type[Base], tuple[str, ...]]]] = {
    "unit": (Unit, ("name", "kind", "place", "merged_into_id", "ended_on")),
    "unit_alias": (UnitAlias, ("unit_id", "name", "until_on")),
    "membership": (Membership, ("group_id", "member_id")),
    "plan": (
        Plan,
        (
            "title",
            "issuer",
            "number",
            "issued_on",
            "script",
            "place",
            "cycle_every",
            "due_day",
            "document",
            "parent_id",
        ),
    ),
    "measure": (
        Measure,
        (
            "position",
            "ref",
            "sections",
            "title",
            "text",
            "lead_basis",
            "deadlines",
            "withdrawn_at",
            "withdrawn_why",
        ),
    ),
    "target": (
        Target,
        (
            "measure_id",
            "position",
            "text",
            "indicator",
            "op",
            "value",
            "value_max",
            "unit",
            "due_on",
            "phrase",
            "withdrawn_at",
        ),
    ),
    "responsibility": (Responsibility, ("measure_id", "unit_id", "position", "printed", "role", "withdrawn_at")),
    "measure_link": (MeasureLink, ("measure_id", "parent_id", "lead_follows")),
}


def snapshot(
    session: Session, plan: Plan, measures: Sequence[Measure], units: Iterable[Unit], duties: Iterable[Responsibility]
) -> list[Row]:
    """The plan with its measures, withdrawn ones too, and its links; the units a load is about, and those of their duties
    in any plan that it may move."""
    units = list(units)
    ids = [unit.id for unit in units]
    own = [duty for measure in measures for duty in measure.duties]
    return [
        _row("plan", plan),
        *(_row("measure", measure) for measure in measures),
        *(_row("target", target) for measure in measures for target in measure.targets),
        *(_row("responsibility", duty) for duty in {duty.id: duty for duty in (*own, *duties)}.values()),
        *(_row("measure_link", one) for one in links_of(session, plan.id)),
        *(_row("unit", unit) for unit in units),
        *(_row("unit_alias", alias) for unit in units for alias in unit.aliases),
        *(_row("membership", one) for one in memberships_of(session, ids)),
    ]


def links_of(session: Session, plan_id: int) -> Sequence[MeasureLink]:
    """The links of a plan's measures to its parent's."""
    return session.scalars(
        select(MeasureLink).where(
            MeasureLink.measure_id.in_(select(Measure.id).where(Measure.plan_id == plan_id)),
        )
    ).all()


def memberships_of(session: Session, unit_ids: Sequence[int]) -> Sequence[Membership]:
    """Every membership in which one of the units is the group or the member."""
    return session.scalars(
        select(Membership).where(Membership.group_id.in_(unit_ids) | Membership.member_id.in_(unit_ids))
    ).all()


def units_with(session: Session, unit_ids: Iterable[int]) -> Sequence[Unit]:
    """The units with these ids, with their aliases."""
    return session.scalars(
        select(Unit).where(Unit.id.in_(list(unit_ids))).options(selectinload(Unit.aliases)).order_by(Unit.id)
    ).all()


def _row(table: str, one: Base) -> Row:
    id = {"id": one.id} if hasattr(one, "id") else {}
    return {"table": table, **id, **{name: _plain(getattr(one, name)) for name in FIELDS[table][1]}}


def put_back(one: Base, row: Row) -> bool:
    """Give an object the values of its row; whether that changed anything. An old row lacks what is kept only since."""
    changed = False
    for name in FIELDS[row["table"]][1]:
        if name not in row:
            continue
        value = _typed(name, row[name])
        if getattr(one, name) != value:
            setattr(one, name, value)
            changed = True
    return changed


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, list) else value


def _typed(name: str, value: Any) -> Any:
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and name.endswith("_on"):
        return date.fromisoformat(value)
    return value
