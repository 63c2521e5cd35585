"""Which stretch of time a summary covers, and when the clock sends one by itself."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from bot.rules.calendar import ONE_DAY, SHANGHAI, Calendar, day_of, end_of, last_of_month

KINDS = ("week", "month", "quarter", "year")
SENT = ("week", "month", "quarter")  # by the clock, the shortest first; the office gets all unless it says otherwise

# the first day of the period that holds a day, and its last
_FIRST: dict[str, Callable[[date], date]] = {
    "week": lambda day: day - ONE_DAY * day.weekday(),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
    "year": lambda day: date(day.year, 1, 1),
}
_LAST: dict[str, Callable[[date], date]] = {
    "week": lambda first: first + 6 * ONE_DAY,
    "month": last_of_month,
    "quarter": lambda first: last_of_month(first.replace(month=first.month + 2)),
    "year": lambda first: date(first.year, 12, 31),
}


def since_of(kind: str, until: datetime, calendar: Calendar, at: time | None = None) -> datetime:
    """When the period before ended: on the last working day of the week (month, quarter, year) before, at the hour the
    summary goes out (`at`; without one, at the same hour as `until`). Refuses a kind it does not know."""
    if kind not in _FIRST:
        raise ValueError(f"a summary covers one of {KINDS}, not {kind!r}")
    # Not simply last week's: a week wholly off has no brief, and what was filed in it belongs to this one.
    last = calendar.workday_on_or_before(_FIRST[kind](day_of(until)) - ONE_DAY)
    return datetime.combine(last, at or until.astimezone(SHANGHAI).time(), SHANGHAI)


def last_workday(kind: str, day: date, calendar: Calendar) -> date | None:
    """The last working day of the period that holds the day; None where all of it is off."""
    first = _FIRST[kind](day)
    found = calendar.workday_on_or_before(_LAST[kind](first))
    return found if found >= first else None


def kinds_due(day: date, calendar: Calendar) -> tuple[str, ...]:
    """The summaries that go out on a day, the shortest period first."""
    return tuple(kind for kind in SENT if last_workday(kind, day, calendar) == day)


def moment_of(kind: str, day: date, calendar: Calendar, at: time) -> datetime:
    """The moment from which a past day is looked at: where that day's summary went out, when it did, so that the figures
    are those that were sent; on any other day its end."""
    if last_workday(kind, day, calendar) == day:
        return datetime.combine(day, at, SHANGHAI)
    return end_of(day) - timedelta(microseconds=999999)


def end_of_period(kind: str, day: date, calendar: Calendar, at: time) -> datetime:
    """When the summary of the period that holds the day went out, or will."""
    last = last_workday(kind, day, calendar) or _LAST[kind](_FIRST[kind](day))
    return datetime.combine(last, at, SHANGHAI)
