"""Feasts as limits: 国庆前 is the last day before the days off, 国庆后 the first day after them."""

import re
from datetime import date, timedelta
from functools import lru_cache

# As people say them → as the published days off call them, with the days where those of a year are not published.
NAMES = {
    "元旦": ("New Year's Day", (1, 1), 1),
    "春节": ("Spring Festival", (2, 1), 7),
    "过年": ("Spring Festival", (2, 1), 7),
    "年": ("Spring Festival", (2, 1), 7),
    "清明": ("Tomb-sweeping Day", (4, 4), 2),
    "五一": ("Labour Day", (5, 1), 1),
    "劳动节": ("Labour Day", (5, 1), 1),
    "端午": ("Dragon Boat Festival", (6, 10), 3),
    "中秋": ("Mid-autumn Festival", (9, 20), 1),
    "国庆": ("National Day", (10, 1), 7),
    "十一": ("National Day", (10, 1), 7),
}
FIXED = {"七一": (7, 1), "八一": (8, 1)}
_FIRST = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "十一": (10, 1), **FIXED}
_ANY = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")


@lru_cache(maxsize=256)
def days_off(name: str, year: int) -> tuple[date, date]:
    """Return the first and last day off of a feast: as published, else as in most years."""
    from chinese_calendar import constants  # loaded with the first feast named

    called, (month, day), length = NAMES[name]
    days = sorted(on for on, feast in constants.holidays.items() if feast == called and _near(on, month, year))
    if days:
        return days[0], days[-1]
    return date(year, month, day), date(year, month, day) + timedelta(days=length - 1)


def _near(on: date, month: int, year: int) -> bool:
    """Return whether a day off belongs to a year's feast: New Year's may begin in December."""
    return on.year == year if month > 1 or on.month == 1 else on.year == year - 1


def _named(said: str) -> str:
    """Return a feast as NAMES has it: 国庆节 and 国庆, but 春节."""
    return said if said in NAMES or said in FIXED or said == "节" else said.removesuffix("节")


def before(match: re.Match[str], sent: date) -> date | None:
    """Return the last day before a feast itself (国庆前: September 30), the next such day from the day of sending."""
    name = _named(match["feast"])
    for year in (sent.year, sent.year + 1):
        if name in _FIRST:
            first = date(year, *_FIRST[name])
        else:
            first = days_off(name, year)[0]
        if first - timedelta(days=1) >= sent:
            return first - timedelta(days=1)
    return None


def after(match: re.Match[str], sent: date) -> date | None:
    """Return the first day after a feast's days off; 节后 is after the next feast to come."""
    name = _named(match["feast"] or match["over"] or "节")
    ends = [
        days_off(one, year)[1] for one in (_ANY if name == "节" else (name,)) for year in (sent.year, sent.year + 1)
    ]
    return min((end + timedelta(days=1) for end in ends if end >= sent - timedelta(days=1)), default=None)
