"""A kind of nudge and its ladder: on which days it speaks about a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.rules.calendar import ONE_DAY, Calendar

if TYPE_CHECKING:
    from bot.rules.nudges.occasions import Occasion, PlanDay
    from bot.rules.standing import Standing
    from models import Measure

WEEK = timedelta(days=7)
EVERYONE = ("lead", "support", "own")
ANSWERABLE = ("lead", "own")


def _always(kind: Kind, at: PlanDay, measure: Measure | None) -> bool:
    return True


def _owed(at: PlanDay, occasion: Occasion, days: Sequence[date]) -> bool:
    return True


@dataclass(frozen=True, eq=False)
class Kind:
    """One row of the table. `before` counts working days where `before_in` is workdays, else calendar days; then the date
    itself where `on_day`; `after` always counts working days; then the last rung repeats every seven days while `weekly`.
    `told` are the roles reminded up to the date, `chased` those reminded after it; where it is `passed_on`, what stays
    undone is told to the unit's leader and then to the office.

    `finds` says what there is to speak of in an open measure (the flag: to somebody whose pause ends today), `owed` whether
    a unit that reported on these days is still concerned. `may_speak` is a quick look, without the reports, at whether
    there can be anything today (about no measure in particular where it is None); it may be wrong only by saying yes.
    """

    code: str
    before: tuple[int, ...]
    before_in: str
    on_day: bool
    after: tuple[int, ...]
    weekly: bool
    told: tuple[str, ...]
    chased: tuple[str, ...]
    passed_on: bool
    finds: Callable[[Kind, PlanDay, Standing, bool], list[Occasion]]
    owed: Callable[[PlanDay, Occasion, Sequence[date]], bool] = _owed
    may_speak: Callable[[Kind, PlanDay, Measure | None], bool] = _always


@dataclass(frozen=True)
class Rung:
    """One day on which a kind speaks about a date: `offset` is the place on the ladder (-30 … 0, 1, 3, 10, 17 …)."""

    day: date
    offset: int


@lru_cache(maxsize=8192)
def fixed_rungs(kind: Kind, due_on: date, calendar: Calendar) -> tuple[Rung, ...]:
    """The rungs of a date in order of day, without the weekly ones. A rung up to the date that falls on a day off goes
    to the working day before; two rungs on one day are one (the later)."""
    days: dict[date, int] = {}
    for n in kind.before:
        nominal = calendar.add_workdays(due_on, -n) if kind.before_in == "workdays" else due_on - ONE_DAY * n
        days[calendar.workday_on_or_before(nominal)] = -n
    if kind.on_day:
        days[calendar.workday_on_or_before(due_on)] = 0
    for n in kind.after:
        days[calendar.add_workdays(due_on, n)] = n
    return tuple(Rung(day, days[day]) for day in sorted(days))


def rungs_between(kind: Kind, due_on: date, first: date, last: date, calendar: Calendar) -> Iterator[Rung]:
    """The rungs of a date from `first` to `last`, in order. A weekly rung on a day off goes to the next working day."""
    fixed = fixed_rungs(kind, due_on, calendar)
    yield from (rung for rung in fixed if first <= rung.day <= last)
    if not kind.weekly:
        return
    base, offset = fixed[-1].day, fixed[-1].offset
    week = max(1, (first - base).days // 7 - 1)  # a rung may have waited through a holiday for its working day
    seen = base
    while (nominal := base + WEEK * week) <= last:
        day = calendar.workday_on_or_after(nominal)
        if first <= day <= last and day > seen:
            yield Rung(day, offset + 7 * week)
        seen, week = max(seen, day), week + 1


def speaks(kind: Kind, due_on: date, first: date, last: date, calendar: Calendar) -> Rung | None:
    """The latest rung of a date in those days, or None: whether there is anything to say about it."""
    return next(reversed(list(rungs_between(kind, due_on, first, last, calendar))), None)
