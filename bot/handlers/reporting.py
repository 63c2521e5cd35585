"""Reports by chat: filed when clear, asked about when not, corrected by editing the message, taken back by /undo."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from bot.context import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers import asking, digest
from bot.handlers.contacts import LAMPS, measure_card, mine
from bot.rules.reading import Context, Item, Reading, Value, read
from bot.rules.reading.folding import folded
from bot.store import drafts, nudges, outbox, people, reports
from bot.store.book import Part
from bot.texts import Button, Letter
from models import Draft, Evidence, Report

MOST_BUTTONS = 8
JUST_FILED = timedelta(minutes=10)  # what follows without a name may still be about the report before it
REPORTS = ("report", "correct")


def said(desk: Desk) -> Letters:
    """Anything a person writes: a report, a correction, a question, or nothing for us."""
    if not desk.private:
        return None
    me = desk.me
    if me.unreachable_at is not None:
        people.reachable(desk.session, desk.chat_id)
    if not desk.units:
        return asking.answer(desk, _read_as_office(desk))
    draft = drafts.current(desk.session, me, desk.now)
    plan_id, reading = _read(desk, _context(desk, draft))
    if reading.intent == "other" and desk.reads_all:
        asked = _read_as_office(desk)
        if asked.intent != "other":
            return asking.answer(desk, asked)
    if reading.intent == "report":
        return _file(desk, plan_id, reading, draft)
    if reading.intent == "correct":
        return _correct(desk, plan_id, reading)
    if reading.intent == "withdraw":
        return undo(desk)
    if reading.intent == "my_measures":
        return mine(desk)
    if reading.intent == "measure" and reading.target and reading.target.measure is not None:
        return measure_card(desk, desk.book.measure(int(reading.target.measure)))
    if reading.intent == "snooze" and reading.until is not None:
        return _snooze(desk, reading.until, draft)
    return desk.letter("not_a_report", buttons=[[desk.button("mine", "mine")]])


def _plans(desk: Desk) -> list[int]:
    return list(dict.fromkeys(part.measure.plan_id for part in desk.book.parts_of(desk.unit_ids))) or [
        next(iter(desk.book.plans))
    ]


def _read(desk: Desk, context: Context | None, words: str | None = None) -> tuple[int, Reading]:
    """The plan and the reading that fit best: each of the contact's plans is tried, a named measure wins."""
    best: tuple[int, Reading] | None = None
    text = desk.words if words is None else words
    for plan_id in _plans(desk):
        units = {unit.name for unit in desk.units}
        for name in sorted(units):
            reading = read(
                text, desk.book.lexicon(plan_id), role="contact", unit=name, sent_on=desk.today, context=context
            )
            if best is None or _clear(reading) > _clear(best[1]):
                best = plan_id, reading
    assert best is not None
    return best


def _clear(reading: Reading) -> int:
    if reading.intent == "other":
        return 0
    return 2 if any(item.measure is not None for item in reading.items) or reading.target else 1


def _read_as_office(desk: Desk) -> Reading:
    """The office's reading: of several plans, the one whose own words stand in the message."""
    readings = [
        read(desk.words, desk.book.lexicon(plan_id), role="office", unit=None, sent_on=desk.today, context=None)
        for plan_id in desk.book.plans
    ]
    return max(readings, key=lambda reading: _told(desk, reading))


def _told(desk: Desk, reading: Reading) -> int:
    """How surely a reading is meant: 2 when the unit it names is written out (but for 市 or 省), 1 when it names anything."""
    asked = reading.target
    if asked is None or (asked.measure is None and not asked.unit):
        return 0
    written = asked.unit is not None and folded(asked.unit).lstrip("市省") in folded(desk.words)
    return 2 if written else 1


def _context(desk: Desk, draft: Draft | None) -> Context | None:
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
    if draft is not None and draft.kind == "about":
        return Context(measure=draft.payload["measure"])
    last = _last_item(desk)
    return Context(last_report=last) if last else None


def _measures_about(desk: Desk, duty_ids: list[int]) -> list[int]:
    duties = desk.book.duties
    return list(dict.fromkeys(duties[one].measure_id for one in duty_ids if one in duties))


