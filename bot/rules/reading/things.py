"""What a figure counts: a target's indicator, or another piece of the measure's text."""

import re
from dataclasses import dataclass

from bot.rules.reading import vocabulary as words
from bot.rules.reading.folding import folded, squeezed
from bot.rules.reading.lexicon import Entry, Lexicon
from bot.rules.reading.names import Thing, bare, grams
from bot.rules.reading.naming import clipped
from bot.rules.reading.numerals import Number

_DROP = re.compile(words.BESIDE)
_EDGES = re.compile(words.EDGES)
_MARKS = re.compile("[、,。;:]")
COMPATIBLE = {
    "count": {"count", "bare", "other"},
    "percent": {"percent"},
    "money": {"money", "bare"},
    "band": {"other", "bare"},
}


@dataclass(frozen=True, slots=True)
class Counted:
    """The thing a figure counts: a target's indicator or another piece of the plan's text."""

    printed: str | None
    thing: Thing | None


def phrase(text: str) -> str:
    """Return what is left of the words beside a figure once the general ones are gone."""
    kept = "".join(char for char in _DROP.sub("", text) if char.isalnum())
    return _EDGES.sub("", kept)


def counted(lexicon: Lexicon, entry: Entry, words_beside: str, number: Number, rated: bool) -> Counted | None:
    """Return the thing of a measure that words beside a figure name, or None."""
    pairs = grams(words_beside)
    if (
        rated
        and number.kind == "percent"
        and any(len(thing.name) > 4 and thing.name in words_beside for thing in entry.things if thing.kind != "percent")
    ):
        # 交易额增长22%: how a thing of another kind has grown is no rate of the measure's.
        return None
    best, top = None, 0.0
    for thing in entry.things:
        if number.kind not in COMPATIBLE[thing.kind]:
            continue
        score = sum(thing.grams.get(gram, 0.0) * max(lexicon.rarity.get(gram, 0.0), 0.3) for gram in pairs)
        full = sum(1 for gram in set(pairs) if gram in thing.grams)
        # One shared pair of characters is chance (信息员 and 信息社), unless it is all that was said.
        tail = folded(thing.printed)[-2:]
        if full < 2 and len(words_beside) > 3 and thing.name[:2] not in pairs and words_beside[:2] != tail:
            continue
        score += 0.4 * full + (1.5 if thing.name and thing.name in words_beside else 0)
        if number.kind == "percent" and thing.kind == "percent":
            score += 0.2
        if score > top:
            best, top = thing, score
    piece = _named_piece(entry, words_beside, number)
    if best and top >= (2.4 if number.kind == "percent" and not rated else 1.2):
        overlap = sum(1 for gram in set(pairs) if gram in best.grams) + 1
        head = words_beside[:2]
        if (
            piece
            and number.kind == "percent"
            and _other_head(best, words_beside)
            and head in folded(piece.printed or "")
        ):
            return piece
        exact = best.name in words_beside or clipped(words_beside, best.name)
        if exact or not piece or best.value is not None or len(squeezed(piece.printed or "")) <= overlap:
            return Counted(best.printed, best)
    return piece


def _other_head(thing: Thing, words_beside: str) -> bool:
    """Return whether words begin with something else than a thing's name, and do not go on with it."""
    return words_beside[:2] not in thing.grams and thing.name[:2] not in words_beside


def _named_piece(entry: Entry, words_beside: str, number: Number) -> Counted | None:
    """Return a piece of the measure's text that the words hold, three characters at least and most of them."""
    size, place = 0, -1
    limit = len(words_beside)
    for start in range(limit):
        for end in range(limit, start + max(size, 2), -1):
            found = _in_one_phrase(entry, words_beside[start:end])
            if found >= 0:
                size, place = end - start, found
                break
    piece = "" if place < 0 else entry.flat[place : place + size]
    if piece and not words_beside.endswith(piece):
        # What stands right before the figure is what it counts: 最后一公里代收点36个.
        for length in range(min(limit - 1, 6), 2, -1):
            near = next((span for word, span in entry.pieces if clipped(words_beside[-length:], word)), None)
            if near:
                return Counted(bare(entry.body.quote(entry.places[near[0]], entry.places[near[1] - 1] + 1)), None)
    if size < 3 or size < limit:
        whole = next((span for word, span in entry.pieces if clipped(words_beside, word)), None)
        if whole:
            return Counted(bare(entry.body.quote(entry.places[whole[0]], entry.places[whole[1] - 1] + 1)), None)
    # 补助资金 for a measure is not the measure's own figure: money needs most of the words.
    if (
        number.kind == "money"
        and size < 0.6 * limit
        and not (words_beside.startswith(piece) and _in_quotes(entry, place))
    ):
        return None
    if size < 3 or (
        size < 0.5 * limit and not (words_beside.startswith(piece) and size >= (3 if number.kind == "percent" else 4))
    ):
        return None
    start, end = entry.places[place], entry.places[place + size - 1] + 1
    return Counted(bare(entry.body.quote(start, end)), None)


def _in_quotes(entry: Entry, place: int) -> bool:
    """Return whether the plan prints a piece as a name, in quotation marks."""
    start = entry.places[place]
    return start > 0 and entry.body.text[start - 1] == '"'


def _in_one_phrase(entry: Entry, piece: str) -> int:
    """Return where a piece stands in the measure's text with no mark inside it, -1 where it does not."""
    at = entry.flat.find(piece)
    while at >= 0:
        start, end = entry.places[at], entry.places[at + len(piece) - 1] + 1
        if end - start == len(piece) or not _MARKS.search(entry.body.text, start, end):
            return at
        at = entry.flat.find(piece, at + 1)
    return -1


def only_fit(entry: Entry, number: Number) -> Thing | None:
    """Return the one target a bare figure can belong to, by unit of measure and size; None when several fit."""
    fits = [
        thing
        for thing in entry.things
        if thing.value is not None and number.kind in COMPATIBLE[thing.kind] and same_family(thing.unit, number.unit)
    ]
    if len(fits) > 1:
        for slack in (1, 3):
            near = [thing for thing in fits if number.value <= slack * (thing.value or 0)]
            fits = near if len(near) == 1 else fits
        exact = [thing for thing in fits if thing.unit and thing.unit[:1] == (number.unit or "")[:1]]
        fits = exact if len(exact) == 1 else fits
    return fits[0] if len(fits) == 1 else None


def same_family(one: str | None, other: str | None) -> bool:
    """Return whether two units of measure may count the same thing (家 and 个, not 家 and 人次)."""
    if not one or not other or flat_unit(one) == flat_unit(other):
        return True
    return any(flat_unit(one) in family and flat_unit(other) in family for family in words.UNIT_FAMILIES)


def unit_of(number: Number, thing: Thing | None) -> str | None:
    """Return the unit of measure as the plan prints it, else as typed."""
    typed = "亿元" if number.unit == "亿" else number.unit
    if thing and thing.unit and (number.kind in ("bare", "percent") or flat_unit(thing.unit) == flat_unit(typed)):
        return thing.unit
    return typed or (thing.unit if thing else None)


def flat_unit(unit: str | None) -> str:
    """Return a unit of measure without its brackets: 台（套） → 台套."""
    return "".join(char for char in (unit or "").replace("（", "").replace("）", "") if char.isalnum())
