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

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HOLDERS: Final = {qn(f"w:{tag}") for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_LEFT_OUT: Final = {
    *(qn(f"w:{tag}") for tag in ("del", "moveFrom", "pPr", "rPr", "txbxContent", "footnoteReference", "instrText")),
    *(qn(f"w:{tag}") for tag in ("endnoteReference", "commentReference", "delText", "sdtPr")),
    _FALLBACK,
}
_SIGNS: Final = {
    **dict.fromkeys((qn("w:t"), qn("w:noBreakHyphen")), "-"),
    **dict.fromkeys((qn("w:br"), qn("w:cr")), "\n"),
    qn("w:tab"): "\t",
}
_HAN: Final = "零一二三四五六七八九十"


def blocks_of_docx(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables of a .docx in document order."""
    document = Document(io.BytesIO(data))
    counters = _Numbering(document)
    blocks: list[Block] = []
    for part in _parts(document.element.body):
        if part.tag == qn("w:p"):
            blocks += _paragraphs(part, document, counters)
        else:
            table = _table(WordTable(part, document))
            framed = table and max(map(len, table[0].rows)) == 1
            # A table of one column only frames its text.
            blocks += blocks_of_text("\n".join(row[0] for row in table[0].rows)) if framed else table
    return tuple(blocks)


def _parts(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or a box, those inside content controls and insertions too."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _HOLDERS:
            yield from _parts(child)


def _paragraphs(part: Any, document: Any, counters: _Numbering) -> Iterator[str]:
    """A paragraph's lines, and behind them those of the text boxes anchored in it."""
    printed = counters.printed(Paragraph(part, document))
    yield from (line for line in blocks_of_text(printed + _text(part)) if isinstance(line, str) and line)
    for box in part.iter(qn("w:txbxContent")):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            for inner in _parts(box):
                if inner.tag == qn("w:p"):
                    yield from _paragraphs(inner, document, counters)


def _text(part: Any) -> str:
    """The letters of a paragraph as they stand when every change is accepted; notes and text boxes left out."""
    words = ""
    for child in part:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag in _SIGNS:
            words += child.text or "" if child.tag == qn("w:t") else _SIGNS[child.tag]
        else:
            words += _text(child)
    return words


def _cell(cell: Any) -> str:
    return "\n".join(_text(part) for part in _parts(cell._tc) if part.tag == qn("w:p")).strip()


def _table(table: WordTable) -> list[Table]:
    read: dict[Any, str] = {}
    rows = []
    for row in table.rows:
        cells = row.cells
        for cell in cells:
            if cell._tc not in read:
                read[cell._tc] = _cell(cell)
        rows.append(tuple(read[cell._tc] for cell in cells))
    kept = tuple(row for row in rows if any(row))
    return [Table(kept)] if kept else []


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
