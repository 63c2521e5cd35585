"""Time phrases: what is due by when, read to the last day of the period that is named."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.documents.drafts import DraftDeadline
from bot.documents.numbering import number_of
from bot.documents.shape import shape

YEAR: Final = r"(?P<year>(?:19|20)\d\d|(?<![\d.])[12]\d(?=年(?:年?[底末]|\d{1,2}月))|[一二][〇○零九][〇○零一二三四五六七八九]{2})年"
_BEFORE: Final = r"(?:之前|以前|前)?"
_HOPE: Final = r"(?:(?:力争|争取|确保|计划|预计|原则上|努力|最迟|不晚于|目标)?(?:在|于|用)?(?:到|至|截至|截止到|截止)?)"
_QUARTER: Final = r"第?[一二三四1-4]季度"
_PERIOD: Final = (
    r"(?:"
    # 6、7月, 6月至8月, 5月1日至10月31日: the last counts.
    r"(?:(?:\d{1,2}月(?:\d{1,2}日)?|\d{1,2})[至到-]|(?:\d{1,2}[、和及与])+(?=\d))?"
    rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:(?P<day>3[01]|[12]\d|0?[1-9])日{_BEFORE}|(?P<third>[上中下]旬|初)|份?(?:底|末)?)?{_BEFORE}内?"
    rf"|(?P<quarter>{_QUARTER})(?:末|底|内)?{_BEFORE}"
    rf"|(?P<half>[上下]半年)(?:末|底|内)?{_BEFORE}"
    rf"|(?P<middle>年中){_BEFORE}"
    rf"|年?(?:底|末|内|中期|初)?{_BEFORE}"
    r")"
)
_DATED: Final = re.compile(rf"{_HOPE}(?:(?:19|20)\d\d年?(?:-|至|到))?{YEAR}{_PERIOD}")
_UNDATED: Final = re.compile(
    rf"(?<![\d一二两三四五六七八九十半每次])(?<![每次]年)(?:{_HOPE}(?P<which>今年|本年度?|明年|当年)?{_PERIOD}|(?:今|本|明|当)?年内)"
)
_MAYBE_UNDATED: Final = re.compile("年[底末内]|[今明本当]年|月|季度|半年")
_FIVE: Final = re.compile(
    r"(?:力争|争取|确保)?(?:到|至|在)?“?(?P<five>十[二三四五六])五”?(?:规划)?(?:期?末|末期|期间|时期末?)"
)
_WITHIN: Final = re.compile(
    r"(?:力争|争取|确保|计划)(?:在|用|利用|通过)?(?:未来|今后)?(?:\d+|[一二两三四五六七八九十]+)(?:-(?:\d+|[一二三四五六七八九十]+))?(?:年|个月|个季度)(?:左右)?(?:的?时间)?内?"
    r"|(?:\d+|[一二两三四五六七八九十]+)年内(?=(?:再?新?认定|建成|培育|打造|实现|完成|新增|引进|形成|创建|建设|达到))"
    r"|(?:未来|今后)(?:\d+|[一二两三四五六七八九十]+)年内?"
)
_EVERY: Final = (
    ("semiannual", re.compile(r"每半年(?!最高|不超过)")),
    ("quarterly", re.compile(r"(?:每个?季度|按季度?)")),
    ("monthly", re.compile(r"(?:至少)?(?:每个?月|按月|逐月)(?:[^，。；]{0,6}一次)?")),
    ("weekly", re.compile(r"每周")),
    ("annual", re.compile(r"(?:以后)?每(?:一)?年(?:度)?(?!最高|不超过|给予|补)|年度终了后[^，。；]{0,8}内|逐年")),
)
_ONGOING: Final = re.compile(r"持续|长期|常态|经常性|全年|一直|滚动|动态")
# 2015年以来, 自2019年7月1日起, 较2020年 tell of the past or of a beginning, not of an end.
_BEGINS: Final = re.compile(
    r"^(?:起|以来|开始|以后|之后|后(?!续)|版|(?:建成|建设|投产|投用|竣工|注册|成立|登记)的|第|度?(?:数据|水平|基础|版|预算|计划))"
)
_REACHES: Final = re.compile(r"^(?:达|突破|提高|提升|降|分别|实现|完成|[、和](?:19|20)\d\d年|不低于|力争|要)")
_GOES_ON: Final = re.compile(r"^(?:完成|开工|启动|投用|投产|建成|实现|投入|正式|形成|出台|通车|竣工|验收|全面|基本)")
_ISSUES: Final = re.compile(r"^(?:印发|发布|出台|修订|召开|颁布)")
_LOOKS_BACK: Final = re.compile(r"(?:自|从|较|比|以|相比|同比|有效期至|有效期|执行至|施行至|印发|发布)$")


@dataclass(frozen=True)
class When:
    """A time phrase and its place: the last day of its period where it has one, or how it recurs."""

    phrase: str
    start: int
    end: int
    on: date | None = None
    recurs: str | None = None


def times_in(text: str, issued: date | None = None) -> list[When]:
    """The time phrases of a text in order; 年底前 without a year takes the year named before it, else that of issue."""
    shaped = _veiled(shape(text))
    found = [*_dated(text, shaped, issued), *_fives(text, shaped), *_recurring(text, shaped)]
    found += [
        When(text[hit.start() : hit.end()], hit.start(), hit.end())
        for hit in _WITHIN.finditer(shaped)
        if not _touches(found, hit.start(), hit.end())
    ]
    found += _undated(text, shaped, found, issued)
    return sorted(found, key=lambda when: when.start)


def deadline_of(phrase: str, issued: date | None = None) -> tuple[DraftDeadline, ...]:
    """A 完成时限 as printed: its dates, and what follows them; 持续推进 alone is ongoing."""
    phrase = phrase.strip()
    written = re.sub(r"((?:19|20)\d\d)[./-](\d{1,2})(?:[./-](\d{1,2}))?(?!\d)", _spelt, shape(phrase))
    written = re.sub(r"（((?:19|20)\d\d-(?:19|20)\d\d)年?）", r"：\1年", written)
    if re.fullmatch(r"\d{1,2}月份?", written):
        written += "底"
    dated = [when for when in times_in(phrase if written == shape(phrase) else written, issued) if when.on]
    recurs = next((kind for kind, pattern in _EVERY if pattern.search(shape(phrase))), None)
    if recurs is None and _ONGOING.search(shape(phrase)):
        recurs = "ongoing"
    if len(dated) <= 1:
        on = dated[0].on if dated else None
        return (DraftDeadline(phrase, on, recurs),) if on or recurs or phrase else ()
    last = len(dated) - 1
    return tuple(DraftDeadline(w.phrase, w.on, recurs if n == last else None) for n, w in enumerate(dated))


def _spelt(numeric: re.Match[str]) -> str:
    year, month, day = numeric.groups()
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")


def _veiled(shaped: str) -> str:
    """Titles and document numbers hold years that bind nobody."""
    return re.sub(r"《[^》]*》|〔\d{4}〕|［\d{4}］|（\d{4}-\d{4}年?）", lambda hit: "#" * len(hit[0]), shaped)


def _dated(text: str, shaped: str, issued: date | None) -> Iterator[When]:
    for hit in _DATED.finditer(shaped):
        before, after = shaped[: hit.start()], shaped[hit.end() :]
        if _BEGINS.match(after) or _LOOKS_BACK.search(before + _prefix(hit)):
            continue
        if _ISSUES.match(after) and not re.search(r"[前底末内]$", hit[0]):
            continue
        bare = not any(hit[kind] for kind in ("month", "quarter", "half", "middle")) and hit[0].endswith("年")
        alone = bare and not _prefix(hit) and not re.search(r"(?:^|[，。；：、（\s”]|在|于|其中)$", before)
        # 覆盖率2025年达到80% and 2026年、2027年分别达到… are due; 2025年版 is not.
        if alone and not _REACHES.match(after):
            continue
        on = _last_day(year_of(hit["year"]), hit)
        # 截至2018年底 in a later document says how things stood, not what is due.
        if "截" in _prefix(hit) and on and (issued is None or on <= issued):
            continue
        yield When(text[hit.start() : hit.end()], hit.start(), hit.end(), on)


def _prefix(hit: re.Match[str]) -> str:
    return hit[0][: hit.start("year") - hit.start()]


def _undated(text: str, shaped: str, known: list[When], issued: date | None) -> Iterator[When]:
    if not _MAYBE_UNDATED.search(shaped):
        return
    for hit in _UNDATED.finditer(shaped):
        if not hit[0] or _touches(known, hit.start(), hit.end()):
            continue
        before = shaped[: hit.start()]
        earlier = [when.on.year for when in known if when.on and when.end <= hit.start()]
        # 2024年6月完成招标，9月开工: a month alone goes with the year before it.
        goes_on = bool(earlier and hit["month"] and _GOES_ON.match(shaped[hit.end() :]) and before[-1:] in "，。；、和")
        ends = re.search(r"前|底|末|内|半年|季度|旬|今年|明年|本年", hit[0])
        if not re.search(r"年|月|季度", hit[0]) or not (ends or goes_on):
            continue
        if re.search(r"第$", before) or _BEGINS.match(shaped[hit.end() :]):
            continue
        year = earlier[-1] if earlier else issued.year if issued else None
        if hit["which"] == "明年" and year:
            year += 1
        yield When(text[hit.start() : hit.end()], hit.start(), hit.end(), _last_day(year, hit) if year else None)


def _fives(text: str, shaped: str) -> Iterator[When]:
    for hit in _FIVE.finditer(shaped):
        # The tenth five-year plan ended in 2005, each later one five years on.
        year = 1995 + 5 * (number_of(hit["five"]) - 8)
        yield When(text[hit.start() : hit.end()], hit.start(), hit.end(), date(year, 12, 31))


def _recurring(text: str, shaped: str) -> Iterator[When]:
    for recurs, pattern in _EVERY:
        for hit in pattern.finditer(shaped):
            yield When(text[hit.start() : hit.end()], hit.start(), hit.end(), None, recurs)


def _touches(known: list[When], start: int, end: int) -> bool:
    return any(when.start < end and start < when.end for when in known)


def year_of(written: str) -> int:
    """The year written in digits or in characters: 2025, 二〇二五."""
    if written.isdecimal() and written.isascii():
        return int(written) + (2000 if len(written) == 2 else 0)
    return int(
        "".join(str("〇一二三四五六七八九".find(char.replace("○", "〇").replace("零", "〇"))) for char in written)
    )


def _last_day(year: int, hit: re.Match[str]) -> date | None:
    month, day = 12, 31
    if hit["month"]:
        month = number_of(hit["month"])
        day = calendar.monthrange(year, month)[1]
        if hit["day"]:
            if int(hit["day"]) > day:
                return None
            day = int(hit["day"])
        elif hit["third"]:
            day = {"初": 10, "上旬": 10, "中旬": 20, "下旬": day}[hit["third"]]
    elif hit["quarter"]:
        digit = re.sub(r"[第季度]", "", hit["quarter"])
        month = 3 * number_of(digit)
        day = calendar.monthrange(year, month)[1]
    elif hit["middle"]:
        month, day = 6, 30
    elif hit["half"]:
        month, day = (6, 30) if hit["half"][0] == "上" else (12, 31)
    return date(year, month, day)
