"""The kinds of nudge and their ladders: on which days each of them speaks about a due date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.rules.calendar import ONE_DAY, Calendar

WEEK = timedelta(days=7)
EVERYONE = ("lead", "support", "own")
ANSWERABLE = ("lead", "own")


@dataclass(frozen=True)
class Kind:
    """One row of the ladder table. `before` counts working days where `before_in` is workdays, else calendar days;
    `after` always counts working days; then the last rung repeats every seven days while `weekly`. `told` are the roles
    reminded up to the date, `chased` those reminded after it. `quiet_once_reported`: a report in the current cycle
    silences it."""

    code: str
    before: tuple[int, ...]
    before_in: str
    after: tuple[int, ...]
    weekly: bool
    told: tuple[str, ...]
    chased: tuple[str, ...]


KINDS = {
    "cycle": Kind("cycle", (3,), "workdays", (1, 3), True, EVERYONE, EVERYONE),
    "target": Kind("target", (30, 7, 1), "days", (1, 3), True, EVERYONE, ANSWERABLE),
    # The day a measure becomes stagnant is the day after a cycle's due day; it is said again a cycle later.
    "stagnant": Kind("stagnant", (), "workdays", (1,), False, ANSWERABLE, ANSWERABLE),
}


@dataclass(frozen=True)
class Rung:
    """One day on which a kind speaks about a date: `offset` is the place on the ladder (-30 … 0, 1, 3, 10, 17 …)."""

    day: date
    offset: int


@lru_cache(maxsize=8192)
def fixed_rungs(kind: str, due_on: date, calendar: Calendar) -> tuple[Rung, ...]:
    """The rungs of a date in order of day, without the weekly ones. A rung up to the date that falls on a day off goes
    to the working day before; two rungs on one day are one (the later)."""
    row = KINDS[kind]
    days: dict[date, int] = {}
    for n in row.before:
        nominal = calendar.add_workdays(due_on, -n) if row.before_in == "workdays" else due_on - ONE_DAY * n
        days[calendar.workday_on_or_before(nominal)] = -n
    if kind != "stagnant":
        days[calendar.workday_on_or_before(due_on)] = 0
    for n in row.after:
        days[calendar.add_workdays(due_on, n)] = n
    return tuple(Rung(day, days[day]) for day in sorted(days))


def rungs_between(kind: str, due_on: date, first: date, last: date, calendar: Calendar) -> Iterator[Rung]:
    """The rungs of a date from `first` to `last`, in order. A weekly rung on a day off goes to the next working day."""
    fixed = fixed_rungs(kind, due_on, calendar)
    yield from (rung for rung in fixed if first <= rung.day <= last)
    if not KINDS[kind].weekly:
        return
    base, offset = fixed[-1].day, fixed[-1].offset
    week = max(1, (first - base).days // 7 - 1)  # a rung may have waited through a holiday for its working day
    seen = base
    while (nominal := base + WEEK * week) <= last:
        day = calendar.workday_on_or_after(nominal)
        if first <= day <= last and day > seen:
            yield Rung(day, offset + 7 * week)
        seen, week = max(seen, day), week + 1


def speaks(kind: str, due_on: date, first: date, last: date, calendar: Calendar) -> Rung | None:
    """The latest rung of a date in those days, or None: whether there is anything to say about it."""
    return next(reversed(list(rungs_between(kind, due_on, first, last, calendar))), None)
