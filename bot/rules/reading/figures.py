"""Figures where they stand: the words on both sides of them, and what makes them no result."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.numerals import Number
from bot.rules.reading.progress import conditional

_PARTIAL = re.compile(words.PARTIAL)
_AS_A_WHOLE = re.compile(words.AS_A_WHOLE)
_GOAL = re.compile(words.GOAL)
_GOAL_AFTER = re.compile(words.GOAL_AFTER)
_OF_GOAL = re.compile(words.OF_GOAL)
_RESULT = re.compile(words.RESULT)
_SHORT = re.compile(words.SHORT_OF)
_EARLIER = re.compile(words.EARLIER)
_BY_NOW = re.compile(words.BY_NOW)
_RATE = re.compile(words.RATE_NAMES)
_WHOLE_RATE = re.compile(words.WHOLE_RATE)
_SHARE_OF = re.compile(words.SHARE_OF)
_FROM = re.compile(words.FROM_FIGURE)
_TO = re.compile("[到至为成]")
# (whether the words after the figure say it, how they are looked for, the reason)
_REASONS = (
    (True, re.compile(words.NOT_DONE_AFTER).match, "not_done"),
    (False, re.compile(words.STILL_TO_DO).search, "not_done"),
    (False, re.compile(words.NOT_HAD).search, "not_done"),
    (False, re.compile(words.NOT_REACHED).search, "not_reached"),
    (False, re.compile(words.LESS_THAN_BEFORE).search, "fewer"),
    (False, re.compile(words.GONE).search, "fewer"),
    (False, re.compile(words.BELOW_ZERO).search, "below_zero"),
)


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
    """Return why a figure is no result (a goal, what remains, an earlier state, a condition), a code of HOWS, or None."""
    before, after = before_of(clause, number), after_of(clause, number)
    if number.vague:
        return "vague"
    if conditional(clause.text):
        return "condition"
    of_goal = number.kind == "percent" and _OF_GOAL.search(before)
    if (not of_goal and _still_holds(_GOAL, before)) or _GOAL_AFTER.match(after):
        return "goal"
    if _still_holds(_SHORT, before):
        return "remaining"
    ahead = any(day.closing and not day.past and day.start < number.start for day in clause.days)
    if ahead and not _RESULT.search(before):
        return "to_come"
    if _EARLIER.search(before) and not _BY_NOW.search(before):
        return "earlier"
    if _FROM.search(before) and _TO.search(after) and number is not clause.numbers[-1]:
        return "start"
    return next((reason for where, pattern, reason in _REASONS if pattern(after if where else before)), None)


def _still_holds(pattern: re.Pattern[str], before: str) -> bool:
    """Return whether a word of goals or lacks stands before a figure with no word of results after it."""
    place = _last(pattern, before)
    return place >= 0 and _last(_RESULT, before) < place


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def is_rate(clause: Clause, number: Number) -> bool:
    """Return whether a percentage is a rate of something, not of the measure's completion."""
    before, after = before_of(clause, number), after_of(clause, number)
    if _WHOLE_RATE.search(before):
        return False
    return bool(_RATE.search(before)) or bool(_SHARE_OF.match(after))


def part_only(clause: Clause, number: Number, cores: tuple[str, ...]) -> bool:
    """Return whether a percentage is of a part (一期, 招标, 投资), not of the measure."""
    before = before_of(clause, number)
    for core in cores:
        before = before.replace(core, "")
    return bool(_PARTIAL.search(before)) and not _AS_A_WHOLE.search(before)