def _last_item(desk: Desk) -> Item | None:
    """The report just filed, as reading knows items."""
    found = desk.house.lines.last_of(desk.session, desk.me.id)
    if found is None or found[0].duty_id not in desk.book.duties:
        return None
    last, units = found
    if last.filed_at is None or desk.now - last.filed_at > JUST_FILED:
        return None
    return Item(
        measure=desk.book.duties[last.duty_id].measure_id,
        status=last.status,  # type: ignore[arg-type]
        percent=last.percent,
        values=tuple(
            Value(value.indicator, value.target_id, value.value, value.kind, unit)  # type: ignore[arg-type]
            for value, unit in zip(last.values, units, strict=True)
        ),
        blocker=last.blocker,
        expected_by=last.expected_by,
    )


# -- filing ------------------------------------------------------------------------------------------------------------


def _file(desk: Desk, plan_id: int, reading: Reading, draft: Draft | None) -> Letters:
    letters: list[Letter] = []
    used_draft = False
    for index, item in enumerate(reading.items):
        part = _part(desk, item)
        if part is not None:
            used_draft = used_draft or (draft is not None and draft.payload.get("measure") == part.measure.id)
            letters.append(_file_or_ask_kind(desk, part, item, index, reading))
        elif item.foreign:
            letters.append(_foreign(desk, item))
        else:
            letters.append(_ask_which(desk, item, index))
    if draft is not None and used_draft:
        draft.ended_at = desk.now
    return letters


def _part(desk: Desk, item: Item) -> Part | None:
    """The caller's part in the measure the item names: its own, or one it shares as a member of a group, which reading
    takes for another's because it looks only at names."""
    key = item.named if item.foreign else item.measure
    return next((p for p in desk.book.parts_of(desk.unit_ids) if p.measure.id == key), None) if key is not None else None


def _foreign(desk: Desk, item: Item) -> Letter:
    named = desk.book.measures.get(int(item.named)) if item.named is not None else None
    return desk.letter("foreign", measure=named, units=[unit.name for unit in desk.units])


def _file_or_ask_kind(desk: Desk, part: Part, item: Item, index: int, reading: Reading) -> Letter:
    before = desk.standing(part.measure)
    unclear = next((v for v in item.values if v.kind == "unclear" and v.target is not None), None)
    if unclear is not None:
        figure = next((f for f in before.figures if f.target_id == unclear.target), None)
        if figure is not None and figure.value:
            draft = _keep(desk, "kind", item, part, index)
            grown = figure.value + unclear.value
            rows = [
                [desk.button("as_total", f"k:{draft.id}:0", value=_n(unclear.value), unit=unclear.unit or "")],
                [desk.button("as_increment", f"k:{draft.id}:1", value=_n(unclear.value), total=_n(grown), unit=unclear.unit or "")],
                [desk.button("cancel", f"c:{draft.id}")],
            ]
            return desk.letter("ask_kind", measure=part.measure, value=unclear, figure=figure, buttons=rows)
    return _filed(desk, part, item, index, before_figures={f.target_id: f.value for f in before.figures})


def _n(value: float) -> str:
    from bot.texts.form import number

    return number(value)


def _filed(
    desk: Desk,
    part: Part,
    item: Item,
    index: int,
    *,
    before_figures: dict[int, float | None],
    text: str | None = None,
    message_id: int | None = None,
    revises: Report | None = None,
    edits: int | None = None,
) -> Letter:
    report = reports.file(
        desk.session,
        part,
        item,
        text=desk.words if text is None else text,
        said_at=desk.said_at or desk.now,
        now=desk.now,
        source=f"{desk.source}:{index}",
        person=desk.me,
        chat_id=desk.chat_id,
        message_id=desk.message_id if message_id is None else message_id,
        revises=revises,
    )
    digest.tick_off(desk, part)
    return _card(desk, part, report, before_figures, edits)


