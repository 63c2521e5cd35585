"""Figures for a measure's indicators: which thing each counts, newly added or in all."""

import re
from dataclasses import dataclass

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.folding import squeezed
from bot.rules.reading.lexicon import Entry, Lexicon, Thing, grams
from bot.rules.reading.naming import clipped
from bot.rules.reading.numerals import Number
from bot.rules.reading.progress import after_of, before_of, is_rate, not_a_result
from bot.rules.reading.shapes import Kind, Value

_INCREMENT = re.compile(words.INCREMENT)
_PERIOD = re.compile(words.PERIOD)
_TOTAL = re.compile(words.TOTAL)
_STRONG_TOTAL = re.compile(words.STRONG_TOTAL)
_DROP = re.compile(
    "突破|超过|逾|新增|新建|新开|新设|新认定|新引进|新培育|新备案|新挂牌|新签|累计|总共|一共|合计|达到|目前|现在|现有|已经|其中|全市|全省|全县|本月|这个月|今年|今天|全年|上半年|一季度|二季度|三季度|四季度|已|共有|到了|完成|建成|建了|建好|建|发展|增加|增长了|培育|打造|认定|引进|备案|挂牌|开通|实施|投用|上线|实际|为|是|有|到|达|约|近|大概|左右|差不多|了|的|又|再|也|都|就|截至|截止|情况|进展|我们|我局|我厅|共|和|及|与|等|一|:|=|另外|另|各|个"
)
_COMPATIBLE = {"count": {"count", "bare", "other"}, "percent": {"percent"}, "money": {"money", "bare"}, "band": {"other", "bare"}}
_MONEY = re.compile(words.MONEY_WORDS)
_RESULT = re.compile(words.RESULT)
_REACH = re.compile("(?:覆盖|惠及|涉及|服务|带动|辐射|走访|联系|调研|召开|举办|组织|培训|印发|发放|辅导|检查|巡查)(?:了|到|全市|全省)*$")


@dataclass(frozen=True, slots=True)
class Counted:
    """The thing a figure counts: a target's indicator or another piece of the plan's text."""

    printed: str | None
    thing: Thing | None


def phrase(text: str) -> str:
    """Return what is left of the words beside a figure once the general ones are gone."""
    return "".join(char for char in _DROP.sub("", text) if char.isalnum())


def kind_of(clause: Clause, number: Number, earlier: str) -> Kind:
    """Return whether a figure is newly added or in all; unclear where the words leave it open."""
    before, after = before_of(clause, number), after_of(clause, number)
    near = before[-14:]
    if number.kind == "percent":
        return "total"
    if _STRONG_TOTAL.search(before) or re.match(r"\s?(?:了)?(?:累计|总共|合计|总数)", after):
        return "total"
    if re.search("(?:总数|总量|合计)", before):
        return "total"
    if _INCREMENT.search(before):
        return "increment"
    if (_PERIOD.search(before) or _PERIOD.search(earlier)) and not re.search("累计|共有|总|现有|达到|已有|存量|至今", before):
        return "increment"
    if _TOTAL.search(near):
        return "total"
    return "unclear" if re.search("(?:建|开|发展|培育|引进|认定|备案|办|招|搞|弄|完成)了$", before) else "total"


def counted(lexicon: Lexicon, entry: Entry, words_beside: str, number: Number, rated: bool) -> Counted | None:
    """Return the thing of a measure that words beside a figure name, or None."""
    pairs = grams(words_beside)
    best, top = None, 0.0
    for thing in entry.things:
        if number.kind not in _COMPATIBLE[thing.kind]:
            continue
        score = sum(thing.grams.get(gram, 0.0) * max(lexicon.rarity.get(gram, 0.0), 0.3) for gram in pairs)
        full = sum(1 for gram in set(pairs) if gram in thing.grams)
        # One shared pair of characters is chance (信息员 and 信息社), unless it is all that was said.
        if full < 2 and len(words_beside) > 3:
            continue
        score += 0.4 * full + (1.5 if thing.name and thing.name in words_beside else 0)
        if number.kind == "percent" and thing.kind == "percent":
            score += 0.2
        if score > top:
            best, top = thing, score
    piece = _named_piece(entry, words_beside)
    if best and top >= (2.4 if number.kind == "percent" and not rated else 1.2):
        overlap = sum(1 for gram in set(pairs) if gram in best.grams) + 1
        exact = best.name in words_beside or clipped(words_beside, best.name)
        if exact or not piece or best.value is not None or len(squeezed(piece.printed or "")) <= overlap:
            return Counted(best.printed, best)
    return piece


def _named_piece(entry: Entry, words_beside: str) -> Counted | None:
    """Return a piece of the measure's text that the words hold, three characters at least and most of them."""
    size, place = 0, -1
    limit = len(words_beside)
    for start in range(limit):
        for end in range(limit, start + max(size, 2), -1):
            found = entry.flat.find(words_beside[start:end])
            if found >= 0:
                size, place = end - start, found
                break
    piece = "" if place < 0 else entry.flat[place : place + size]
    if size < 3 or (size < 0.5 * limit and not (words_beside.startswith(piece) and size >= 4)):
        return None
    start, end = entry.places[place], entry.places[place + size - 1] + 1
    printed = "".join(char for char in entry.body.quote(start, end) if char not in "“”「」\" ")
    return Counted(printed, None)


