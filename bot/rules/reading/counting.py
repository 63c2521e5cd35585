"""Figures for a measure's indicators: results only, each with the thing it counts."""

import re
from dataclasses import dataclass, replace

from bot.rules.reading import vocabulary as words
from bot.rules.reading.beside import Beside, beside, thing_of
from bot.rules.reading.clauses import Clause
from bot.rules.reading.figures import before_of, is_rate, not_a_result
from bot.rules.reading.kinds import told_kind
from bot.rules.reading.lexicon import Entry, Lexicon
from bot.rules.reading.names import Thing, grams
from bot.rules.reading.numerals import Number
from bot.rules.reading.shapes import Value
from bot.rules.reading.things import Counted, unit_of

_RESULT = re.compile(words.RESULT)
_REACH = re.compile(words.REACHES)
_TO_A_DEGREE = re.compile(words.FINISHED_TO)
_PLACES = re.compile(words.PLACES)
_REACHED = re.compile(words.REACHED)
_OF_PLACE = re.compile("(?:其中)?(?![全我本各])[\u4e00-\u9fff]{1,3}(?:区|县|市|镇|乡)(?![场政])")
_OF_ALL = re.compile("全(?:市|省|县|区|国)")
_PASSED = re.compile(words.PASSED)
GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure met in a message: what it says of an indicator, with the word that told its kind, or why it says nothing."""

    number: Number
    value: Value | None = None
    reason: str = ""
    because: str = ""


def values_of(lexicon: Lexicon, entry: Entry | None, clauses: list[Clause], known: bool) -> list[Seen]:
    """Return the figures of clauses: those for a measure's indicators, and those left out with the reason.

    `known` tells whether the measure was named or is the one asked about: then a bare figure may find its target by itself.
    """
    seen: list[Seen] = []
    last: Counted | None = None
    strange = False  # the words beside the figure before named something that is not the measure's
    aimed = False  # the figure before was a goal, and no word has turned to results since
    for at, clause in enumerate(clauses):
        if clause.question:
            continue
        before = clauses[at - 1] if at else None
        strange = strange and before is not None and before.part == clause.part
        aimed = aimed and before is not None and before.stop == "、"
        for number in clause.numbers:
            if number.kind == "points":
                continue
            if number.kind == "bare" and number.value <= 100 and last and last.thing and last.thing.kind == "percent":
                # 应用率82，行业70，农村75: in a row of rates a bare figure is one too.
                number = replace(number, unit="%", kind="percent")
            figure = beside(lexicon, entry, clauses, at, number)
            found = thing_of(figure, last, known and not strange)
            if found and found.printed:
                last, strange = found, False
            reason = _no_result(figure, found, aimed)
            if not found and figure.left and not clause.aside and not reason:
                last, strange = None, True
            aimed = reason == GOAL
            if reason:
                seen.append(Seen(number, reason=reason))
            elif found and _fits(figure, found):
                key = found.thing.key if found.thing else None
                kind, because = told_kind(figure)
                value = Value(found.printed, key, number.value, kind, unit_of(number, found.thing))
                seen.append(Seen(number, value, because=because))
            else:
                seen.append(Seen(number, reason="unnamed"))
    return _told_apart(seen)


def _told_apart(seen: list[Seen]) -> list[Seen]:
    """Return the figures with 建了12家 taken for new where the same breath says how many there are in all (累计98家)."""
    totals = {
        one.value.indicator: one.value.value for one in seen if one.value and one.value.kind == "total" and one.because
    }

    def sure(one: Seen) -> Seen:
        value = one.value
        if value is None or value.kind != "unclear" or totals.get(value.indicator, 0) <= value.value:
            return one
        return replace(one, value=replace(value, kind="increment"))

    return [sure(one) for one in seen]


def _no_result(figure: Beside, found: Counted | None, aimed: bool) -> str | None:
    """Return why a figure is no result, or None."""
    reason = not_a_result(figure.clause, figure.number)
    if reason:
        return reason
    near = figure.after.lstrip("多")
    if (near and _REACH.search(figure.before)) or (_PLACES.match(near) and figure.before):
        return "reach"
    far = _REACHED.search(figure.before) if figure.number.kind == "count" else None
    if far and not (found and found.thing and _names(found.thing, far["what"])):
        return "reach"
    if _OF_PLACE.match(figure.before) and _whole_follows(figure):
        return "part"
    if found and found.thing and found.thing.value == figure.number.value and _result_follows(figure):
        return GOAL
    return GOAL if aimed and not _RESULT.search(figure.before) else None


def _whole_follows(figure: Beside) -> bool:
    """Return whether a later clause of the sentence gives the figure of the whole (袁州区32家，全市198家)."""
    later = figure.clauses[figure.at + 1 : figure.at + 6]
    return any(_OF_ALL.search(one.text) and one.numbers for one in later if one.part == figure.clause.part)


def _names(thing: Thing, what: str) -> bool:
    return any(pair in thing.name for pair in grams(what))


def _result_follows(figure: Beside) -> bool:
    """Return whether a result follows in the clause (4个众创空间已建成3个): then the first figure is the goal."""
    later = [other for other in figure.clause.numbers if other.start > figure.number.start]
    fewer = (other.unit == figure.number.unit and other.value < figure.number.value for other in later)
    said = (_RESULT.search(before_of(figure.clause, other)) for other in later)
    if not figure.before.strip():
        return any(said) or any(fewer)
    # 突破500亿，达到512.3亿: the goal passed, then where it stands.
    after = figure.clauses[figure.at + 1] if figure.is_last and figure.at + 1 < len(figure.clauses) else None
    onward = after.numbers[0] if after and after.numbers and after.part == figure.clause.part else None
    return (
        bool(_PASSED.search(figure.before))
        and onward is not None
        and onward.kind == figure.number.kind
        and onward.unit in (figure.number.unit, None)
        and onward.value > figure.number.value
    )


def _fits(figure: Beside, found: Counted) -> bool:
    """Return whether a percentage is one of the thing found, not of the measure as a whole."""
    if figure.number.kind != "percent":
        return True
    if _TO_A_DEGREE.search(figure.before) and not is_rate(figure.clause, figure.number):
        # 电商那块完成30%: how far the measure is, though its indicators are rates.
        return False
    return bool(found.thing and found.thing.kind == "percent") or is_rate(figure.clause, figure.number)
