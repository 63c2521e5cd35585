"""Days named in a message, counted from the day it was sent."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.reading.numerals import han_value

_HAN = "一二两三四五六七八九十"
_N = rf"(?:\d{{1,2}}|[{_HAN}廿]{{1,3}})"
_END = "(?:末|底)"
_CLOSING = re.compile(r"\s?(?:底|末)?(?:之前|以前|前|之内|以内|内|止)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day named at a place; `clear` is False where only a month or year was said, `closing` where 前 or 底 or 内 follows."""

    start: int
    end: int
    on: date | None
    past: bool = False
    closing: bool = False


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


def _month_day(match: re.Match[str], sent: date) -> date | None:
    year, month = _year(match, sent), _number(match["month"])
    if not 1 <= month <= 12:
        return None
    day = _number(match["day"]) if match["day"] else _PARTS.get(match["part"] or "底", 31)
    made = _made(year or sent.year, month, day)
    # A month already past means next year's; a day past within this month is really past.
    if made and year is None and (month < sent.month):
        made = _made(sent.year + 1, month, day)
    return made


def _this_month(match: re.Match[str], sent: date) -> date | None:
    said = match["ahead"] or ""
    ahead = said.count("下") - said.count("上")
    end = month_end(sent.year, sent.month + ahead)
    day = _number(match["day"]) if match["day"] else _PARTS.get(match["part"] or "底", 31)
    return _made(end.year, end.month, day)


def _bare_day(match: re.Match[str], sent: date) -> date | None:
    day = _number(match["day"])
    if not 1 <= day <= 31:
        return None
    end = sent if day >= sent.day else month_end(sent.year, sent.month + 1)
    return _made(end.year, end.month, day)


def _year_end(match: re.Match[str], sent: date) -> date | None:
    year = _year(match, sent)
    return date(sent.year if year is None else year, 12, 31)


def _quarter(match: re.Match[str], sent: date) -> date | None:
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
    ahead = match[0][-1] in "末底内" or bool(_CLOSING.match(match.string, match.end()))
    return month_end(sent.year + 1, number * 3) if year is None and made < sent and ahead else made


def _half(match: re.Match[str], sent: date) -> date | None:
    year = _year(match, sent) or sent.year
    return date(year, 6, 30) if match["which"] == "上" else date(year, 12, 31)


_WEEKDAYS = (
    {sign: index for index, sign in enumerate("一二三四五六日")}
    | {"天": 6, "末": 6}
    | {str(n + 1): n for n in range(7)}
)


def _weekday(match: re.Match[str], sent: date) -> date | None:
    monday = sent - timedelta(days=sent.weekday())
    ahead = match["ahead"] or ""
    weeks = ahead.count("下") - ahead.count("上")
    if match["week"] in ("内", "底", "之内"):
        return monday + timedelta(days=6 + 7 * weeks)
    if not match["week"]:
        return monday + timedelta(days=7 * weeks) if weeks else monday + timedelta(days=6)
    day = monday + timedelta(days=_WEEKDAYS[match["week"]] + 7 * weeks)
    return day + timedelta(days=7) if not ahead and day < sent else day