def only_fit(entry: Entry, number: Number) -> Thing | None:
    """Return the one target a bare figure can belong to, by unit of measure and size; None when several fit."""
    fits = [thing for thing in entry.things if thing.value is not None and number.kind in _COMPATIBLE[thing.kind]]
    if len(fits) > 1:
        near = [thing for thing in fits if number.value <= 3 * (thing.value or 0)]
        fits = near if len(near) == 1 else fits
        exact = [thing for thing in fits if thing.unit and thing.unit[:1] == (number.unit or "")[:1]]
        fits = exact if len(exact) == 1 else fits
    return fits[0] if len(fits) == 1 else None


def unit_of(number: Number, thing: Thing | None) -> str | None:
    """Return the unit of measure as the plan prints it, else as typed."""
    typed = "亿元" if number.unit == "亿" else number.unit
    if thing and thing.unit and (number.kind in ("bare", "percent") or _flat(thing.unit) == _flat(typed)):
        return thing.unit
    return typed or (thing.unit if thing else None)


def _flat(unit: str | None) -> str:
    return "".join(char for char in (unit or "").replace("（", "").replace("）", "") if char.isalnum())


def values_of(lexicon: Lexicon, entry: Entry | None, clauses: list[Clause], known: bool) -> tuple[list[Value], list[str]]:
    """Return the figures that clauses give for a measure's indicators, with the reasons for those left out.

    `known` tells whether the measure was named or is the one asked about: then a bare figure may find its target by itself.
    """
    values: list[Value] = []
    why: list[str] = []
    last: Counted | None = None
    part = -1
    for clause in clauses:
        if clause.question:
            continue
        if clause.part != part and part >= 0 and clause.stop != "":
            last = last if len({c.part for c in clauses}) == 1 else None
        part = clause.part
        aimed: str | None = None
        for number in clause.numbers:
            if number.kind in ("points",):
                continue
            before, after = before_of(clause, number), after_of(clause, number)
            left = phrase(before)
            right = phrase(after) if number is clause.numbers[-1] or not before else ""
            reason = not_a_result(clause, number) or ("覆盖的范围" if right and _REACH.search(before) else None)
            found = _thing_for(lexicon, entry, clause, number, left, right, last, known) or _labelled(lexicon, entry, clauses, clause, number, right)
            if found and found.thing and found.thing.value == number.value and _more(clause, number):
                reason = reason or "目标"
            if number.kind == "other" and found and not (found.thing and _flat(found.thing.unit)[:1] == (number.unit or "")[:1]):
                found = None
            if found and found.printed:
                last = found
            if not found and left:
                last = None
            if not reason and aimed is not None and not _RESULT.search(before):
                reason = aimed
            aimed = reason if reason == "目标" else None
            if reason:
                why.append(f"{number.value:g}{number.unit or ''}：{reason}，不作为结果")
                continue
            if number.kind == "percent" and not (found and found.thing and found.thing.kind == "percent") and not (found and is_rate(clause, number)):
                continue
            if not found:
                continue
            kind = kind_of(clause, number, _earlier(clauses, clause))
            values.append(
                Value(found.printed, found.thing.key if found.thing else None, number.value, kind, unit_of(number, found.thing))
            )
    return values, why


def _earlier(clauses: list[Clause], clause: Clause) -> str:
    """Return the words before a clause in its own sentence, when they are nothing but a time (今年以来，)."""
    index = clauses.index(clause)
    if index and clauses[index - 1].part == clause.part and not clauses[index - 1].numbers and len(clauses[index - 1].text) <= 8:
        return clauses[index - 1].text
    return ""


def _more(clause: Clause, number: Number) -> bool:
    """Return whether a result follows in the clause (4个众创空间已建成3个): then the first figure is the goal."""
    return any(other.start > number.start and _RESULT.search(before_of(clause, other)) for other in clause.numbers) and not before_of(
        clause, number
    ).strip()


def _labelled(
    lexicon: Lexicon, entry: Entry | None, clauses: list[Clause], clause: Clause, number: Number, right: str
) -> Counted | None:
    """Return the thing named by the label before a colon together with the word after the figure (大数据：新引进3家企业)."""
    label = next((c for c in clauses if c.part == clause.part and c.stop == ":" and c.end <= clause.start), None)
    if entry is None or label is None or number.kind not in ("count", "money") or phrase(before_of(clause, number)):
        return None
    return counted(lexicon, entry, phrase(label.text) + right, number, False) if right else None


def _thing_for(
    lexicon: Lexicon, entry: Entry | None, clause: Clause, number: Number, left: str, right: str, last: Counted | None, known: bool
) -> Counted | None:
    if entry is None:
        bare = not left and not right and number.kind == "count"
        return Counted(None, None) if bare and re.search(words.INCREMENT + "|累计|共|达到", before_of(clause, number)) else None
    for beside in (left, left + right, right):
        if len(beside) >= 2:
            found = counted(lexicon, entry, beside, number, is_rate(clause, number))
            if found and number.kind == "bare" and not re.search(r"(?:累计|达到|达|到|是|为|共|有|已建|:|=|建成|完成|新增|了|数|突破|超过|逾|近|超)\s?$", before_of(clause, number)):
                found = found if before_of(clause, number).strip() and beside == left and found.thing else None
            if found:
                return found
    if last and len(left) <= 2 and number.kind in ("count", "money", "bare", "percent"):
        fits = last.thing is None or number.kind in _COMPATIBLE[last.thing.kind]
        if fits and (number.kind != "bare" or re.search("(?:累计|达到|达|到|是|为|共|有|新增)$", before_of(clause, number))):
            return last
    if known and len(left) <= 2 and len(right) <= 1 and number.kind in ("count", "money"):
        thing = only_fit(entry, number)
        return Counted(thing.printed, thing) if thing else Counted(None, None) if entry.things else None
    return None
