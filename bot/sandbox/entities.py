"""Marks in a text: where they stand, counted in UTF-16 units, and those the server finds by itself."""

import re

from bot.sandbox.refusals import Json

ENTITY_LIMIT = 100

# Found by the server in any text, as clients show them; the order is the order of preference where two would overlap.
FOUND = (
    ("url", re.compile(r"https?://[^\s<>\"'，。；、）】]+")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{4,32}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<!\w)#(?!\d+\b)\w{1,256}")),
)


def units(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Text without the white space round it, entities moved and cut to fit."""
    stripped = text.lstrip()
    lead = units(text) - units(stripped)
    stripped = stripped.rstrip()
    width = units(stripped)
    moved = []
    for one in entities:
        begins = max(one["offset"] - lead, 0)
        ends = min(one["offset"] + one["length"] - lead, width)
        if ends > begins:
            moved.append({**one, "offset": begins, "length": ends - begins})
    return stripped, moved[:ENTITY_LIMIT]


def with_found(text: str, entities: list[Json]) -> list[Json]:
    """The entities given and those the server finds by itself: commands, mentions, addresses, hashtags."""
    if not any(mark in text for mark in "/@#"):
        return entities
    taken = [(one["offset"], one["offset"] + one["length"]) for one in entities if one["type"] in BARS_FINDING]
    added = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            begins = units(text[: match.start()])
            ends = begins + units(match.group())
            if all(ends <= b or begins >= e for b, e in taken):
                taken.append((begins, ends))
                added.append({"type": kind, "offset": begins, "length": ends - begins})
    return sorted(entities + added, key=lambda one: (one["offset"], -one["length"])) if added else entities


BARS_FINDING = frozenset(
    {"code", "pre", "text_link", "text_mention", "url", "mention", "bot_command", "hashtag", "email"}
)
