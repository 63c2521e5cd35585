"""Which measure words name: refs, titles, indicators, pieces of the body, weighed by how rare they are in the plan."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.lexicon import Entry, Lexicon

_GENERAL = re.compile(
    "|".join(
        (
            words.NOT_STARTED,
            words.NO_CHANGE,
            words.BLOCKED,
            words.GOING_WELL,
            words.NOT_AT_RISK,
            words.AT_RISK,
            words.WHOLE_FINISHED,
            words.FINISHED,
            words.PERIOD,
            words.THIS_WHOLE,
            words.OURSELVES,
            words.WE,
            words.STRONG_TOTAL,
            words.NAMELESS,
        )
    )
)
_CALL = re.compile(r"(?<!\d)\d{5}(?!\d)")
STRONG, CLUE = 4.2, 2.2
MANY = 64


@dataclass(slots=True)
class Named:
    """What a clause says of which measure is meant: scores and longest runs by measure; titles or indicators said in full."""

    scores: dict[int, float]
    runs: dict[int, int]
    words: dict[int, int]
    titled: dict[int, float]
    chunks: tuple[str, ...] = ()
    ref: int | None = None
    family: tuple[int, ...] = ()

    def solid(self, index: int | None) -> bool:
        """Return whether more than a stray pair of characters names a measure."""
        if index is None:
            return False
        if self.runs.get(index, 0) >= 3 or self.titled.get(index, 0.0) > 0:
            return True
        # Two rare words apart (机场…航线) name a measure as surely as one long one, if no other measure comes near.
        return (
            self.words.get(index, 0) >= 2
            and self.scores[index] >= STRONG + 1.2
            and self.best()[2] <= 0.5 * self.scores[index]
        )

    def best(self, among: Iterable[int] | None = None) -> tuple[int | None, float, float]:
        """Return the leading measure, its score and the runner-up's."""
        first, top, second = None, 0.0, 0.0
        pool = self.scores.items() if among is None else ((index, self.scores.get(index, 0.0)) for index in among)
        for index, score in pool:
            if score > top:
                first, top, second = index, score, top
            elif score > second:
                second = score
        return first, top, second


def content(lexicon: Lexicon, clause: Clause) -> list[str]:
    """Return a clause's chunks that may name something: general words, figures, days and unit names taken out."""
    text = clause.text
    holes = [
        (n.start, n.end)
        for n in clause.numbers
        if n.kind != "other" and not (n.kind == "bare" and f"{n.value:g}" in lexicon.postings)
    ]
    holes += [(d.start, d.end) for d in clause.days]
    if clause.ref_span:
        holes.append(clause.ref_span)
    if holes:
        chars = list(text)
        for start, end in holes:
            for at in range(max(start - clause.start, 0), min(end - clause.start, len(chars))):
                chars[at] = "|"
        text = "".join(chars)
    if lexicon.units.solid:
        text = lexicon.units.solid.sub("|", text)
    text = _GENERAL.sub("|", text)
    text = re.sub(r"[\"'+&\s]", "", text)
    chunks = (chunk.strip(words.LITTLE) for chunk in re.split(r"[\W_]+", text))
    return [chunk for chunk in chunks if len(chunk) > 1]


def weigh(
    lexicon: Lexicon, chunks: list[str], own: tuple[int, ...]
) -> tuple[dict[int, float], dict[int, int], dict[int, int]]:
    """Return scores, longest runs and the number of rare words by measure: rarer pairs count more, runs of pairs more than scattered ones."""
    scores: dict[int, float] = {}
    longest: dict[int, int] = {}
    rare: dict[int, int] = {}
    seen: set[str] = set()
    wanted = frozenset(own)
    for chunk in chunks:
        before: dict[int, int] = {}
        for at in range(len(chunk) - 1):
            gram = chunk[at : at + 2]
            where = lexicon.postings.get(gram)
            if not where:
                before = {}
                continue
            fresh = gram not in seen
            seen.add(gram)
            runs: dict[int, int] = {}
            if len(where) > MANY:
                # In a plan of thousands a common pair says something only of the unit's own measures.
                where = tuple(pair for pair in where if pair[0] in wanted)
            for index, weight in where:
                run = before.get(index, 1) + 1
                runs[index] = run
                if run > longest.get(index, 0):
                    longest[index] = run
                if fresh and run == 2 and len(where) <= 2:
                    rare[index] = rare.get(index, 0) + 1
                if fresh:
                    scores[index] = scores.get(index, 0.0) + weight * (1 + 0.4 * min(run - 2, 5))
            before = runs
        for number in _CALL.findall(chunk):
            for index, weight in lexicon.postings.get(number, ()):
                scores[index] = scores.get(index, 0.0) + weight
                longest[index] = max(longest.get(index, 0), 5)
    return scores, longest, rare


