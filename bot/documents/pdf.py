"""PDF files with a text layer: hard wraps joined, page numbers and running heads dropped, tables as tables."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any, Final

from bot.documents.blocks import Block, Table, blocks_of_text, is_page_number
from bot.documents.drafts import DocumentError
from bot.documents.numbering import opens_item
from bot.documents.roles import starts_with_label
from bot.documents.shape import shape

LONGEST: Final = 300  # pages; the longest plans have about a hundred
_EDGE: Final = 2  # lines at the head and the foot of a page that may repeat
_TOGETHER: Final = re.compile(r"[（〔［【“《]*(?:[A-Za-z0-9.%]+|.?)[）〕］】”》、，。；：]*")
_ENDED: Final = re.compile(r"[。；：！？）〕】”]$")


@dataclass
class Line:
    """A printed line: its words, where it stands on its page, and how large its letters are."""

    words: str
    left: float
    right: float
    top: float
    size: float


@dataclass
class _Page:
    """A page's lines and tables by their height on it."""

    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[float, tuple[tuple[str, ...], ...]]] = field(default_factory=list)


def blocks_of_pdf(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables of a .pdf in reading order.

    Raises DocumentError for a file that is encrypted, damaged, too long, or holds pictures of text only.
    """
    pages = _pages(data)
    if not any(page.lines or page.tables for page in pages):
        raise DocumentError("这份 PDF 里没有文字，应是扫描件；请先做文字识别，再把文字存为 .txt 或 .docx 发来")
    _drop_edges(pages)
    return tuple(_blocks(pages))


def _pages(data: bytes) -> list[_Page]:
    # Slow to load, and few files need it.
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > LONGEST:
                raise DocumentError(f"这份 PDF 有 {len(document.pages)} 页，超过 {LONGEST} 页的上限，没有读取")
            return [_page(page) for page in document.pages]
    except PdfminerException as refused:
        if refused.args and isinstance(refused.args[0], PDFPasswordIncorrect):
            raise DocumentError("文件加了密码，打不开") from None
        raise DocumentError("文件已损坏，打不开") from refused


def _page(page: Any) -> _Page:
    page = page.dedupe_chars()  # letters printed twice to look bold
    letters = [one for one in page.chars if one["upright"] and one["text"].strip("\x00")]
    tables = [table for table in page.find_tables() if len(table.rows[0].cells) > (1 if len(table.rows) > 1 else 2)]
    boxes = [table.bbox for table in tables]
    outside = [one for one in letters if not any(_inside(one, box) for box in boxes)]
    found = [(table.bbox[1], _rows(table, letters)) for table in tables]
    return _Page(lines_of(outside), [(top, rows) for top, rows in found if rows])


def _inside(letter: dict[str, Any], box: tuple[float, ...]) -> bool:
    x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return _covers(box, x, y)


def lines_of(letters: Sequence[dict[str, Any]]) -> list[Line]:
    """The lines that letters stand in, from the top; a wide gap between two letters is a blank."""
    rows: list[list[dict[str, Any]]] = []
    for letter in sorted(letters, key=lambda one: (one["top"] + one["bottom"]) / 2):
        middle = (letter["top"] + letter["bottom"]) / 2
        if rows and abs(middle - (rows[-1][0]["top"] + rows[-1][0]["bottom"]) / 2) < 0.45 * letter["size"]:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    lines = []
    for row in rows:
        row.sort(key=lambda one: float(one["x0"]))
        words, before = "", None
        for letter in row:
            apart = before is not None and letter["x0"] - before["x1"] > 0.6 * letter["size"]
            words += (" " if apart and not words.endswith(" ") else "") + letter["text"]
            before = letter
        inked = [one for one in row if one["text"].strip()]
        if inked:
            size = median(float(one["size"]) for one in inked)
            lines.append(Line(words.strip(), inked[0]["x0"], inked[-1]["x1"], inked[0]["top"], size))
    return lines


def _rows(table: Any, letters: Sequence[dict[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table; a cell that covers several places stands in each."""
    texts: dict[tuple[float, ...], str] = {}
    for cell in table.cells:
        lines = lines_of([one for one in letters if _inside(one, cell)])
        margin = min((line.left for line in lines), default=cell[0]) - cell[0]
        words = ""
        for before, line in zip([None, *lines], lines, strict=False):
            # A line is wrapped where the next one's first letters had no room behind it, else it ended.
            needed = len(_TOGETHER.match(shape(line.words))[0]) * line.size  # type: ignore[index]
            wrapped = before is not None and before.right + needed > cell[2] - min(margin, line.size) - 2
            words += ("" if before is None or wrapped else "\n") + line.words
        texts[cell] = words
    xs = sorted({round(edge, 1) for cell in table.cells for edge in (cell[0], cell[2])})
    ys = sorted({round(edge, 1) for cell in table.cells for edge in (cell[1], cell[3])})
    rows = []
    for top, bottom in pairwise(ys):
        if bottom - top < 3:
            continue
        row = []
        for left, right in pairwise(xs):
            if right - left < 3:
                continue
            x, y = (left + right) / 2, (top + bottom) / 2
            row.append(next((text for box, text in texts.items() if _covers(box, x, y)), ""))
        rows.append(tuple(row))
    return tuple(row for row in rows if any(row))


def _covers(box: tuple[float, ...], x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _drop_edges(pages: list[_Page]) -> None:
    """Drop page numbers, and lines at head or foot that most pages repeat."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_plain(line) for line in _edges(page)})
    for page in pages:
        for line in _edges(page):
            running = seen[_plain(line)] >= max(2, 0.4 * len(pages)) and not _opens(shape(line.words))
            if running or is_page_number(line.words):
                page.lines.remove(line)


def _edges(page: _Page) -> list[Line]:
    return [*page.lines[:_EDGE], *page.lines[_EDGE:][-_EDGE:]]


def _plain(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+|\s", "", shape(line.words)), round(line.top)


def _opens(shaped: str) -> bool:
    return opens_item(shaped) or starts_with_label(shaped)


def _blocks(pages: list[_Page]) -> Iterator[Block]:
    lines = [line for page in pages for line in page.lines]
    left = Counter(round(line.left) for line in lines).most_common(1)[0][0] if lines else 0
    rights = sorted(line.right for line in lines)
    right = rights[int(len(rights) * 0.9)] if rights else 0
    words = ""
    last: Line | None = None
    rows: list[tuple[str, ...]] = []
    for page in pages:
        parts: list[tuple[float, Line | tuple[tuple[str, ...], ...]]] = [(line.top, line) for line in page.lines]
        parts = sorted([*parts, *page.tables], key=lambda part: part[0])
        for _, part in parts:
            if not isinstance(part, Line):
                yield from blocks_of_text(words)
                words, last = "", None
                rows = _continued(rows, part)
                continue
            if rows:
                yield Table(tuple(rows))
                rows = []
            if last is not None and _runs_on(last, part, left, right):
                words += part.words
            else:
                yield from blocks_of_text(words)
                words = part.words
            last = part
    yield from blocks_of_text(words)
    if rows:
        yield Table(tuple(rows))


def _runs_on(before: Line, line: Line, left: float, right: float) -> bool:
    """Whether a line carries on the one before: that one is full, and this one is not indented."""
    if abs(before.size - line.size) > 1.5:
        return False
    shaped = shape(line.words)
    opens = _opens(shaped)
    ended = bool(_ENDED.search(shape(before.words)))
    if before.right < right - 2.2 * before.size:
        # A line may end early before a long word of Latin letters.
        near = before.right > right - 8 * before.size
        return (
            near and not (ended or opens) and abs(line.left - left) < line.size and before.left < left + 3 * line.size
        )
    indented = line.left > left + 1.2 * line.size
    if opens and (ended or indented):
        return False
    return not indented or (not ended and before.left > left + 1.2 * line.size)


def _continued(rows: list[tuple[str, ...]], more: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """A table and its part on the next page as one: a header printed again is dropped, a row cut in two joined."""
    if not rows or len(rows[0]) != len(more[0]):
        return [*rows, *more]
    listed = list(more[1:] if more[0] == rows[0] else more)
    numbered = shape(rows[0][0]) in ("序号", "编号")
    if listed and numbered and not listed[0][0] and rows[-1][0].isdecimal():
        cut = listed.pop(0)
        rows = [*rows[:-1], tuple(a + b for a, b in zip(rows[-1], cut, strict=True))]
    return [*rows, *listed]
