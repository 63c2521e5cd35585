"""Days named in a message, counted from the day it was sent."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.reading import feasts
from bot.rules.reading.resolved import (
    CLOSING,
    NEAR,
    ahead,
    bare_day,
    half,
    month_day,
    quarter,
    this_month,
    weekday,
    year_end,
)

_HAN = "一二两三四五六七八九十"
_N = rf"(?:\d{{1,2}}|[{_HAN}廿]{{1,3}})"
_END = "(?:末|底)"
_FEASTS = "元旦|春节|清明|五一|劳动节|端午|中秋|国庆|十一"


@dataclass(frozen=True, slots=True)
class Day:
    """A day named at a place: `past` when it is over, `closing` where 前 or 底 or 内 makes it a limit."""

    start: int
    end: int
    on: date | None
    past: bool = False
    closing: bool = False


_YEAR = r"(?P<year>(?:20\d\d|1\d|2\d)年|20\d\d年度?|今年|本年|明年|后年|去年|上年|前年|来年)?"
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    # 1-3月 is a period, no day.
    (re.compile(rf"(?<!\d){_N}(?:-|—|~|至|到){_N}月(?:份)?(?!\d)"), lambda _match, _sent: None),
    (re.compile(r"(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?P<part>)(?!\d)"), month_day),
    (
        re.compile(
            rf"{_YEAR}的?(?<![\d个前后.两三几])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?:的)?(?:(?P<day>[0-3]?\d|[{_HAN}廿]{{1,3}})(?:日|号|(?=前|之前|以前))|(?P<part>上旬|中旬|下旬|初|中(?!标|旬)|{_END}))?"
        ),
        month_day,
    ),
    (
        re.compile(
            rf"(?P<ahead>下下个?|下个?|上个?|本|这个?|当)月(?:的)?(?:份)?(?:(?P<day>[0-3]?\d|[{_HAN}廿]{{1,3}})(?:日|号)|(?P<part>上旬|中旬|下旬|初|中(?!标)|{_END}))?"
        ),
        this_month,
    ),
    (re.compile(rf"(?P<ahead>)(?P<day>)(?<![\d{_HAN}个])月(?P<part>上旬|中旬|下旬|初|中(?!标)|内|{_END})"), this_month),
    (
        re.compile(rf"{_YEAR}(?P<quarter>下个|下一|这个|本|这|当|下|上个|上|第?[一二三四1-4])个?季度(?:{_END}|内)?"),
        quarter,
    ),
    (re.compile(rf"(?P<year>)(?P<quarter>)(?<![一二三四])季{_END}"), quarter),
    (re.compile(rf"{_YEAR}(?P<which>[上下])半年(?:{_END}|内)?"), half),
    (
        re.compile(
            rf"(?P<year>20\d\d年|1\d年|2\d年|今年|本年|明年|后年|去年|上年|前年|来年)(?:度)?(?:年?{_END}|之前|以前|前(?![一二三四\d几])|内)"
        ),
        year_end,
    ),
    (re.compile(rf"(?P<year>今|本|明|去|上|前|后)?年(?:{_END}|内|终)"), year_end),
    (
        re.compile(
            r"(?P<ahead>下下个?|下个?|上个?|本|这个?)?周(?P<week>[一二三四五六日天末1-7]|内|底)(?!的?期|度|年|边|围)"
        ),
        weekday,
    ),
    (re.compile(r"(?P<ahead>下下个?|下个?)周(?P<week>)(?!报(?:告|表|送)|[围边])"), weekday),
    (
        re.compile(r"(?P<near>大后天|今天|今日|今晚|明天|明日|明早|明晚|后天|昨天|昨日|前天)"),
        lambda m, sent: sent + timedelta(days=NEAR[m["near"]]),
    ),
    (
        re.compile(rf"(?<![第\d.])(?P<count>{_N}|半)(?P<span>天|日|个周|周|个月|年|月)(?:之?后|以后|之?内|以内|过后)"),
        lambda m, sent: None if m["span"] == "年" and m["count"] != "半" else ahead(m, sent),
    ),
    (
        re.compile(
            r"(?:过|再过|等|隔|(?:再|还)有|(?:还|再)要|还得)(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})(?P<span>天|日|周|个月)(?!内|报)"
        ),
        lambda m, sent: ahead(m, sent),
    ),
    (
        re.compile(
            rf"(?P<feast>(?:{_FEASTS}|七一|八一)节?|年)(?=(?:之|以)?前)(?<!\d年)(?<![前去今明本一二两三四五几当半多次全每往上历]年)"
        ),
        feasts.before,
    ),
    (
        re.compile(
            rf"过完?(?P<over>(?:{_FEASTS})节?|年|节)(?:之后|以后|后|再|就|,|$)|(?<![\d今明去本前后上两三四五几半多全每])(?P<feast>(?:{_FEASTS})节?|节|年)(?:假)?(?:一)?(?:之后|以后|过后|过完|后)(?!台|续|勤|天|年|来|期|者|面)"
        ),
        feasts.after,
    ),
    (
        re.compile(
            rf"(?<![\d第\]{_HAN}文号字-])(?P<day>[0-3]?\d|[{_HAN}廿]{{1,3}})(?:号|日)(?!文|楼|线|令|院|门|机|室|常|均|期|文件|子)"
        ),
        bare_day,
    ),
)
_CUE = re.compile(r"[年月日号周天季]|20\d\d[-/.]|节|元旦|春节|清明|端午|中秋|五一|国庆|十一|七一|八一|今晚|明早|明晚")
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
                closing = bool(CLOSING.match(text, end)) or match[0][-1] in "底末内前终"
                found.append(Day(start, end, on, past, closing))
        for match in _YEAR_ALONE.finditer(text):
            if not any(taken[match.start() : match.end()]):
                found.append(Day(match.start(), match.end(), None))
    found.sort(key=lambda day: day.start)
    return found
