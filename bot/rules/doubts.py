"""What a document leaves in doubt, gathered by kind: the same doubt about twenty measures is one line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.documents.drafts import DraftMeasure

_QUOTED = re.compile(r"“[^”]*”")
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True)
class Doubt:
    """One kind of doubt: how it was said the first time, and the measures it is about, in document order."""

    words: str
    refs: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.refs)


def doubts_by_kind(measures: Iterable[DraftMeasure]) -> tuple[Doubt, ...]:
    """Every kind of doubt, the most frequent first; doubts that differ only in names and figures are of one kind."""
    found: dict[str, list[tuple[str, str]]] = {}
    for measure in measures:
        for words in measure.doubts:
            found.setdefault(_kind(words, measure.units), []).append((words, measure.ref))
    doubts = [Doubt(said[0][0], tuple(dict.fromkeys(ref for _, ref in said))) for said in found.values()]
    return tuple(sorted(doubts, key=lambda doubt: -doubt.count))


def _kind(words: str, units: Iterable[str]) -> str:
    words = _QUOTED.sub("“”", words)
    for unit in sorted(units, key=len, reverse=True):
        words = words.replace(unit, "～")
    return _FIGURE.sub("0", words)