def named_by(lexicon: Lexicon, clause: Clause, own: tuple[int, ...]) -> Named:
    """Return what a clause says of which measure is meant."""
    chunks = content(lexicon, clause)
    scores, runs, rare = weigh(lexicon, chunks, own)
    flat = "".join(chunks)
    titled: dict[int, float] = {}
    if scores:
        top = max(scores.values())
        for index, score in scores.items():
            if score >= 0.3 * top:
                bonus = title_bonus(lexicon.entries[index], chunks, flat)
                if bonus and _swallowed(lexicon.entries[index], index, runs, flat):
                    bonus = 0.3 * bonus
                if bonus:
                    titled[index] = bonus
                    scores[index] = score + bonus
    named = Named(scores, runs, rare, titled, tuple(chunks))
    if clause.ref:
        named.ref, named.family = called(lexicon, clause.ref)
    return named


def called(lexicon: Lexicon, ref: tuple[int, ...]) -> tuple[int | None, tuple[int, ...]]:
    """Return the measure a ref calls; else those that share it, or that stand under it (四（一） → 四（一）1 to 4)."""
    for size in range(len(ref), 1, -1):
        sharing = lexicon.by_ref.get(ref[:size], ())
        if sharing:
            family = tuple(entry.index for entry in sharing)
            return (family[0], ()) if len(family) == 1 else (None, family)
    under = (entries for key, entries in lexicon.by_ref.items() if key[: len(ref)] == ref)
    return None, tuple(entry.index for entries in under for entry in entries)


def _swallowed(entry: Entry, index: int, runs: dict[int, int], flat: str) -> bool:
    """Return whether a title is only part of a longer word of another measure (大数据 in 大数据中心)."""
    core = next((core for core in entry.cores if core in flat), None)
    if core is None or max(runs.values()) < max(runs.get(index, 0), len(core)) + 2:
        return False
    at = flat.find(core) + len(core)
    return flat[at : at + 2] not in words.TITLE_TAILS


def clipped(word: str, name: str) -> bool:
    """Return whether a word is a name cut short, its characters in order: 益农社 of 益农信息社."""
    if len(word) < 3 or len(word) >= len(name) or (word[0] != name[0] and word[-1] != name[-1]):
        return False
    at = -1
    for char in word:
        at = name.find(char, at + 1)
        if at < 0:
            return False
    return True


def misspelt(word: str, name: str) -> bool:
    """Return whether a word begins or ends with a name of which one character is wrong: 智惠旅游 for 智慧旅游."""
    size = len(name)
    if len(word) < size:
        return False
    return any(sum(map(str.__ne__, piece, name)) == 1 for piece in {word[:size], word[-size:]})


def title_bonus(entry: Entry, chunks: list[str], flat: str) -> float:
    """Return extra weight for a title or an indicator said in full."""
    for core in entry.cores:
        if len(core) >= 3 and core in flat:
            return 3.0 + 0.5 * min(len(core), 6)
        if len(core) == 2 and core in flat:
            return 1.5
        if any(len(chunk) >= 4 and clipped(chunk, core) for chunk in chunks):
            return 2.0
        if any(len(chunk) == 2 and chunk == core[:3:2] and chunk in entry.weights for chunk in chunks):
            # 公厕 for 公共厕所, where the text of the measure has the short word too.
            return 1.5
        if len(core) >= 4 and any(misspelt(chunk, core) for chunk in chunks):
            return 2.0
    if any(len(chunk) == 2 and chunk in entry.cores[-1] for chunk in chunks):
        return 1.0
    whole = entry.cores[0]
    if any(3 < len(chunk) <= 8 and whole.startswith(chunk[-2:]) and chunk[:-2] in whole for chunk in chunks):
        # 数据开放 for 开放数据资源: the verb of a title put behind.
        return 2.0
    for thing in entry.things:
        if len(thing.name) >= 3 and thing.name in flat:
            return 2.5
        if any(clipped(chunk, thing.name) for chunk in chunks):
            return 2.0
    return 0.0
