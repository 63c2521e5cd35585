"""Where a measure is looked at from: a plan at a moment, with what the calendar and the office's numbers say of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.rules.calendar import Calendar, end_of
from bot.rules.cycles import Cycles, cycle_after, cycle_of, cycles_at
from bot.rules.policy import DEFAULT, Policy
from models import Pause, Plan

NOBODY: Mapping[int, Sequence[int]] = {}


@dataclass(frozen=True, eq=False)
class Vantage:
    """One plan on one day, and which reports count (those at `moment`). `started_on` is the plan's day of issue, from
    which pace is counted; `loaded_on` that of its first load, from which reports are asked for. Made once, it serves
    any number of measures."""

    today: date
    moment: datetime
    calendar: Calendar
    policy: Policy
    members: Mapping[int, Sequence[int]]
    loaded_on: date
    started_on: date
    due_day: int
    cycles: Cycles
    paused: Mapping[int, Pause] = field(default_factory=dict)  # measure id → the office's pause in force
    _left: dict[date, int] = field(default_factory=dict, repr=False)
    _gone: dict[date, float] = field(default_factory=dict, repr=False)
    _stagnant: dict[date, date] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        plan: Plan,
        today: date,
        calendar: Calendar,
        *,
        policy: Policy = DEFAULT,
        members: Mapping[int, Sequence[int]] = NOBODY,
        moment: datetime | None = None,
        pauses: Iterable[Pause] = (),
    ) -> "Vantage":
        """The plan on a day; at the end of it unless a moment is given."""
        moment = moment or end_of(today)
        return cls(
            today=today,
            moment=moment,
            calendar=calendar,
            policy=policy,
            members=members,
            loaded_on=plan.loaded_on,
            started_on=plan.issued_on or plan.loaded_on,
            due_day=plan.due_day or 25,
            cycles=cycles_at(plan, today, calendar, policy.cycle_before),
            paused={one.measure_id: one for one in pauses if _holds(one, today, moment)},
        )

    def days_to(self, day: date) -> int:
        """Working days from today to a day; negative when it is past."""
        if day not in self._left:
            self._left[day] = self.calendar.workdays_between(self.today, day)
        return self._left[day]

    def elapsed(self, due_on: date) -> float:
        """The part (0 to 1) of the working days from the plan's start to the date that has gone by."""
        if due_on not in self._gone:
            total = self.calendar.workdays_between(self.started_on, due_on)
            gone = self.calendar.workdays_between(self.started_on, self.today)
            at_end = 1.0 if self.today >= due_on else 0.0
            self._gone[due_on] = min(1.0, max(0.0, gone / total)) if total > 0 else at_end
        return self._gone[due_on]

    def stagnant_from(self, moved_on: date) -> date:
        """The working day on which a measure becomes stagnant: the one after the due day of the last of the whole
        cycles that may pass with nothing moving, after the cycle that holds the last move."""
        if moved_on not in self._stagnant:
            cycle = cycle_of(moved_on, self.calendar, self.cycles.now.every, self.due_day)
            for _ in range(self.policy.stagnant_cycles):
                cycle = cycle_after(cycle, self.calendar, self.due_day)
            self._stagnant[moved_on] = self.calendar.add_workdays(cycle.due_on, 1)
        return self._stagnant[moved_on]


def _holds(pause: Pause, today: date, moment: datetime) -> bool:
    """Whether a pause is in force on a day, as known at a moment."""
    if pause.made_at > moment or (pause.ended_at is not None and pause.ended_at <= moment):
        return False
    return pause.from_on <= today and (pause.until_on is None or today <= pause.until_on)