def _card(
    desk: Desk, part: Part, report: Report, before: dict[int, float | None], edits: int | None = None
) -> Letter:
    now_standing = desk.standing(part.measure)
    touched = {value.target_id for value in report.values}
    figures = [f for f in now_standing.figures if f.target_id in touched] or [
        f for f in now_standing.figures if f.value is not None
    ]
    changes = {f.target_id: f.value - (before.get(f.target_id) or 0) for f in figures if f.value is not None}
    loose = [value for value in report.values if value.target_id is None]
    return desk.letter(
        "filed",
        measure=part.measure,
        part=part,
        report=report,
        figures=figures,
        changes=changes,
        loose=loose,
        standing=now_standing,
        lamp=LAMPS[now_standing.lamp],
        revised=report.revises_id is not None,
        edits=edits,
        about=[part.duty.id],
        buttons=[
            [
                desk.button("amend", f"e:{report.id}"),
                desk.button("undo", f"u:{report.id}"),
                desk.button("open", f"m:{part.measure.id}"),
            ]
        ],
    )


def _ask_which(desk: Desk, item: Item, index: int) -> Letter:
    """Nothing is filed on a guess: the caller's own measures as buttons, the likeliest first; the words are kept."""
    draft = _keep(desk, "which", item, None, index)
    parts = {part.measure.id: part for part in reversed(desk.book.parts_of(desk.unit_ids))}
    likely = [int(key) for key in item.candidates if int(key) in parts]
    own = [part.measure.id for part in desk.book.parts_of(desk.unit_ids) if part.group is None]
    order = likely or own or list(parts)
    rows = [
        [Button(f"{parts[one].measure.ref} {parts[one].measure.title}", f"p:{draft.id}:{parts[one].duty.id}")]
        for one in order[:MOST_BUTTONS]
    ]
    rows.append([desk.button("cancel", f"c:{draft.id}")])
    return desk.letter("ask_which", more=max(0, len(order) - MOST_BUTTONS), buttons=rows)


def _keep(desk: Desk, kind: str, item: Item, part: Part | None, index: int) -> Draft:
    payload = {
        "text": desk.words,
        "message_id": desk.message_id,
        "duty": part.duty.id if part else None,
        "item": pack(item),
        "index": index,
    }
    return drafts.open_draft(desk.session, desk.me, desk.chat_id, kind, payload, desk.now)


def pack(item: Item) -> dict[str, Any]:
    """An item as JSON."""
    packed = asdict(item)
    packed["expected_by"] = item.expected_by.isoformat() if item.expected_by else None
    return packed


def unpack(packed: dict[str, Any]) -> Item:
    """The item that `pack` packed."""
    fields = dict(packed)
    fields["candidates"] = tuple(fields["candidates"])
    fields["values"] = tuple(Value(**value) for value in fields["values"])
    fields["expected_by"] = date.fromisoformat(fields["expected_by"]) if fields["expected_by"] else None
    return Item(**fields)


def pick(desk: Desk) -> Letters:
    """The measure an unclear message was about: file what was kept. A measure that is not the caller's is refused."""
    draft_id, duty_id = desk.numbers(2)
    part = desk.book.part(duty_id, desk.unit_ids)
    draft = drafts.take(desk.session, draft_id, desk.me, desk.now)
    text = draft.payload["text"]
    _, reading = _read(desk, Context(measure=part.measure.id), text)
    items = [item for item in reading.items if item.measure == part.measure.id]
    kept = unpack(draft.payload["item"])
    item = items[0] if len(items) == 1 else replace(kept, measure=part.measure.id, values=_matching(part, kept))
    before = {figure.target_id: figure.value for figure in desk.standing(part.measure).figures}
    return _filed(
        desk,
        part,
        replace(item, values=tuple(replace(v, kind="total") if v.kind == "unclear" else v for v in item.values)),
        draft.payload["index"],
        before_figures=before,
        text=text,
        message_id=draft.payload["message_id"],
        edits=desk.pressed,
    )


def _matching(part: Part, item: Item) -> tuple[Value, ...]:
    """The kept figures that have a place in the measure: an only counted target takes a figure without a name."""
    counted = [target for target in part.measure.targets if target.value is not None and target.withdrawn_at is None]
    ids = {target.id for target in counted}
    values = []
    for value in item.values:
        if value.target in ids:
            values.append(value)
        elif value.indicator is None and len(counted) == 1 and value.unit in (None, counted[0].unit):
            values.append(replace(value, target=counted[0].id, indicator=counted[0].indicator, unit=counted[0].unit))
    return tuple(values)


