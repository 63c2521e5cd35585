"""A correction: what of the last report changes, and nothing else."""

import re
from dataclasses import replace

from bot.rules.reading import vocabulary as words
from bot.rules.reading.amended import amended_day, amended_figures, amended_status, amended_value
from bot.rules.reading.clauses import Clause
from bot.rules.reading.drafts import drafts_of, says_thing
from bot.rules.reading.figures import is_rate
from bot.rules.reading.items import item_of
from bot.rules.reading.naming import CLUE, named_by
from bot.rules.reading.note import Note
from bot.rules.reading.shapes import Item, Value

_CORRECT = re.compile(words.CORRECT)
_CLEAR = re.compile(words.CLEARLY_WRONG)
_OF_BEFORE = re.compile(words.SAID_BEFORE)
_STANDS = re.compile(words.STANDS)
_NOT_THIS = re.compile("不是|并非|而不是")
_BUT_THIS = re.compile("(?<!不)(?:应该|而)?是[^不]")


def corrected(note: Note, clauses: list[Clause]) -> tuple[Item, ...] | None:
    """Return the corrected items, or None when the message corrects nothing."""
    text = note.opening
    last = note.context.last_report if note.context else None
    clear = bool(_CLEAR.search(text))
    if not _CORRECT.search(text) or (last is None and not (clear and _OF_BEFORE.search(text))):
        return None
    if _STANDS.search(text) and (restated := _restated(note, clauses)):
        return restated
    index = _measure(note, clauses, last)
    entry = None if index is None else note.lexicon.entries[index]
    values: list[Value] = []
    percent: float | None = None
    for clause, number in amended_figures(clauses, last):
        of_indicator = (entry and is_rate(clause, number)) or (
            last and last.percent is None and any(value.unit == "%" for value in last.values)
        )
        # 60应该是65 after a report of 60%: the bare figure is the percentage put right.
        of_whole = number.kind == "bare" and last is not None and last.percent is not None and not last.values
        if (number.kind == "percent" and not of_indicator) or (of_whole and number.value <= 100):
            percent = number.value if number.value <= 100 else percent
            continue
        value = amended_value(note, entry, clauses, clause, number, last)
        if value:
            values.append(value)
    expected = amended_day(note, clauses, last)
    figures = bool(values) or percent is not None or expected is not None
    status = None if figures else amended_status(text, last)
    moved = last is not None and entry is not None and entry.key != last.measure
    if not (figures or status or moved) and (last is None or not clear):
        return None
    mine = index is not None and (index in note.own or not note.own)
    return (
        Item(
            measure=entry.key if entry and mine else None,
            candidates=() if entry else tuple(note.lexicon.entries[one].key for one in note.own),
            foreign=entry is not None and not mine,
            named=entry.key if entry and not mine else None,
            status=status,
            percent=percent,
            values=tuple(values),
            expected_by=expected,
        ),
    )


def _restated(note: Note, clauses: list[Clause]) -> tuple[Item, ...]:
    """Return what a message that is to stand instead (以这条为准) says, measure by measure; a status only where it judges."""
    said = [clause for clause in clauses if not _STANDS.search(clause.text) or clause.numbers]
    items = [item_of(note, draft) for draft in drafts_of(note, said) if draft.index is not None]
    told = [item for item in items if item.values or item.percent is not None or item.expected_by or item.blocker]
    return tuple(replace(item, status=None if item.status == "in_progress" else item.status) for item in told)


def _measure(note: Note, clauses: list[Clause], last: Item | None) -> int | None:
    """Return the measure a correction is about: the one named as right (是大数据的，不是云计算), else the last report's."""
    former = note.lexicon.by_key[last.measure].index if last and last.measure in note.lexicon.by_key else None
    best, peak = None, 0.0
    for clause in clauses:
        if _NOT_THIS.search(clause.text) and not _BUT_THIS.search(re.sub("不是[^,]*?(?=是|$)", "", clause.text)):
            continue
        named = named_by(note.lexicon, clause, note.own)
        if named.ref is not None:
            return named.ref
        mine, top, second = named.best(note.own)
        anyone, high, _ = named.best()
        if (
            anyone is not None
            and anyone not in note.own
            and named.titled.get(anyone, 0.0) >= 2
            and high >= CLUE + 3
            and top < 0.62 * high
            and not (former is not None and says_thing(named, note.lexicon.entries[former]))
            and not (former is not None and named.scores.get(former, 0.0) >= 0.62 * high)
        ):
            return anyone
        if former is not None and named.scores.get(former, 0.0) >= 0.7 * top:
            continue
        if mine is not None and top >= CLUE + 1 and top >= 1.2 * second and top > peak:
            best, peak = mine, top
    if best is not None:
        return best
    return former if former is not None else note.about
