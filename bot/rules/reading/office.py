"""What the office means: a summary, who is late, who is silent, a file, a unit, a measure, a push."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause, clauses_of
from bot.rules.reading.naming import CLUE, named_by
from bot.rules.reading.note import Note
from bot.rules.reading.shapes import Asked, Reading

_FORMATS = {name: re.compile(pattern) for name, pattern in words.FORMATS.items()}
_REFUSED = re.compile(words.REFUSED + r"\s?$")
_EXPORTS = re.compile(words.EXPORTS)
_PERIODS = {name: re.compile(pattern) for name, pattern in words.PERIODS.items()}
_REMINDS = re.compile(words.REMINDS)
_LET_REPORT = re.compile(words.LET_REPORT)
_NO_REMIND = re.compile(words.NO_REMIND)
_OVERDUE = re.compile(words.OVERDUE)
_MISSING = re.compile(words.MISSING)
_WHETHER = re.compile(words.WHETHER)
_WHO = re.compile(words.WHO)
_SUMMARY = re.compile(words.SUMMARY)
_ASK_STATE = re.compile(words.ASK_STATE)
_ASKS_ABOUT = re.compile(words.ASKS_ABOUT_REMINDING)
_HOW = re.compile(words.HOW_IS_IT_GOING)
_WHICH = re.compile("[哪几列]")
_INJECTION = re.compile(words.INJECTION)


def read_office(note: Note) -> Reading:
    """Return what a message of the office means."""
    text = note.opening
    if _INJECTION.search(text):
        return Reading("other")
    clauses = clauses_of(note.folded, note.sent_on)
    form = _format(text)
    period = next((name for name, pattern in _PERIODS.items() if pattern.search(text)), None)
    unit, said_so = note.lexicon.units.named_in(text) or (None, "")
    measure = _measure(note, clauses, said_so)
    key = None if measure is None else note.lexicon.entries[measure].key

    asked = Asked(measure=key, unit=unit, period=period, format=form)

    if _NO_REMIND.search(text):
        return Reading("other")
    wanted = _EXPORTS.search(text)
    if form or (wanted and not _REFUSED.search(text[: wanted.start()])):
        return Reading("export", target=asked)
    if (_REMINDS.search(text) or _LET_REPORT.search(text)) and not _ASKS_ABOUT.search(text):
        return Reading("remind", target=Asked(measure=key, unit=unit))
    if _MISSING.search(_WHETHER.sub("", text) if unit else text) and (_WHO.search(text) or not unit):
        return Reading("missing")
    if _OVERDUE.search(text) and not (unit and not _WHICH.search(text)):
        return Reading("overdue")
    if key is not None and (_ASK_STATE.search(text) or len(text) <= 16):
        return Reading("measure", target=Asked(measure=key, unit=unit))
    if unit and (_ASK_STATE.search(text) or len(text) <= 10):
        return Reading("unit", target=Asked(unit=unit, period=period))
    if _SUMMARY.search(text) or _HOW.search(text) or (period and _ASK_STATE.search(text)):
        return Reading("summary", target=Asked(period=period))
    return Reading("other")


def _format(text: str) -> str | None:
    for name, pattern in _FORMATS.items():
        for match in pattern.finditer(text):
            if not _REFUSED.search(text[: match.start()]):
                return name
    return None


def _measure(note: Note, clauses: list[Clause], unit: str) -> int | None:
    best: tuple[float, int | None] = (0.0, None)
    for clause in clauses:
        if unit:
            # 宜春移动 is a company here, not the mobile internet.
            clause.text = clause.text.replace(unit, "|" * len(unit))
        named = named_by(note.lexicon, clause, ())
        if named.ref is not None:
            return named.ref
        first, top, second = named.best()
        if first is not None and top >= CLUE + 1.5 and top >= 1.15 * second and top > best[0]:
            best = (top, first)
    return best[1]
