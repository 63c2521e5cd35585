"""What a contact means: a report, a correction, a withdrawal, a question, a wish to be left until later, or nothing."""

import re
from dataclasses import dataclass
from datetime import date

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause, clauses_of
from bot.rules.reading.corrections import corrected
from bot.rules.reading.folding import Folded
from bot.rules.reading.items import Draft, drafts_of, item_of
from bot.rules.reading.lexicon import Lexicon
from bot.rules.reading.naming import CLUE, named_by
from bot.rules.reading.shapes import Asked, Context, Item, Reading

_WITHDRAW = re.compile(words.WITHDRAW)
_LATER = re.compile(words.LATER)
_HEARSAY = re.compile(words.HEARSAY)
_NOTICE = re.compile(words.NOTICE)
_INJECTION = re.compile(words.INJECTION)
_WE = re.compile(words.WE)
_DUTIES = re.compile(words.DUTIES)
_WHICH = re.compile(words.WHICH)
_MEASURE_ASKS = re.compile(words.MEASURE_ASKS)
_THIS = re.compile(words.THIS)


@dataclass(frozen=True, slots=True)
class Note:
    """One message with all that reading it needs."""

    folded: Folded
    lexicon: Lexicon
    own: tuple[int, ...]
    sent_on: date
    context: Context | None

    @property
    def about(self) -> int | None:
        """Return the measure the message answers, or the unit's only one."""
        if self.context and self.context.measure is not None:
            entry = self.lexicon.by_key.get(self.context.measure)
            if entry:
                return entry.index
        last = self.context.last_report if self.context else None
        if last and last.measure is not None and last.measure in self.lexicon.by_key:
            return self.lexicon.by_key[last.measure].index
        return self.own[0] if len(self.own) == 1 else None


def read_contact(note: Note) -> Reading:
    """Return what a contact's message means."""
    text = note.folded.text
    clauses = clauses_of(note.folded, note.sent_on)
    if not clauses:
        return Reading("other", why=("没有文字",))
    if _INJECTION.search(text):
        return Reading("other", why=("像是对机器人下指令，不当作报告",))
    asked = all(clause.question for clause in clauses)
    if _WITHDRAW.search(text) and not asked:
        amended = corrected(note, clauses)
        if not (amended and (amended[0].values or amended[0].percent is not None)):
            return Reading("withdraw", why=("要求撤回刚才的报告",))
    amended = None if asked else corrected(note, clauses)
    if amended is not None:
        return Reading("correct", items=amended, why=("更正上一次的报告",))
    if _NOTICE.search(text):
        return Reading("other", why=("是通知，不是进展",))
    if _HEARSAY.search(text) and not re.search(words.WE, text):
        return Reading("other", why=("转述别处的消息，不是本单位的进展",))
    drafts, facts = drafts_of(note, clauses)
    if facts:
        items = tuple(item for item in (item_of(note, draft) for draft in drafts) if item)
        if items:
            return Reading("report", items=items, why=tuple(line for draft in drafts for line in draft.why))
    later = _later(note, clauses)
    if later:
        return later
    return _question(note, clauses, drafts) or Reading("other", why=("没有说到进展，也没有提问",))


def _later(note: Note, clauses: list[Clause]) -> Reading | None:
    text = note.folded.text
    if not _LATER.search(text) or text.rstrip().endswith("?"):
        return None
    days = [day for clause in clauses for day in clause.days if day.on and day.on >= note.sent_on and not day.past]
    if not days and not re.search("再|改天|过几天|过两天|晚点|晚些|稍后|回头|等|到时", text):
        return None
    until = days[-1].on if days else None
    return Reading("snooze", until=until, why=("请求以后再提醒",))


def _question(note: Note, clauses: list[Clause], drafts: list[Draft]) -> Reading | None:
    text = note.folded.text
    asking = [clause for clause in clauses if clause.question]
    orders = re.search("查|看看|看下|列|发我|发一下|说说|介绍|解释|清单|给我|告诉", text)
    if not asking and not orders:
        return None
    index, ref = None, None
    for clause in clauses:
        named = named_by(note.lexicon, clause, note.own)
        if named.ref is not None:
            index = ref = named.ref
            break
        first, top, second = named.best()
        mine, mine_top, _ = named.best(note.own)
        if mine is not None and mine_top >= 0.8 * top:
            first, top = mine, mine_top
        if first is not None and top >= CLUE + 1.2 and (index is None):
            index = first
    about = note.context and note.context.measure is not None
    if index is None and _DUTIES.search(text) and _WHICH.search(text) and (_WE.search(text) or not about) and not re.search(words.THIS, text):
        return Reading("my_measures", why=("问本单位有哪些举措",))
    if index is None and about and (_MEASURE_ASKS.search(text) or _THIS.search(text)):
        index = note.about
    if index is None and len(note.own) == 1 and _THIS.search(text) and _MEASURE_ASKS.search(text):
        index = note.own[0]
    if index is not None and (asking or _MEASURE_ASKS.search(text)):
        key = note.lexicon.entries[index].key
        return Reading("measure", target=Asked(measure=key), why=(f"问的是 {note.lexicon.refs[key]}",))
    return None


__all__ = ["Item", "Note", "read_contact"]
