"""Working days of the China calendar, with its swapped days and the office's own corrections."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from types import MappingProxyType

# One offset since 1991, so no zone database is needed.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
ONE_DAY = timedelta(days=1)
LISTED = 10  # days: no year's holidays and swaps are fewer, and nobody corrects as many one by one


def day_of(moment: datetime) -> date:
    """The calendar day of an instant where the plans are in force."""
    return moment.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """The last instant of a day where the plans are in force."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=SHANGHAI)


@lru_cache(maxsize=1)
def known_years() -> tuple[int, int]:
    """First and last year whose days off have been published (by the State Council, through chinesecalendar)."""
    from chinese_calendar import constants  # imported late: start-up should not wait for twenty years of holidays

    return min(constants.holidays).year, max(constants.holidays).year


@lru_cache(maxsize=64)
def _published(year: int) -> tuple[bool, ...]:
    """Whether each day of a year is worked; Monday to Friday for a year not yet published."""
    days = [date(year, 1, 1) + ONE_DAY * n for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    first, last = known_years()
    if not first <= year <= last:
        return tuple(day.weekday() < 5 for day in days)
    from chinese_calendar import is_workday

    return tuple(bool(is_workday(day)) for day in days)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Which days are worked. `overrides` (day → worked or not) is the office's list and wins over what is published."""

    overrides: Mapping[date, bool] = field(default_factory=dict)
    _counts: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        # A copy: what has been counted must stay true. A new list is a new calendar.
        object.__setattr__(self, "overrides", MappingProxyType(dict(self.overrides)))

    def is_workday(self, day: date) -> bool:
        """Whether people are at their desks that day."""
        if self.overrides and day in self.overrides:
            return self.overrides[day]
        return _published(day.year)[day.timetuple().tm_yday - 1]

    def is_known(self, day: date) -> bool:
        """Whether the day is published or listed by hand; otherwise `is_workday` is an estimate."""
        return day in self.overrides or self.knows_year(day.year)

    def is_published(self, year: int) -> bool:
        """Whether the year's days off have been published."""
        first, last = known_years()
        return first <= year <= last

    def knows_year(self, year: int) -> bool:
        """Whether the year is published, or the office's list holds enough of it to be the whole of its holidays."""
        return self.is_published(year) or sum(day.year == year for day in self.overrides) >= LISTED

    def unknown_year_ahead(self, today: date) -> int | None:
        """From November on, the next year where its days off are not published yet: admins are told, so that they can
        load a list. None otherwise."""
        ahead = date(today.year + 1, 1, 1)
        return ahead.year if today.month >= 11 and not self.knows_year(ahead.year) else None

    def workday_on_or_before(self, day: date) -> date:
        """The day itself if worked, else the last working day before it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def workday_on_or_after(self, day: date) -> date:
        """The day itself if worked, else the next working day."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day after the day (before it where n is negative); the day itself for 0."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`: Friday to Monday is 1; negative where `b` comes first."""
        if b < a:
            return -self.workdays_between(b, a)
        count = self._worked_by(b) - self._worked_by(a)
        return count + sum(self._year(year)[-1] for year in range(a.year, b.year))

    def last_workday_of_week(self, day: date) -> date | None:
        """The last working day from Monday to Sunday around the day; None where the whole week is off."""
        monday = day - ONE_DAY * day.weekday()
        return self._last_between(monday, monday + ONE_DAY * 6)

    def last_workday_of_month(self, day: date) -> date | None:
        """The last working day of the day's month."""
        return self._last_between(day.replace(day=1), last_of_month(day))

    def last_workday_of_quarter(self, day: date) -> date | None:
        """The last working day of the day's quarter."""
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return self._last_between(first, last_of_month(first.replace(month=first.month + 2)))

    def _last_between(self, first: date, last: date) -> date | None:
        found = self.workday_on_or_before(last)
        return found if found >= first else None

    def _worked_by(self, day: date) -> int:
        return self._year(day.year)[day.timetuple().tm_yday - 1]

    def _year(self, year: int) -> list[int]:
        """Working days of the year so far, for each of its days: counting becomes a subtraction."""
        counts = self._counts.get(year)
        if counts is None:
            counts, total = [], 0
            for n in range(len(_published(year))):
                total += self.is_workday(date(year, 1, 1) + ONE_DAY * n)
                counts.append(total)
            self._counts[year] = counts
        return counts


def last_of_month(day: date) -> date:
    """The last calendar day of the day's month."""
    return (day.replace(day=28) + ONE_DAY * 4).replace(day=1) - ONE_DAY
