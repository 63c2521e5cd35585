"""How a message is read: by whose words, in which plan, in answer to what."""

from dataclasses import replace
from datetime import timedelta

from bot.desk import Desk
from bot.rules.reading import Context, Item, Reading, Reason, Value, read
from bot.rules.reading.contact import Heard, hear
from bot.rules.reading.explained import reasons_of
from bot.rules.reading.folding import fold, folded
from bot.rules.reading.note import Note
from bot.store import outbox, reports, summaries
from models import Draft

REPORTS = ("report", "correct")
ABOUT_ONE = ("about", "amend", "reason")  # drafts that a button began about one measure
UNSAID = ("context", "last_report", "only_one")  # how a measure is known that the words do not name
CLEAR = 2  # a reading that names what it is about
TOTAL_SAID = ("累计", "累計", "总", "總", "共", "合计", "合計", "达到", "達到", "目前", "现有", "現有", "已有", "到了")
JUST_FILED = timedelta(minutes=10)  # what follows without a name may still be about the report before it


def read_as_contact(desk: Desk, context: Context | None, words: str | None = None) -> Reading:
    """The reading that fits best: each of the contact's plans and units is tried, a named measure wins. Where it fits
    two plans alike, the unit that is written out decides; else the measure is left open, to be asked about."""
    text = desk.words if words is None else words
    ways = _ways(desk)
    found = []
    for plan_id, name in ways:
        note, heard = _heard(desk, text, plan_id, name, context)
        left = _left_open(note, heard, context) if len(ways) > 1 else heard.reading
        found.append((name, plan_id, left, left is heard.reading))
    best = max(_clear(reading) for _, _, reading, _ in found)
    tied = [(name, plan_id, reading) for name, plan_id, reading, sure in found if _clear(reading) == best and sure]
    if not tied:  # nothing but "it has no other there": where the contact has others, the words must say more
        others = [(name, plan_id, reading) for name, plan_id, reading, sure in found if sure and not _clear(reading)]
        tied = others or [(name, plan_id, reading) for name, plan_id, reading, _ in found]
    if best == CLEAR and len({plan_id for _, plan_id, _ in tied}) > 1:
        tied = [one for one in tied if folded(one[0]).lstrip("市省") in folded(text)] or tied
    first = tied[0][2]
    named = list(dict.fromkeys(item.measure for _, _, one in tied for item in one.items if item.measure is not None))
    if (
        first.intent == "report"
        and len({plan_id for _, plan_id, _ in tied}) > 1
        and len(first.items) == 1
        and len(named) > 1
    ):
        return replace(first, items=(replace(first.items[0], measure=None, candidates=tuple(named)),))
    return first


def _left_open(note: Note, heard: Heard, context: Context | None) -> Reading:
    """The reading with a measure left open that neither the words nor what they answer tell: it was taken because the unit
    has no other in that plan, and the contact has others. The same object where there is none."""
    reading = heard.reading
    answered = {context.measure, *context.measures} if context else set()
    if context and context.last_report:
        answered.add(context.last_report.measure)
    if reading.intent != "report" or all(item.measure is None or item.measure in answered for item in reading.items):
        return reading
    reasons = reasons_of(note, heard)
    told = {reason.item for reason in reasons if reason.about == "measure" and reason.how not in UNSAID}
    items = tuple(
        item
        if item.measure is None or item.measure in answered or place in told
        else replace(item, measure=None, candidates=(item.measure,))
        for place, item in enumerate(reading.items)
    )
    return reading if items == reading.items else replace(reading, items=items)


def explained(desk: Desk, reading: Reading, context: Context | None, words: str) -> tuple[Reason, ...]:
    """What made `read_as_contact` read the words so; nothing where several readings were weighed and none was it."""
    ways = _ways(desk)
    for plan_id, name in ways:
        note, heard = _heard(desk, words, plan_id, name, context)
        if len(ways) == 1 or heard.reading == reading:
            return reasons_of(note, heard)
    return ()


def _ways(desk: Desk) -> list[tuple[int, str]]:
    """In which plan, and as whose words, a message may be read."""
    names = sorted({unit.name for unit in desk.units})
    return [(plan_id, name) for plan_id in _plans(desk) for name in names]


