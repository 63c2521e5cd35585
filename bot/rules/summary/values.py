"""A summary's parts. Renderers get strings, numbers, dates and lamp codes from here and know nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.standing import Figure, Reason


@dataclass(frozen=True)
class Quote:
    """The words of a report, with its number, who said them and when."""

    report_id: int
    unit_id: int
    unit: str
    day: date
    text: str
    status: str | None
    percent: float | None
    blocker: str | None
    on_behalf: bool


@dataclass(frozen=True)
class Change:
    """A target's figure at the start of the period and at its end; `report_id` is the report the new one rests on."""

    target_id: int
    indicator: str
    unit: str | None
    before: float | None
    after: float | None
    goal: float | None
    share: float | None
    report_id: int | None


@dataclass(frozen=True)
class Entry:
    """One measure in one of the lists, with why it is there."""

    measure_id: int
    ref: str
    title: str
    section: str
    units: tuple[str, ...]  # those who answer for it: the leads; where there is none, everyone
    state: str
    lamp: str
    lamp_before: str  # at the start of the period
    due_on: date | None
    days_left: int | None
    reasons: tuple[Reason, ...]
    quotes: tuple[Quote, ...]  # what was said in the period; for lists of trouble, the latest word
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Word:
    """A report of the period, and the measure it is about."""

    measure_id: int
    ref: str
    title: str
    quote: Quote


@dataclass(frozen=True)
class Silence:
    """A unit that owes reports: for which measures, since which due day, and when it was last heard on any of them."""

    unit_id: int
    unit: str
    refs: tuple[str, ...]
    due_on: date
    last_said_on: date | None


@dataclass(frozen=True)
class Unheard:
    """A unit nobody can be reached for, and the measures it has a part in."""

    unit_id: int
    unit: str
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Obstacle:
    """What is in the way of a measure and wants a decision."""

    measure_id: int
    ref: str
    title: str
    words: str
    quote: Quote
    asked_of: tuple[str, ...] = ()  # the units it names; none: it is for the joint meeting


@dataclass(frozen=True)
class Outlook:
    """`needed` a week from now on to reach the goal in time; `recent` a week over the last `weeks`, and `by_then`, where
    that leads by the date: all None where there is too little to go by, or the number has fallen."""

    needed: float
    recent: float | None = None
    weeks: int | None = None
    by_then: float | None = None
    enough: bool | None = None


@dataclass(frozen=True)
class Indicator:
    """A number the plan asks for: the figure, last period's, the goal, and where even pace would be."""

    measure_id: int
    ref: str
    title: str
    section: str
    figure: Figure
    before: float | None
    lamp: str
    unit_name: str | None  # who said the figure
    outlook: Outlook | None = None


@dataclass(frozen=True)
class Totals:
    """Counts in which every measure is counted once. `reports` were filed in the period; `units` have a part."""

    measures: int
    states: Mapping[str, int]
    lamps: Mapping[str, int]
    reports: int
    units: int
    units_heard: int


@dataclass(frozen=True)
class Section:
    """The lamps of one section of the plan, in document order."""

    name: str
    measures: int
    lamps: Mapping[str, int]


@dataclass(frozen=True)
class Point:
    """One week of the trend: the lamps on its last day, and the reports filed in it."""

    day: date
    lamps: Mapping[str, int]
    done: int
    reports: int


@dataclass(frozen=True)
class Row:
    """One measure in the 台账."""

    measure_id: int
    ref: str
    section: str
    title: str
    text: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    owns: tuple[str, ...]
    figures: tuple[Figure, ...]
    due_on: date | None
    days_left: int | None
    state: str
    lamp: str
    reasons: tuple[Reason, ...]
    percent: float | None
    last: Quote | None
    blocker: Quote | None
    waiting_for: tuple[str, ...]  # units whose part has no report in the cycle that holds the last day

    @property
    def targets(self) -> tuple[str, ...]:
        """What the plan asks for, in its words."""
        return tuple(figure.text for figure in self.figures)


@dataclass(frozen=True)
class Summary:
    """A period of one plan, or of a part of it. Each open measure is in at most one of `red`, `behind`, `stagnant` and
    `soon`: that of its gravest reason."""

    plan_id: int
    plan_code: str
    plan_title: str
    kind: str
    scope: str | None  # the unit or section it is limited to
    since: datetime
    until: datetime
    since_on: date  # the first day it speaks of
    until_on: date
    estimated: bool  # the year's days off are not published yet
    changed: tuple[Entry, ...]
    red: tuple[Entry, ...]
    behind: tuple[Entry, ...]
    stagnant: tuple[Entry, ...]
    soon: tuple[Entry, ...]
    finished: tuple[Entry, ...]  # done or closed in the period
    inherited: tuple[Entry, ...]
    silent: tuple[Silence, ...]
    unreachable: tuple[Unheard, ...]
    blockers: tuple[Obstacle, ...]
    indicators: tuple[Indicator, ...]
    totals: Totals
    sections: tuple[Section, ...]
    rows: tuple[Row, ...]
    trend: tuple[Point, ...] = ()
    paused: tuple[Entry, ...] = ()  # by the office: nobody is asked for them meanwhile
    filed: tuple[Word, ...] = ()  # the reports of the period, those that moved nothing among them

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing the office must look at."""
        return not (
            self.changed or self.red or self.behind or self.stagnant or self.silent or self.unreachable or self.blockers
        )

    def rows_with(self, *, lamp: str | None = None, state: str | None = None) -> tuple[Row, ...]:
        """The list behind a number: the rows of a lamp, a state, or both."""
        return tuple(row for row in self.rows if lamp in (None, row.lamp) and state in (None, row.state))
