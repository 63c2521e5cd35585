"""Taking back the last load of a plan: everything stands again as it did, and what was reported meanwhile stays."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.documents.drafts import DraftMeasure, DraftTarget
from bot.errors import Refusal
from bot.rules.changes import HEAD_FIELDS, Changes, FieldChange, Naming, UnitChange, compared, deadlines_from, record
from bot.rules.changes.fields import plain
from bot.store.plans.loading import Loaded
from bot.store.plans.reading import by_code, measures_of
from bot.store.plans.snapshot import FIELDS, Row, links_of, memberships_of, put_back, snapshot, units_with
from bot.store.plans.units import duties_of
from models import Measure, Membership, Person, Plan, PlanLoad, Responsibility, Target, Unit

WHY = "撤回载入"


def last_load(session: Session, plan: Plan) -> PlanLoad | None:
    """The load a roll back would take back; None when only the first is left."""
    loads = session.scalars(
        select(PlanLoad).where(PlanLoad.plan_id == plan.id, PlanLoad.undoes_id.is_(None)).order_by(PlanLoad.id)
    ).all()
    standing = [one for one in loads[1:] if one.rolled_back_at is None]
    return standing[-1] if standing else None


def roll_back(
    session: Session, plan_code: str, now: datetime, by: Person | None = None, *, today: date | None = None
) -> Loaded:
    """Undo the plan's last load exactly, in the caller's transaction; once more undoes the load before.

    Measures, targets and duties keep their ids and reports; a measure the load had added is archived. Raises Gone for an
    unknown plan, Refusal when only the first load is left.
    """
    plan = by_code(session, plan_code)
    load = last_load(session, plan)
    if load is None:
        raise Refusal("first_load", code=plan_code)
    if not all("table" in row for row in load.before):
        raise Refusal("old_load", code=plan_code)
    rows = _Rows(load.before)
    measures = list(measures_of(session, plan.id, withdrawn=True))
    units = list(units_with(session, {*rows.ids("unit"), *_made(session, load)}))
    duties = duties_of(session, [unit.id for unit in units])
    before = snapshot(session, plan, measures, units, duties)
    found = _found(plan, measures, rows, load)
    _undo_units(session, units, duties, rows, plan, today or now.date())
    _undo_measures(measures, rows, now)
    touched = {plan.id} | _undo_elsewhere(duties, rows, load, plan)
    for link in links_of(session, plan.id):
        if link.id not in rows.of["measure_link"]:
            session.delete(link)
    put_back(plan, rows.of["plan"][plan.id])
    session.flush()
    session.execute(update(Plan).where(Plan.id.in_(touched)).values(revision=Plan.revision + 1))
    load.rolled_back_at = now
    made = PlanLoad(
        plan_id=plan.id,
        loaded_at=now,
        person_id=by.id if by else None,
        name=load.name,
        sha256=load.sha256,
        diff=record(found),
        before=before,
        undoes_id=load.id,
    )
    session.add(made)
    session.flush()
    return Loaded(plan, found, False, None, made)


class _Rows:
    """What stood before, by table and id."""

    def __init__(self, before: Iterable[Row]) -> None:
        self.of: dict[str, dict[int, Row]] = {table: {} for table in FIELDS}
        self.members: set[tuple[int, int]] = set()
        for row in before:
            if row["table"] == "membership":
                self.members.add((row["group_id"], row["member_id"]))
            else:
                self.of[row["table"]][row.get("id", 0)] = row

    def ids(self, table: str) -> set[int]:
        return set(self.of[table])

    def draft(self, measure: Measure) -> DraftMeasure:
        """The measure as it stood, as a document would have stated it."""
        row = self.of["measure"][measure.id]
        duties, targets = self._parts("responsibility", measure), self._parts("target", measure)
        return DraftMeasure(
            ref=row["ref"],
            title=row["title"],
            sections=tuple(row["sections"]),
            text=row["text"],
            units=tuple(duty["printed"] for duty in duties),
            leads=tuple(duty["printed"] for duty in duties if duty["role"] == "lead"),
            lead_basis=row["lead_basis"],
            targets=tuple(_target(target) for target in targets),
            deadlines=deadlines_from(row.get("deadlines")),
            keeps=() if "deadlines" in row else ("deadlines",),
        )

    def _parts(self, table: str, measure: Measure) -> list[Row]:
        known = {one.id for one in (measure.duties if table == "responsibility" else measure.targets)}
        rows = [self.of[table][id] for id in known if id in self.of[table]]
        return sorted((row for row in rows if row["withdrawn_at"] is None), key=lambda row: row["position"])


def _target(row: Row) -> DraftTarget:
    values = {name: row[name] for name in ("text", "indicator", "op", "value", "value_max", "unit", "phrase")}
    return DraftTarget(**values, due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None)


def _found(plan: Plan, measures: list[Measure], rows: _Rows, load: PlanLoad) -> Changes:
    """What the roll back changes, told as any load is."""
    stood = [one for one in measures if one.id in rows.of["measure"] and not _was_withdrawn(rows, one)]
    stood.sort(key=lambda one: (rows.of["measure"][one.id]["position"], one.id))
    keep = {one.id for one in stood}
    printed = {
        row["printed"]: duty.unit_id
        for one in stood
        for duty in one.duties
        if (row := rows.of["responsibility"].get(duty.id)) is not None
    }
    head = [
        FieldChange(name, plain(getattr(plan, name)), value)
        for name, value in rows.of["plan"][plan.id].items()
        if name in HEAD_FIELDS and plain(getattr(plan, name)) != value
    ]
    return Changes(
        matched=compared([(one, rows.draft(one)) for one in stood], measures, Naming(printed)),
        withdrawn=tuple(one for one in measures if one.withdrawn_at is None and one.id not in keep),
        head=tuple(head),
        units=tuple(_undone(row) for row in reversed(load.diff.get("units", []))),
    )


def _was_withdrawn(rows: _Rows, measure: Measure) -> bool:
    return rows.of["measure"][measure.id]["withdrawn_at"] is not None


def _undone(row: dict[str, Any]) -> UnitChange:
    day = date.fromisoformat(row["on"]) if row.get("on") else None
    return UnitChange(row["kind"], row["unit"], row["place"], row.get("old"), row.get("new"), day, undone=True)


def _made(session: Session, load: PlanLoad) -> set[int]:
    """The units the load brought."""
    new = {(row["place"], row["unit"]) for row in load.diff.get("units", []) if row["kind"] == "new"}
    found = session.scalars(select(Unit).where(Unit.name.in_([name for _, name in new])))
    return {unit.id for unit in found if (unit.place, unit.name) in new}


def _undo_units(
    session: Session, units: Iterable[Unit], duties: Iterable[Responsibility], rows: _Rows, plan: Plan, today: date
) -> None:
    """Names, aliases, members and mergers as they were; a unit the load brought ends, unless another plan has it by now."""
    elsewhere = {duty.unit_id for duty in duties if duty.withdrawn_at is None and duty.measure.plan_id != plan.id}
    for unit in units:
        row = rows.of["unit"].get(unit.id)
        if row is None:
            unit.ended_on = unit.ended_on if unit.id in elsewhere else today
            continue
        put_back(unit, row)
        for alias in list(unit.aliases):
            if (was := rows.of["unit_alias"].get(alias.id)) is not None:
                put_back(alias, was)
            else:
                unit.aliases.remove(alias)
    present = memberships_of(session, [unit.id for unit in units])
    for one in present:
        if (one.group_id, one.member_id) not in rows.members:
            session.delete(one)
    for group_id, member_id in sorted(rows.members - {(one.group_id, one.member_id) for one in present}):
        session.add(Membership(group_id=group_id, member_id=member_id))
    session.flush()


def _undo_measures(measures: Iterable[Measure], rows: _Rows, now: datetime) -> None:
    for measure in measures:
        row = rows.of["measure"].get(measure.id)
        if row is None:
            if measure.withdrawn_at is None:
                measure.withdrawn_at, measure.withdrawn_why = now, WHY
            continue
        put_back(measure, row)
        for target in measure.targets:
            _undo_part(target, rows.of["target"].get(target.id), now)
        for duty in measure.duties:
            _undo_part(duty, rows.of["responsibility"].get(duty.id), now)


def _undo_elsewhere(duties: Iterable[Responsibility], rows: _Rows, load: PlanLoad, plan: Plan) -> set[int]:
    """Duties of other plans that a merger had moved; the plans they are in."""
    theirs = [duty for duty in duties if duty.measure.plan_id != plan.id and duty.id in rows.of["responsibility"]]
    moved = {
        duty.measure_id
        for duty in theirs
        if duty.unit_id != rows.of["responsibility"][duty.id]["unit_id"] or duty.withdrawn_at == load.loaded_at
    }
    for duty in theirs:
        if duty.measure_id in moved:
            put_back(duty, rows.of["responsibility"][duty.id])
    return {duty.measure.plan_id for duty in theirs if duty.measure_id in moved}


def _undo_part(part: Target | Responsibility, row: Row | None, now: datetime) -> None:
    if row is not None:
        put_back(part, row)
    elif part.withdrawn_at is None:
        part.withdrawn_at = now
