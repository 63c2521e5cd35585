"""Word documents: paragraphs with the numbers Word would print before them, and tables with merged cells filled."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from bot.documents.blocks import Block, Table, blocks_of_text

_HAN: Final = "零一二三四五六七八九十"


def blocks_of_docx(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables of a .docx in document order."""
    document = Document(io.BytesIO(data))
    counters = _Numbering(document)
    blocks: list[Block] = []
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            text = counters.printed(part) + part.text
            blocks += [line for line in blocks_of_text(text) if line]
        else:
            table = _table(part)
            framed = table and max(map(len, table[0].rows)) == 1
            # A table of one column only frames its text.
            blocks += blocks_of_text("\n".join(row[0] for row in table[0].rows)) if framed else table
    return tuple(blocks)


def _table(table: WordTable) -> list[Table]:
    rows = tuple(tuple("\n".join(cell.text.split("\n")).strip() for cell in row.cells) for row in table.rows)
    rows = tuple(row for row in rows if any(row))
    return [Table(rows)] if rows else []


class _Numbering:
    """Counts automatic numbers as Word does: one counter a level, lower levels starting anew."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.shared: dict[str, str] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        shapes = {one.get(qn("w:abstractNumId")): dict(_levels(one)) for one in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            name, shape = number.get(qn("w:numId")), number.find(qn("w:abstractNumId")).get(qn("w:val"))
            self.levels[name] = shapes.get(shape, {})
            self.shared[name] = f"{shape}" if number.find(qn("w:lvlOverride")) is None else f"{shape}/{name}"

    def printed(self, paragraph: Paragraph) -> str:
        """The number before a paragraph, empty where it has none; counting it."""
        found = _number_of(paragraph)
        if found is None or found[0] not in self.levels or found[1] not in self.levels[found[0]]:
            return ""
        name, level = found
        counts = self.counts[self.shared[name]]
        kind, text, start = self.levels[name][level]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if kind in ("bullet", "none"):
            return ""
        for one in range(level + 1):
            shape = self.levels[name].get(one, ("decimal", "", 1))
            text = text.replace(f"%{one + 1}", _written(counts.get(one, shape[2]), shape[0]))
        return text


def _levels(shape: Any) -> Iterator[tuple[int, tuple[str, str, int]]]:
    for level in shape.findall(qn("w:lvl")):
        values = {tag: level.find(qn(f"w:{tag}")) for tag in ("numFmt", "lvlText", "start")}
        kind, text, start = (values[tag].get(qn("w:val")) if values[tag] is not None else None for tag in values)
        yield int(level.get(qn("w:ilvl"))), (kind or "decimal", text or "", int(start or 1))


def _number_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """The list and level of a paragraph: its own, else that of its style or the style's parents."""
    places: list[Any] = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None:
        places.append(style.element.pPr)
        style = style.base_style
    for place in places:
        if place is None or place.numPr is None:
            continue
        name, level = place.numPr.numId, place.numPr.ilvl
        if name is not None:
            return str(name.val), level.val if level is not None else 0
    return None


def _written(number: int, kind: str) -> str:
    if kind.lower().startswith(("chinese", "japanese", "ideograph", "taiwanese")):
        return _han(number)
    if kind == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr(ord("a" if kind == "lowerLetter" else "A") + number - 1)
    return str(number)


def _han(number: int) -> str:
    if number <= 10:
        return _HAN[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _HAN[tens % 10]) + "十" + (_HAN[ones] if ones else "")
