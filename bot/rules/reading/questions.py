"""What a contact asks: later please, our measures, one measure."""

import re

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
_THIS = re.compile(words.THIS)


def later(note: Note, clauses: list[Clause]) -> Reading | None:
    text = note.opening
    if not _LATER.search(text) or text.rstrip().endswith("?"):
        return None
    days = [day for clause in clauses for day in clause.days if day.on and day.on >= note.sent_on and not day.past]
    if not days and not re.search("再|改天|过几天|过两天|晚点|晚些|稍后|回头|等|到时", text):
        return None
    until = days[-1].on if days else None
    return Reading("snooze", until=until, why=("请求以后再提醒",))


def question(note: Note, clauses: list[Clause]) -> Reading | None:
    text = note.opening
    asking = [clause for clause in clauses if clause.question]
    orders = re.search("查|看看|看下|列|发我|发一下|说说|介绍|解释|清单|给我|告诉", text)
    if not asking and not orders:
        return None
    index, _ref = None, None
    for clause in clauses:
        named = named_by(note.lexicon, clause, note.own)
        if named.ref is not None:
            index = named.ref
            break
        first, top, _second = named.best()
        mine, mine_top, _ = named.best(note.own)
        if mine is not None and mine_top >= 0.8 * top:
            first, top = mine, mine_top
        if first is not None and top >= CLUE + 1.2 and (index is None):
            index = first
    about = note.context and note.context.measure is not None
    if (
        index is None
        and _DUTIES.search(text)
        and _WHICH.search(text)
        and (_WE.search(text) or not about)
        and not re.search(words.THIS, text)
    ):
        return Reading("my_measures", why=("问本单位有哪些举措",))
    if index is None and about and (_MEASURE_ASKS.search(text) or _THIS.search(text)):
        index = note.about
    if index is None and len(note.own) == 1 and _THIS.search(text) and _MEASURE_ASKS.search(text):
        index = note.own[0]
    if index is not None and (asking or _MEASURE_ASKS.search(text)):
        key = note.lexicon.entries[index].key
        return Reading("measure", target=Asked(measure=key), why=(f"问的是 {note.lexicon.refs[key]}",))
    return None
