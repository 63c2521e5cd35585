"""What a contact means: a report, a correction, a withdrawal, a question, a wish to be left until later, or nothing."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import clauses_of
from bot.rules.reading.corrections import corrected
from bot.rules.reading.drafts import Draft, drafts_of
from bot.rules.reading.items import item_of
from bot.rules.reading.note import Note
from bot.rules.reading.questions import later, question
from bot.rules.reading.shapes import Reading
from bot.rules.reading.telling import speaks, tells

_WITHDRAW = re.compile(words.WITHDRAW)
_HEARSAY = re.compile(words.HEARSAY)
_NOTICE = re.compile(words.NOTICE)
_INJECTION = re.compile(words.INJECTION)
_WE = re.compile(words.WE)


def read_contact(note: Note) -> Reading:
    """Return what a contact's message means."""
    text = note.opening
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
    if _HEARSAY.search(text) and not _WE.search(text):
        return Reading("other", why=("转述别处的消息，不是本单位的进展",))
    drafts = drafts_of(note, clauses)
    telling = [draft for draft in drafts if tells(note, draft)]
    if telling:
        return _report(note, telling)
    asked_for = later(note, clauses) or question(note, clauses)
    if asked_for:
        return asked_for
    speaking = [draft for draft in drafts if draft.strong and speaks(note, draft)]
    if speaking:
        return _report(note, speaking)
    return Reading("other", why=("没有说到进展，也没有提问",))


def _report(note: Note, drafts: list[Draft]) -> Reading:
    items = tuple(item_of(note, draft) for draft in drafts)
    return Reading("report", items=items, why=tuple(line for draft in drafts for line in draft.why))