def choose_kind(desk: Desk) -> Letters:
    """新增 or 累计: file what was kept, with the kind that was chosen."""
    draft_id, choice = desk.numbers(2)
    draft = drafts.take(desk.session, draft_id, desk.me, desk.now)
    part = desk.book.part(draft.payload["duty"], desk.unit_ids)
    kind = "increment" if choice == 1 else "total"
    item = unpack(draft.payload["item"])
    values = tuple(replace(v, kind=kind) if v.kind == "unclear" else v for v in item.values)  # type: ignore[arg-type]
    before = {figure.target_id: figure.value for figure in desk.standing(part.measure).figures}
    return _filed(
        desk,
        part,
        replace(item, values=values),
        draft.payload["index"],
        before_figures=before,
        text=draft.payload["text"],
        message_id=draft.payload["message_id"],
        edits=desk.pressed,
    )


def cancel(desk: Desk) -> Letters:
    """Drop what was kept; nothing is filed."""
    (draft_id,) = desk.numbers(1)
    drafts.take(desk.session, draft_id, desk.me, desk.now)
    return desk.letter("cancelled", edits=desk.pressed)


def begin(desk: Desk) -> Letters:
    """A measure's 报进展 button: the next message is about it."""
    (duty_id,) = desk.numbers(1)
    part = desk.book.part(duty_id, desk.unit_ids)
    drafts.open_draft(
        desk.session, desk.me, desk.chat_id, "about", {"measure": part.measure.id, "duty": part.duty.id}, desk.now
    )
    figures = desk.standing(part.measure).figures
    rows = [[desk.button("no_change", f"n:{part.duty.id}")]]
    return desk.letter("begin", measure=part.measure, figures=figures, about=[part.duty.id], buttons=rows)


def no_change(desk: Desk) -> Letters:
    """无变化, in one tap: it counts for the cycle and does not stop the stagnation clock."""
    (duty_id,) = desk.numbers(1)
    part = desk.book.part(duty_id, desk.unit_ids)
    before = {figure.target_id: figure.value for figure in desk.standing(part.measure).figures}
    return _filed(desk, part, Item(measure=part.measure.id), 0, before_figures=before, text="无变化", message_id=0)


# -- second thoughts ---------------------------------------------------------------------------------------------------


def undo(desk: Desk) -> Letters:
    """Take back the caller's last report."""
    last = reports.last_of(desk.session, desk.me)
    if last is None:
        raise Refusal("no_reports")
    return _undone(desk, last)


def undo_one(desk: Desk) -> Letters:
    """The 撤销 button under a card."""
    (report_id,) = desk.numbers(1)
    return _undone(desk, reports.own(desk.session, report_id, desk.me))


def _undone(desk: Desk, report: Report) -> Letter:
    part = desk.book.part(report.responsibility_id, desk.unit_ids)
    reports.retire(report, "withdrawn", desk.now)
    desk.session.flush()
    return desk.letter(
        "undone", measure=part.measure, report=report, edits=desk.pressed, standing=desk.standing(part.measure)
    )


def amend(desk: Desk) -> Letters:
    """The 改 button: say how to correct; the words that follow are read with the measure in mind."""
    (report_id,) = desk.numbers(1)
    report = reports.own(desk.session, report_id, desk.me)
    part = desk.book.part(report.responsibility_id, desk.unit_ids)
    drafts.open_draft(
        desk.session, desk.me, desk.chat_id, "amend", {"report": report.id, "measure": part.measure.id}, desk.now
    )
    return desk.letter("amend", measure=part.measure, report=report, about=[part.duty.id])


def _correct(desk: Desk, plan_id: int, reading: Reading) -> Letters:
    """The last report, or the last one on the measure that is named, as corrected."""
    item = reading.items[0] if reading.items else Item()
    last = reports.last_of(desk.session, desk.me)
    if last is None:
        return _file(desk, plan_id, reading, None)
    old = desk.book.part(last.responsibility_id, desk.unit_ids)
    part = _part(desk, item) or old
    before = {figure.target_id: figure.value for figure in desk.standing(part.measure).figures}
    return _filed(desk, part, item, 0, before_figures=before, revises=last)


