"""Which unit a printed name means, and what a load does to units: never merged silently, only as the draft says."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_
from datetime import date

from bot.documents.drafts import BadRow, DraftMeasure, DraftPlan, DraftUnit
from bot.documents.units import is_group
from bot.rules.changes.values import UnitChange
from models import Unit


@dataclass(frozen=True)
class Naming:
    """Names → unit ids at the plan's place; a unit that is not there yet is known by its name. `heirs`: merged → successor."""

    ids: Mapping[str, Hashable] = field(default_factory=dict)
    heirs: Mapping[int, Hashable] = field(default_factory=dict)
    changes: tuple[UnitChange, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()

    def key(self, printed: str) -> Hashable:
        """The unit's id, or the name itself where no unit has it."""
        return self.ids.get(printed, printed)

    def unit(self, unit_id: int) -> Hashable:
        """The unit that answers for this one: itself, or the one it was merged into."""
        return self.heirs.get(unit_id, unit_id)

    def without_doubles(self, draft: DraftMeasure) -> DraftMeasure:
        """The measure with each unit once: two spellings of one unit are one part, a lead where either is."""
        first: dict[Hashable, str] = {}
        for name in draft.units:
            first.setdefault(self.key(name), name)
        if len(first) == len(draft.units):
            return draft
        leads = dict.fromkeys(first[self.key(name)] for name in draft.leads)
        return with_(draft, units=tuple(first.values()), leads=tuple(leads))


def naming_of(
    units: Sequence[Unit], draft: DraftPlan, members: Mapping[int, Collection[int]], today: date | None = None
) -> Naming:
    """How the draft's names are read beside the known units (of all places), and what it says about units themselves."""
    return _Reading(units, draft.place, today).read(draft, members)


class _Reading:
    def __init__(self, units: Sequence[Unit], place: str, today: date | None) -> None:
        self.place, self.today = place, today
        self.units = {unit.id: unit for unit in units}
        self.names: dict[str, Hashable] = {}  # at the plan's place
        self.own: dict[tuple[str, str], Hashable] = {}
        self.aliases: dict[Hashable, set[str]] = {}
        self.heirs: dict[int, Hashable] = {}
        self.ended: dict[tuple[str, str], int] = {}
        for unit in units:
            if unit.ended_on is not None and unit.merged_into_id is None:
                self.ended[unit.place, unit.name] = unit.id  # taken back with the load that made it
                continue
            self.heirs |= {unit.id: unit.merged_into_id} if unit.merged_into_id else {}
            self.own[unit.place, unit.name] = unit.id
            self.aliases[unit.id] = {alias.name for alias in unit.aliases}
            if unit.place == place:
                for alias in unit.aliases:
                    self.names.setdefault(alias.name, unit.id)
        for (where, name), id in self.own.items():
            if where == place:
                self.names[name] = id  # a name beats another unit's alias
        self.changes: list[UnitChange] = []
        self.bad: list[BadRow] = []

    def read(self, draft: DraftPlan, members: Mapping[int, Collection[int]]) -> Naming:
        stated = [with_(one, place=one.place or self.place) for one in draft.units]
        for one in stated:
            self._renamed(one)
        for one in stated:
            self._stated(one)
        for printed, name in draft.naming:
            self._decided(printed, name)
        for name in dict.fromkeys(name for measure in draft.measures for name in measure.units):
            if name not in self.names:
                self._new(name, self.place, "group" if is_group(name) else "department")
        for one in stated:
            self._joined(one, members)
        for one in stated:
            self._merged(one)
        ids = {name: self._heir(id) for name, id in self.names.items()}
        heirs = {id: self._heir(id) for id in self.heirs}
        return Naming(ids, heirs, tuple(self.changes), tuple(self.bad))

    def _heir(self, id: Hashable) -> Hashable:
        seen = set()
        while isinstance(id, int) and id in self.heirs and id not in seen:
            seen.add(id)
            id = self.heirs[id]
        return id

    def _new(self, name: str, place: str, kind: str = "department") -> Hashable:
        self.changes.append(UnitChange("new", name, place, unit_kind=kind))
        return self._named(name, place, self.ended.get((place, name), name))

    def _named(self, name: str, place: str, id: Hashable) -> Hashable:
        self.own[place, name] = id
        self.aliases.setdefault(id, set())
        if place == self.place:
            self.names[name] = id
        return id

    def _renamed(self, one: DraftUnit) -> None:
        if not one.was or one.was == one.name:
            return
        id, taken = self.own.get((one.place, one.was)), self.own.get((one.place, one.name))
        if id is not None and taken is not None and id != taken:
            self.bad.append(BadRow(f"单位 {one.name}", f"{one.was}和{one.name}是两个单位；如已合并，请在“并入”里写明"))
        elif id is not None and taken is None:
            day = one.changed_on or self.today
            self.changes.append(UnitChange("renamed", one.name, one.place, old=one.was, new=one.name, on=day))
            self.aliases.setdefault(id, set()).add(one.was)
            del self.own[one.place, one.was]
            self._named(one.name, one.place, id)

    def _unit(self, name: str, place: str) -> Hashable:
        """The unit a row calls so, by its name or an alias; None where there is none."""
        id = self.own.get((place, name))
        return self.names.get(name) if id is None and place == self.place else id

    def _stated(self, one: DraftUnit) -> None:
        id = self._unit(one.name, one.place)
        if id is None:
            id = self._new(one.name, one.place, one.kind)
        wanted = [*one.aliases, one.was] if one.was else one.aliases
        for alias in dict.fromkeys(wanted):
            self._alias(self._name(id), one.place, id, alias, one.changed_on if alias == one.was else None)

    def _alias(self, name: str, place: str, id: Hashable, alias: str, until: date | None = None) -> None:
        if alias in self.aliases.get(id, ()) or (place, alias) in self.own:
            return
        self.changes.append(UnitChange("alias", name, place, new=alias, on=until))
        self.aliases.setdefault(id, set()).add(alias)
        if place == self.place:
            self.names[alias] = id

    def _decided(self, printed: str, name: str) -> None:
        if printed == name:
            return
        id = self.names.get(name)
        if id is None:
            id = self._new(name, self.place)
        if self.names.get(printed) != id:
            self._alias(self._name(id), self.place, id, printed)
            self.names[printed] = self.own.get((self.place, printed), id)  # said for this name, whoever else has it

    def _name(self, id: Hashable) -> str:
        return next((name for (_, name), one in self.own.items() if one == id), str(id))

    def _joined(self, one: DraftUnit, members: Mapping[int, Collection[int]]) -> None:
        group = self._unit(one.name, one.place)
        inside = set(members.get(group, ())) if isinstance(group, int) else set()
        for name in dict.fromkeys(one.members):
            member = self._unit(name, one.place)
            if member is None:
                member = self._new(name, one.place)
            member = self._heir(member)
            if member not in inside and member != group:
                self.changes.append(UnitChange("member", self._name(group), one.place, new=self._name(member)))

    def _merged(self, one: DraftUnit) -> None:
        if not one.into or one.into == one.name:
            return
        id, heir = self._unit(one.name, one.place), self._unit(one.into, one.place)
        if heir is None:
            heir = self._new(one.into, one.place)
        known = isinstance(id, int) and self._heir(id) == self._heir(heir)
        if id is None or known:
            return
        if self._heir(heir) == id:
            self.bad.append(BadRow(f"单位 {one.name}", f"{one.into}已并入{one.name}，不能再倒过来"))
            return
        day = one.changed_on or self.today
        name, into = self._name(id), self._name(self._heir(heir))
        self.changes.append(UnitChange("merged", name, one.place, old=name, new=into, on=day))
        if isinstance(id, int):
            self.heirs[id] = heir
        for name, mine in self.names.items():
            if mine == id:
                self.names[name] = heir


def touched(changes: Iterable[UnitChange]) -> Iterator[tuple[str, str]]:
    """(place, name) of every unit the changes are about, under old names and new."""
    for one in changes:
        for name in dict.fromkeys((one.name, one.old, one.new)):
            if name:
                yield one.place, name
