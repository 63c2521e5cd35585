"""Units as a load leaves them: named, aliased, gathered in groups, renamed, merged."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from bot.documents.drafts import DraftUnit
from bot.rules.changes import Naming, UnitChange
from models import Contact, Membership, Plan, Responsibility, Unit, UnitAlias

WEIGHT = {"lead": 0, "own": 1, "support": 2}  # of two parts that become one the weightier stays


def units_of(session: Session) -> Sequence[Unit]:
    """Every unit with its aliases."""
    return session.scalars(select(Unit).options(selectinload(Unit.aliases))).all()


def seed_units(session: Session, drafts: Iterable[DraftUnit]) -> None:
    """Put the units in, with aliases and members; those that are there stay as they are, only what is new is added."""
    present = {(unit.place, unit.name): unit for unit in units_of(session)}
    drafts, learnt = list(drafts), False
    for draft in drafts:
        unit = present.get((draft.place, draft.name))
        if unit is None:
            unit = present[draft.place, draft.name] = Unit(
                name=draft.name, kind=draft.kind, place=draft.place, aliases=[]
            )
            session.add(unit)
        known = {alias.name for alias in unit.aliases}
        new = [name for name in draft.aliases if name not in known]
        unit.aliases.extend(UnitAlias(name=name) for name in new)
        learnt = learnt or bool(new)
    session.flush()
    members = {(row.group_id, row.member_id) for row in session.scalars(select(Membership))}
    for draft in drafts:
        group = present[draft.place, draft.name]
        for name in draft.members:
            member = present.get((draft.place, name))
            if member is not None and (group.id, member.id) not in members:
                session.add(Membership(group_id=group.id, member_id=member.id))
    session.flush()
    if learnt:  # the book counts units, not their aliases
        session.execute(update(Plan).values(revision=Plan.revision + 1))


class Registry:
    """The units by place and name, while a load changes them; printed names are read as `naming` says."""

    def __init__(self, session: Session, units: Iterable[Unit], naming: Naming, place: str, now: datetime) -> None:
        self.session, self.naming, self.place, self.now = session, naming, place, now
        self.named: dict[tuple[str, str], Unit] = {(unit.place, unit.name): unit for unit in units}
        self.ids = {unit.id: unit for unit in self.named.values()}

    def get(self, printed: str) -> Unit:
        """The unit a printed name means. Raises KeyError for one the load has not made."""
        key = self.naming.key(printed)
        return self.ids[key] if isinstance(key, int) else self.named[self.place, str(key)]

    def apply(self, changes: Iterable[UnitChange], today: date) -> list[Unit]:
        """Do what the load does to units, in order; the units that have been merged into others."""
        merged = []
        for one in changes:
            if one.kind == "new":
                self._new(one)
            elif one.kind == "renamed":
                self._rename(one, today)
            elif one.kind == "alias":
                self._alias(one)
            elif one.kind == "member":
                self._join(self.named[one.place, one.name], self.named[one.place, one.new or ""])
            else:
                merged.append(self._merge(one, today))
            self.session.flush()
        return merged

    def _new(self, one: UnitChange) -> None:
        unit = self.named.get((one.place, one.name))
        if unit is None:
            unit = self.named[one.place, one.name] = Unit(
                name=one.name, kind=one.unit_kind, place=one.place, aliases=[]
            )
            self.session.add(unit)
        unit.ended_on = None  # one that went with the load that had made it

    def _rename(self, one: UnitChange, today: date) -> None:
        unit = self.named.pop((one.place, one.old or ""))
        was = next((alias for alias in unit.aliases if alias.name == one.old), None)
        if was is None:
            was = UnitAlias(name=unit.name)
            unit.aliases.append(was)
        was.until_on = one.on or today
        unit.name = one.name
        self.named[one.place, one.name] = unit

    def _alias(self, one: UnitChange) -> None:
        unit = self.named.get((one.place, one.name)) or self.get(one.name)
        unit.aliases.append(UnitAlias(name=one.new or "", until_on=one.on))

    def _join(self, group: Unit, member: Unit) -> None:
        if self.session.get(Membership, (group.id, member.id)) is None:
            self.session.add(Membership(group_id=group.id, member_id=member.id))

    def _merge(self, one: UnitChange, today: date) -> Unit:
        """The old unit ends; its duties in all plans and its places in groups are the successor's now. What it reported
        stays its own: a report names the unit that spoke."""
        unit, heir = self.named[one.place, one.name], self.named[one.place, one.new or ""]
        unit.ended_on, unit.merged_into_id = one.on or today, heir.id
        for row in self.session.scalars(select(Membership).where(Membership.member_id == unit.id)).all():
            self._join(self.ids.get(row.group_id) or self.session.get_one(Unit, row.group_id), heir)
            self.session.delete(row)
        duties = duties_of(self.session, [unit.id, heir.id])
        theirs = {duty.measure_id: duty for duty in duties if duty.unit_id == heir.id}
        moved = [duty for duty in duties if duty.unit_id == unit.id and duty.withdrawn_at is None]
        for duty in moved:
            same = theirs.get(duty.measure_id)
            if same is None:
                duty.unit_id, duty.unit = heir.id, heir
            else:
                _one_part(same, duty)
                duty.withdrawn_at = self.now
        plans = {duty.measure.plan_id for duty in moved}
        self.session.execute(update(Plan).where(Plan.id.in_(plans)).values(revision=Plan.revision + 1))
        return unit


def _one_part(stays: Responsibility, goes: Responsibility) -> None:
    """Two units' parts in one measure become one: the weightier role stays."""
    if stays.withdrawn_at is not None:
        stays.position, stays.printed, stays.role = goes.position, goes.printed, goes.role
        stays.withdrawn_at = None
    elif WEIGHT[goes.role] < WEIGHT[stays.role]:
        stays.role = goes.role


def duties_of(session: Session, unit_ids: Iterable[int]) -> Sequence[Responsibility]:
    """All duties of the units, in every plan, withdrawn ones too, with their measures."""
    return session.scalars(
        select(Responsibility)
        .join(Responsibility.measure)
        .options(contains_eager(Responsibility.measure))
        .where(Responsibility.unit_id.in_(list(unit_ids)))
        .order_by(Responsibility.id)
    ).all()


def contacts_of_ended(session: Session, units: Iterable[Unit]) -> tuple[Contact, ...]:
    """Who spoke for units that have ended, with the person and the unit: somebody must say for whom they speak now."""
    return tuple(
        session.scalars(
            select(Contact)
            .where(Contact.unit_id.in_([unit.id for unit in units]), Contact.ended_at.is_(None))
            .options(joinedload(Contact.person), joinedload(Contact.unit))
            .order_by(Contact.id)
        )
    )
