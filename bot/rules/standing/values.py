"""What `standing` answers with. Shares are percentages (40.0), rounded here once so that every page shows the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

STATES = ("not_started", "under_way", "done", "closed")
LAMPS = ("red", "yellow", "blue", "green", "grey")  # gravest first

# Why a lamp is what it is: code → the values a sentence about it needs.
REASONS = {
    "closed": ("closed_on",),
    "withdrawn": ("withdrawn_on",),
    "done_said": (),
    "done_reached": (),
    "done_short": ("indicator", "value", "goal", "unit"),  # said to be done, but the figures are not there
    "paused": ("until_on", "why"),  # by the office; until_on is None where no end is set
    "overdue": ("due_on", "phrase", "days"),  # working days past the date
    "behind": ("indicator", "value", "goal", "unit", "share", "expected_share"),
    "stagnant": ("moved_on", "cycles"),  # moved_on: the last day something moved, None if nothing ever did; and
    # `said`, where the last report is a "no change" that gives a reason
    "due_soon": ("due_on", "phrase", "days"),  # working days left
    "inherited": ("due_on", "phrase"),
    "undated_quiet": (),
    "on_pace": (),
}


@dataclass(frozen=True)
class Reason:
    """One reason of a lamp: a code of REASONS, the clause (`ref`) and, where there is one, the report it rests on."""

    code: str
    ref: str
    values: Mapping[str, object]
    target_id: int | None = None
    report_id: int | None = None


class SaidValue(NamedTuple):
    """One number of a report: a total so far, or an increment, of a target's indicator; `unit` as it was given."""

    target_id: int | None
    indicator: str
    kind: str
    value: float
    unit: str | None = None


class Said(NamedTuple):
    """A report as a plain line of the ledger: its number, who said it for which duty, when, the words and the numbers.
    The rules take these as well as the rows, and read them many times faster."""

    report_id: int
    duty_id: int
    unit_id: int
    person_id: int | None
    day: date
    text: str
    status: str | None
    percent: float | None
    blocker: str | None
    expected_by: date | None
    on_behalf: bool
    no_change: bool
    said_at: datetime
    filed_at: datetime
    retired_at: datetime | None
    values: tuple[SaidValue, ...] = ()
    no_change_why: str | None = None


@dataclass(frozen=True)
class Figure:
    """One target's figure. `value` is None while nobody has reported it; `expected_value` and `expected_share` are
    where even progress by working days (序时进度) would be today; both are None where pace has no meaning (no date, no
    number, an upper bound). `baseline` is where pace starts: 0 for things counted, the first reported total for rates.
    """

    target_id: int
    position: int
    text: str
    indicator: str
    op: str
    goal: float | None
    goal_max: float | None
    unit: str | None
    due_on: date | None
    phrase: str | None
    baseline: float
    value: float | None
    previous: float | None  # the value before the last report that changed it
    share: float | None
    expected_value: float | None
    expected_share: float | None
    reached: bool
    inherited: bool
    days_left: int | None  # working days to due_on, negative when past
    report_id: int | None  # the report the value rests on
    unit_id: int | None  # who said it
    said_on: date | None

    @property
    def needed_a_month(self) -> float | None:
        """How much must be added in each month of 21 working days to reach the goal in time; None where that has no
        meaning, or the goal is reached, or the date is past."""
        if self.expected_value is None or self.goal is None or self.reached or not self.days_left or self.days_left < 0:
            return None
        return round((self.goal - (self.value or 0.0)) / self.days_left * 21, 2)


@dataclass(frozen=True)
class Part:
    """One unit's part: a duty, and for a group's duty one part for each member. `reported_this_cycle` counts a "no
    change"; `last` is the latest report of this unit on this duty."""

    duty_id: int
    unit_id: int
    role: str
    printed: str
    state: str
    last: Said | None
    reported_this_cycle: bool
    group_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """Where a measure stands on a day. The first reason is the one the lamp rests on."""

    measure_id: int
    ref: str
    state: str
    lamp: str
    reasons: tuple[Reason, ...]
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...]
    due_on: date | None  # the next date that is not reached: the earliest still open
    days_left: int | None
    percent: float | None  # the lead's last word on the whole, if they gave one
    last: Said | None  # the latest report of anyone
    moved_on: date | None  # the last day a report moved something
    stagnant: bool
    inherited: bool
    blocker: Said | None  # an obstacle still standing
    finished_on: date | None = None

    @property
    def is_paused(self) -> bool:
        """Whether the office has put it off: nobody is asked for it meanwhile."""
        return self.reasons[0].code == "paused"

    @property
    def is_open(self) -> bool:
        return self.state not in ("done", "closed")

    def reason(self, code: str) -> Reason | None:
        """The reason with that code, or None."""
        return next((reason for reason in self.reasons if reason.code == code), None)
