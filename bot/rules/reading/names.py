"""What a plan names: titles, indicators and phrases, as compared and as printed."""

import re
from dataclasses import dataclass

from bot.rules.reading import vocabulary as words
from bot.rules.reading.folding import Folded, fold, folded, squeezed
from bot.rules.reading.shapes import Key, MeasureWords

_TITLE_HEAD = re.compile("^(?:" + "|".join(sorted(words.TITLE_VERBS, key=len, reverse=True)) + ")+")
_PLUS = re.compile(r'"互联网\s?\+?\s?"|"互联网\+|互联网\+|"')
_INDICATOR_HEAD = re.compile("^(?:" + "|".join(sorted(words.INDICATOR_VERBS, key=len, reverse=True)) + ")+")
_INDICATOR_TAIL = re.compile("(?:" + "|".join(sorted(words.INDICATOR_TAILS, key=len, reverse=True)) + ")$")
_LEADING = re.compile("的|开设|实施|开展|培育|列入")
_QUOTES = re.compile(r"[\"'+()\s]")
_CHUNK = re.compile(r"[^\W_]+")
# Figures are no words, unless a letter makes them a name (4g).
_AMOUNT = re.compile(r"\d[^a-z]|[^a-z]\d")
# A pair across one of these belongs to no word: 覆盖到行政村 and 搬到行政中心 have nothing in common.
_LINKS = frozenset("的到了和与及将把向从或并其")
_CALL = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(slots=True)
class Thing:
    """Something of a measure that can be counted: a target's indicator, as compared and as printed."""

    key: Key | None
    name: str
    printed: str
    grams: dict[str, float]
    kind: str
    value: float | None
    unit: str | None
    title_like: bool = False


def grams(text: str) -> list[str]:
    """Return a squeezed text's pairs of neighbouring characters."""
    pairs = (text[at : at + 2] for at in range(len(text) - 1))
    return [pair for pair in pairs if not _AMOUNT.search(pair) and pair[0] not in _LINKS and pair[1] not in _LINKS]


def text_grams(text: str) -> list[str]:
    """Return the pairs of a folded text that no mark separates, and the five-figure numbers that are names (12333)."""
    pairs = [pair for chunk in _CHUNK.findall(_QUOTES.sub("", text)) for pair in grams(chunk)]
    return pairs + _CALL.findall(text)


def title_cores(title: str) -> tuple[str, ...]:
    """Return what a title is about, longest first: 加快发展大数据产业 → 大数据产业, 大数据."""
    bare = squeezed(_PLUS.sub("", folded(title)))
    whole = squeezed(folded(title))
    core = _TITLE_HEAD.sub("", bare)
    core = core if len(core) >= 2 else bare
    forms = [whole, bare, core]
    for tail in words.TITLE_TAILS:
        if core.endswith(tail) and len(core) - len(tail) >= 2:
            forms.append(core[: -len(tail)])
    return tuple(dict.fromkeys(sorted(forms, key=len, reverse=True)))


def _kind(unit: str | None) -> str:
    if not unit:
        return "count"
    unit = folded(unit)
    if unit == "%":
        return "percent"
    return "money" if unit.endswith("元") else "band" if unit.startswith("m") else "count"


def _printed(name: str, text: Folded) -> str:
    """Return the piece of the plan's text that an indicator stands for, character for character but without quotes."""
    flat, places = flattened(text.text)
    pieces: list[tuple[int, int]] = []
    start = 0
    while start < len(name) - 1:
        size = next((size for size in range(len(name) - start, 1, -1) if name[start : start + size] in flat), 0)
        if size:
            piece = name[start : start + size]
            onward = flat.find(piece, pieces[-1][0] if pieces else 0)
            pieces.append((onward if onward >= 0 else flat.find(piece), size))
        start += max(size, 1)
    if not pieces:
        return ""
    begin, end = pieces[0][0], pieces[-1][0] + pieces[-1][1]
    # Pieces far apart in the text are no one thing: the last of some length is what the indicator is of.
    if not 0 < end - begin <= 1.3 * len(name) + 2:
        begin, size = next((piece for piece in reversed(pieces) if piece[1] >= 4), max(pieces, key=lambda p: p[1]))
        end = begin + size
    cut = max((match.end() for match in _LEADING.finditer(flat[begin:end])), default=0)
    if cut and end - begin - cut >= 4:
        begin += cut
    return bare(text.quote(places[begin], places[end - 1] + 1))


def bare(piece: str) -> str:
    """Return a printed piece without its quotation marks and spaces."""
    kept = "".join(char for char in piece if char not in '“”"「」‘’ ')
    # A piece that ends inside brackets takes the closing one along: 人才（团队）.
    return next((kept + shut for open_, shut in ("（）", "()") if kept.count(open_) > kept.count(shut)), kept)


def flattened(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a folded text without its marks, and where each character stands."""
    kept = [(char, at) for at, char in enumerate(text) if char.isalnum()]
    return "".join(char for char, _ in kept), tuple(at for _, at in kept)


def pieces_of(flat: str, places: tuple[int, ...], text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Return the phrases of a body between marks and little words, each with its place in the squeezed text."""
    found: list[tuple[str, tuple[int, int]]] = []
    start = 0
    for at in range(1, len(flat) + 1):
        broken = at == len(flat) or (
            places[at] - places[at - 1] > 1 and not set(text[places[at - 1] + 1 : places[at]]) <= set('"+ ()')
        )
        if broken or (at < len(flat) and flat[at] in "的等和与及"):
            word = flat[start:at].lstrip("的等和与及")
            if 4 <= len(word) <= 24:
                found.append((word, (at - len(word), at)))
            start = at
    return tuple(found)


def things_of(measure: MeasureWords, body: Folded, cores: tuple[str, ...]) -> list[Thing]:
    """Return what can be counted of a measure: the indicators of its targets."""
    things: list[Thing] = []
    for target in measure.targets:
        text = fold(target.text or measure.text)
        names = [name for name in re.split("[;；]", target.indicator) if name.strip()]
        for name in names:
            full = squeezed(re.sub(r"\([^)]*\)", "", folded(name)))
            short = _INDICATOR_HEAD.sub("", full) or full
            short = short if short.endswith("率") else _INDICATOR_TAIL.sub("", short) or short
            printed = _printed(short, text) or _printed(short, body) or name
            table = dict.fromkeys(grams(squeezed(text.text)), 0.5) if len(names) == 1 else {}
            table.update(dict.fromkeys(grams(full), 1.0))
            like = any(core in short or short in core for core in cores if len(core) >= 3)
            kind = "percent" if short.endswith("率") else _kind(target.unit)
            things.append(Thing(target.key, short, printed, table, kind, target.value, target.unit, like))
    return things
