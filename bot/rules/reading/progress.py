"""How far a measure is, by what a clause says: status, percent, and whether anything happened at all."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.numerals import Number


def _any(*pieces: str) -> re.Pattern[str]:
    return re.compile("|".join(pieces))


_NOT_STARTED = _any(*words.NOT_STARTED)
_NO_CHANGE = _any(*words.NO_CHANGE)
_BLOCKED = _any(*words.BLOCKED)
_NOT_BLOCKED = _any(*words.NOT_BLOCKED)
_RESUMED = _any(*words.RESUMED)
_AT_RISK = _any(*words.AT_RISK)
_NOT_AT_RISK = _any(*words.NOT_AT_RISK)
_FINISHED = _any(*words.FINISHED)
_WHOLE_FINISHED = _any(*words.WHOLE_FINISHED)
_NOT_FINISHED = _any(*words.NOT_FINISHED)
_GOING_WELL = _any(*words.GOING_WELL)
_STEP = re.compile(f"(?:{'|'.join(words.STEPS)})")
_HAPPENED = re.compile(words.HAPPENED)
_NOT_PROGRESS = _any(*words.NOT_PROGRESS)
_CONDITION = re.compile(words.CONDITIONS)
_FUTURE = re.compile("预计|预期|计划|打算|准备|将(?!近)|拟|下一步|下步|争取|力争|有望|可望|确保|保证|能(?!力|源|耗|够?够)|会(?!议|员|计|展|商|晤|同|审)|要(?!求|素|点|闻|件)|等|待|希望")
_PARTIAL = re.compile(words.PARTIAL)
_OUR_PART = re.compile("(?:" + words.WE + ")?(?:这边|这里)?(?:所|要|应|该)?(?:负责|承担|牵头|配合|涉及|参与)的?(?:那|这)?(?:个)?(?:部分|工作|任务|内容|事项)")
_GOAL = re.compile(words.GOAL)
_RESULT = re.compile(words.RESULT)
_SHORT = re.compile(words.SHORT_OF)
_EARLIER = re.compile(words.EARLIER)
_NOT_REACHED = re.compile("(?:还|尚|仍|暂)?(?:没|未|没有|不)(?:能)?(?:到|达到|达|足|满|超过|突破)(?:到)?$")
_RATE = re.compile(words.RATE_NAMES)
_WHOLE_RATE = re.compile(words.WHOLE_RATE)
_FROM = re.compile("(?:由|从)[^,]{0,12}$")
_TO = re.compile("(?:到|至|为|成)")


def conditional(text: str) -> bool:
    """Return whether a clause is an if, not a fact."""
    return bool(_CONDITION.search(text))


def no_change(text: str) -> bool:
    """Return whether a clause says that nothing has changed."""
    return bool(_NO_CHANGE.search(text))


def resumed(text: str) -> bool:
    """Return whether a clause says that what stood still moves again."""
    return bool(_RESUMED.search(text))


def about_figures(text: str) -> bool:
    """Return whether a clause is about the figures being late, not about the work."""
    return bool(_NOT_PROGRESS.search(text))


def going_well(text: str) -> bool:
    """Return whether a clause says in so many words that the work goes on."""
    return bool(_GOING_WELL.search(text))


def stepped(text: str) -> bool:
    """Return whether a clause tells of a step taken or under way."""
    return bool(_STEP.search(text)) and bool(_HAPPENED.search(text))


def step_named(text: str) -> bool:
    """Return whether a clause names a step that nobody calls still to come (主体封顶)."""
    return bool(_STEP.search(text)) and not _FUTURE.search(text) and not _NOT_FINISHED.search(text)


def trouble(text: str) -> str | None:
    """Return blocked, at_risk or not_started when a clause says so, else None."""
    plain = _NOT_BLOCKED.sub("", text)
    if _BLOCKED.search(plain):
        return "blocked"
    plain = _NOT_AT_RISK.sub("", plain)
    if _AT_RISK.search(plain):
        return "at_risk"
    if _NOT_STARTED.search(plain):
        return "not_started"
    return None


def finished(text: str, leftover: int, follows_number: bool) -> bool:
    """Return whether a clause calls the whole finished; `leftover` counts characters naming a mere part of it."""
    plain = _OUR_PART.sub("", _NOT_FINISHED.sub("", text))
    found = _FINISHED.search(plain)
    if not found or conditional(text):
        return False
    whole = _WHOLE_FINISHED.search(plain)
    before = plain[: found.start()]
    if _FUTURE.search(before) or follows_number:
        return False
    tail = plain[found.end() :].lstrip("了啦的哦呢吧呀啊 !√")
    if tail and not re.match(r"[,。;]|谢|感谢|请|辛苦|哈|\W|任务|指标|目标|工作|情况", tail):
        return False
    if _PARTIAL.search(before):
        return False
    return leftover == 0 or (bool(whole) and leftover <= 2) or bool(re.search("任务|目标|工作|该项|这项|整体", before) and leftover <= 4)


def half_done(text: str) -> bool:
    """Return whether a clause denies completion (还不能算完成)."""
    return bool(_NOT_FINISHED.search(text))


def before_of(clause: Clause, number: Number) -> str:
    """Return a clause's words before a figure, from the figure before it on."""
    start = clause.start
    for other in clause.numbers:
        if other.end <= number.start:
            start = max(start, other.end)
    return clause.text[start - clause.start : number.start - clause.start]


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
    goal = _last(_GOAL, before)
    if goal >= 0 and _last(_RESULT, before) < goal:
        return "目标"
    if re.match(r"的?(?:目标|任务(?!完成)|指标|要求|计划|总目标)", after):
        return "目标"
    short = _last(_SHORT, before)
    if short >= 0 and _last(_RESULT, before) < short:
        return "还差的数"
    if re.match("(?:还|尚)?(?:没|未)(?:有)?(?:到|达|完成|建|动|开|落实)|(?:左右)?(?:的)?(?:缺口|差距|没|未)|(?:正在|在)(?:建|申报|办|审|洽谈|谈|报)|待|以(?:内|下)", after):
        return "还没做到的数"
    if re.search("另外?有?$|另有$|余下的?$|其余的?$|剩下的?$", before) or re.search("(?:年|月)?(?:底|前|内).*(?:再|新)(?:建|增|开|添)", before):
        return "还没做到的数"
    if any(day.closing and not day.past and day.start < number.start for day in clause.days) and not _RESULT.search(before):
        return "还没到的日子"
    if _NOT_REACHED.search(before):
        return "没达到的数"
    if _EARLIER.search(before) and not re.search("(?:比|较|同比|环比).*(?:增|多|加|净)", before) and not re.search("累计|目前|现在|到现在", before):
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
    return bool(_RATE.search(before)) or bool(re.match("的(?:企业|村|乡镇|县|学校|医院|单位|项目|覆盖|普及|用户|人)|覆盖|普及", after))


def part_only(clause: Clause, number: Number, cores: tuple[str, ...]) -> bool:
    """Return whether a percentage is of a part (一期, 招标, 投资), not of the measure."""
    before = before_of(clause, number)
    for core in cores:
        before = before.replace(core, "")
    return bool(_PARTIAL.search(before)) and not re.search("整体|总体|这项|该项|总进度|全部|任务", before)
