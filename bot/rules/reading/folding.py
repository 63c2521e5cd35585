"""One form for every way of writing: simplified, half-width, lower case, mainland words; with the way back."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.rules.reading import vocabulary

# Circled and bracketed list numbers are boundaries, not figures: NFKC would turn ① into 1.
_LIST_SIGNS = {chr(code): "\n" for code in (*range(0x2460, 0x249C), *range(0x2776, 0x2794), *range(0x3220, 0x322A))}
_SIGNS = {
    **_LIST_SIGNS,
    **dict.fromkeys("✓✔✅☑", "√"),
    **dict.fromkeys("“”„‟「」『』《》〈〉＂", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("–—―─－‐‑−", "—"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("〔【［", "["),
    **dict.fromkeys("〕】］", "]"),
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "…": "。",
    "㎡": "平",
    "〇": "零",
    "○": "零",
    "著": "着",
}
_IDEOGRAPHS = range(0x4E00, 0xA000)


class _Table(dict[int, str]):
    """Character by character: what OpenCC says of ideographs, NFKC of the rest, filled as characters are met."""

    def __init__(self) -> None:
        from opencc import OpenCC  # loading its dictionaries costs 30 ms, so only a process that reads pays

        plain = "\n".join(map(chr, _IDEOGRAPHS))
        self.update(zip(_IDEOGRAPHS, OpenCC("t2s").convert(plain).split("\n"), strict=True))
        self.update({ord(sign): form for sign, form in _SIGNS.items()})

    def __missing__(self, code: int) -> str:
        char = chr(code)
        form = unicodedata.normalize("NFKC", char).lower()
        if not form or (
            len(form) == 1 and unicodedata.category(form) in ("So", "Sk", "Cf", "Cs", "Co", "Cn", "Mn", "Zs", "Cc")
        ):
            form = "\n" if char == "\n" else " "
        if len(form) > 1:
            form = "".join(self.get(ord(part), part) for part in form)
        self[code] = form
        return form


@cache
def _table() -> _Table:
    return _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in its common form; `at[i]` is where character i came from (None: unchanged places)."""

    text: str
    origin: str
    at: Sequence[int] | None = None

    def quote(self, start: int, end: int) -> str:
        """Return the origin's characters behind folded positions start to end."""
        if end <= start:
            return ""
        if self.at is None:
            return self.origin[start:end]
        # A folded word stands in one place, so a quotation takes it whole or not at all.
        stop = end
        while stop < len(self.at) and self.at[stop] == self.at[end - 1]:
            stop += 1
        return self.origin[self.at[start] : self.at[stop] if stop < len(self.at) else None]


_WORDS = re.compile("|".join(sorted(map(re.escape, vocabulary.SAME_WORDS), key=len, reverse=True)))
_FACES = re.compile(r"\[[\u4e00-\u9fffa-z]{1,4}\]")


def fold(text: str) -> Folded:
    """Return the text in its common form, able to quote itself."""
    table = _table()
    folded = text.translate(table)
    at: list[int] | None = None
    if len(folded) != len(text):
        at = [index for index, char in enumerate(text) for _ in table[ord(char)]]
    folded = _FACES.sub(lambda face: " " * len(face[0]), folded)
    if not _WORDS.search(folded):
        return Folded(folded, text, at)
    old = at or range(len(folded))
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for word in _WORDS.finditer(folded):
        new = vocabulary.SAME_WORDS[word[0]]
        parts += (folded[done : word.start()], new)
        places += old[done : word.start()]
        # A longer or shorter form keeps the first place throughout, so a quote never cuts the original word in two.
        places += [old[word.start()]] * len(new)
        done = word.end()
    parts.append(folded[done:])
    places += old[done:]
    return Folded("".join(parts), text, places)


def folded(text: str) -> str:
    """Return only the common form."""
    return fold(text).text


def squeezed(text: str) -> str:
    """Return a folded text's letters, digits and ideographs alone: quotes and the lost plus make no difference."""
    return "".join(char for char in text if char.isalnum())
