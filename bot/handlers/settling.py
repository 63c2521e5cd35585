"""The answers to the bot's questions, by button or in words: what was kept is filed, said anew, or dropped."""

from dataclasses import replace

from bot.desk import Desk, Letters
from bot.errors import Gone
from bot.handlers.doubts import which_page
from bot.handlers.filing import figures_before, file_or_ask, filed
from bot.handlers.hearing import read_as_contact
from bot.handlers.kept import kept_in, part_in, speak_for, taken, unpack, why_of
from bot.handlers.unchanged import begun
from bot.rules.reading import Context, Item, Value
from bot.store import drafts
from bot.store.book import Part
from bot.texts import Letter
from models import Draft


def pick(desk: Desk) -> Letters:
    """The measure an unclear message was about: file what was kept. A measure that is not the caller's is refused."""
    draft_id, duty_id = desk.numbers(2)
    draft = taken(desk, draft_id)
    return pick_for(desk, draft, desk.book.part(duty_id, desk.unit_ids))


def pick_for(desk: Desk, draft: Draft, part: Part) -> Letter:
    """File the kept words of an answered draft for this part."""
    kept = kept_in(draft)
    context = Context(measure=part.measure.id)
    reading = read_as_contact(desk, context, kept.text)
    items = [item for item in reading.items if item.measure == part.measure.id]
    asked = unpack(draft.payload["item"])
    item = items[0] if len(items) == 1 else replace(asked, measure=part.measure.id, values=_matching(part, asked))
    if len(items) == 1:
        kept = replace(kept, why=why_of(desk, reading, context, kept.text)).of_item(reading.items.index(item))
    kept = kept.chosen("measure")
    return file_or_ask(desk, part, item, draft.payload["index"], kept, edits=desk.pressed)


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


def choose_unit(desk: Desk) -> Letters:
    """For which of the caller's units the kept words speak."""
    draft_id, unit_id = desk.numbers(2)
    return unit_for(desk, taken(desk, draft_id), unit_id)


def unit_for(desk: Desk, draft: Draft, unit_id: int) -> Letter:
    """File the kept words of an answered draft for this unit of the caller's. Raises Gone where it has no part."""
    parts = desk.book.parts_of([unit_id] if unit_id in desk.unit_ids else [])
    part = next((one for one in parts if one.measure.id == draft.payload["measure"]), None)
    if part is None:
        raise Gone("not_your_duty")
    item, kept = unpack(draft.payload["item"]), kept_in(draft)
    return file_or_ask(desk, part, item, draft.payload["index"], kept, edits=desk.pressed)


def turn_page(desk: Desk) -> Letters:
    """其他, and 返回: another page of the measures it may be; the question stays open."""
    draft_id, page = desk.numbers(2)
    draft = drafts.peek(desk.session, draft_id, desk.me, desk.now)
    speak_for(desk, draft.payload.get("behalf"))
    if page >= len(draft.payload.get("pages", ())):
        raise Gone("gone")
    return which_page(desk, draft, page, edits=desk.pressed)


def choose_kind(desk: Desk) -> Letters:
    """新增 or 累计: file what was kept, with the kind that was chosen."""
    draft_id, choice = desk.numbers(2)
    return kind_for(desk, taken(desk, draft_id), "increment" if choice == 1 else "total")


def kind_for(desk: Desk, draft: Draft, kind: str) -> Letter:
    """File the kept figure as new or as a total."""
    item = unpack(draft.payload["item"])
    values = tuple(replace(v, kind=kind) if v.kind == "unclear" else v for v in item.values)  # type: ignore[arg-type]
    return _as_kept(desk, draft, replace(item, values=values), kind)


def choose_odd(desk: Desk) -> Letters:
    """对: file as said. 改一下: the next message says it anew."""
    draft_id, choice = desk.numbers(2)
    draft = taken(desk, draft_id)
    return odd_for(desk, draft) if choice == 1 else begun(desk, part_in(desk, draft), edits=desk.pressed)


def odd_for(desk: Desk, draft: Draft) -> Letter:
    """File what looked odd as it was said."""
    return _as_kept(desk, draft, unpack(draft.payload["item"]), "odd")


def _as_kept(desk: Desk, draft: Draft, item: Item, chosen: str) -> Letter:
    part, kept = part_in(desk, draft), kept_in(draft).chosen(chosen)
    before = figures_before(desk, part)
    index = draft.payload["index"]
    return filed(desk, part, item, index, before_figures=before, kept=kept, edits=desk.pressed)


def cancel(desk: Desk) -> Letters:
    """Drop what was kept; nothing is filed."""
    (draft_id,) = desk.numbers(1)
    drafts.take(desk.session, draft_id, desk.me, desk.now)
    return desk.letter("cancelled", edits=desk.pressed)