def _heard(desk: Desk, words: str, plan_id: int, name: str, context: Context | None) -> tuple[Note, Heard]:
    """What the words mean in one plan as one unit's: read once, since it is explained from what it was read from."""
    way = (words, plan_id, name, context)
    if way not in desk.heard:
        lexicon = desk.book.lexicon(plan_id)
        note = Note(fold(words), lexicon, lexicon.own(name), desk.today, context)
        desk.heard[way] = note, hear(note)
    found: tuple[Note, Heard] = desk.heard[way]
    return found


def _plans(desk: Desk) -> list[int]:
    return list(dict.fromkeys(part.measure.plan_id for part in desk.book.parts_of(desk.unit_ids))) or [
        next(iter(desk.book.plans))
    ]


def _clear(reading: Reading) -> int:
    if reading.intent == "other":
        return 0
    return CLEAR if any(item.measure is not None for item in reading.items) or reading.target else 1


def read_as_office(desk: Desk) -> Reading:
    """The office's reading: of several plans, the one whose own words stand in the message, the most local first."""
    readings = [
        read(desk.words, desk.book.lexicon(plan_id), role="office", unit=None, sent_on=desk.today, context=None)
        for plan_id in dict.fromkeys(
            [*(plan.id for plan in summaries.watched(desk.session, desk.book)), *desk.book.plans]
        )
    ]
    return max(readings, key=lambda reading: _told(desk, reading))


def _told(desk: Desk, reading: Reading) -> int:
    """How surely a reading is meant: 2 when the unit it names is written out (but for 市 or 省), 1 when it names anything."""
    asked = reading.target
    if asked is None or (asked.measure is None and not asked.unit):
        return 0
    written = asked.unit is not None and folded(asked.unit).lstrip("市省") in folded(desk.words)
    return 2 if written else 1


def context_of(desk: Desk, draft: Draft | None) -> Context | None:
    """What the message answers: the message it replies to, else the measure whose button was pressed, else the report
    just filed."""
    if desk.reply_to is not None:
        measures = _measures_about(desk, outbox.about(desk.session, desk.chat_id, desk.reply_to))
        if not measures:
            earlier = reports.by_message(desk.session, desk.chat_id, desk.reply_to)
            measures = _measures_about(desk, [report.responsibility_id for report in earlier])
        if len(measures) == 1:
            return Context(measure=measures[0], last_report=_last_item(desk))
        if measures:
            return Context(measures=tuple(measures), last_report=_last_item(desk))
    if draft is not None and draft.kind in ABOUT_ONE:
        amended = _item_of(desk, draft.payload["report"]) if draft.kind == "amend" else None
        return Context(measure=draft.payload["measure"], last_report=amended)
    last = _last_item(desk)
    return Context(last_report=last) if last else None


def duty_ids(desk: Desk) -> set[int]:
    """The duties the caller answers for now; an older report may be on one that has been withdrawn or handed over."""
    return {part.duty.id for part in desk.book.parts_of(desk.unit_ids)}


def _measures_about(desk: Desk, duty_ids: list[int]) -> list[int]:
    duties = desk.book.duties
    return list(dict.fromkeys(duties[one].measure_id for one in duty_ids if one in duties))


def says_total(words: str) -> bool:
    """Whether the words say that a figure is all there is; without them a smaller figure than the last may be new."""
    return any(one in words for one in TOTAL_SAID)


def _item_of(desk: Desk, report_id: int) -> Item | None:
    """One report of a duty still in the plan, as reading knows items."""
    said = desk.house.lines.one(desk.session, report_id)
    if said.duty_id not in desk.book.duties:
        return None
    return Item(
        measure=desk.book.duties[said.duty_id].measure_id,
        status=said.status,  # type: ignore[arg-type]
        percent=said.percent,
        values=tuple(
            Value(value.indicator, value.target_id, value.value, value.kind, value.unit)  # type: ignore[arg-type]
            for value in said.values
        ),
        blocker=said.blocker,
        expected_by=said.expected_by,
    )


def _last_item(desk: Desk) -> Item | None:
    """The report just filed, as reading knows items."""
    if desk.caller.report_id is None:
        return None
    last = desk.house.lines.one(desk.session, desk.caller.report_id)
    if last.filed_at is None or desk.now - last.filed_at > JUST_FILED:
        return None
    return _item_of(desk, desk.caller.report_id)
