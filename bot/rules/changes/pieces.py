"""Measures split in two and measures merged into one, told by runs of text that went from the one into the other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.rules.changes.matching import Matching
    from models import Measure

RUN = 4  # characters of a run
FEWEST_RUNS = 8  # a shorter text says nothing about where it comes from
COMMON = 20  # a run that stands in more measures than this is nobody's own
PART = 0.75  # share of a text's runs that stand in the other: it is a part of it
ELSEWHERE = 0.5  # below this share it is not
HELD = 0.4  # share of the whole that a single remaining part must hold to go on as the whole

_SILENT = re.compile(r"[\s，。、；：！？“”‘’（）,.;:!?()]+")

Runs = frozenset[str]


def runs(text: str) -> Runs:
    """Every run of four characters of the text, without stops and blanks."""
    bare = _SILENT.sub("", text)
    return frozenset(bare[at : at + RUN] for at in range(len(bare) - RUN + 1))


def share(part: Runs, whole: Runs) -> float:
    """Which share of a part's runs stands in the whole."""
    return len(part & whole) / len(part) if part else 0.0


def split(found: Matching, left: dict[int, Measure], fixed: Collection[int]) -> None:
    """Open drafts that were a part of a measure: the biggest part goes on as the measure, the others say where they are
    from. `fixed` are drafts whose measure a person has named."""
    holders = {index: measure for index, measure in found.pairs.items() if measure.withdrawn_at is None}
    holder_of = {measure.id: index for index, measure in holders.items()}
    wholes = {measure.id: measure for measure in (*left.values(), *holders.values())}
    texts = {id: runs(measure.text) for id, measure in wholes.items()}
    parts: dict[int, list[int]] = defaultdict(list)
    drafts = {index: runs(draft.text) for index, draft in found.open.items()}
    for index, id in _inside(drafts, texts):
        holder = holder_of.get(id)
        if holder is None or share(drafts[index], runs(found.drafts[holder].text)) < ELSEWHERE:
            parts[id].append(index)
    for id, indexes in parts.items():
        indexes = [index for index in indexes if index in found.open and index not in found.origins]
        holder = holder_of.get(id)
        if holder is not None:
            drafts[holder] = runs(found.drafts[holder].text)
        claims = [*([holder] if holder is not None else []), *indexes]
        biggest = max(claims, key=lambda index: len(drafts[index] & texts[id]), default=None)
        if biggest is None or not indexes:
            continue
        if holder is None:
            if len(indexes) == 1 and share(texts[id], drafts[biggest]) < HELD:
                continue
            found.pair(biggest, wholes[id], left)
        elif biggest != holder and holder not in fixed:
            found.open[holder] = found.drafts[holder]
            del found.pairs[holder]
            found.pairs[biggest] = wholes[id]
            del found.open[biggest]
            indexes.append(holder)
        found.origins |= {index: wholes[id] for index in indexes if index in found.open}


def merged(found: Matching, left: dict[int, Measure]) -> None:
    """Measures whose text stands in a draft now: where the draft has no measure yet the biggest goes on as it, the others
    go into it."""
    drafts = {index: runs(found.drafts[index].text) for index in (*found.open, *found.pairs)}
    texts = {id: runs(measure.text) for id, measure in left.items()}
    into: dict[int, list[int]] = defaultdict(list)
    for id, index in _inside(texts, drafts):
        holder = found.pairs.get(index)
        if holder is None or share(texts[id], runs(holder.text)) < ELSEWHERE:
            into[index].append(id)
    for index, ids in into.items():
        ids = [id for id in ids if id in left and id not in found.heirs]
        if index in found.open and ids:
            biggest = max(ids, key=lambda id: len(texts[id] & drafts[index]))
            if len(ids) == 1 and share(drafts[index], texts[biggest]) < HELD:
                continue
            found.pair(index, left[biggest], left)
            ids.remove(biggest)
        found.heirs |= dict.fromkeys(ids, index)


def _inside(parts: Mapping[int, Runs], wholes: Mapping[int, Runs]) -> Iterable[tuple[int, int]]:
    """(part, whole) for every part and the whole that holds most of it, if it holds enough."""
    places: dict[str, list[int]] = defaultdict(list)
    wanted = frozenset[str]().union(*parts.values()) if parts else frozenset[str]()
    for whole, text in wholes.items():
        for run in text & wanted:
            places[run].append(whole)
    for part, text in parts.items():
        if len(text) < FEWEST_RUNS:
            continue
        hits = Counter(whole for run in text if len(places[run]) <= COMMON for whole in places[run])
        for whole, _ in hits.most_common(1):
            if share(text, wholes[whole]) >= PART:
                yield part, whole
