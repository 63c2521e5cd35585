"""What a contact reports is filed when it is clear and asked about when it is not; never on a guess."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.desk import Desk, Letters
from bot.handlers import digest
from bot.handlers.hearing import read_as_contact, says_total
from bot.rules.reading import Context, Item, Reading, Value
from bot.rules.standing import Figure
from bot.rules.standing.figures import RATES
from bot.store import drafts, outbox, reports
from bot.store.book import Part
from bot.texts import Button, Letter
from bot.texts.form import number
from models import Draft, Report

MOST_BUTTONS = 8


@dataclass(frozen=True)
class Kept:
    """The words of a report: what was said, in which message, when."""

    text: str
    message_id: int | None
    said_at: datetime


def words_on(desk: Desk) -> Kept:
    """The words on the desk. Telegram's instants are whole seconds, and so is ours where a button speaks."""
    return Kept(desk.words, desk.message_id, desk.said_at or desk.now.replace(microsecond=0))


def _kept_in(draft: Draft) -> Kept:
    said_at = datetime.fromisoformat(draft.payload["said_at"]) if "said_at" in draft.payload else draft.made_at
    return Kept(draft.payload["text"], draft.payload["message_id"], said_at)


def file_all(desk: Desk, reading: Reading, draft: Draft | None = None) -> Letters:
    """File each item that is clear and ask about each that is not; an open button is answered by what it was about."""
    letters: list[Letter] = []
    used_draft = False
    for index, item in enumerate(reading.items):
        part = _asked_for(desk, part_of(desk, item), draft)
        if part is not None:
            used_draft = used_draft or (draft is not None and draft.payload.get("measure") == part.measure.id)
            letters.append(file_or_ask_kind(desk, part, item, index))
        elif item.foreign:
            letters.append(foreign(desk, item))
        else:
            letters.append(ask_which(desk, item, index))
    if draft is not None and used_draft:
        draft.ended_at = desk.now
    return letters


def _asked_for(desk: Desk, part: Part | None, draft: Draft | None) -> Part | None:
    """Of several units' parts in one measure, the one whose button was pressed or whose card is answered."""
    if part is None:
        return None
    about = outbox.about(desk.session, desk.chat_id, desk.reply_to) if desk.reply_to else []
    if not about and draft is not None and draft.kind == "about":
        about = [draft.payload["duty"]]
    parts = [one for one in desk.book.parts_of(desk.unit_ids) if one.measure.id == part.measure.id]
    meant = [one for one in parts if one.duty.id in about]
    return meant[0] if len(meant) == 1 else part


def part_of(desk: Desk, item: Item) -> Part | None:
    """The caller's part in the measure the item names: its own, or one it shares as a member of a group, which reading
    takes for another's because it looks only at names."""
    key = item.named if item.foreign else item.measure
    return (
        next((p for p in desk.book.parts_of(desk.unit_ids) if p.measure.id == key), None) if key is not None else None
    )


def foreign(desk: Desk, item: Item) -> Letter:
    """The words name a measure the caller's units have no part in: say which, file nothing."""
    named = desk.book.measures.get(int(item.named)) if item.named is not None else None
    return desk.letter("foreign", measure=named, units=[unit.name for unit in desk.units])


def file_or_ask_kind(
    desk: Desk, part: Part, item: Item, index: int, kept: Kept | None = None, *, edits: int | None = None
) -> Letter:
    """File a clear item; where a figure may be new or a total and it matters, ask, each button saying what would come.

    `kept` are the words the item was read from where they are not the ones on the desk.
    """
    figures = desk.figures(part.measure) if item.values else ()
    known: dict[int | str | None, Figure] = {figure.target_id: figure for figure in figures if figure.value}
    words = kept.text if kept else desk.words
    unclear = next((v for v in item.values if v.target in known and _may_be_new(v, known[v.target], words)), None)
    if unclear is not None:
        figure = known[unclear.target]
        if figure.value is not None:
            item = replace(item, values=tuple(replace(v, kind="unclear") if v == unclear else v for v in item.values))
            draft = _keep(desk, "kind", item, part, index, kept)
            grown = figure.value + unclear.value
            rows = [
                [desk.button("as_total", f"k:{draft.id}:0", value=number(unclear.value), unit=unclear.unit or "")],
                [
                    desk.button(
                        "as_increment",
                        f"k:{draft.id}:1",
                        value=number(unclear.value),
                        total=number(grown),
                        unit=unclear.unit or "",
                    )
                ],
                [desk.button("cancel", f"c:{draft.id}")],
            ]
            values = {"measure": part.measure, "value": unclear, "figure": figure}
            return desk.letter("ask_kind", **values, buttons=rows, edits=edits, about=[part.duty.id])
    before_figures = {f.target_id: f.value for f in figures}
    return filed(desk, part, item, index, before_figures=before_figures, kept=kept, edits=edits)


def _may_be_new(value: Value, figure: Figure, words: str) -> bool:
    """Whether a figure may have been added rather than be the total: nobody said which, and it is less than before."""
    if value.kind == "unclear":
        return True
    less = figure.value is not None and value.value < figure.value
    return value.kind == "total" and less and value.unit not in RATES and not says_total(words)


