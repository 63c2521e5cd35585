"""Working days an admin swaps, in words: 2027-02-06 班, 2027-02-08至2027-02-14 休; and back: the swapped days as ranges."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.rules.calendar import ONE_DAY, Calendar

# the words → worked or not; None takes an earlier word back
WORDS: dict[str, bool | None] = (
    dict.fromkeys(("上班", "班", "工作日", "工作", "work", "on"), True)
    | dict.fromkeys(("放假", "休息", "休", "假", "off"), False)
    | dict.fromkeys(("默认", "默認", "取消", "恢复", "恢復", "default"), None)
)
MOST_DAYS = 60  # of one range: no holiday is longer, a slip of the pen may be

_DAY = r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})日?"
_SHORT_DAY = r"(?:(?:(20\d\d)\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*)?(\d{1,2})日?"
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_LINE = re.compile(rf"\s*{_DAY}(?:\s*(?:至|到|~|～|—+|–|--)\s*{_SHORT_DAY})?\s*({_WORD})[\s,，;；。、]*", re.IGNORECASE)


class NotADay(ValueError):
    """The words from here on are no day and word; `args[0]` holds them."""


def swaps(words: str, today: date) -> dict[date, bool | None]:
    """Each day named, and whether it is worked (None: as published again). All or nothing.

    Raises NotADay with what could not be read: no such day, a day that is over, a range that runs backwards or too long.
    """
    found: dict[date, bool | None] = {}
    place = 0
    while words[place:].strip():
        match = _LINE.match(words, place)
        if match is None:
            raise NotADay(words[place:].strip())
        for day in _days(match, today):
            found[day] = WORDS[match[7].lower()]
        place = match.end()
    return found


def _days(match: re.Match[str], today: date) -> Iterable[date]:
    year, month, day, to_year, to_month, to_day = match.groups()[:6]
    try:
        first = date(int(year), int(month), int(day))
        last = date(int(to_year or year), int(to_month or month), int(to_day)) if to_day else first
    except ValueError:
        raise NotADay(match[0].strip()) from None
    length = (last - first).days + 1
    if first < today or not 1 <= length <= MOST_DAYS:
        raise NotADay(match[0].strip())
    return [first + ONE_DAY * n for n in range(length)]


@dataclass(frozen=True)
class Stretch:
    """Days in a row that are not what their weekday says: worked Saturdays and Sundays, or working days off."""

    first: date
    last: date
    worked: bool
    by_hand: bool  # an admin said so, not the published calendar


def stretches(calendar: Calendar, today: date, days: int) -> list[Stretch]:
    """The swapped days from today on, as ranges in order; weekends inside a holiday do not part it."""
    found: list[Stretch] = []
    for n in range(days):
        day = today + ONE_DAY * n
        worked, by_hand = calendar.is_workday(day), day in calendar.overrides
        if worked == (day.weekday() < 5):
            continue
        before = found[-1] if found else None
        if before and before.worked == worked and before.by_hand == by_hand and _touch(before.last, day, worked):
            found[-1] = Stretch(before.first, day, worked, by_hand)
        else:
            found.append(Stretch(day, day, worked, by_hand))
    return found


def _touch(last: date, day: date, worked: bool) -> bool:
    """Whether nothing but a weekend lies between two days off."""
    gap = [last + ONE_DAY * n for n in range(1, (day - last).days)]
    return not gap or (not worked and all(one.weekday() >= 5 for one in gap))


def known_how(calendar: Calendar, year: int) -> str:
    """How certain a year's working days are: published, listed (by hand), or estimated."""
    if calendar.is_published(year):
        return "published"
    return "listed" if calendar.knows_year(year) else "estimated"
