"""Which stretch of time a summary covers."""

from datetime import date, datetime, timedelta

from bot.rules.calendar import ONE_DAY, SHANGHAI, Calendar, day_of

KINDS = ("week", "month", "quarter", "year")


def since_of(kind: str, until: datetime, calendar: Calendar) -> datetime:
    """When the period before ended: at the same hour on the last working day of the week (month, quarter, year) before.
    Refuses a kind it does not know."""
    day = day_of(until)
    if kind == "week":
        # Not simply last week's: a week wholly off has no brief, and what was filed in it belongs to this one.
        last = calendar.workday_on_or_before(day - timedelta(days=day.weekday() + 1))
    elif kind == "month":
        last = calendar.workday_on_or_before(day.replace(day=1) - ONE_DAY)
    elif kind == "quarter":
        last = calendar.workday_on_or_before(date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - ONE_DAY)
    elif kind == "year":
        last = calendar.workday_on_or_before(date(day.year, 1, 1) - ONE_DAY)
    else:
        raise ValueError(f"a summary covers one of {KINDS}, not {kind!r}")
    return datetime.combine(last, until.astimezone(SHANGHAI).time(), SHANGHAI)