def edited(desk: Desk) -> Letters:
    """Editing a message corrects the report it made; the old values stay in the history."""
    if not desk.private or desk.message_id is None:
        return None
    desk.me  # noqa: B018 (a stranger is refused here)
    earlier = reports.by_message(desk.session, desk.chat_id, desk.message_id)
    if not earlier:
        return said(desk)
    if all(report.text == desk.words for report in earlier):
        return None
    duties = desk.book.duties
    measures = [duties[report.responsibility_id].measure_id for report in earlier if report.responsibility_id in duties]
    context = Context(measure=measures[0]) if len(measures) == 1 else Context(measures=tuple(measures))
    _, reading = _read(desk, context)
    if reading.intent not in REPORTS:
        return desk.letter("edit_unclear", report=earlier[0])
    left = {duties[report.responsibility_id].measure_id: report for report in earlier}
    letters = []
    for index, item in enumerate(reading.items):
        part = _part(desk, item)
        if part is None:
            letters.append(_foreign(desk, item) if item.foreign else _ask_which(desk, item, index))
            continue
        old = left.pop(part.measure.id, None)
        if old is None and len(earlier) == len(reading.items) == 1:
            old = left.popitem()[1]
        before = {figure.target_id: figure.value for figure in desk.standing(part.measure).figures}
        if old is not None:
            reports.retire(old, "revised", desk.now)
            desk.session.flush()
        letter = _filed(desk, part, item, index, before_figures=before)
        letters.append(letter)
        if old is not None:
            newest = reports.last_of(desk.session, desk.me)
            assert newest is not None
            newest.revises_id = old.id
    return letters


# -- files and time off ------------------------------------------------------------------------------------------------


def sent_file(desk: Desk) -> Letters:
    """A photo, document, voice message or place: kept beside the report it follows or replies to, never over another."""
    if not desk.private:
        return None
    found = evidence_in(desk)
    if found is None:
        desk.me  # noqa: B018 (a stranger is refused here)
        return desk.letter("not_a_report", buttons=[[desk.button("mine", "mine")]] if desk.units else [])
    if not desk.units:
        desk.me  # noqa: B018
        raise Refusal("only_contact")
    letters: list[Letter] = []
    if desk.words.strip():
        answer = said(desk)
        letters = [] if answer is None else [answer] if isinstance(answer, Letter) else list(answer)
    report = _report_for_file(desk)
    found.report_id = report.id if report else None
    seen = reports.attach(desk.session, found)
    part = desk.book.part(report.responsibility_id, desk.unit_ids) if report else None
    letters.append(
        desk.letter("attached", evidence=found, report=report, part=part, seen=seen, about=[part.duty.id] if part else [])
    )
    return letters


def _report_for_file(desk: Desk) -> Report | None:
    if desk.reply_to is not None:
        for report in reports.by_message(desk.session, desk.chat_id, desk.reply_to):
            return report
        about = outbox.about(desk.session, desk.chat_id, desk.reply_to)
        last = reports.last_of(desk.session, desk.me)
        return last if last is not None and last.responsibility_id in about else None
    last = reports.last_of(desk.session, desk.me)
    return last if last is not None and desk.now - last.filed_at < reports.ADOPTED else None


def evidence_in(desk: Desk) -> Evidence | None:
    """The file, voice or place in the message, not yet stored; None when it holds none."""
    message = desk.update.effective_message if desk.update else None
    if message is None:
        return None
    if message.photo:
        return _evidence(desk, "photo", message.photo[-1])
    if message.location:
        place = f"{message.location.latitude:.6f},{message.location.longitude:.6f}"
        return _evidence(desk, "location", place)
    for kind in ("document", "voice", "video", "audio", "video_note"):
        body = getattr(message, kind)
        if body:
            return _evidence(desk, kind, body)
    return None


def _evidence(desk: Desk, kind: str, body: Any) -> Evidence:
    """A row for a file of Telegram's, or for a place, whose text stands for the file."""
    is_place = isinstance(body, str)
    return Evidence(
        person_id=desk.me.id,
        kind=kind,
        file_id=body if is_place else body.file_id,
        file_unique_id=body if is_place else body.file_unique_id,
        name=None if is_place else getattr(body, "file_name", None),
        caption=desk.words or None,
        source=desk.source,
        sent_at=desk.now,
    )


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
