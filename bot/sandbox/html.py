"""Telegram's HTML, read as its server reads it: plain text, entities, and its own words for what it cannot read."""

import re
from collections.abc import Callable

from bot.sandbox.entities import units
from bot.sandbox.refusals import Json, Refused, bad

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

_PIECE = re.compile(r"[^<&]+|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});|&|<")
_NAME = re.compile(r"[^\s>]*")
_END_TAG = re.compile(r"</([^\s>]*)\s*(>?)")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SPACE = re.compile(r"\s*")

Mention = Callable[[int], Json | None]


def parse_html(html: str, mention: Mention = lambda _: None) -> tuple[str, list[Json]]:
    """The plain text of `html` and its entities; refuses what Telegram refuses, with the byte offset it names.

    `mention` gives the person behind tg://user?id=…; a link to nobody is dropped.
    """
    return _Reader(html, mention).read()


class _Reader:
    """One pass over the text; `width` counts UTF-16 units written, `opened` holds tags not yet closed."""

    def __init__(self, html: str, mention: Mention) -> None:
        self.html = html
        self.mention = mention
        self.at = self.width = 0
        self.out: list[str] = []
        self.opened: list[tuple[str, Json, int]] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.html):
            token = self._match(_PIECE)
            if token != "<":
                self._write(_plain(token))
                self.at += len(token)
            elif self.html.startswith("</", self.at):
                self._close()
            else:
                self._open()
        if self.opened:
            raise self._wrong(f'Can\'t find end tag corresponding to start tag "{self.opened[-1][0]}"')
        return "".join(self.out), _ordered(self.entities)

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.width += units(text)

    def _match(self, pattern: re.Pattern[str]) -> str:
        """What `pattern` finds here; all of them match something everywhere, if only nothing."""
        found = pattern.match(self.html, self.at)
        return found.group() if found else ""

    def _wrong(self, reason: str, at: int | None = None, tail: str = "") -> Refused:
        where = "" if at is None else f" at byte offset {len(self.html[:at].encode())}"
        return bad(f"can't parse entities: {reason}{where}{tail}")

    def _open(self) -> None:
        start = self.at
        self.at += 1
        name = self._match(_NAME)
        self.at += len(name)
        name = name.lower()
        if self.at == len(self.html):
            raise self._wrong("Unclosed start tag", start)
        if name not in TAGS:
            raise self._wrong(f'Unsupported start tag "{name}"', start)
        given: Json = {}
        while True:
            self._skip(name, start)
            if self.html[self.at] == ">":
                break
            key, value = self._attribute(name, start)
            given[key] = value
        self.at += 1
        if name == "span" and given.get("class") != "tg-spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler"', start)
        self.opened.append((name, given, self.width))

    def _skip(self, name: str, start: int) -> None:
        """Past white space inside a tag, which must not be the end of the text."""
        self.at += len(self._match(_SPACE))
        if self.at == len(self.html):
            raise self._wrong(f'Unclosed start tag "{name}"', start)

    def _attribute(self, name: str, start: int) -> tuple[str, str]:
        key = self._match(_ATTRIBUTE)
        if not key:
            raise self._wrong(f'Empty attribute name in the tag "{name}"', start)
        self.at += len(key)
        self._skip(name, start)
        if self.html[self.at] != "=":
            return key.lower(), ""
        self.at += 1
        self._skip(name, start)
        return key.lower(), self._value(start)

    def _value(self, start: int) -> str:
        quote = self.html[self.at]
        if quote not in "\"'":
            token = self._match(_TOKEN)
            after = self.html[self.at + len(token) : self.at + len(token) + 1]
            if after != ">" and not after.isspace():
                raise self._wrong("Unexpected end of name token", self.at)
            self.at += len(token)
            return token.lower()
        end = self.html.find(quote, self.at + 1)
        if end < 0 or end + 1 == len(self.html):
            raise self._wrong("Unclosed start tag", start)
        value = self.html[self.at + 1 : end]
        self.at = end + 1
        return "".join(_plain(piece) for piece in _PIECE.findall(value))

    def _close(self) -> None:
        start = self.at
        if not self.opened:
            raise self._wrong("Unexpected end tag", start)
        end = _END_TAG.match(self.html, start)
        if end is None or not end.group(2):
            raise self._wrong("Unclosed end tag", start)
        name, given, since = self.opened.pop()
        found = end.group(1).lower()
        if found and found != name:
            raise self._wrong("Unmatched end tag", start, f', expected "</{name}>", found "</{found}>"')
        self.at = end.end()
        entity = self._entity(name, given, since) if self.width > since else None
        if entity:
            self.entities.append({**entity, "offset": since, "length": self.width - since})

    def _entity(self, name: str, given: Json, since: int) -> Json | None:
        kind = TAGS[name]
        if kind == "text_link":
            inner = "".join(self.out).encode("utf-16-le")[since * 2 :].decode("utf-16-le")
            return _link(given.get("href") or inner, self.mention)
        if kind == "custom_emoji":
            return {"type": kind, "custom_emoji_id": given.get("emoji-id", "")}
        if kind == "blockquote" and "expandable" in given:
            return {"type": "expandable_blockquote"}
        if kind == "code" and given.get("class", "").startswith("language-"):
            return {"type": kind, "language": given["class"].removeprefix("language-")}
        return {"type": kind}


def _plain(token: str) -> str:
    """What an entity of HTML stands for; everything else is itself."""
    if not token.startswith("&#"):
        return NAMED.get(token, token)
    code = int(token[3:-1], 16) if token[2] == "x" else int(token[2:-1])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else token


def _link(href: str, mention: Mention) -> Json | None:
    if href.startswith("tg://user?id="):
        digits = href.removeprefix("tg://user?id=")
        person = mention(int(digits)) if digits.isdigit() else None
        return {"type": "text_mention", "user": person} if person else None
    if href.startswith("tg://"):
        return {"type": "text_link", "url": href}
    scheme, _, rest = href.rpartition("://")
    host = rest.split("/")[0]
    if "." not in host or " " in host:
        return None
    return {"type": "text_link", "url": f"{scheme or 'http'}://{rest}" + ("" if "/" in rest else "/")}


def _ordered(entities: list[Json]) -> list[Json]:
    """In reading order, the outer before the inner; code inside pre only lends it its language."""
    entities.sort(key=lambda one: (one["offset"], -one["length"], one["type"] != "pre"))
    pres = [one for one in entities if one["type"] == "pre"]
    kept = []
    for one in entities:
        language = one.pop("language", None) if one["type"] == "code" else None
        over = next((pre for pre in pres if one["type"] == "code" and _inside(one, pre)), None)
        if over is None:
            kept.append(one)
        elif language and one["length"] == over["length"]:
            over["language"] = language
    return kept


def _inside(one: Json, outer: Json) -> bool:
    begins, ends = int(outer["offset"]), int(outer["offset"]) + int(outer["length"])
    return begins <= int(one["offset"]) and int(one["offset"]) + int(one["length"]) <= ends
