"""A reading explained: which words gave the measure, each figure, the status and the day, and what was set aside."""

import re
from collections.abc import Iterator

from bot.rules.reading.clauses import NOISE, Clause
from bot.rules.reading.contact import Heard
from bot.rules.reading.counting import Seen
from bot.rules.reading.drafts import Draft
from bot.rules.reading.items import of_no_whole, seen_in, whole_percent
from bot.rules.reading.lexicon import Entry
from bot.rules.reading.names import flattened
from bot.rules.reading.naming import called, clipped, content
from bot.rules.reading.note import Note
from bot.rules.reading.numerals import Number
from bot.rules.reading.progress import sign_of
from bot.rules.reading.reasons import Reason
from bot.rules.reading.shapes import Item

_DOCUMENT, _CLOCK = re.compile(r"号|\[20|\(20"), re.compile(r"\d:\d")
_CALLED = re.compile(r"\d{5}|\d[-—]\d{3}")


def reasons_of(note: Note, heard: Heard) -> tuple[Reason, ...]:
    """Return the reasons of a contact's reading, item by item; what was set aside comes last."""
    found: list[Reason] = []
    if heard.how:
        found.append(Reason(None, "intent", heard.how))
    for place, item in enumerate(heard.reading.items):
        if heard.drafts:
            found += _told(note, heard.drafts[place], item, place)
        else:
            found += _corrected(note, heard.clauses, item, place)
    found += _elsewhere(note, heard)
    return tuple(found)


def _told(note: Note, draft: Draft, item: Item, place: int) -> Iterator[Reason]:
    """Yield the reasons of one item of a report."""
    yield _measure(note, draft, item, place)
    whole = whole_percent(note, draft)
    asides: list[Reason] = []
    for seen in seen_in(note, draft):
        said = _quote(note, seen.number)
        if seen.value:
            yield _value(seen, said, place)
        elif seen.number is not whole and seen.number.kind != "other":
            asides.append(_aside(draft, note, seen, said, place))
    if whole is not None:
        yield Reason(place, "percent", "words", _quote(note, whole), item.percent)
    if item.status:
        spot = next(
            (
                (clause.start + sign[0], clause.start + sign[1])
                for clause in draft.clauses
                if not clause.question and (sign := sign_of(item.status, clause.text))
            ),
            None,
        )
        yield Reason(
            place, "status", "words" if spot else "facts", note.folded.quote(*spot) if spot else "", item.status
        )
    yield from _both(note, draft.clauses, item, place)
    yield from asides


def _both(note: Note, clauses: list[Clause], item: Item, place: int) -> Iterator[Reason]:
    """Yield the reasons of what reports and corrections have in common: the obstacle and the day."""
    if item.blocker:
        yield Reason(place, "blocker", "words", item.blocker)
    if item.expected_by:
        said = [day for clause in clauses for day in clause.days if day.on == item.expected_by]
        words = note.folded.quote(said[-1].start, said[-1].end) if said else ""
        yield Reason(place, "expected_by", "words", words, item.expected_by.isoformat())


def _value(seen: Seen, said: str, place: int) -> Reason:
    value = seen.value
    assert value is not None
    return Reason(place, "value", value.kind, said, value.value, value.indicator, value.unit, seen.because)


def _aside(draft: Draft, note: Note, seen: Seen, said: str, place: int) -> Reason:
    how = seen.reason
    if how == "unnamed" and seen.number.kind == "percent":
        entry = draft.entry(note)
        clause = next(c for c in draft.clauses if any(n.start == seen.number.start for n in c.numbers))
        how = of_no_whole(clause, seen.number, entry.cores if entry else ()) or how
    return Reason(place, "aside", how, said, None if seen.number.vague else seen.number.value)


def _measure(note: Note, draft: Draft, item: Item, place: int) -> Reason:
    """Return which words named the measure, or by what else it was known."""
    entry = draft.entry(note)
    if entry is None:
        words = next((words for clause in draft.clauses if (words := _clue(note, clause, draft))), "")
        return Reason(place, "measure", "clues" if draft.clues else "open", words)
    named = [said for clause in draft.clauses if (said := _named(note, clause, entry))]
    if draft.named and named:
        how, start, end = min(named, key=lambda said: _ORDER.index(said[0]))
        return Reason(place, "measure", how, note.folded.quote(start, end), entry.ref)
    if draft.named and any(note.listed(clause.point) == entry.index for clause in draft.clauses):
        return Reason(place, "measure", "listed", "", entry.ref)
    return Reason(place, "measure", _unsaid(note), "", entry.ref)


