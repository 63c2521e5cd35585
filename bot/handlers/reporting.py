"""Anything a person writes: a report, a correction, a question, or nothing for us."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers import asking, behalf
from bot.handlers.contacts import measure_card, mine
from bot.handlers.correcting import amended, correct, said_otherwise, undo
from bot.handlers.filing import file_all
from bot.handlers.hearing import JUST_FILED, REPORTS, context_of, read_as_contact, read_as_office
from bot.handlers.kept import speak_for, taken
from bot.handlers.settling import kind_for, odd_for, pick_for, unit_for
from bot.handlers.unchanged import reason_in_words
from bot.rules.finding import find
from bot.rules.reading import Reading
from bot.rules.reading.folding import folded
from bot.store import drafts, nudges, outbox, people, reports
from models import Draft

EVERYBODYS = ("overdue", "missing", "summary", "export")  # what one with both offices asks of all, not of their own
SHORT = 20  # characters of an answer that only names a measure
BEHALF = timedelta(hours=1)  # how long what the office writes next may be for the unit whose 代报 it pressed
YES = ("对", "對", "是", "是的", "对的", "對的", "没错", "沒錯", "没有错", "就是", "确认", "確認", "yes")
KIND_WORDS = {"total": ("累计", "累計", "总数", "總數"), "increment": ("新增", "新增的")}


def said(desk: Desk, *, caption: bool = False) -> Letters:
    """Anything a person writes: a report, a correction, a question, or nothing for us. A `caption` that is none of them
    describes its picture, and there is nothing to answer."""
    if not desk.private:
        return None
    me = desk.me
    if me.unreachable_at is not None:
        people.reachable(desk.session, desk.chat_id)
    draft = drafts.by_id(desk.session, desk.caller.draft_id)
    if desk.reads_all and (answer := _said_for_another(desk, draft)) is not None:
        return answer
    if not desk.units:
        return asking.answer(desk, read_as_office(desk))
    if not desk.reads_all:
        behalf.only_the_office(desk)
    if draft is not None and draft.payload.get("behalf"):
        draft = None
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
        return asking.same_as(desk, mine(desk), "mine")
    if reading.intent == "measure" and reading.target and reading.target.measure is not None:
        return asking.same_as(desk, measure_card(desk, desk.book.measure(int(reading.target.measure))), "measure")
    if reading.intent == "snooze" and reading.until is not None:
        return _snooze(desk, reading.until, draft)
    if caption:
        return None
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
    return desk.letter("snoozed", until=until, parts=parts, late=0)


def edited(desk: Desk) -> Letters:
    """Editing a message corrects the report it made; one that made none is heard as if it were new."""
    if not desk.private or desk.message_id is None:
        return None
    drafts.close_of_message(desk.session, desk.me, desk.message_id, desk.words, desk.now)
    earlier = reports.after_message(desk.session, desk.chat_id, desk.message_id)
    if earlier and earlier[0].on_behalf:
        speak_for(desk, earlier[0].unit_id)
    if earlier and not desk.units:
        raise Refusal("only_contact")
    return said_otherwise(desk, earlier) if earlier else said(desk)


def _said_for_another(desk: Desk, draft: Draft | None) -> Letters:
    """What the office says for a unit: in the words 代某单位报：…, after a button, or as a second thought on the report it
    has just filed so. None where the words are its own."""
    if (answer := behalf.in_words(desk)) is not None:
        return answer
    own = desk.units
    last = reports.by_id(desk.session, desk.caller.report_id) if desk.caller.report_id and not own else None
    if draft is not None and draft.payload.get("behalf"):
        speak_for(desk, draft.payload["behalf"])
        reading = read_as_contact(desk, context_of(desk, draft))
        if (answer := _answered(desk, draft, reading)) is not None:
            return answer
        if draft.kind in drafts.BEGUN and reading.intent in REPORTS and desk.now - draft.made_at < BEHALF:
            draft.ended_at = desk.now
            return file_all(desk, reading, draft)
    elif last is not None and last.on_behalf and desk.now - last.filed_at < JUST_FILED:
        speak_for(desk, last.unit_id)
        reading = read_as_contact(desk, context_of(desk, None))
        if reading.intent in ("correct", "withdraw"):
            return correct(desk, reading) if reading.intent == "correct" else undo(desk)
    desk.units, desk.on_behalf = own, False
    return None


def _answered(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    """The bot's question answered in words instead of by its button; None when the words are about something else."""
    answer = IN_WORDS.get(draft.kind)
    return answer(desk, draft, reading) if answer else None


def _amended(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    return amended(desk, draft, reading) if reading.intent in REPORTS else None


def _kind(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    kind = next((kind for kind, names in KIND_WORDS.items() if desk.words.strip() in names), None)
    return kind_for(desk, taken(desk, draft.id), kind) if kind else None


def _odd(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    return odd_for(desk, taken(desk, draft.id)) if desk.words.strip(" 。，,！!") in YES else None


def _which(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    if reading.intent in REPORTS or len(desk.words) > SHORT:
        return None
    parts = {part.measure.id: part for part in reversed(desk.book.parts_of(desk.unit_ids))}
    found = find(desk.words, [part.measure for part in parts.values()])
    return pick_for(desk, taken(desk, draft.id), parts[found[0].id]) if len(found) == 1 else None


def _whose(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    said = folded(desk.words).strip(" 。.")
    meant = [unit for unit in desk.units if said and folded(unit.name).lstrip("市省") == said.lstrip("市省")]
    return unit_for(desk, taken(desk, draft.id), meant[0].id) if len(meant) == 1 else None


# the kind of an open question → how words answer it
IN_WORDS: dict[str, Callable[[Desk, Draft, Reading], Letters]] = {
    "amend": _amended,
    "kind": _kind,
    "odd": _odd,
    "which": _which,
    "whose": _whose,
    "reason": reason_in_words,
}
