"""Anything a person writes: a report, a correction, a question, or nothing for us."""

from datetime import date

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers import asking
from bot.handlers.contacts import measure_card, mine
from bot.handlers.correcting import amended, correct, said_otherwise, undo
from bot.handlers.filing import file_all, kind_for, pick_for
from bot.handlers.hearing import REPORTS, context_of, read_as_contact, read_as_office
from bot.rules.finding import find
from bot.rules.reading import Reading
from bot.store import drafts, nudges, outbox, people, reports
from models import Draft

EVERYBODYS = ("overdue", "missing", "summary", "export")  # what one with both offices asks of all, not of their own
SHORT = 20  # characters of an answer that only names a measure
KIND_WORDS = {"total": ("累计", "累計", "总数", "總數"), "increment": ("新增", "新增的")}


def said(desk: Desk) -> Letters:
    """Anything a person writes: a report, a correction, a question, or nothing for us."""
    if not desk.private:
        return None
    me = desk.me
    if me.unreachable_at is not None:
        people.reachable(desk.session, desk.chat_id)
    if not desk.units:
        return asking.answer(desk, read_as_office(desk))
    draft = drafts.by_id(desk.session, desk.caller.draft_id)
    reading = read_as_contact(desk, context_of(desk, draft))
    if draft is not None and (answer := _answered(desk, draft, reading)) is not None:
        return answer
    if reading.intent in ("other", "my_measures") and desk.reads_all:
        asked = read_as_office(desk)
        if asked.intent in asking.ANSWERS and (reading.intent == "other" or asked.intent in EVERYBODYS):
            return asking.answer(desk, asked)
    if reading.intent == "report":
        return file_all(desk, reading, draft)
    if reading.intent == "correct":
        return correct(desk, reading)
    if reading.intent == "withdraw":
        return undo(desk)
    if reading.intent == "my_measures":
        return mine(desk)
    if reading.intent == "measure" and reading.target and reading.target.measure is not None:
        return measure_card(desk, desk.book.measure(int(reading.target.measure)))
    if reading.intent == "snooze" and reading.until is not None:
        return _snooze(desk, reading.until, draft)
    if (answer := asking.small_talk(desk)) is not None:
        return answer
    return desk.letter("not_a_report", buttons=[[desk.button("mine", "mine")]])


def _snooze(desk: Desk, until: date, draft: Draft | None) -> Letters:
    """Put the measure that was asked about off until a day, never past its date."""
    duty_ids = outbox.about(desk.session, desk.chat_id, desk.reply_to) if desk.reply_to else []
    if not duty_ids and draft is not None and draft.payload.get("duty"):
        duty_ids = [draft.payload["duty"]]
    parts = [desk.book.part(one, desk.unit_ids) for one in duty_ids] or [
        part for part in desk.book.parts_of(desk.unit_ids) if part.group is None
    ]
    if not parts:
        raise Gone("gone")
    for part in parts:
        nudges.snooze(desk.session, part, desk.me, until, desk.now)
    return desk.letter("snoozed", until=until, parts=parts)


def edited(desk: Desk) -> Letters:
    """Editing a message corrects the report it made; one that made none is heard as if it were new."""
    if not desk.private or desk.message_id is None:
        return None
    drafts.close_of_message(desk.session, desk.me, desk.message_id, desk.words, desk.now)
    earlier = reports.after_message(desk.session, desk.chat_id, desk.message_id)
    if earlier and not desk.units:
        raise Refusal("only_contact")
    return said_otherwise(desk, earlier) if earlier else said(desk)


def _answered(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    """The bot's question answered in words instead of by its button; None when the words are about something else."""
    if draft.kind == "amend" and reading.intent in REPORTS:
        return amended(desk, draft, reading)
    if draft.kind == "kind":
        kind = next((kind for kind, names in KIND_WORDS.items() if desk.words.strip() in names), None)
        return kind_for(desk, draft.id, kind) if kind else None
    if draft.kind == "which" and reading.intent not in REPORTS and len(desk.words) <= SHORT:
        parts = {part.measure.id: part for part in reversed(desk.book.parts_of(desk.unit_ids))}
        found = find(desk.words, [part.measure for part in parts.values()])
        return pick_for(desk, draft.id, parts[found[0].id]) if len(found) == 1 else None
    return None
