"""A letter: what one message says, before anybody sends it."""

import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

MOST = 4096  # characters of a message after parsing; the raw text is never shorter, so this is on the safe side
MOST_PAGES = 3
CAPTION = 1024


@dataclass(frozen=True)
class Button:
    """A label and either the data its press brings back (64 bytes at most) or an address it opens."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class File:
    """Bytes with a name; `kind` is document or photo."""

    name: str
    content: bytes = field(repr=False)
    kind: str = "document"


@dataclass(frozen=True)
class Letter:
    """HTML text, rows of buttons, perhaps a file; `edits` names the message it replaces, `about` the duties."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: File | None = None
    edits: int | None = None
    reply_to: int | None = None
    about: tuple[int, ...] = ()

    def packed(self) -> dict[str, Any]:
        """The letter as JSON for its outbox row; the file's bytes travel beside it."""
        body: dict[str, Any] = {"text": self.text}
        if self.buttons:
            body["buttons"] = [[_packed_button(button) for button in row] for row in self.buttons]
        if self.file:
            body["file"] = {"name": self.file.name, "kind": self.file.kind}
        if self.edits:
            body["edits"] = self.edits
        if self.reply_to:
            body["reply_to"] = self.reply_to
        return body


def _packed_button(button: Button) -> dict[str, str]:
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.data or "-"}


def pages(letter: Letter) -> list[Letter]:
    """The letter as messages that Telegram takes, split between paragraphs; the buttons stay with the last.

    More than three messages become one with a text file.
    """
    most = CAPTION if letter.file else MOST
    if size(letter.text) <= most:
        return [letter]
    if letter.file:
        return [*pages(replace(letter, file=None, buttons=())), replace(letter, text="", edits=None)]
    texts = split(letter.text, MOST)
    if len(texts) > MOST_PAGES:
        content = "\ufeff" + unescape(re.sub(r"<[^>]+>", "", letter.text))
        head = split(letter.text, 600)[0]
        return [replace(letter, text=head, file=File("全文.txt", content.encode()), edits=None)]
    return [
        replace(
            letter,
            text=text,
            buttons=letter.buttons if last else (),
            edits=letter.edits if first else None,
            reply_to=letter.reply_to if first else None,
        )
        for text, first, last in ((text, index == 0, index == len(texts) - 1) for index, text in enumerate(texts))
    ]


def split(text: str, most: int) -> list[str]:
    """The text in pieces of at most `most` characters, cut between paragraphs, else lines, else sentences, else words.

    Tags and entities stay whole, and every piece closes the tags it opens.
    """
    pieces: list[str] = []
    for paragraph in _closed(text.split("\n\n")):
        for index, piece in enumerate(_small(paragraph, most)):
            if pieces and index == 0 and size(pieces[-1]) + 2 + size(piece) <= most:
                pieces[-1] += "\n\n" + piece
            else:
                pieces.append(piece)
    return pieces


def size(text: str) -> int:
    """The length as Telegram may count it: UTF-16 units, never fewer than characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
_ATOM = re.compile(r"<[^>]+>|&#?\w+;|.", re.DOTALL)
_SIGNS = ("\n", "。", "；", "，", " ")


def _small(paragraph: str, most: int) -> list[str]:
    if size(paragraph) <= most:
        return [paragraph]
    cut = _closed(_cut(paragraph, most - _room(paragraph), _SIGNS))
    return [piece for piece in cut if _TAG.sub("", piece).strip()]  # Telegram takes no message without words


def _cut(text: str, most: int, signs: tuple[str, ...]) -> list[str]:
    """Pieces that together are the text: cut after the first sign that serves, inside a word only as a last resort."""
    if size(text) <= most:
        return [text]
    if signs:
        to_the_sign = rf"(?:<[^>]*>|[^{signs[0]}<])*(?:{signs[0]}|$)"
        bits = [piece for bit in re.findall(to_the_sign, text) if bit for piece in _cut(bit, most, signs[1:])]
    else:
        bits = _ATOM.findall(text)
    pieces: list[str] = []
    filled = most
    for bit in bits:
        if filled + size(bit) <= most:
            pieces[-1] += bit
            filled += size(bit)
        else:
            pieces.append(bit)
            filled = size(bit)
    return pieces


def _closed(pieces: list[str]) -> list[str]:
    """The pieces, with the tags still open at the end of one closed there and opened again in the next."""
    closed: list[str] = []
    still: list[str] = []
    for piece in pieces:
        opened = "".join(still)
        still = _open_after(piece, still)
        closed.append(opened + piece + "".join(_closing(tag) for tag in reversed(still)))
    return closed


def _open_after(piece: str, still: list[str]) -> list[str]:
    still = list(still)
    for tag in _TAG.finditer(piece):
        if not tag[1]:
            still.append(tag[0])
        elif still:
            still.pop()
    return still


def _closing(tag: str) -> str:
    return re.sub(_TAG, r"</\2>", tag)


def _room(paragraph: str) -> int:
    """What closing and opening again may take at worst: every tag that is open at once."""
    deepest, still = 0, list[str]()
    for tag in _TAG.finditer(paragraph):
        still = _open_after(tag[0], still)
        deepest = max(deepest, sum(len(one) + len(_closing(one)) for one in still))
    return deepest
