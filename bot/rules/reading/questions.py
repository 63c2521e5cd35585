"""What a contact asks: later please, our measures, one measure."""

import re
from datetime import date

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.naming import CLUE, named_by
from bot.rules.reading.note import Note
from bot.rules.reading.shapes import Asked, Reading

_LATER = re.compile(words.LATER)
_WE = re.compile(words.WE)
_DUTIES = re.compile(words.DUTIES)
_WHICH = re.compile(words.WHICH)
_MEASURE_ASKS = re.compile(words.MEASURE_ASKS)
_SOME_TIME = re.compile(words.SOME_TIME)
_NO_DUTY = re.compile(words.NO_DUTY)
_WAITING = re.compile(words.WAITING)
_SHOW_ME = re.compile(words.SHOW_ME)
_THIS = re.compile(words.THIS)
_WHOLE_MONTH = re.compile("[下\\d一二三四五六七八九十]个?月份?$")
_WHOLE_QUARTER = re.compile("(?:下个?|[一二三四1-4])季度$")


def later(note: Note, clauses: list[Clause]) -> Reading | None:
    """Return a wish to be reminded later, with the day where one is named, or None."""
    text = note.opening
    if not _LATER.search(text) or text.rstrip().endswith("?"):
        return None
    if all(clause.question for clause in clauses) and not _WAITING.search(text):
        return None
    days = [day for clause in clauses for day in clause.days if day.on and day.on >= note.sent_on and not day.past]
    if not days and not _SOME_TIME.search(text):
        return None
    return Reading(
        "snooze", until=_first_of(note.folded.text[days[-1].start : days[-1].end], days[-1].on) if days else None
    )


def _first_of(said: str, on: date | None) -> date | None:
    """Return the day to ask again: of a whole month or quarter (下个月再说) its first day, else the day itself."""
    if on is not None and _WHOLE_MONTH.search(said):
        return on.replace(day=1)
    if on is not None and _WHOLE_QUARTER.search(said):
        return on.replace(month=on.month - 2, day=1)
    return on


def question(note: Note, clauses: list[Clause]) -> Reading | None:
    """Return what is asked: our measures, or one measure; None when nothing is."""
    text = note.opening
    asking = any(clause.question for clause in clauses)
    if not asking and not _SHOW_ME.search(text):
        return None
    index = _named(note, clauses)
    about = note.context is not None and note.context.measure is not None
    if index is None:
        ours = _DUTIES.search(_NO_DUTY.sub("", text)) and _WHICH.search(text) and (_WE.search(text) or not about)
        if ours and not _THIS.search(text):
            return Reading("my_measures")
        if (about and (_MEASURE_ASKS.search(text) or _THIS.search(text))) or (
            len(note.own) == 1 and _THIS.search(text) and _MEASURE_ASKS.search(text)
        ):
            index = note.about
    if index is None or not (asking or _MEASURE_ASKS.search(text)):
        return None
    key = note.lexicon.entries[index].key
    return Reading("measure", target=Asked(measure=key))


def _named(note: Note, clauses: list[Clause]) -> int | None:
    """Return the measure a question names; the unit's own before another's that the words fit as well."""
    index: int | None = None
    for clause in clauses:
        named = named_by(note.lexicon, clause, note.own)
        if named.ref is not None:
            return named.ref
        anyone, peak, next_best = named.best()
        mine, top, second = named.best(note.own)
        if mine is not None and top >= 0.8 * peak:
            anyone, peak, next_best = mine, top, second
        if index is None and peak >= CLUE + 1.2 and (peak > next_best or named.solid(anyone)):
            index = anyone
    return index
