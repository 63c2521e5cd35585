"""Which draft is which loaded measure: by number, title and text, the surest first; what is close asks a person."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from rapidfuzz.fuzz import ratio

from bot.documents.drafts import DraftMeasure
from bot.rules.changes import pieces
from bot.rules.changes.likeness import Scores, likeness
from models import Measure

ALIKE = 80.0  # share of equal text, per cent, from which two measures are the same one under another number
ASKED = 60.0  # from here on a person is asked
TOO_CLOSE = 5.0  # two candidates nearer than this to each other: a person has to say
MOST_CANDIDATES = 4

Key = Callable[[Measure | DraftMeasure], Hashable]


def _all(one: Measure | DraftMeasure) -> Hashable:
    return one.ref, one.title, one.text


def _words(one: Measure | DraftMeasure) -> Hashable:
    return (one.title, one.text) if one.title or one.text else None


def _number_and_title(one: Measure | DraftMeasure) -> Hashable:
    return (one.ref, one.title) if one.title else None


def _title(one: Measure | DraftMeasure) -> Hashable:
    return one.title or None


def _number(one: Measure | DraftMeasure) -> Hashable:
    return one.ref


def text_of(one: Measure | DraftMeasure) -> str:
    """What a measure is recognised by: its text, or its title where it has no text."""
    return one.text or one.title


@dataclass
class Matching:
    """Drafts by their place in the document, measures by their id."""

    drafts: Sequence[DraftMeasure]
    open: dict[int, DraftMeasure]
    pairs: dict[int, Measure] = field(default_factory=dict)
    ambiguous: dict[int, tuple[Measure, ...]] = field(default_factory=dict)
    origins: dict[int, Measure] = field(default_factory=dict)
    heirs: dict[int, int] = field(default_factory=dict)  # measure id → draft

    def pair(self, index: int, measure: Measure, left: dict[int, Measure]) -> None:
        self.pairs[index] = left.pop(measure.id)
        self.open.pop(index, None)


def match(
    loaded: Sequence[Measure], drafts: Sequence[DraftMeasure], decided: Mapping[str, int | None]
) -> tuple[Matching, list[Measure]]:
    """The matching, and the active measures nobody continues. `decided` (draft's ref → measure id, or None: it is new)
    goes before everything; archived measures come back only where no active one fits."""
    found = Matching(drafts, dict(enumerate(drafts)))
    live = {measure.id: measure for measure in loaded if measure.withdrawn_at is None}
    newest = sorted(
        (one for one in loaded if one.withdrawn_at), key=lambda one: (one.withdrawn_at, one.id), reverse=True
    )
    gone = {measure.id: measure for measure in newest}
    new = _decide(found, decided, live, gone)
    for key in (_all, _words):
        for left in (live, gone):
            _by(key, found, left, interchangeable=True)
    for left in (live, gone):
        _by(_number_and_title, found, left, interchangeable=left is gone)
        _by(_title, found, left, interchangeable=left is gone)
        _by(_number, found, left, alike=ALIKE)
        _by_text(found, left, asks=left is live)
        if left is live:
            fixed = {index for index, draft in found.pairs.items() if drafts[index].ref in decided}
            pieces.split(found, live, fixed)
            pieces.merged(found, live)
    _ask(found, live)
    found.open |= new
    _still_open(found)
    asked = {measure.id for candidates in found.ambiguous.values() for measure in candidates}
    return found, [measure for measure in live.values() if measure.id not in asked]


def _decide(
    found: Matching, decided: Mapping[str, int | None], live: dict[int, Measure], gone: dict[int, Measure]
) -> dict[int, DraftMeasure]:
    """Pair what a person has paired; the drafts a person called new."""
    new = {}
    for index, draft in list(found.open.items()):
        if draft.ref in decided:
            id = decided[draft.ref]
            left = live if id in live else gone
            if id in left:
                found.pair(index, left[id], left)
            elif id is None:
                new[index] = found.open.pop(index)
    return new


def _by(
    key: Key, found: Matching, left: dict[int, Measure], *, interchangeable: bool = False, alike: float = 0.0
) -> None:
    """Pair what has the same key, where it says who is who: one on each side, or all of them the same in every word."""
    measures: dict[Hashable, list[Measure]] = defaultdict(list)
    for measure in left.values():
        measures[key(measure)].append(measure)
    wanted: dict[Hashable, list[int]] = defaultdict(list)
    for index, draft in found.open.items():
        wanted[key(draft)].append(index)
    for value, indexes in wanted.items():
        same = measures.get(value, [])
        if value is None or not same or (not interchangeable and len(indexes) + len(same) > 2):
            continue
        for index, measure in zip(indexes, same, strict=False):
            if not alike or ratio(text_of(measure), text_of(found.drafts[index])) >= alike:
                found.pair(index, measure, left)


def _by_text(found: Matching, left: dict[int, Measure], *, asks: bool) -> None:
    """Pair by likeness of text, the likest first; a draft with two candidates too close to each other asks."""
    indexes, measures = list(found.open), list(left.values())
    if not indexes or not measures:
        return
    scores = _scores(found, indexes, measures)
    order = sorted(zip(*numpy.nonzero(scores >= ALIKE), strict=True), key=lambda at: (-scores[at], at))
    for at in order:
        row, column = map(int, at)
        index, measure = indexes[row], measures[column]
        if index not in found.open or measure.id not in left:
            continue
        rivals = [
            int(other)
            for other in numpy.nonzero(scores[row] > max(scores[at] - TOO_CLOSE, ALIKE - TOO_CLOSE))[0]
            if asks
            and other != column
            and measures[other].id in left
            and not _better_elsewhere(scores, row, int(other), indexes, found)
        ]
        if rivals:
            near = sorted((column, *rivals), key=lambda other: -scores[row, other])[:MOST_CANDIDATES]
            found.ambiguous[index] = tuple(measures[other] for other in near)
            del found.open[index]
        else:
            found.pair(index, measure, left)


def _better_elsewhere(scores: Scores, row: int, column: int, indexes: list[int], found: Matching) -> bool:
    """Whether another open draft is clearly more like this measure."""
    rows = numpy.nonzero(scores[:, column] >= scores[row, column] + TOO_CLOSE)[0]
    return any(indexes[int(at)] in found.open for at in rows)


def _ask(found: Matching, left: dict[int, Measure]) -> None:
    """A draft that is half like a measure nobody continues: neither the same nor surely new."""
    indexes = list(found.open)
    measures = [measure for measure in left.values() if measure.id not in found.heirs]
    if not indexes or not measures:
        return
    scores = _scores(found, indexes, measures)
    for row, index in enumerate(indexes):
        near = [
            int(at) for at in numpy.argsort(-scores[row], kind="stable")[:MOST_CANDIDATES] if scores[row, at] >= ASKED
        ]
        if near and index not in found.origins:
            found.ambiguous[index] = tuple(measures[at] for at in near)
            del found.open[index]


def _still_open(found: Matching) -> None:
    """Of what is asked about, only candidates that no other draft has got; a draft that has none left is new."""
    taken = {measure.id for measure in found.pairs.values()}
    for index, candidates in list(found.ambiguous.items()):
        found.ambiguous[index] = tuple(one for one in candidates if one.id not in taken)
        if not found.ambiguous[index]:
            del found.ambiguous[index]
            found.open[index] = found.drafts[index]


def _scores(found: Matching, indexes: list[int], measures: list[Measure]) -> Scores:
    """Likeness of each draft to each measure, per cent; 0 where it is below what anybody asks about."""
    drafts = [text_of(found.drafts[index]) for index in indexes]
    return likeness(drafts, [text_of(measure) for measure in measures], ASKED - TOO_CLOSE)
