"""Words that wait for an answer: what was said, in which message, when, by whom for whom, and how it was read."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.desk import Desk
from bot.errors import Gone
from bot.handlers.hearing import explained
from bot.rules.reading import Context, Item, Reading, Value, reason_to_json
from bot.store import drafts
from bot.store.book import Part
from models import Draft


@dataclass(frozen=True)
class Kept:
    """The words of a report: what was said, in which message, when; and what made the bot read them so, as JSON."""

    text: str
    message_id: int | None
    said_at: datetime
    why: dict[str, Any] | None = None

    def of_item(self, place: int) -> "Kept":
        """The same words, with what is known of how one item of their reading came about."""
        if self.why is None:
            return self
        reasons = [one for one in self.why["reasons"] if one["item"] in (None, place)]
        return replace(self, why={**self.why, "reasons": reasons})

    def chosen(self, what: str) -> "Kept":
        """The same words, where a button or a word has settled the rest: measure, total, increment or odd."""
        return replace(self, why={**(self.why or {"reasons": []}), "chosen": what})


def words_on(desk: Desk, reading: Reading | None = None, context: Context | None = None) -> Kept:
    """The words on the desk, and how they came to be read so. Telegram's instants are whole seconds, and so is ours where
    a button speaks."""
    said_at = desk.said_at or desk.now.replace(microsecond=0)
    why = why_of(desk, reading, context, desk.words) if reading else None
    return Kept(desk.words, desk.message_id, said_at, why)


def why_of(desk: Desk, reading: Reading, context: Context | None, words: str) -> dict[str, Any]:
    """What a reading rests on, as JSON to be kept with the report."""
    return {"reasons": [reason_to_json(one) for one in explained(desk, reading, context, words)]}


def kept_in(draft: Draft) -> Kept:
    """The words a draft keeps."""
    said_at = datetime.fromisoformat(draft.payload["said_at"]) if "said_at" in draft.payload else draft.made_at
    return Kept(draft.payload["text"], draft.payload["message_id"], said_at, draft.payload.get("why"))


def keep(
    desk: Desk, kind: str, item: Item, part: Part | None, index: int, kept: Kept | None = None, **more: Any
) -> Draft:
    """A draft with the words and what was understood of them; `more` is what the question needs besides."""
    kept = kept or words_on(desk)
    payload = {
        "text": kept.text,
        "message_id": kept.message_id,
        "said_at": kept.said_at.isoformat(),
        "why": kept.why,
        "duty": part.duty.id if part else None,
        "unit": part.unit.id if part else None,
        "behalf": desk.units[0].id if desk.on_behalf else None,
        "item": pack(item),
        "index": index,
        **more,
    }
    return drafts.open_draft(desk.session, desk.me, desk.chat_id, kind, payload, desk.now)


def taken(desk: Desk, draft_id: int) -> Draft:
    """The draft, ended, and the desk speaking for whom it was kept. Raises Gone when it is not the caller's or over."""
    draft = drafts.take(desk.session, draft_id, desk.me, desk.now)
    speak_for(desk, draft.payload.get("behalf"))
    return draft


def speak_for(desk: Desk, unit_id: int | None) -> None:
    """From here on the office speaks for this unit; for nobody when None. Raises Gone for a unit that is not there, or
    when the caller no longer sits in the office."""
    if unit_id is None:
        return
    if not desk.reads_all or unit_id not in desk.book.units:
        raise Gone("gone")
    desk.units, desk.on_behalf = (desk.book.units[unit_id],), True


def part_in(desk: Desk, draft: Draft) -> Part:
    """The part a draft is about. Raises Gone when it is no longer the caller's."""
    return part_as(desk, draft.payload["duty"], draft.payload.get("unit"))


def part_pressed(desk: Desk) -> Part:
    """The part a button is about: a duty, and the unit where the caller speaks for several. Raises Gone as Book.part."""
    if desk.words.count(":") == 1:
        duty_id, unit_id = desk.numbers(2)
        return part_as(desk, duty_id, unit_id)
    (duty_id,) = desk.numbers(1)
    return desk.book.part(duty_id, desk.unit_ids)


def data_of(prefix: str, part: Part) -> str:
    """What a button about this part brings back."""
    return f"{prefix}:{part.duty.id}:{part.unit.id}"


def part_as(desk: Desk, duty_id: int, unit_id: int | None) -> Part:
    """The caller's part in a duty as this unit, where they speak for several that share it. Raises Gone as Book.part."""
    ids = [unit_id] if unit_id is not None and unit_id in desk.unit_ids else desk.unit_ids
    return desk.book.part(duty_id, ids)


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
