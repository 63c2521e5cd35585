"""Text with marks: Telegram's HTML becomes plain text and entities, whose offsets and lengths count UTF-16 units."""

import re
from collections.abc import Callable

from bot.sandbox.refusals import Json, bad

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
ENTITY_LIMIT = 100

_PIECE = re.compile(r"[^<&]+|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});|&|<")
_NAME = re.compile(r"[^\s>]*")
_END_TAG = re.compile(r"</([^\s>]*)\s*(>?)")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SPACE = re.compile(r"\s*")

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


def parse_html(html: str, mention: Callable[[int], Json | None] = lambda _: None) -> tuple[str, list[Json]]:
    """The plain text of `html` and its entities; refuses what Telegram refuses, with the byte offset it names.

    `mention` gives the person behind tg://user?id=…; a link to nobody is dropped.
    """
    out: list[str] = []
    width = at = 0
    opened: list[tuple[str, Json, int, int]] = []
    entities: list[Json] = []
    while at < len(html):
        piece = _PIECE.match(html, at)
        assert piece is not None  # every character is one of the four kinds
        token = piece.group()
        if token != "<":
            token = _plain(token)
            out.append(token)
            width += units(token)
            at = piece.end()
        elif html.startswith("</", at):
            at = _close(html, at, opened, "".join(out), width, entities, mention)
        else:
            name, given, at = _open(html, at)
            opened.append((name, given, width, len(out)))
    if opened:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return "".join(out), _ordered(entities)


def _plain(token: str) -> str:
    if token.startswith("&#"):
        code = int(token[3:-1], 16) if token[2] == "x" else int(token[2:-1])
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else token
    return NAMED.get(token, token)


def _unparsable(reason: str, html: str = "", at: int | None = None, tail: str = "") -> Exception:
    where = "" if at is None else f" at byte offset {len(html[:at].encode())}"
    return bad(f"can't parse entities: {reason}{where}{tail}")


def _open(html: str, start: int) -> tuple[str, Json, int]:
    """The tag that begins at `start`: its name, its attributes, where the text goes on."""
    named = _NAME.match(html, start + 1)
    assert named is not None
    name, at = named.group().lower(), named.end()
    if at == len(html):
        raise _unparsable("Unclosed start tag", html, start)
    if name not in TAGS:
        raise _unparsable(f'Unsupported start tag "{name}"', html, start)
    given: Json = {}
    while True:
        at = _skip(html, at)
        if at == len(html):
            raise _unparsable(f'Unclosed start tag "{name}"', html, start)
        if html[at] == ">":
            break
        key, value, at = _attribute(html, at, name, start)
        given[key] = value
    if name == "span" and given.get("class") != "tg-spoiler":
        raise _unparsable('Tag "span" must have class "tg-spoiler"', html, start)
    return name, given, at + 1


def _attribute(html: str, at: int, name: str, start: int) -> tuple[str, str, int]:
    named = _ATTRIBUTE.match(html, at)
    assert named is not None
    if not named.group():
        raise _unparsable(f'Empty attribute name in the tag "{name}"', html, start)
    at = _skip(html, named.end())
    if html[at : at + 1] != "=":
        return named.group().lower(), "", at
    at = _skip(html, at + 1)
    if at == len(html):
        raise _unparsable(f'Unclosed start tag "{name}"', html, start)
    quote = html[at]
    if quote in "\"'":
        end = html.find(quote, at + 1)
        if end < 0 or end + 1 == len(html):
            raise _unparsable("Unclosed start tag", html, start)
        value = "".join(_plain(piece) for piece in _PIECE.findall(html[at + 1 : end]))
        return named.group().lower(), value, end + 1
    token = _TOKEN.match(html, at)
    assert token is not None
    if html[token.end() : token.end() + 1] not in (" ", "\t", "\r", "\n", ">"):
        raise _unparsable("Unexpected end of name token", html, at)
    return named.group().lower(), token.group().lower(), token.end()


def _skip(html: str, at: int) -> int:
    space = _SPACE.match(html, at)
    return space.end() if space else at


def _close(
    html: str,
    start: int,
    opened: list[tuple[str, Json, int, int]],
    text: str,
    width: int,
    entities: list[Json],
    mention: Callable[[int], Json | None],
) -> int:
    if not opened:
        raise _unparsable("Unexpected end tag", html, start)
    end = _END_TAG.match(html, start)
    assert end is not None
    if not end.group(2):
        raise _unparsable("Unclosed end tag", html, start)
    name, given, since, _ = opened.pop()
    found = end.group(1).lower()
    if found and found != name:
        raise _unparsable("Unmatched end tag", html, start, f', expected "</{name}>", found "</{found}>"')
    if width > since:
        inner = text.encode("utf-16-le")[since * 2 : width * 2].decode("utf-16-le")
        entity = _entity(name, given, inner, mention)
        if entity:
            entities.append({**entity, "offset": since, "length": width - since})
    return end.end()


def _entity(name: str, given: Json, inner: str, mention: Callable[[int], Json | None]) -> Json | None:
    kind = TAGS[name]
    if kind == "text_link":
        return _link(given.get("href") or inner, mention)
    if kind == "custom_emoji":
        return {"type": kind, "custom_emoji_id": given.get("emoji-id", "")}
    if kind == "blockquote" and "expandable" in given:
        return {"type": "expandable_blockquote"}
    if kind == "code" and given.get("class", "").startswith("language-"):
        return {"type": kind, "language": given["class"].removeprefix("language-")}
    return {"type": kind}


def _link(href: str, mention: Callable[[int], Json | None]) -> Json | None:
    if href.startswith("tg://user?id="):
        digits = href.removeprefix("tg://user?id=")
        person = mention(int(digits)) if digits.isdigit() else None
        return {"type": "text_mention", "user": person} if person else None
    if href.startswith("tg://"):
        return {"type": "text_link", "url": href}
    if "://" not in href:
        href = "http://" + href
    host = href.split("://", 1)[1].split("/")[0]
    if "." not in host or " " in host:
        return None
    return {"type": "text_link", "url": href if "/" in href.split("://", 1)[1] else href + "/"}


def _ordered(entities: list[Json]) -> list[Json]:
    """In reading order, the outer before the inner; code inside pre only lends it its language."""
    entities.sort(key=lambda one: (one["offset"], -one["length"], one["type"] != "pre"))
    pres = [one for one in entities if one["type"] == "pre"]
    kept = []
    for one in entities:
        over = next((p for p in pres if one is not p and _inside(one, p)), None)
        if one["type"] == "code" and over is not None:
            if "language" in one and one["length"] == over["length"]:
                over["language"] = one["language"]
            continue
        if one["type"] == "code":
            one.pop("language", None)
        kept.append(one)
    return kept


def _inside(one: Json, outer: Json) -> bool:
    begins, ends = int(outer["offset"]), int(outer["offset"]) + int(outer["length"])
    return begins <= int(one["offset"]) and int(one["offset"]) + int(one["length"]) <= ends


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
