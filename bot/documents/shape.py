"""A text's shape: one spelling for every sign, character for character: what matches has its place in the text."""

from __future__ import annotations

from typing import Final

from opencc import OpenCC

# Full-width is how these are written in Chinese; texts copied from the web often carry the half-width ones.
_SIGNS: Final = {
    **{chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u3000\t", " "),
    **dict.fromkeys("—–‒−－~～〜―", "-"),
    **dict.fromkeys("＊★☆※", "*"),
    **dict.fromkeys("·•●■◆▪", "·"),
    "｡": "。",
    "､": "、",
    "﹐": "，",
    "﹑": "、",
    "﹔": "；",
    "﹕": "：",
}
_WIDE: Final = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "[": "［", "]": "］", "!": "！", "?": "？"}
_SIMPLIFIED: Final = OpenCC("t2s")

OPENING: Final = "（〔［【〈("
CLOSING: Final = "）〕］】〉)"


class _Signs(dict[int, str]):
    """Every character's sign, found when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _SIGNS.get(char, char)
        plain = _WIDE.get(plain, plain)
        if plain == char and "\u3400" <= char <= "\u9fff":
            simple: str = _SIMPLIFIED.convert(char)
            plain = simple if len(simple) == 1 else char
        self[code] = plain
        return plain


_TABLE: Final = _Signs()


def shape(text: str) -> str:
    """The text in simplified script with full-width punctuation and half-width digits; exactly as long as the text."""
    return text.translate(_TABLE)


def depths(shaped: str) -> list[int]:
    """How many brackets are open at each character; a bracket counts as inside, one without a partner as nothing."""
    depth, found = 0, []
    for char in shaped:
        if char in OPENING:
            depth += 1
        found.append(depth)
        if char in CLOSING:
            depth = max(0, depth - 1)
    return found


def pairs(shaped: str) -> list[tuple[int, int]]:
    """Places of the outermost bracket pairs, by kind and balanced; what never closes is passed over."""
    partners = partners_in(shaped)
    found: list[tuple[int, int]] = []
    behind = 0
    for start in sorted(partners):
        if start >= behind:
            found.append((start, partners[start]))
            behind = partners[start] + 1
    return found


def partners_in(shaped: str) -> dict[int, int]:
    """For every bracket that closes, the place where it opens and the place where it does, each kind by itself."""
    open_at: dict[str, list[int]] = {kind: [] for kind in OPENING}
    found: dict[int, int] = {}
    for place, char in enumerate(shaped):
        if char in OPENING:
            open_at[char].append(place)
        elif char in CLOSING and (waiting := open_at[OPENING[CLOSING.index(char)]]):
            found[waiting.pop()] = place
    return found


def pieces(shaped: str, signs: str) -> list[tuple[int, int]]:
    """Spans between the given signs, where no bracket is open; empty spans are left out."""
    found, begin = [], 0
    for place, depth in enumerate(depths(shaped)):
        if depth == 0 and shaped[place] in signs:
            found.append((begin, place))
            begin = place + 1
    found.append((begin, len(shaped)))
    return [(a, b) for a, b in found if shaped[a:b].strip()]
