"""Figures where they stand: the words on both sides of them, and what makes them no result."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.numerals import Number
from bot.rules.reading.progress import conditional

_PARTIAL = re.compile(words.PARTIAL)
_GOAL = re.compile(words.GOAL)
_RESULT = re.compile(words.RESULT)
_SHORT = re.compile(words.SHORT_OF)
_EARLIER = re.compile(words.EARLIER)
_NOT_REACHED = re.compile("(?:还|尚|仍|暂)?(?:没|未|没有|不)(?:能)?(?:到|达到|达|足|满|超过|突破)(?:到)?$")
_NOT_HAD = re.compile(words.NOT_HAD)
_OF_GOAL = re.compile("(?:占|完成|达到?|是)(?:了)?(?:年度|总|全年|目标|任务|计划|指标|数|总数|要求|的)*(?:约|近)?$")
_RATE = re.compile(words.RATE_NAMES)
_WHOLE_RATE = re.compile(words.WHOLE_RATE)
_FROM = re.compile("(?:由|从)[^,]{0,12}$")
_TO = re.compile("(?:到|至|为|成)")


def before_of(clause: Clause, number: Number) -> str:
    """Return a clause's words before a figure, from the figure before it on."""
    start = clause.start
    for other in clause.numbers:
        # 一期 or 第6期 beside a figure belongs to its words, it is no figure of its own.
        if other.kind != "other" and other.end <= number.start:
            start = max(start, other.end)
    if clause.ref_span and clause.ref_span[1] <= number.start:
        start = max(start, clause.ref_span[1])
    return clause.text[start - clause.start : number.start - clause.start]


def without_days(clause: Clause, number: Number, before: str) -> str:
    """Return the words before a figure with the days among them cut out (到7月累计 → 到累计)."""
    begin = number.start - len(before)
    for day in reversed(clause.days):
        if begin <= day.start and day.end <= number.start:
            before = before[: day.start - begin] + before[day.end - begin :]
    return before


def after_of(clause: Clause, number: Number) -> str:
    """Return a clause's words after a figure, up to the next figure."""
    stop = min([other.start for other in clause.numbers if other.start >= number.end], default=clause.end)
    return clause.text[number.end - clause.start : stop - clause.start]


def not_a_result(clause: Clause, number: Number) -> str | None:
    """Return why a figure is no result (a goal, what remains, an earlier state, a condition), or None."""
    before, after = before_of(clause, number), after_of(clause, number)
    if number.vague:
        return "约数或区间"
    if conditional(clause.text):
        return "假设"
    goal = -1 if number.kind == "percent" and _OF_GOAL.search(before) else _last(_GOAL, before)
    if goal >= 0 and _last(_RESULT, before) < goal:
        return "目标"
    if re.match(r"的?(?:目标|任务(?!完成)|指标|要求|计划|总目标)", after):
        return "目标"
    short = _last(_SHORT, before)
    if short >= 0 and _last(_RESULT, before) < short:
        return "还差的数"
    if re.match(
        "(?:还|尚)?(?:没|未)(?:有)?(?:到|达|完成|建|动|开|落实)|(?:左右)?(?:的)?(?:缺口|差距|没|未)|(?:正在|在)(?:建|申报|办|审|洽谈|谈|报)|待|以(?:内|下)",
        after,
    ):
        return "还没做到的数"
    if re.search("另外?有?$|另有$|余下的?$|其余的?$|剩下的?$", before) or re.search(
        "(?:底|之前|以前|年前|月前|日前|年内|月内)(?:再|要|将|还要|还会)+(?:新)?(?:建|增|开|添)", before
    ):
        return "还没做到的数"
    if any(day.closing and not day.past and day.start < number.start for day in clause.days) and not _RESULT.search(
        before
    ):
        return "还没到的日子"
    if _NOT_HAD.search(before):
        return "还没做到的数"
    if _NOT_REACHED.search(before):
        return "没达到的数"
    if (
        _EARLIER.search(before)
        and not re.search("(?:比|较|同比|环比).*(?:增|多|加|净)", before)
        and not re.search("累计|目前|现在|到现在", before)
    ):
        return "以前的数"
    if re.search("比|较|环比|同比", before) and re.search("降|少|减|下滑", before):
        return "减少的数"
    if _FROM.search(before) and (_TO.search(after) and len([n for n in clause.numbers if n.start > number.start])):
        return "起点"
    return None


def _last(pattern: re.Pattern[str], text: str) -> int:
    place = -1
    for match in pattern.finditer(text):
        place = match.start()
    return place


def is_rate(clause: Clause, number: Number) -> bool:
    """Return whether a percentage is a rate of something, not of the measure's completion."""
    before, after = before_of(clause, number), after_of(clause, number)
    if _WHOLE_RATE.search(before):
        return False
    return bool(_RATE.search(before)) or bool(
        re.match("的(?:企业|村|乡镇|县|学校|医院|单位|项目|覆盖|普及|用户|人)|覆盖|普及", after)
    )


def part_only(clause: Clause, number: Number, cores: tuple[str, ...]) -> bool:
    """Return whether a percentage is of a part (一期, 招标, 投资), not of the measure."""
    before = before_of(clause, number)
    for core in cores:
        before = before.replace(core, "")
    return bool(_PARTIAL.search(before)) and not re.search("整体|总体|这项|该项|总进度|全部|任务", before)
