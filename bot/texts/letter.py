"""A letter: what one message says, before anybody sends it."""

from dataclasses import dataclass, field, replace
from html import unescape
from re import sub
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
    """HTML text, rows of buttons, perhaps a file; `edits` names the message it replaces, `about` the duties it is of."""

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
    if len(letter.text) <= most:
        return [letter]
    if letter.file:
        return [*pages(replace(letter, file=None, buttons=())), replace(letter, text="", edits=None)]
    texts = split(letter.text, MOST)
    if len(texts) > MOST_PAGES:
        content = "\ufeff" + unescape(sub(r"<[^>]+>", "", letter.text))
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
        for text, first, last in (
            (text, index == 0, index == len(texts) - 1) for index, text in enumerate(texts)
        )
    ]


def split(text: str, most: int) -> list[str]:
    """The text in pieces of at most `most` characters, cut between paragraphs, else between lines, else sentences."""
    pieces: list[str] = []
    for paragraph in text.split("\n\n"):
        for piece in _small(paragraph, most):
            if pieces and len(pieces[-1]) + 2 + len(piece) <= most:
                pieces[-1] += "\n\n" + piece
            else:
                pieces.append(piece)
    return pieces


def _small(paragraph: str, most: int) -> list[str]:
    for sign in ("\n", "。", "；", "，"):
        if len(paragraph) <= most:
            return [paragraph]
        parts, line = [], ""
        for bit in paragraph.split(sign):
            if line and len(line) + len(sign) + len(bit) > most:
                parts.append(line)
                line = bit
            else:
                line = f"{line}{sign}{bit}" if line else bit
        parts.append(line)
        if all(len(part) <= most for part in parts):
            return parts
    return [paragraph[start : start + most] for start in range(0, len(paragraph), most)]