def _unsaid(note: Note) -> str:
    """Return by what a measure was known that the words do not name."""
    context = note.context
    if context and (context.measure is not None or context.measures):
        return "context"
    return "last_report" if context and context.last_report else "only_one"


_ORDER = ("number", "title", "indicator", "words")


def _named(note: Note, clause: Clause, entry: Entry) -> tuple[str, int, int] | None:
    """Return how a clause names a measure, and where."""
    if clause.ref and clause.ref_span and entry.index in _family(note, clause):
        return ("number", *clause.ref_span)
    flat, places = flattened(clause.text)
    for how, names in (("title", entry.cores), ("indicator", [thing.name for thing in entry.things])):
        for name in names:
            at = flat.find(name) if len(name) > 1 else -1
            if at >= 0:
                return how, clause.start + places[at], clause.start + places[at + len(name) - 1] + 1
    chunks = content(note.lexicon, clause)
    for thing in entry.things:
        short = next((chunk for chunk in chunks if clipped(chunk, thing.name) and chunk in flat), None)
        if short:
            at = flat.find(short)
            return "indicator", clause.start + places[at], clause.start + places[at + len(short) - 1] + 1
    best = max((_shared(chunk, entry.flat + "|" + "|".join(entry.cores)) for chunk in chunks), key=len, default="")
    at = flat.find(best) if len(best) > 1 else -1
    return ("words", clause.start + places[at], clause.start + places[at + len(best) - 1] + 1) if at >= 0 else None


def _family(note: Note, clause: Clause) -> tuple[int, ...]:
    one, family = called(note.lexicon, clause.ref or ())
    return (one,) if one is not None else family


def _clue(note: Note, clause: Clause, draft: Draft) -> str:
    said = (_named(note, clause, note.lexicon.entries[index]) for index in draft.clues)
    first = next((one for one in said if one), None)
    return note.folded.quote(first[1], first[2]) if first else ""


def _shared(word: str, text: str) -> str:
    """Return the longest piece of a word that a text holds."""
    for size in range(min(len(word), 24), 1, -1):
        for start in range(len(word) - size + 1):
            if word[start : start + size] in text:
                return word[start : start + size]
    return ""


def _corrected(note: Note, clauses: list[Clause], item: Item, place: int) -> Iterator[Reason]:
    """Yield the reasons of a correction: what was named or else the last report, the right figures and the wrong ones."""
    key = item.measure if item.measure is not None else item.named
    entry = None if key is None else note.lexicon.by_key[key]
    named = [said for clause in clauses if entry and (said := _named(note, clause, entry))]
    if entry and named:
        how, start, end = min(named, key=lambda said: _ORDER.index(said[0]))
        yield Reason(place, "measure", how, note.folded.quote(start, end), entry.ref)
    else:
        yield Reason(place, "measure", _unsaid(note) if entry else "open", "", entry.ref if entry else None)
    left = list(item.values)
    for clause in clauses:
        for number in clause.numbers:
            words = _quote(note, number)
            value = next((one for one in left if one.value == number.value), None)
            if value:
                left.remove(value)
                yield Reason(place, "value", value.kind, words, value.value, value.indicator, value.unit)
            elif number.kind == "percent" and number.value == item.percent:
                yield Reason(place, "percent", "words", words, item.percent)
            else:
                yield Reason(place, "aside", "wrong", words, None if number.vague else number.value)
    if item.status:
        yield Reason(place, "status", "words", "", item.status)
    yield from _both(note, clauses, item, place)


def _elsewhere(note: Note, heard: Heard) -> Iterator[Reason]:
    """Yield the figures that no item was given: days, telephones, document numbers, clock times, parts of names."""
    if not heard.reading.items:
        return
    given = {item.expected_by for item in heard.reading.items}
    used = {(number.start, number.end) for clause in heard.clauses for number in clause.numbers}
    days = [day for clause in heard.clauses for day in clause.days]
    for day in days:
        if (day.on is None or day.on not in given) and re.search(r"\d", note.folded.text[day.start : day.end]):
            yield Reason(None, "aside", "day", note.folded.quote(day.start, day.end))
    spots = [match.span() for match in NOISE.finditer(note.folded.text)]
    for start, end in spots[:20]:
        word = note.folded.text[start:end]
        if re.search(r"\d", word) and (start, end) not in used and not any(d.start <= start < d.end for d in days):
            yield Reason(None, "aside", _noise(word), note.folded.quote(start, end).strip())


def _noise(word: str) -> str:
    if _CLOCK.search(word):
        return "clock"
    if _DOCUMENT.search(word):
        return "document"
    return "phone" if _CALLED.search(word) else "name"


def _quote(note: Note, number: Number) -> str:
    return note.folded.quote(number.start, number.end).strip()
