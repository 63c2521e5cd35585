"""Figures for a measure's indicators: newly added or in all, results only."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.figures import after_of, before_of, is_rate, not_a_result, without_days
from bot.rules.reading.lexicon import Entry, Lexicon
from bot.rules.reading.numerals import Number
from bot.rules.reading.shapes import Kind, Value
from bot.rules.reading.things import COMPATIBLE, Counted, counted, flat_unit, only_fit, phrase, same_family, unit_of

_INCREMENT = re.compile(words.INCREMENT)
_PERIOD = re.compile(words.PERIOD)
_TOTAL = re.compile(words.TOTAL)
_STRONG_TOTAL = re.compile(words.STRONG_TOTAL)
_RESULT = re.compile(words.RESULT)
_REACH = re.compile(words.REACHES)
_PLACES = re.compile(words.PLACES)
_LEADS = re.compile(words.LEADS_TO_FIGURE)


def kind_of(clause: Clause, number: Number, earlier: str) -> Kind:
    """Return whether a figure is newly added or in all; unclear where the words leave it open."""
    before, after = before_of(clause, number), after_of(clause, number)
    near = before[-14:]
    if number.kind == "percent":
        return "total"
    alone = number is clause.numbers[-1]
    if _STRONG_TOTAL.search(before) or (alone and re.match(r"\s?(?:了)?(?:累计|总共|合计|总数)", after)):
        return "total"
    if re.search("(?:总数|总量|合计)", before):
        return "total"
    if _INCREMENT.search(before):
        return "increment"
    if (
        _PERIOD.search(before) or (_PERIOD.search(earlier) and not re.search("截至|截止|到", earlier))
    ) and not re.search("累计|共有|总|现有|达到|已有|存量|至今", before):
        return "increment"
    if _TOTAL.search(near):
        return "total"
    return "unclear" if re.search("(?:建|开|发展|培育|引进|认定|备案|办|招|搞|弄|完成)了$", before) else "total"


def values_of(
    lexicon: Lexicon, entry: Entry | None, clauses: list[Clause], known: bool
) -> tuple[list[Value], list[str]]:
    """Return the figures that clauses give for a measure's indicators, with the reasons for those left out.

    `known` tells whether the measure was named or is the one asked about: then a bare figure may find its target by itself.
    """
    values: list[Value] = []
    why: list[str] = []
    last: Counted | None = None
    part = -1
    strange = chained = False
    aimed: str | None = None
    for clause in clauses:
        if clause.question:
            continue
        if clause.part != part and part >= 0 and clause.stop != "":
            last = last if len({c.part for c in clauses}) == 1 else None
        strange = strange and clause.part == part
        part = clause.part
        aimed = aimed if chained else None
        chained = clause.stop == "、"
        for number in clause.numbers:
            if number.kind == "points":
                continue
            before, after = before_of(clause, number), after_of(clause, number)
            left = phrase(without_days(clause, number, before))
            right = phrase(after) if number is clause.numbers[-1] or not before else ""
            reason = not_a_result(clause, number) or _reach(before, after)
            if not left and not right and last is None and entry is not None and not strange:
                last = _topic(lexicon, entry, clauses, clause, number)
            found = _thing_for(lexicon, entry, clause, number, left, right, last, known and not strange) or _labelled(
                lexicon, entry, clauses, clause, number, right
            )
            if found and found.thing and found.thing.value == number.value and _more(clause, number):
                reason = reason or "目标"
            if (
                number.kind == "other"
                and found
                and not (found.thing and flat_unit(found.thing.unit)[:1] == (number.unit or "")[:1])
            ):
                found = None
            if found and found.printed:
                last, strange = found, False
            if not found and left:
                last, strange = None, True
            if not reason and aimed is not None and not _RESULT.search(before):
                reason = aimed
            aimed = reason if reason == "目标" else None
            if reason:
                why.append(f"{number.value:g}{number.unit or ''}：{reason}，不作为结果")
                continue
            if (
                number.kind == "percent"
                and not (found and found.thing and found.thing.kind == "percent")
                and not (found and is_rate(clause, number))
            ):
                continue
            if not found:
                continue
            kind = kind_of(clause, number, _earlier(clauses, clause))
            values.append(
                Value(
                    found.printed,
                    found.thing.key if found.thing else None,
                    number.value,
                    kind,
                    unit_of(number, found.thing),
                )
            )
    return values, why


def _reach(before: str, after: str) -> str | None:
    """Return the reason when a figure counts places or people reached, not the thing (覆盖8个县市区)."""
    near = after.lstrip("多")
    return "覆盖的范围" if (near and _REACH.search(before)) or (_PLACES.match(near) and before) else None


def _earlier(clauses: list[Clause], clause: Clause) -> str:
    """Return the words before a clause in its own sentence, when they are nothing but a time (今年以来，)."""
    index = clauses.index(clause)
    if (
        index
        and clauses[index - 1].part == clause.part
        and not clauses[index - 1].numbers
        and len(clauses[index - 1].text) <= 8
    ):
        return clauses[index - 1].text
    return ""


def _topic(lexicon: Lexicon, entry: Entry, clauses: list[Clause], clause: Clause, number: Number) -> Counted | None:
    """Return the thing that the clauses just before, in the same sentence and without figures, are about."""
    if number.kind not in ("count", "money", "bare"):
        return None
    at = clauses.index(clause)
    for other in reversed(clauses[max(at - 6, 0) : at]):
        if other.part != clause.part or other.numbers:
            return None
        found = counted(lexicon, entry, phrase(other.text), number, False)
        if found and (number.kind == "money" if found.thing is None else same_family(found.thing.unit, number.unit)):
            return found
    return None


def _more(clause: Clause, number: Number) -> bool:
    """Return whether a result follows in the clause (4个众创空间已建成3个): then the first figure is the goal."""
    return (
        any(other.start > number.start and _RESULT.search(before_of(clause, other)) for other in clause.numbers)
        and not before_of(clause, number).strip()
    )


def _labelled(
    lexicon: Lexicon, entry: Entry | None, clauses: list[Clause], clause: Clause, number: Number, right: str
) -> Counted | None:
    """Return the thing named by the label before a colon together with the word after the figure (大数据：新引进3家企业)."""
    label = next((c for c in clauses if c.part == clause.part and c.stop == ":" and c.end <= clause.start), None)
    if entry is None or label is None or number.kind not in ("count", "money") or phrase(before_of(clause, number)):
        return None
    return counted(lexicon, entry, phrase(label.text) + right, number, False) if right else None


def _thing_for(
    lexicon: Lexicon,
    entry: Entry | None,
    clause: Clause,
    number: Number,
    left: str,
    right: str,
    last: Counted | None,
    known: bool,
) -> Counted | None:
    if entry is None:
        bare = not left and not right and number.kind == "count"
        return (
            Counted(None, None)
            if bare and re.search(words.INCREMENT + "|累计|共|达到", before_of(clause, number))
            else None
        )
    for beside in (left, left + right, right):
        if len(beside) >= 2:
            rated = is_rate(clause, number) or bool(last and last.thing and last.thing.kind == "percent")
            found = counted(lexicon, entry, beside, number, rated)
            if found and number.kind == "bare" and not _LEADS.search(before_of(clause, number)):
                found = found if before_of(clause, number).strip() and beside == left and found.thing else None
            if found:
                return found
    if last and len(left) <= 1 and number.kind in ("count", "money", "bare", "percent"):
        fits = last.thing is None or number.kind in COMPATIBLE[last.thing.kind]
        if fits and (
            number.kind != "bare" or re.search("(?:累计|达到|达|到|是|为|共|有|新增)$", before_of(clause, number))
        ):
            return last
    if known and len(left) <= 1 and len(right) <= 1 and number.kind in ("count", "money"):
        thing = only_fit(entry, number)
        return Counted(thing.printed, thing) if thing else Counted(None, None) if entry.things else None
    return None
