"""Whether clauses tell of progress at all."""

import re

from bot.rules.reading import progress
from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.drafts import Draft
from bot.rules.reading.figures import after_of, before_of, not_a_result
from bot.rules.reading.items import leftover, values_for
from bot.rules.reading.lexicon import Entry
from bot.rules.reading.moments import expected_of
from bot.rules.reading.note import Note
from bot.rules.reading.numerals import Number
from bot.rules.reading.obstacles import excuses
from bot.rules.reading.things import same_family

_NOT_OURS = re.compile(words.NOT_OURS)
_WANTS = re.compile(words.WANTS)
_ENDS = re.compile(words.ENDS)
_SAYS = re.compile(words.SAYS_HOW_FAR)
_RESULT = re.compile("累计|共|新增|达到?|已[\u4e00-\u9fff]|完成")
_STEPS = "|".join(words.STEPS)
_SURE_STEP = re.compile(f"(?:已经?|均已|才|刚刚?|正在|全部|顺利|正式)(?:{_STEPS})|(?:{_STEPS})(?:了|完|完毕|过半)")
_CHANGED = re.compile("[\u4e00-\u9fff](?:了|√)$|已经?[\u4e00-\u9fff]{1,4}")
_COUNTED = re.compile(words.COUNTED_UP)
_LATER = re.compile(words.LATER)
_NO_THING = ("人", "位", "名", "份", "单")  # 3人, 2份: as likely lunch as progress
_HELD = re.compile("了|已|完|过")
_MEETS = re.compile(words.MEETINGS)
_LACKING = ("remaining", "not_done", "below_zero", "fewer")
# The whole message is a figure, or a word of how far it is: which measure is meant must be asked.
_ALONE = re.compile(r"(?:基本|大体|大致|初步|差不多)(?:上|都)?(?:完成|办结|搞定|弄完|做完|完工|建成)了?")
_UNDER_WAY = re.compile("(?:正在|还在|仍在|在|着手|筹备|等)[\u4e00-\u9fff]{2}")


def tells(note: Note, draft: Draft) -> bool:
    """Return whether a draft's clauses tell of progress."""
    known = draft.index is not None or draft.named
    sure = draft.named or (note.context is not None and note.context.measure is not None) or len(note.own) == 1
    entry = draft.entry(note)
    for clause in draft.clauses:
        text = clause.text
        meets = _MEETS.search(text) and not _HELD.search(text)
        if clause.question or progress.conditional(text) or meets:
            continue
        if progress.no_change(text) or progress.going_well(text):
            return True
        if progress.trouble(text) and (sure or not clause.numbers):
            return True
        for number in clause.numbers:
            if (
                number.kind == "percent"
                and not number.vague
                and (known or _SAYS.search(text) or len(text.strip()) - (number.end - number.start) <= 2)
            ):
                return True
        if progress.finished(text, 0, False):
            return True
        if (
            sure
            and clause.days
            and progress.step_named(text)
            and not (_MEETS.search(text) or _LATER.search(note.opening))
        ):
            return True
        if draft.named and any(_amounts(clause, number) for number in clause.numbers):
            return True
        if sure and entry and any(_lacks(entry, clause, number) for number in clause.numbers):
            return True
        if sure and (progress.stepped(text) or (excuses(clause) and not _LATER.search(note.opening))):
            return True
        if any(_COUNTED.search(before_of(clause, number)) and number.kind == "count" for number in clause.numbers):
            return True
        if not sure and _SURE_STEP.search(text):
            return True
        if draft.strong and _CHANGED.search(text.strip()):
            return True
        if draft.named and progress.step_named(text):
            return True
        if draft.strong and _UNDER_WAY.search(text):
            return True
        if sure and clause.days and _ENDS.search(text) and (draft.named or any(day.closing for day in clause.days)):
            return True
    if len(note.folded.text) <= 16 and _alone(draft):
        return True
    return bool(values_for(note, draft)) or (sure and expected_of(note, entry, draft.clauses) is not None)


def _amounts(clause: Clause, number: Number) -> bool:
    """Return whether a figure is told as a result of what is named (信贷支持累计放贷8.2亿)."""
    said = _RESULT.search(before_of(clause, number))
    return number.kind in ("count", "money") and bool(said) and not not_a_result(clause, number)


def _lacks(entry: Entry, clause: Clause, number: Number) -> bool:
    """Return whether a figure says what a target of the measure still lacks (尚未建成的还有185家)."""
    if number.kind != "count" or after_of(clause, number).startswith("人"):
        return number.kind == "percent" and not_a_result(clause, number) in _LACKING
    counts = any(thing.value is not None and same_family(thing.unit, number.unit) for thing in entry.things)
    return counts and not_a_result(clause, number) in _LACKING


def _alone(draft: Draft) -> bool:
    """Return whether a message is nothing but a counted figure or 基本完成."""
    said = [clause for clause in draft.clauses if clause.numbers or _ALONE.fullmatch(clause.text.strip(" 了的!"))]
    if len(said) != 1:
        return False
    clause = said[0]
    bare = clause.text.strip(" 了的!")
    if _ALONE.fullmatch(bare):
        return True
    counted = [number for number in clause.numbers if number.kind == "count" and number.unit and not number.vague]
    return len(counted) == 1 and counted[0].end - counted[0].start >= len(bare) and counted[0].unit not in _NO_THING


def speaks(note: Note, draft: Draft) -> bool:
    """Return whether clauses make any statement about a measure they name outright."""
    said = [clause for clause in draft.clauses if not clause.question and not progress.conditional(clause.text)]
    text = ",".join(clause.text for clause in said)
    if _NOT_OURS.search(text) or _WANTS.search(text):
        return False
    return any(leftover(note, draft, clause) >= 2 or clause.numbers for clause in said)
