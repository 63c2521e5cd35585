"""Which period somebody asks a summary of, in words: 上月, 第三季度, 2018年9月, 2018-06-30."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.calendar import ONE_DAY

_DIGITS = {sign: n for n, sign in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}
_NUMBER = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"

# what people call the period they are in, in either script
NOW = {
    "week": ("week", "周", "週", "星期"),
    "month": ("month", "月"),
    "quarter": ("quarter", "季"),
    "year": ("year", "年"),
}


@dataclass(frozen=True)
class Asked:
    """`kind` of period (None: not said) and a day in it (None: the present one); `exact` where the day itself was named,
    so that things are wanted as they stood on it; `rest` is what else was said, `said` the words that named the time."""

    kind: str | None = None
    day: date | None = None
    exact: bool = False
    rest: str = ""
    said: str = ""


def period_asked(words: str, today: date) -> Asked:
    """The period in the words. A month, quarter or day without a year is the newest one that has begun.

    Raises ValueError where there is no such day (2月30日)."""
    for pattern, meaning in _PATTERNS:
        match = re.search(pattern, words, re.IGNORECASE)
        if match:
            kind, day, exact = meaning(match, today)
            rest = words[: match.start()] + " " + words[match.end() :]
            return Asked(kind, day, exact, rest, match[0].strip())
    return Asked(rest=words)


def _number(text: str) -> int:
    return int(text) if text.isascii() else _DIGITS[text]


def _newest(candidates: Iterable[date], today: date) -> date:
    """The newest of them that is not to come; the oldest where all are."""
    past = [day for day in candidates if day <= today]
    return max(past) if past else min(candidates)


def _day(match: re.Match[str], today: date) -> tuple[str | None, date, bool]:
    return None, date(int(match[1]), int(match[2]), int(match[3])), True


def _day_of_year(match: re.Match[str], today: date) -> tuple[str | None, date, bool]:
    month, day = _number(match[1]), int(match[2])
    return None, _newest([date(today.year, month, day), date(today.year - 1, month, day)], today), True


def _month(match: re.Match[str], today: date) -> tuple[str | None, date, bool]:
    month = _number(match[2])
    years = [int(match[1])] if match[1] else [today.year, today.year - 1]
    return "month", _newest([date(year, month, 1) for year in years], today), False


def _quarter(match: re.Match[str], today: date) -> tuple[str | None, date, bool]:
    month = _number(match[2]) * 3 - 2
    years = [int(match[1])] if match[1] else [today.year, today.year - 1]
    return "quarter", _newest([date(year, month, 1) for year in years], today), False


def _year(match: re.Match[str], today: date) -> tuple[str | None, date, bool]:
    return "year", date(int(match[1]), 1, 1), False


def _ago(kind: str, back: Callable[[date], date]) -> Callable[[re.Match[str], date], tuple[str | None, date, bool]]:
    return lambda match, today: (kind, back(today), False)


def _days_ago(n: int) -> Callable[[re.Match[str], date], tuple[str | None, date, bool]]:
    return lambda match, today: (None, today - timedelta(days=n), True)


def _quarter_ago(today: date) -> date:
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1) - ONE_DAY


# The more exact first: 2018年9月30日 is a day, not a month.
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str], date], tuple[str | None, date, bool]]], ...] = (
    (r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})[日号號]?(?!\d)", _day),
    (rf"(?<![\d十])({_NUMBER})月(\d{{1,2}})[日号號]?(?!\d)", _day_of_year),
    (r"昨[天日]", _days_ago(1)),
    (r"前[天日]", _days_ago(2)),
    (r"上[个個]?(?:周|週|星期)|last week", _ago("week", lambda today: today - timedelta(days=7))),
    (r"上[个個]?月份?|last month", _ago("month", lambda today: today.replace(day=1) - ONE_DAY)),
    (r"上[个個一]?季度?|last quarter", _ago("quarter", _quarter_ago)),
    (r"去年|上年度?|last year", _ago("year", lambda today: date(today.year - 1, 1, 1))),
    (r"前年", _ago("year", lambda today: date(today.year - 2, 1, 1))),
    (r"(?:(20\d\d)\s*年?\s*)?第?([1-4一二三四])季度?", _quarter),
    (r"(?:(20\d\d)\s*年?\s*)?Q([1-4])(?!\d)", _quarter),
    (rf"(?:(20\d\d)\s*年\s*)?(?<![\d十])({_NUMBER})月份?", _month),
    (r"(20\d\d)-(0[1-9]|1[0-2])(?!\d)", _month),
    (r"(?<!\d)(20\d\d)年度?", _year),
)
