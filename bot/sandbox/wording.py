"""The words of a message: parsed, trimmed, counted."""

from bot.sandbox.entities import trimmed, with_found
from bot.sandbox.html import parse_html
from bot.sandbox.params import structure, word
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World

TEXT_LIMIT = 4096  # code points after parsing, as measured on the live server
CAPTION_LIMIT = 1024
RAW_LIMIT = 1 << 15  # bytes before parsing


def read_text(world: World, params: Json) -> Json:
    """text and entities of a message to be; refuses nothing at all, too much, and HTML that does not hold together."""
    raw = word(params, "text")
    if not raw:
        raise bad("message text is empty")
    text, marks = _parsed(world, params, raw, "entities")
    if not text:
        raise bad("text must be non-empty")
    if len(text) > TEXT_LIMIT:
        raise bad("message is too long")
    return {"text": text, "entities": marks} if marks else {"text": text}


def read_caption(world: World, params: Json) -> Json:
    """caption and caption_entities of a message to be, empty if it has none; refuses more than 1024 characters."""
    raw = word(params, "caption")
    if not raw:
        return {}
    text, marks = _parsed(world, params, raw, "caption_entities")
    if len(text) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": marks} if marks else {"caption": text}


def _parsed(world: World, params: Json, raw: str, key: str) -> tuple[str, list[Json]]:
    if len(raw) * 4 > RAW_LIMIT and len(raw.encode()) > RAW_LIMIT:
        raise bad("text is too long")
    mode = word(params, "parse_mode").lower()
    if mode == "html":
        text, marks = parse_html(raw, lambda number: _card(world, number))
    elif mode:
        # Markdown is left out on purpose: the bot speaks HTML only.
        raise bad("unsupported parse_mode")
    else:
        text, marks = raw, structure(params, key, "message entities") or []
    text, marks = trimmed(text, marks)
    return text, with_found(text, marks)


def _card(world: World, number: int) -> Json | None:
    person = world.people.get(number)
    return person.card if person else None