_NEAR = {
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


def _ahead(match: re.Match[str], sent: date) -> date | None:
    count = match["count"]
    if "半" in count:
        days = {"半个月": 15, "半年": 182, "半月": 15}.get(count + match["span"], 15)
        return sent + timedelta(days=days)
    return _SPANS[match["span"][-1]](sent, _number(count))


_FEASTS = {
    "元旦": (12, 31),
    "五一": (4, 30),
    "劳动节": (4, 30),
    "国庆": (9, 30),
    "国庆节": (9, 30),
    "十一": (9, 30),
    "七一": (6, 30),
}


def _feast(match: re.Match[str], sent: date) -> date | None:
    month, day = _FEASTS[match["feast"]]
    made = date(sent.year, month, day)
    return date(sent.year + 1, month, day) if made < sent else made


_YEAR = r"(?P<year>(?:20\d\d|1\d|2\d)年|20\d\d年度?|今年|本年|明年|后年|去年|上年|前年|来年)?"
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (re.compile(r"(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?P<part>)(?!\d)"), _month_day),
    (
        re.compile(
            rf"{_YEAR}的?(?<![\d个前后.两三几])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?:的)?(?:(?P<day>[0-3]?\d|[{_HAN}廿]{{1,3}})(?:日|号|(?=前|之前|以前))|(?P<part>上旬|中旬|下旬|初|中(?!标|旬)|{_END}))?"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"(?P<ahead>下下个?|下个?|上个?|本|这个?|当)月(?:的)?(?:份)?(?:(?P<day>[0-3]?\d|[{_HAN}廿]{{1,3}})(?:日|号)|(?P<part>上旬|中旬|下旬|初|中(?!标)|{_END}))?"
        ),
        _this_month,
    ),
    (re.compile(rf"(?P<ahead>)(?P<day>)(?<![\d{_HAN}个])月(?P<part>上旬|中旬|下旬|初|中(?!标)|{_END})"), _this_month),
    (
        re.compile(rf"{_YEAR}(?P<quarter>下个|下一|这个|本|这|当|下|上个|上|第?[一二三四1-4])个?季度(?:{_END}|内)?"),
        _quarter,
    ),
    (re.compile(rf"(?P<year>)(?P<quarter>)(?<![一二三四])季{_END}"), _quarter),
    (re.compile(rf"{_YEAR}(?P<which>[上下])半年(?:{_END}|内)?"), _half),
    (
        re.compile(
            rf"(?P<year>20\d\d年|1\d年|2\d年|今年|本年|明年|后年|去年|上年|前年|来年)(?:度)?(?:年?{_END}|之前|以前|前(?![一二三四\d几])|内)"
        ),
        _year_end,
    ),
    (re.compile(rf"(?P<year>今|本|明|去|上|前|后)?年(?:{_END}|内|终)"), _year_end),
    (
        re.compile(
            r"(?P<ahead>下下个?|下个?|上个?|本|这个?)?周(?P<week>[一二三四五六日天末1-7]|内|底)(?!的?期|度|年|边|围)"
        ),
        _weekday,
    ),
    (re.compile(r"(?P<ahead>下下个?|下个?)周(?P<week>)(?![报围边])"), _weekday),
    (
        re.compile(r"(?P<near>大后天|今天|今日|今晚|明天|明日|明早|明晚|后天|昨天|昨日|前天)"),
        lambda m, sent: sent + timedelta(days=_NEAR[m["near"]]),
    ),
    (
        re.compile(rf"(?<![第\d.])(?P<count>{_N}|半)(?P<span>天|日|个周|周|个月|年|月)(?:之?后|以后|之?内|以内|过后)"),
        lambda m, sent: None if m["span"] == "年" and m["count"] != "半" else _ahead(m, sent),
    ),
    (
        re.compile(
            r"(?:过|再过|等|隔)(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})(?P<span>天|日|周|个月)(?!内|报)"
        ),
        lambda m, sent: _ahead(m, sent),
    ),
    (re.compile(r"(?P<feast>元旦|五一|劳动节|国庆节?|十一|七一)(?=节?(?:前|之前|以前))"), _feast),
    (
        re.compile(
            rf"(?<![\d第\]{_HAN}文号字-])(?P<day>[0-3]?\d|[{_HAN}廿]{{1,3}})(?:号|日)(?!文|楼|线|令|院|门|机|室|常|均|期|文件|子)"
        ),
        _bare_day,
    ),
)
_CUE = re.compile(r"[年月日号周天季]|20\d\d[-/.]|元旦|五一|国庆|十一|七一|今晚|明早|明晚")
_PAST = re.compile(r"去年|上年|前年|上个?月|上个?季|上个?周|昨|前天")
_YEAR_ALONE = re.compile(r"20\d\d(?:—|-|至|到)20\d\d年?|20\d\d年度?|[1-2]\d年(?!级)|(?<!\d)20[12]\d(?!\d)")


def days_in(text: str, sent: date) -> list[Day]:
    """Return the days a folded text names, in order; later kinds never overlap earlier ones."""
    found: list[Day] = []
    if _CUE.search(text):
        taken = bytearray(len(text))
        for pattern, resolve in _KINDS:
            for match in pattern.finditer(text):
                start, end = match.span()
                if start == end or any(taken[start:end]):
                    continue
                on = resolve(match, sent)
                past = bool(_PAST.search(match[0])) or (on is not None and on < sent)
                taken[start:end] = b"x" * (end - start)
                closing = bool(_CLOSING.match(text, end)) or match[0][-1] in "底末内前终"
                found.append(Day(start, end, on, past, closing))
        for match in _YEAR_ALONE.finditer(text):
            if not any(taken[match.start() : match.end()]):
                found.append(Day(match.start(), match.end(), None))
    found.sort(key=lambda day: day.start)
    return found
