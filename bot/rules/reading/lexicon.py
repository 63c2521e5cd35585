"""All that a plan's own words tell the reader: refs, titles, targets, bodies and units, folded and indexed once per plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from bot.rules.reading.folding import Folded, fold
from bot.rules.reading.names import Thing, flattened, grams, pieces_of, text_grams, things_of, title_cores
from bot.rules.reading.refs import ref_key
from bot.rules.reading.shapes import Key, MeasureWords
from bot.rules.reading.units import UnitNames

# The weights below were found with plans of this many measures.
USUAL = 35
TITLE, INDICATOR, BODY = 2.4, 1.5, 1.0


@dataclass(slots=True)
class Entry:
    """One measure as the reader knows it."""

    index: int
    key: Key
    ref: str
    title: str
    cores: tuple[str, ...]
    body: Folded
    flat: str
    places: tuple[int, ...]
    things: tuple[Thing, ...]
    pieces: tuple[tuple[str, tuple[int, int]], ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    title_signs: frozenset[str] = frozenset()


@dataclass(slots=True)
class Lexicon:
    """A plan's words, indexed. Build it once with `build_lexicon` and keep it."""

    entries: tuple[Entry, ...]
    by_key: dict[Key, Entry]
    by_ref: dict[tuple[int, ...], tuple[Entry, ...]]
    postings: dict[str, tuple[tuple[int, float], ...]]
    rarity: dict[str, float]
    units: UnitNames
    of_unit: dict[str, tuple[int, ...]]
    refs: dict[Key, str]

    def own(self, unit: str | None) -> tuple[int, ...]:
        """Return the measures in which a unit has a part of its own; groups are not spread over their members."""
        return self.of_unit.get(self.units.same(unit), ()) if unit else ()


def _rarity(holding: int, measures: int) -> float:
    """Return how telling a pair is: 3 when one measure holds it, near 0 when most do, alike for short and long plans."""
    share = 1 if holding == 1 else max(holding * USUAL / measures, 1)
    return log(1 + USUAL / share) - 0.6


def build_lexicon(measures: Sequence[MeasureWords], unit_names: Mapping[str, str] | None = None) -> Lexicon:
    """Return the index of a plan's words; `unit_names` maps other spellings of a unit to the one known."""
    entries: list[Entry] = []
    for index, measure in enumerate(measures):
        body = fold(measure.text)
        flat, places = flattened(body.text)
        cores = title_cores(measure.title)
        entries.append(
            Entry(
                index,
                measure.key,
                measure.ref,
                measure.title,
                cores,
                body,
                flat,
                places,
                tuple(things_of(measure, body, cores)),
                pieces_of(flat, places, body.text),
                title_signs=frozenset(cores[0]),
            )
        )
    df: dict[str, set[int]] = {}
    for entry in entries:
        for gram in (*text_grams(entry.body.text), *(gram for core in entry.cores for gram in grams(core))):
            df.setdefault(gram, set()).add(entry.index)
    rarity = {gram: _rarity(len(where), len(entries)) for gram, where in df.items()}
    postings: dict[str, list[tuple[int, float]]] = {}
    for entry in entries:
        place = dict.fromkeys(text_grams(entry.body.text), BODY)
        for thing in entry.things:
            place.update({gram: INDICATOR for gram in grams(thing.name) if gram in place})
        for core in entry.cores[-1:] if len(entry.cores) < 3 else entry.cores[2:]:
            place.update(dict.fromkeys(grams(core), TITLE))
        for core in entry.cores:
            for gram in grams(core):
                place.setdefault(gram, BODY)
        place.update({gram: TITLE for gram in place if gram.isdigit()})
        for gram, weight in place.items():
            strength = max(rarity[gram], 0.05) * weight
            entry.weights[gram] = strength
            postings.setdefault(gram, []).append((entry.index, strength))
    units = UnitNames((unit for measure in measures for unit in measure.units), unit_names or {})
    of_unit: dict[str, list[int]] = {}
    for index, measure in enumerate(measures):
        for name in dict.fromkeys(units.same(unit) for unit in measure.units):
            of_unit.setdefault(name, []).append(index)
    by_ref: dict[tuple[int, ...], list[Entry]] = {}
    for entry in entries:
        # A plan of several parts may number each from the start: then a ref is shared, and must be asked about.
        by_ref.setdefault(ref_key(entry.ref), []).append(entry)
    return Lexicon(
        entries=tuple(entries),
        by_key={entry.key: entry for entry in entries},
        by_ref={key: tuple(sharing) for key, sharing in by_ref.items()},
        postings={gram: tuple(where) for gram, where in postings.items()},
        rarity=rarity,
        units=units,
        of_unit={name: tuple(where) for name, where in of_unit.items()},
        refs={entry.key: entry.ref for entry in entries},
    )
