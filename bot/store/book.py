"""The book: every loaded measure with its duties and units, kept in memory until a load changes it.

Reading a message needs the whole plan; asking the database for it each time would cost more than everything else.
One small query says whether the book in hand is still the newest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.errors import Gone
from bot.rules.reading import Lexicon, MeasureWords, TargetWords, build_lexicon
from bot.store import people
from bot.store.plans import all_plans, measures_of
from models import Measure, MeasureLink, Plan, Responsibility, Unit


@dataclass(frozen=True)
class Part:
    """A unit's part in a measure as its contact sees it: the duty, and the group it comes through, if any."""

    measure: Measure
    duty: Responsibility
    unit: Unit
    group: Unit | None = None


@dataclass
class Book:
    """Everything that is loaded, by id; the objects are detached: they hold what was loaded and nothing else."""

    plans: dict[int, Plan]
    measures: dict[int, Measure]
    duties: dict[int, Responsibility]
    units: dict[int, Unit]
    members: dict[int, tuple[int, ...]]
    links: dict[int, tuple[int, ...]]
    _parts: dict[int, list[Part]] = field(default_factory=dict)
    _lexicons: dict[int, Lexicon] = field(default_factory=dict)

    def of_plan(self, plan_id: int) -> list[Measure]:
        """A plan's measures in document order."""
        return [measure for measure in self.measures.values() if measure.plan_id == plan_id]

    def parts_of(self, unit_ids: Iterable[int]) -> list[Part]:
        """What the units answer for, their own first, then what they share as members of a group."""
        found = [part for unit_id in unit_ids for part in self._parts.get(unit_id, [])]
        return sorted(found, key=lambda part: part.group is not None)

    def part(self, duty_id: int, unit_ids: Iterable[int]) -> Part:
        """The caller's part in a duty. Raises Gone when the duty is unknown or none of the units has a part in it."""
        for part in self.parts_of(unit_ids):
            if part.duty.id == duty_id:
                return part
        raise Gone("not_your_duty" if duty_id in self.duties else "measure_gone")

    def measure(self, measure_id: int) -> Measure:
        """The measure. Raises Gone when it is withdrawn or was never there."""
        if measure_id not in self.measures:
            raise Gone("measure_gone")
        return self.measures[measure_id]

    def lexicon(self, plan_id: int) -> Lexicon:
        """The plan's own words, learnt once."""
        if plan_id not in self._lexicons:
            words = [_words(measure) for measure in self.of_plan(plan_id)]
            names = {name: self._answers_for(unit).name for unit in self.units.values() for name in names_of(unit)}
            self._lexicons[plan_id] = build_lexicon(words, names)
        return self._lexicons[plan_id]

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
_EDITION = "SELECT (SELECT coalesce(sum(revision), 0) FROM plan), (SELECT count(*) FROM unit), (SELECT count(*) FROM membership)"


class Shelf:
    """Where a process keeps the book."""

    def __init__(self) -> None:
        self._edition: tuple[object, ...] = ()
        self._book: Book | None = None
        self._lock = Lock()

    def book(self, session: Session) -> Book:
        """The newest book; read anew only after a load."""
        edition = tuple(session.connection().exec_driver_sql(_EDITION).one())
        with self._lock:
            if self._book is None or edition != self._edition:
                self._book, self._edition = _read(session), edition
            return self._book


def _read(session: Session) -> Book:
    plans = {plan.id: plan for plan in all_plans(session)}
    measures = {measure.id: measure for plan_id in plans for measure in measures_of(session, plan_id)}
    units = {unit.id: unit for unit in session.scalars(select(Unit).options(selectinload(Unit.aliases)))}
    members = people.members(session)
    links: dict[int, tuple[int, ...]] = {}
    for row in session.scalars(select(MeasureLink).order_by(MeasureLink.id)):
        links[row.measure_id] = (*links.get(row.measure_id, ()), row.parent_id)
    duties: dict[int, Responsibility] = {}
    parts: dict[int, list[Part]] = {}
    for measure in measures.values():
        for duty in measure.duties:
            if duty.withdrawn_at is not None:
                continue
            duties[duty.id] = duty
            parts.setdefault(duty.unit_id, []).append(Part(measure, duty, units[duty.unit_id]))
            for member in members.get(duty.unit_id, ()):
                parts.setdefault(member, []).append(Part(measure, duty, units[member], units[duty.unit_id]))
    session.expunge_all()
    return Book(plans, measures, duties, units, members, links, parts)
