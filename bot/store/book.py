"""The book: every loaded measure with its duties and units, kept in memory until a load changes it.

Reading a message needs the whole plan; asking the database for it each time would cost more than everything else.
One small query says whether what is in hand is still the newest. A plan is read when somebody first asks for it, and
where there are very many the longest unused are put back.
"""

from collections import OrderedDict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from bot.errors import Gone
from bot.rules.policy import DEFAULT, Policy
from bot.rules.reading import Lexicon, MeasureWords, TargetWords, build_lexicon
from bot.store import clock, people
from bot.store.plans import all_plans, measures_of
from models import Measure, MeasureLink, Pause, Plan, Responsibility, Unit

MOST_KEPT = 20_000  # measures in memory, about ten kilobytes each

T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """A unit's part in a measure as its contact sees it: the duty, and the group it comes through, if any."""

    measure: Measure
    duty: Responsibility
    unit: Unit
    group: Unit | None = None


@dataclass
class Volume:
    """One plan's measures by id, with what hangs on them; the objects are detached: they hold what was loaded and nothing
    else."""

    measures: dict[int, Measure]
    duties: dict[int, Responsibility]
    links: dict[int, tuple[int, ...]]
    parts: dict[int, list[Part]]
    lexicon: Lexicon | None = None


@dataclass
class Rack:
    """What one edition of the book holds, shared by all who read it."""

    plans: dict[int, Plan]
    units: dict[int, Unit]
    members: dict[int, tuple[int, ...]]
    measures: int
    pauses: tuple[Pause, ...] = ()
    policy: Policy = DEFAULT
    volumes: OrderedDict[int, Volume] = field(default_factory=OrderedDict)
    lock: RLock = field(default_factory=RLock)
    _groups: dict[int, list[int]] = field(default_factory=dict)
    _plans_of: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for group, within in self.members.items():
            for member in within:
                self._groups.setdefault(member, []).append(group)

    @property
    def is_small(self) -> bool:
        """Whether all of it fits into memory."""
        return self.measures <= MOST_KEPT

    def volume(self, session: Session, plan_id: int) -> Volume:
        """A plan's measures, read when first asked for."""
        with self.lock:
            found = self.volumes.get(plan_id)
            if found is None:
                found = self.volumes[plan_id] = _read_volume(session, self, plan_id)
                while not self.is_small and sum(len(one.measures) for one in self.volumes.values()) > MOST_KEPT:
                    if len(self.volumes) == 1:
                        break
                    self.volumes.popitem(last=False)
            elif not self.is_small:
                self.volumes.move_to_end(plan_id)
            return found

    def plans_of(self, session: Session, unit_id: int) -> Iterable[int]:
        """The plans in which a unit, or a group it belongs to, has a part."""
        if self.is_small:
            return self.plans
        found = self._plans_of.get(unit_id)
        if found is None:
            ids = [unit_id, *self._groups.get(unit_id, ())]
            query = select(Measure.plan_id).join(Responsibility).where(Responsibility.unit_id.in_(ids))
            query = query.where(Measure.withdrawn_at.is_(None), Responsibility.withdrawn_at.is_(None))
            found = self._plans_of[unit_id] = sorted(session.scalars(query.distinct()))
        return found


class _ById(Mapping[int, T]):
    """All the measures, duties or links of a book by id; the plan that holds one is read when it is asked for."""

    def __init__(
        self, book: "Book", of: Callable[[Volume], dict[int, T]], plan_of: Callable[[int], Select[Any]]
    ) -> None:
        self._book, self._of, self._plan_of = book, of, plan_of

    def __getitem__(self, id: int) -> T:
        rack, session = self._book.rack, self._book.session
        with rack.lock:
            for volume in rack.volumes.values():
                found = self._of(volume).get(id)
                if found is not None:
                    return found
            if len(rack.volumes) == len(rack.plans):
                raise KeyError(id)
        plan_id = session.scalar(self._plan_of(id))
        if plan_id is None:
            raise KeyError(id)
        return self._of(rack.volume(session, plan_id))[id]

    def __iter__(self) -> Iterator[int]:
        for plan_id in self._book.plans:
            yield from self._of(self._book.volume(plan_id))

    def __len__(self) -> int:
        return sum(len(self._of(self._book.volume(plan_id))) for plan_id in self._book.plans)


def _plan_of_measure(id: int) -> Select[Any]:
    return select(Measure.plan_id).where(Measure.id == id, Measure.withdrawn_at.is_(None))


def _plan_of_duty(id: int) -> Select[Any]:
    query = select(Measure.plan_id).join(Responsibility).where(Responsibility.id == id)
    return query.where(Measure.withdrawn_at.is_(None), Responsibility.withdrawn_at.is_(None))


@dataclass
class Pages:
    """Some measures out of the book, loaded for one purpose."""

    units: dict[int, Unit]
    policy: Policy
    measures: dict[int, Measure] = field(default_factory=dict)
    duties: dict[int, Responsibility] = field(default_factory=dict)

    def keep(self, measures: Iterable[Measure], ids: Container[int]) -> None:
        """Keep those of the measures that have these ids."""
        for measure in measures:
            if measure.id in ids:
                self.measures[measure.id] = measure
                self.duties.update((duty.id, duty) for duty in measure.duties)


