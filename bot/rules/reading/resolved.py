"""The day that a way of naming one stands for, counted from the day of sending."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.rules.reading.numerals import han_value

CLOSING = re.compile(r"\s?(?:底|末)?(?:之前|以前|前|之内|以内|内|止)")


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else int(han_value(text) or 0)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, min(day, monthrange(year, month)[1]) if day > 28 else day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """Return the last day of a month; months past December run on into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _year(match: re.Match[str], sent: date) -> int | None:
    raw = match["year"]
    if not raw:
        return None
    named = {"今": 0, "本": 0, "明": 1, "后": 2, "去": -1, "上": -1, "前": -2, "来": 1}
    if raw[0] in named:
        return sent.year + named[raw[0]]
    digits = re.sub(r"\D", "", raw)
    return int(digits) + (2000 if len(digits) == 2 else 0)


_PARTS = {"初": 5, "上旬": 10, "中旬": 20, "中": 15, "下旬": 31, "底": 31, "末": 31}


def month_day(match: re.Match[str], sent: date) -> date | None:
    """Return the day of 11月15日, 3月底, 明年6月; a month already past is next year's."""
    year, month = _year(match, sent), _number(match["month"])
    if not 1 <= month <= 12:
        return None
    day = _number(match["day"]) if match["day"] else _PARTS.get(match["part"] or "底", 31)
    made = _made(year or sent.year, month, day)
    # A month already past means next year's; a day past within this month is really past.
    if made and year is None and (month < sent.month):
        made = _made(sent.year + 1, month, day)
    return made


def this_month(match: re.Match[str], sent: date) -> date | None:
    """Return the day of 月底, 下月15号, 本月中旬."""
    said = match["ahead"] or ""
    ahead = said.count("下") - said.count("上")
    end = month_end(sent.year, sent.month + ahead)
    day = _number(match["day"]) if match["day"] else _PARTS.get(match["part"] or "底", 31)
    return _made(end.year, end.month, day)


def bare_day(match: re.Match[str], sent: date) -> date | None:
    """Return the day of 20号, this month or the next."""
    day = _number(match["day"])
    if not 1 <= day <= 31:
        return None
    end = sent if day >= sent.day else month_end(sent.year, sent.month + 1)
    return _made(end.year, end.month, day)


def year_end(match: re.Match[str], sent: date) -> date | None:
    """Return the last day of a year."""
    year = _year(match, sent)
    return date(sent.year if year is None else year, 12, 31)


def quarter(match: re.Match[str], sent: date) -> date | None:
    """Return the last day of a quarter."""
    year = _year(match, sent)
    which = match["quarter"]
    if which in ("本", "这", "这个", "当", ""):
        return month_end(sent.year, (sent.month + 2) // 3 * 3)
    if which in ("下", "下个", "下一"):
        return month_end(sent.year, (sent.month + 2) // 3 * 3 + 3)
    if which.startswith("上"):
        return month_end(sent.year, (sent.month + 2) // 3 * 3 - 3)
    number = _number(which)
    if not 1 <= number <= 4:
        return None
    made = month_end(year or sent.year, number * 3)
    ahead = match[0][-1] in "末底内" or bool(CLOSING.match(match.string, match.end()))
    return month_end(sent.year + 1, number * 3) if year is None and made < sent and ahead else made


def half(match: re.Match[str], sent: date) -> date | None:
    """Return the last day of a half-year."""
    year = _year(match, sent) or sent.year
    return date(year, 6, 30) if match["which"] == "上" else date(year, 12, 31)


_WEEKDAYS = (
    {sign: index for index, sign in enumerate("一二三四五六日")}
    | {"天": 6, "末": 6}
    | {str(n + 1): n for n in range(7)}
)


def weekday(match: re.Match[str], sent: date) -> date | None:
    """Return the day of 下周五, 本周内, 周三; weeks start on Monday."""
    monday = sent - timedelta(days=sent.weekday())
    ahead = match["ahead"] or ""
    weeks = ahead.count("下") - ahead.count("上")
    if match["week"] in ("内", "底", "之内"):
        return monday + timedelta(days=6 + 7 * weeks)
    if not match["week"]:
        return monday + timedelta(days=7 * weeks) if weeks else monday + timedelta(days=6)
    day = monday + timedelta(days=_WEEKDAYS[match["week"]] + 7 * weeks)
    return day + timedelta(days=7) if not ahead and day < sent else day


NEAR = {
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "明天": 1,
    "明日": 1,
    "明早": 1,
    "明晚": 1,
    "后天": 2,
    "大后天": 3,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
}
_SPANS: dict[str, Callable[[date, int], date]] = {
    "天": lambda sent, n: sent + timedelta(days=n),
    "日": lambda sent, n: sent + timedelta(days=n),
    "周": lambda sent, n: sent + timedelta(weeks=n),
    "月": lambda sent, n: (
        _made(month_end(sent.year, sent.month + n).year, month_end(sent.year, sent.month + n).month, sent.day) or sent
    ),
}


def ahead(match: re.Match[str], sent: date) -> date | None:
    """Return the day of 三天后, 两周内, 半个月后."""
    count = match["count"]
    if "半" in count:
        days = {"半个月": 15, "半年": 182, "半月": 15}.get(count + match["span"], 15)
        return sent + timedelta(days=days)
    return _SPANS[match["span"][-1]](sent, _number(count))
