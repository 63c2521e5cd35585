"""What a text means: rules over general words and over the plan's own, pure and without a clock."""

from datetime import date
from typing import Literal

from bot.rules.reading.contact import hear
from bot.rules.reading.explained import reasons_of
from bot.rules.reading.folding import fold
from bot.rules.reading.lexicon import Lexicon, build_lexicon
from bot.rules.reading.note import Note
from bot.rules.reading.office import read_office
from bot.rules.reading.reasons import HOWS, Reason, reason_to_json
from bot.rules.reading.shapes import (
    Asked,
    Context,
    Item,
    MeasureWords,
    Reading,
    TargetWords,
    Value,
    item_to_json,
    reading_to_json,
)


def read(
    text: str,
    lexicon: Lexicon,
    *,
    role: Literal["contact", "office"],
    unit: str | None,
    sent_on: date,
    context: Context | None = None,
) -> Reading:
    """Return what a message means to the bot; any text has an answer."""
    note = Note(fold(text), lexicon, lexicon.own(unit), sent_on, context)
    return read_office(note) if role == "office" else hear(note).reading


def explain(
    text: str, lexicon: Lexicon, *, unit: str | None, sent_on: date, context: Context | None = None
) -> tuple[Reason, ...]:
    """Return what made a contact's message be read as `read` reads it, item by item, and what was set aside."""
    note = Note(fold(text), lexicon, lexicon.own(unit), sent_on, context)
    return reasons_of(note, hear(note))


__all__ = [
    "HOWS",
    "Asked",
    "Context",
    "Item",
    "Lexicon",
    "MeasureWords",
    "Reading",
    "Reason",
    "TargetWords",
    "Value",
    "build_lexicon",
    "explain",
    "item_to_json",
    "read",
    "reading_to_json",
    "reason_to_json",
]