class Book:
    """Everything that is loaded, by id, as one transaction reads it."""

    def __init__(self, rack: Rack, session: Session) -> None:
        self.rack, self.session = rack, session
        self.plans, self.units, self.members = rack.plans, rack.units, rack.members
        self.pauses, self.policy = rack.pauses, rack.policy
        self.measures: Mapping[int, Measure] = _ById(self, lambda volume: volume.measures, _plan_of_measure)
        self.duties: Mapping[int, Responsibility] = _ById(self, lambda volume: volume.duties, _plan_of_duty)
        self.links: Mapping[int, tuple[int, ...]] = _ById(self, lambda volume: volume.links, _plan_of_measure)

    @property
    def names(self) -> dict[int, str]:
        """Every unit's name."""
        return {unit.id: unit.name for unit in self.units.values()}

    def volume(self, plan_id: int) -> Volume:
        """One plan's measures."""
        return self.rack.volume(self.session, plan_id)

    def of_plan(self, plan_id: int) -> list[Measure]:
        """A plan's measures in document order."""
        return list(self.volume(plan_id).measures.values())

    def parts_of(self, unit_ids: Iterable[int]) -> list[Part]:
        """What the units answer for, their own first, then what they share as members of a group."""
        found = [
            part
            for unit_id in unit_ids
            for plan_id in self.rack.plans_of(self.session, unit_id)
            for part in self.volume(plan_id).parts.get(unit_id, ())
        ]
        return sorted(found, key=lambda part: part.group is not None)

    def part(self, duty_id: int, unit_ids: Iterable[int]) -> Part:
        """The caller's part in a duty. Raises Gone when the duty is unknown or none of the units has a part in it."""
        for part in self.parts_of(unit_ids):
            if part.duty.id == duty_id:
                return part
        raise Gone("not_your_duty" if duty_id in self.duties else "measure_gone")

    def measure(self, measure_id: int) -> Measure:
        """The measure. Raises Gone when it is withdrawn or was never there."""
        try:
            return self.measures[measure_id]
        except KeyError:
            raise Gone("measure_gone") from None

    def lexicon(self, plan_id: int) -> Lexicon:
        """The plan's own words, learnt once."""
        volume = self.volume(plan_id)
        if volume.lexicon is None:
            words = [_words(measure) for measure in volume.measures.values()]
            names = {name: self._answers_for(unit).name for unit in self.units.values() for name in names_of(unit)}
            volume.lexicon = build_lexicon(words, names)
        return volume.lexicon

    def _answers_for(self, unit: Unit) -> Unit:
        """The unit itself, or the one it has been merged into."""
        while unit.merged_into_id is not None:
            unit = self.units[unit.merged_into_id]
        return unit


def names_of(unit: Unit) -> list[str]:
    """The unit's name and aliases."""
    return [unit.name, *(alias.name for alias in unit.aliases)]


def _words(measure: Measure) -> MeasureWords:
    return MeasureWords(
        key=measure.id,
        ref=measure.ref,
        title=measure.title,
        sections=tuple(measure.sections),
        text=measure.text,
        targets=tuple(
            TargetWords(t.id, t.indicator, t.text, t.op, t.value, t.unit)
            for t in measure.targets
            if t.withdrawn_at is None
        ),
        units=tuple(duty.printed for duty in measure.duties),
    )


# asked for every update: as plain text it costs a third of what a statement does
_EDITION = (
    "SELECT (SELECT coalesce(sum(revision), 0) FROM plan), (SELECT count(*) FROM unit), (SELECT count(*) FROM membership), "
    "(SELECT coalesce(max(id), 0) FROM policy_change), (SELECT count(*) + count(ended_at) FROM pause)"
)
_OF_PLANS = 3  # so many of them speak of the plans; the rest of what the office has told the clock


class Shelf:
    """Where a process keeps the book."""

    def __init__(self) -> None:
        self._edition: tuple[object, ...] = ()
        self._rack: Rack | None = None
        self._lock = RLock()

    def book(self, session: Session) -> Book:
        """The newest book; read anew only after a load."""
        edition = tuple(session.connection().exec_driver_sql(_EDITION).one())
        with self._lock:
            if self._rack is None or edition[:_OF_PLANS] != self._edition[:_OF_PLANS]:
                self._rack = _read_rack(session)
            if edition != self._edition:
                pauses = clock.pauses(session)
                for one in pauses:
                    session.expunge(one)
                self._rack.pauses, self._rack.policy = tuple(pauses), clock.policy_at(session)
            self._edition = edition
            return Book(self._rack, session)


def _read_rack(session: Session) -> Rack:
    plans = {plan.id: plan for plan in all_plans(session)}
    units = {unit.id: unit for unit in session.scalars(select(Unit).options(selectinload(Unit.aliases)))}
    for row in (*plans.values(), *units.values()):
        session.expunge(row)
    return Rack(plans, units, people.members(session), session.scalar(select(func.count(Measure.id))) or 0)


def _read_volume(session: Session, rack: Rack, plan_id: int) -> Volume:
    # a session of its own on the same connection: what it finds is detached, and what the caller holds stays as it is
    with Session(session.connection(), autoflush=False, join_transaction_mode="rollback_only") as own:
        measures = {measure.id: measure for measure in measures_of(own, plan_id)}
        query = (
            select(MeasureLink).join(Measure, Measure.id == MeasureLink.measure_id).where(Measure.plan_id == plan_id)
        )
        links: dict[int, tuple[int, ...]] = {}
        for row in own.scalars(query.order_by(MeasureLink.id)):
            links[row.measure_id] = (*links.get(row.measure_id, ()), row.parent_id)
        own.expunge_all()
    duties: dict[int, Responsibility] = {}
    parts: dict[int, list[Part]] = {}
    for measure in measures.values():
        for duty in measure.duties:
            if duty.withdrawn_at is not None:
                continue
            duties[duty.id] = duty
            unit = rack.units[duty.unit_id]
            parts.setdefault(duty.unit_id, []).append(Part(measure, duty, unit))
            for member in rack.members.get(duty.unit_id, ()):
                parts.setdefault(member, []).append(Part(measure, duty, rack.units[member], unit))
    return Volume(measures, duties, links, parts)
