"""Days typed in a command: 10-08, 2018-12-31, 10月8日; and the words around them."""

import re
from datetime import date

_DAY = re.compile(
    r"(?:到|至|从|自)?(?:(20\d\d)[-./年])?(?<![\d（(])(1[0-2]|0?[1-9])[-./月](3[01]|[12]\d|0?[1-9])(?:日|号|號)?(?:前|止)?(?![\d）)])"
)


def days_in(words: str, today: date) -> tuple[list[date], str]:
    """The days in the words, in order, and what is left of the words. A day without a year is this year's, or next year's
    where that was more than half a year ago. Raises ValueError for a day that is not in the calendar."""
    days = []
    for year, month, day in _DAY.findall(words):
        found = date(int(year) if year else today.year, int(month), int(day))
        if not year and (today - found).days > 183:
            found = found.replace(year=found.year + 1)
        days.append(found)
    left = _DAY.sub(" ", words)
    return days, " ".join(left.split()).strip("—-~～–至到 ")
