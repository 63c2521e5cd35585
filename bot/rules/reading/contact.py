"""What a contact means: a report, a correction, a withdrawal, a question, a wish to be left until later, or nothing."""

import re
from dataclasses import dataclass, field

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause, clauses_of
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


@dataclass(slots=True)
class Heard:
    """A reading with what it was made of; `how` is a code of HOWS["intent"], "" for a report."""

    reading: Reading
    how: str = ""
    clauses: list[Clause] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


def hear(note: Note) -> Heard:
    """Return what a contact's message means, and what that rests on."""
    text = note.opening
    clauses = clauses_of(note.folded, note.sent_on)
    if not clauses:
        return Heard(Reading("other"), "nothing")
    if _INJECTION.search(text):
        return Heard(Reading("other"), "injection", clauses)
    asked = all(clause.question for clause in clauses)
    amended = None if asked else corrected(note, clauses)
    figures = bool(amended and (amended[0].values or amended[0].percent is not None))
    if _WITHDRAW.search(text) and not asked and not figures:
        return Heard(Reading("withdraw"), "withdraw", clauses)
    if amended is not None:
        return Heard(Reading("correct", items=amended), "correct", clauses)
    if _NOTICE.search(text):
        return Heard(Reading("other"), "notice", clauses)
    if _HEARSAY.search(text) and not _WE.search(text):
        return Heard(Reading("other"), "hearsay", clauses)
    drafts = drafts_of(note, clauses)
    telling = [draft for draft in drafts if tells(note, draft)]
    if telling:
        return _reported(note, clauses, [draft for draft in drafts if draft in telling or _listed(note, draft, drafts)])
    if put_off := later(note, clauses):
        return Heard(put_off, "later", clauses)
    if asked_for := question(note, clauses):
        return Heard(asked_for, "question", clauses)
    speaking = [draft for draft in drafts if draft.strong and speaks(note, draft)]
    if speaking:
        return _reported(note, clauses, speaking)
    return Heard(Reading("other"), "nothing", clauses)


def _listed(note: Note, draft: Draft, drafts: list[Draft]) -> bool:
    """Return whether a draft is a line of its own, beside lines that tell of progress, and says something of its measure."""
    if not draft.strong or not speaks(note, draft):
        return False
    parts = {clause.part for clause in draft.clauses}
    return all(one is draft or parts.isdisjoint(clause.part for clause in one.clauses) for one in drafts)


def _reported(note: Note, clauses: list[Clause], drafts: list[Draft]) -> Heard:
    items = tuple(item_of(note, draft) for draft in drafts)
    return Heard(Reading("report", items=items), "", clauses, drafts)