def filed(
    desk: Desk,
    part: Part,
    item: Item,
    index: int,
    *,
    before_figures: dict[int, float | None],
    kept: Kept | None = None,
    revises: Report | None = None,
    anew: bool = False,
    edits: int | None = None,
) -> Letter:
    """File the item and answer with its card; `before_figures` is what the card compares with."""
    kept = kept or words_on(desk)
    report = reports.file(
        desk.session,
        part,
        item,
        text=kept.text,
        said_at=kept.said_at,
        now=desk.now,
        source=f"{desk.source}:{index}",
        person=desk.me,
        chat_id=desk.chat_id,
        message_id=kept.message_id,
        revises=revises,
        anew=anew,
        files_wait=desk.caller.files_wait,
    )
    digest.tick_off(desk, part)
    return _card(desk, part, report, before_figures, edits)


def _card(desk: Desk, part: Part, report: Report, before: dict[int, float | None], edits: int | None = None) -> Letter:
    shown = desk.figures(part.measure)
    touched = {value.target_id for value in report.values}
    figures = [f for f in shown if f.target_id in touched] or [f for f in shown if f.value is not None]
    moved = [f for f in figures if f.value is not None] if report.values else []
    earlier = {target: value for target, value in before.items() if value is not None}
    changes = {
        f.target_id: f.value - earlier[f.target_id] for f in moved if f.value is not None and f.target_id in earlier
    }
    loose = [value for value in report.values if value.target_id is None]
    return desk.letter(
        "filed",
        measure=part.measure,
        part=part,
        report=report,
        figures=figures,
        changes=changes,
        loose=loose,
        unread=_has_unread_figure(report),
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


def _has_unread_figure(report: Report) -> bool:
    """Whether the words hold a number and the report none: nobody is to think that it was counted."""
    told = report.values or report.percent is not None or report.expected_by or report.blocker or report.no_change
    return not told and any(sign.isdigit() for sign in report.text)


def ask_which(desk: Desk, item: Item, index: int) -> Letter:
    """Nothing is filed on a guess: the caller's own measures as buttons, the likeliest first; the words are kept."""
    draft = _keep(desk, "which", item, None, index)
    parts = {part.measure.id: part for part in reversed(desk.book.parts_of(desk.unit_ids))}
    likely = [int(key) for key in item.candidates if int(key) in parts]
    # their own first, then what they share: the digest asks for both
    own = [part.measure.id for part in desk.book.parts_of(desk.unit_ids)]
    about = set(outbox.about(desk.session, desk.chat_id, desk.reply_to)) if desk.reply_to else set()
    likely += [part.measure.id for part in desk.book.parts_of(desk.unit_ids) if part.duty.id in about]
    order = list(dict.fromkeys(likely or own))
    rows = [
        [Button(f"{parts[one].measure.ref} {parts[one].measure.title}", f"p:{draft.id}:{parts[one].duty.id}")]
        for one in order[:MOST_BUTTONS]
    ]
    rows.append([desk.button("cancel", f"c:{draft.id}")])
    return desk.letter("ask_which", more=max(0, len(order) - MOST_BUTTONS), buttons=rows)


def _keep(desk: Desk, kind: str, item: Item, part: Part | None, index: int, kept: Kept | None = None) -> Draft:
    kept = kept or words_on(desk)
    payload = {
        "text": kept.text,
        "message_id": kept.message_id,
        "said_at": kept.said_at.isoformat(),
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
    return pick_for(desk, draft_id, desk.book.part(duty_id, desk.unit_ids))


def pick_for(desk: Desk, draft_id: int, part: Part) -> Letter:
    """File the kept words for this part."""
    draft = drafts.take(desk.session, draft_id, desk.me, desk.now)
    kept = _kept_in(draft)
    reading = read_as_contact(desk, Context(measure=part.measure.id), kept.text)
    items = [item for item in reading.items if item.measure == part.measure.id]
    asked = unpack(draft.payload["item"])
    item = items[0] if len(items) == 1 else replace(asked, measure=part.measure.id, values=_matching(part, asked))
    return file_or_ask_kind(desk, part, item, draft.payload["index"], kept, edits=desk.pressed)


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
    return kind_for(desk, draft_id, "increment" if choice == 1 else "total")


def kind_for(desk: Desk, draft_id: int, kind: str) -> Letter:
    """File the kept figure as new or as a total."""
    draft = drafts.take(desk.session, draft_id, desk.me, desk.now)
    part = desk.book.part(draft.payload["duty"], desk.unit_ids)
    item = unpack(draft.payload["item"])
    values = tuple(replace(v, kind=kind) if v.kind == "unclear" else v for v in item.values)  # type: ignore[arg-type]
    before = {figure.target_id: figure.value for figure in desk.figures(part.measure)}
    return filed(
        desk,
        part,
        replace(item, values=values),
        draft.payload["index"],
        before_figures=before,
        kept=_kept_in(draft),
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
    figures = desk.figures(part.measure)
    rows = [[desk.button("no_change", f"n:{part.duty.id}")]]
    return desk.letter("begin", measure=part.measure, figures=figures, about=[part.duty.id], buttons=rows)


def no_change(desk: Desk) -> Letters:
    """无变化, in one tap: it counts for the cycle and does not stop the stagnation clock. Tapped again the same day, it is
    the same report."""
    (duty_id,) = desk.numbers(1)
    part = desk.book.part(duty_id, desk.unit_ids)
    before = {figure.target_id: figure.value for figure in desk.figures(part.measure)}
    last = reports.last_of(desk.session, desk.me, [part.duty.id])
    zone = desk.house.settings.zone
    if last is not None and last.no_change and last.said_at.astimezone(zone).date() == desk.today:
        return _card(desk, part, last, before)
    kept = replace(words_on(desk), text="无变化", message_id=0)
    return filed(desk, part, Item(measure=part.measure.id), 0, before_figures=before, kept=kept)
