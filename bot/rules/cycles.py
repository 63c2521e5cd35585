"""Report cycles: when the next report is due, and which cycle a report settles.

A cycle runs from the day after the last due day up to and including its own. Its due day is the plan's day of the
month (25), of the last month of the quarter, or of the week (1-7, Friday where none fits), and rolls to the working
day before. A report belongs to the cycle in whose days it was said. One exception: where the cycle before has
none, the first report in the first half of the next one is that one, late; the next one is then still to come.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.rules.calendar import ONE_DAY, Calendar, last_of_month
from models import Plan

EVERY = ("week", "month", "quarter")
FIRST_RUNG = 3  # working days before the due day


@dataclass(frozen=True)
class Cycle:
    """The days a report is expected in, from `opens_on` to `due_on`; `reminds_on` is some working days before (three, unless the policy says otherwise). Up to
    `late_until`, the middle, a first report may still be the one the cycle before lacked."""

    every: str
    opens_on: date
    due_on: date
    reminds_on: date
    late_until: date

    def holds(self, day: date) -> bool:
        return self.opens_on <= day <= self.due_on


@lru_cache(maxsize=4096)
def cycle_of(day: date, calendar: Calendar, every: str = "month", due_day: int = 25, lead: int = FIRST_RUNG) -> Cycle:
    """The cycle whose days hold the day, reminding `lead` working days before it is due. Refuses a length it does not know."""
    if every not in EVERY:
        raise ValueError(f"a cycle is one of {EVERY}, not {every!r}")
    period = day
    due_on = _due(period, calendar, every, due_day)
    while due_on < day:
        period = _next(period, every)
        due_on = _due(period, calendar, every, due_day)
    before = _due(_previous(period, every), calendar, every, due_day)
    opens_on = before + ONE_DAY
    middle = opens_on + (due_on - opens_on) // 2
    return Cycle(every, opens_on, due_on, calendar.add_workdays(due_on, -lead), middle)


def cycle_before(cycle: Cycle, calendar: Calendar, due_day: int = 25) -> Cycle:
    """The cycle that ended the day before this one opened."""
    return cycle_of(cycle.opens_on - ONE_DAY, calendar, cycle.every, due_day)


def cycle_after(cycle: Cycle, calendar: Calendar, due_day: int = 25) -> Cycle:
    """The cycle that opens the day after this one is due."""
    return cycle_of(cycle.due_on + ONE_DAY, calendar, cycle.every, due_day)


@dataclass(frozen=True)
class Cycles:
    """A plan's cycles on a day: the one that holds it, and the two before; None where they were never asked for, being
    due before the plan was loaded."""

    now: Cycle
    last: Cycle | None
    earlier: Cycle | None

    def asked_since(self, day: date) -> "Cycles":
        """The same for something that was not asked for before the day."""
        if self.last is None or self.last.due_on >= day:
            return self
        return Cycles(self.now, None, None)

    def settled(self, days: Sequence[date]) -> bool:
        """Whether a unit that reported on these days (in order) has given this cycle's report."""
        return is_settled(self.now, self.last, days)

    def missed(self, days: Sequence[date]) -> bool:
        """Whether the last cycle went by without its report, and nothing has been said since."""
        if self.last is None or (days and days[-1] > self.last.due_on):
            return False
        return not is_settled(self.last, self.earlier, days)

    def heard(self, days: Sequence[date]) -> bool:
        """Whether anything was said in the days of this cycle."""
        return bool(days) and days[-1] >= self.now.opens_on


def cycles_at(plan: Plan, day: date, calendar: Calendar, lead: int = FIRST_RUNG) -> Cycles:
    """The plan's cycles on a day."""
    due_day = plan.due_day or 25
    now = cycle_of(day, calendar, plan.cycle_every or "month", due_day, lead)
    last = cycle_before(now, calendar, due_day)
    earlier = cycle_before(last, calendar, due_day)
    return Cycles(
        now,
        last if last.due_on >= plan.loaded_on else None,
        earlier if earlier.due_on >= plan.loaded_on else None,
    )


def is_settled(cycle: Cycle, before: Cycle | None, days: Sequence[date]) -> bool:
    """Whether a cycle has its own report. `days` are the days of one unit's reports on one duty, in order; `before` is
    the cycle before it, or None where that one was never asked for."""
    first, past = bisect_left(days, cycle.opens_on), bisect_right(days, cycle.due_on)
    if first == past:
        return False
    return past - first > 1 or not _is_late_for(before, days[first], cycle, days)


def _is_late_for(before: Cycle | None, day: date, cycle: Cycle, days: Sequence[date]) -> bool:
    if before is None or day > cycle.late_until:
        return False
    at = bisect_left(days, before.opens_on)
    return at == len(days) or days[at] > before.due_on


def _due(period: date, calendar: Calendar, every: str, due_day: int) -> date:
    if every == "week":
        nominal = period - ONE_DAY * period.weekday() + ONE_DAY * ((due_day if due_day <= 7 else 5) - 1)
    else:
        month = period if every == "month" else period.replace(day=1, month=(period.month - 1) // 3 * 3 + 3)
        last = last_of_month(month)
        nominal = last.replace(day=min(due_day, last.day))
    return calendar.workday_on_or_before(nominal)


def _next(period: date, every: str) -> date:
    if every == "week":
        return period + timedelta(days=7)
    for _ in range(1 if every == "month" else 3):
        period = last_of_month(period) + ONE_DAY
    return period


def _previous(period: date, every: str) -> date:
    if every == "week":
        return period - timedelta(days=7)
    for _ in range(1 if every == "month" else 3):
        period = period.replace(day=1) - ONE_DAY
    return period
