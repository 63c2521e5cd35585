"""The day by which a contact says it will be finished."""

import re
from datetime import date

from bot.rules.reading import progress
from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.dates import Day
from bot.rules.reading.lexicon import Entry
from bot.rules.reading.note import Note
from bot.rules.reading.numerals import Number

_ENDS = re.compile(words.ENDS)
_STARTS = re.compile(words.STARTS)
_DOUBTS = re.compile(words.DOUBTS)
_ORDERS = re.compile(words.ORDERS)
_AS_OF = re.compile(words.AS_OF)
_LAST_ONES = re.compile(words.LAST_ONES)
_REST = re.compile(f"(?:{words.LAST_ONES})(?:的|部分|工作|那些|几个|几项)*$")
_MORE = re.compile("再(?:上|建|增|加|添|新增|完成|认定|引进|培育)|新增")
_SLIPS = re.compile(words.SLIPS_TO)
_ENDS_ON = re.compile(words.ENDS_ON)
_PROMISE = re.compile(words.PROMISES)
_OVER = re.compile(words.OVER)
_TO_COME = re.compile(words.TO_COME)
_LATER = re.compile(words.LATER)


def expected_of(note: Note, entry: Entry | None, clauses: list[Clause]) -> date | None:
    """Return the day by which the clauses say it will be finished."""
    found: date | None = None
    for index, clause in enumerate(clauses):
        text = clause.text
        if clause.question or progress.conditional(text) or _ORDERS.search(text) or _LATER.search(text) or clause.aside:
            continue
        for day in clause.days:
            if not day.on or day.past or day.on < note.sent_on:
                continue
            before = text[: max(day.start - clause.start, 0)]
            after = text[day.end - clause.start :]
            if _AS_OF.search(before[-4:]) or (_DOUBTS.search(text) and not _SLIPS.search(text)):
                continue
            later = [number for number in clause.numbers if number.start > day.start and not number.vague]
            reached = (
                set()
                if _LAST_ONES.search(text) or _MORE.search(text)
                else {_reaches(entry, number) for number in later}
            )
            if False in reached:
                continue
            if True in reached and (day.closing or _PROMISE.search(text)):
                found = day.on
                continue
            if _done_already(text) or (later and _same_month(day.on, note.sent_on) and not _ahead(day, text)):
                continue
            rest = after
            if not rest.strip("前之内以 ") and index + 1 < len(clauses):
                rest = clauses[index + 1].text
            if not rest.strip("前之内以 ") and day.closing and _REST.search(before):
                found = day.on
            if (_ENDS.search(rest) and not _starts_only(rest)) or _SLIPS.search(before) or _ENDS_ON.search(before):
                found = day.on
    return found


def _same_month(day: date, sent: date) -> bool:
    return (day.year, day.month) == (sent.year, sent.month)


def _ahead(day: Day, text: str) -> bool:
    """Return whether a day of this month is still to come in what is said of it (11月新挂牌9家 is a result so far)."""
    return day.closing or bool(_PROMISE.search(text))


def _reaches(entry: Entry | None, number: Number) -> bool | None:
    """Return whether a figure promised for a day is the whole of a target; None when it says nothing of that."""
    if (
        number.kind == "percent"
        and number.value <= 100
        and not (entry and any(thing.kind == "percent" for thing in entry.things))
    ):
        return number.value >= 100
    if number.kind in ("count", "money", "percent"):
        whole = [thing.value for thing in entry.things if thing.value and thing.kind == number.kind] if entry else []
        if not whole or min(whole) <= number.value < max(whole):
            return None
        return number.value >= max(whole)
    return None


def _done_already(text: str) -> bool:
    """Return whether a clause with a day tells of something past (3月完成了招标)."""
    return bool(_OVER.search(text)) and not _TO_COME.search(text)


def _starts_only(text: str) -> bool:
    """Return whether what a date is for is a beginning (月底开工), not an end."""
    start = _STARTS.search(text)
    if not start:
        return False
    plain = text[: start.start()] + text[start.end() :]
    return not _ENDS.search(plain)
