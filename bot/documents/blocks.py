"""What every reader gives: paragraphs and tables in document order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.documents.numbering import opens_item
from bot.documents.roles import starts_with_label
from bot.documents.shape import depths, shape


@dataclass(frozen=True)
class Table:
    """Rows of cells; a merged cell's text stands in every place it covers."""

    rows: tuple[tuple[str, ...], ...]


Block = str | Table

_WHOLE_DOCUMENT: Final = 1500  # characters; a paragraph is shorter
_PAGE: Final = re.compile(
    r"^(?:[-·]\s*[\dIVXivx]{1,4}\s*[-·]|第\s*\d+\s*页(?:[\s，/]*共\s*\d+\s*页)?|\d{1,3}\s*/\s*\d{1,3}|-{1,3})$"
)
# 责 任 单 位：, 责任 人：: labels spread over the width of their neighbours.
_LABEL_APART: Final = re.compile(
    r"(?:[责責] *任|[牵牽] *[头頭]|配 *合|[参參] *[与與加]|[协協] *[办辦同]|主 *[办辦管]|落 *[实實]|完 *成|分 *管|[时時] *[间間])"
    r" *(?:[单單] *位|部 *[门門]|[领領] *[导導]|人|[时時] *[间間限]|[节節] *[点點])(?= *[：:])"
)
_ENDED: Final = re.compile(r"[。；：！？”）〕】]$")
_OPEN_UNITS: Final = re.compile(r"[（〔［【](?:(?:责任|牵头|主办|配合)(?:责任)?(?:单位|部门)[：][^）〕］】]*)?$")
_RULE: Final = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$")


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """Paragraphs and tables of plain text: hard-wrapped lines joined, page numbers dropped, tab or pipe tables kept."""
    lines = [_loosened(line) for line in text.splitlines()]
    lines = _without_pages(lines)
    return tuple(_gathered(_closed(_joined(lines))))


def is_page_number(line: str) -> bool:
    """Whether a line at the edge of a page holds its number only: — 2 —, 第 2 页, 2."""
    shaped = shape(line).strip()
    return bool(_PAGE.match(shaped) or re.fullmatch(r"\d{1,3}", shaped))


def _loosened(line: str) -> str:
    """The line without the spaces some converters put between digits and characters."""
    # Zero-width and control characters: nobody sees them, and a spreadsheet cannot hold them.
    line = re.sub(r"[\u200b-\u200f\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", "", line)
    if "\t" in line.strip() or line.lstrip().startswith("|"):
        return line.rstrip()
    line = _LABEL_APART.sub(lambda hit: re.sub(r"\s", "", hit[0]), line.strip(" \u3000\u00a0\t"))
    line = _scanned(line)
    if len(line) > _WHOLE_DOCUMENT:
        # A document on one line: where its lines were joined, blanks and page numbers stand inside sentences.
        line = re.sub(r" *[—－-] ?\d{1,3} ?[—－-] +", "", line)
        line = re.sub(r"(?<=[\u4e00-\u9fff，、；：]) +(?=[\u4e00-\u9fff，。；：、（）])", "", line)
    mark = re.match(r"[\d.]{1,4} +|", line)
    begin = mark.end() if mark else 0
    rest = re.sub(r"(?<=[\u4e00-\u9fff，、]) +(?=\d)|(?<=[\d%]) +(?=[\u4e00-\u9fff%‰MG])", "", line[begin:])
    rest = re.sub(r"(?<=\d) *([-—–~～]) *(?=\d)", r"\1", rest)
    return line[:begin] + rest


def _scanned(line: str) -> str:
    """The line without the blanks that stand behind every few characters where a picture was read."""
    parts = line.split()
    short = sum(len(part) <= 4 for part in parts)
    if len(parts) < 6 or short < 0.7 * len(parts):
        return line
    return re.sub(r"(?<=[\u4e00-\u9fff，。、；：（）]) +(?=[\u4e00-\u9fff，。、；：（）])", "", line)


def _without_pages(lines: list[str]) -> list[str]:
    kept: list[str] = []
    skipping = False
    for place, line in enumerate(lines):
        shaped = shape(line).strip()
        lonely = bool(re.fullmatch(r"\d{1,3}", shaped)) and _between_dashes(lines, place)
        if shaped and (_PAGE.match(shaped) or lonely):
            while kept and not kept[-1]:
                kept.pop()
            skipping = True
        elif line or not skipping:
            kept.append(line)
            skipping = False
    return kept


def _between_dashes(lines: list[str], place: int) -> bool:
    near = [shape(line).strip() for line in (lines[max(0, place - 1)], lines[min(len(lines) - 1, place + 1)])]
    return any(re.fullmatch(r"-{1,3}", line) for line in near)


def _joined(lines: list[str]) -> list[str]:
    """Lines joined to paragraphs where the text is hard-wrapped, that is where most full lines have one width."""
    long = sorted(len(line) for line in lines if len(line) > 12 and "\t" not in line)
    if len(long) < 8:
        return [line for line in lines if line]
    width = long[int(len(long) * 0.9)]
    full = [line for line in lines if abs(len(line) - width) <= 3 and "\t" not in line]
    if width > 90 or len(full) < 0.35 * len(long):
        return [line for line in lines if line]
    paragraphs: list[str] = []
    whole, running = True, False
    for line in filter(None, lines):
        shaped = shape(line)
        running = not (whole or opens_item(shaped) or starts_with_label(shaped))
        if running:
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        # A paragraph's first line has lost its indent of two letters.
        full_line = len(line) >= width - (1 if running else 3)
        unfinished = not _ENDED.search(shaped) or (full_line and not re.search(r"[。；]$", shaped))
        unfinished = unfinished or (full_line and _is_open(paragraphs[-1]))
        # A short line without an end sign is a heading, unless it carries a paragraph on.
        whole = not unfinished or not (running or len(line) >= width - 4)
    return paragraphs


def _is_open(paragraph: str) -> bool:
    """Whether a bracket near the end of a paragraph waits for its partner."""
    return depths(shape(paragraph[-400:]) + " ")[-1] > 0


def _closed(lines: list[str]) -> list[str]:
    """Lines with a bracket of units that runs over the line's end joined to where it closes, if that is near."""
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        for more in range(1, 6):
            if "\t" in line or not _OPEN_UNITS.search(shape(line)) or place + 1 >= len(lines):
                break
            if not more or opens_item(shape(lines[place + 1])):
                break
            place += 1
            line += lines[place]
        kept.append(line)
        place += 1
    return kept


def _gathered(lines: Iterable[str]) -> Iterable[Block]:
    rows: list[tuple[str, ...]] = []
    listed = list(lines)
    for place, line in enumerate(listed):
        cells = _cells(line)
        if cells is None and rows and len(line) <= 40 and place + 1 < len(listed) and _cells(listed[place + 1]):
            cells = (line,)
        if cells is not None:
            if not _RULE.match(line):
                rows.append(cells)
            continue
        if rows:
            yield Table(tuple(rows))
            rows = []
        yield line.strip()
    if rows:
        yield Table(tuple(rows))


def _cells(line: str) -> tuple[str, ...] | None:
    if line.lstrip().startswith("|") and line.count("|") >= 3:
        return tuple(cell.strip().replace("<br>", "\n") for cell in line.strip().strip("|").split("|"))
    if line.strip().count("\t") >= 2:
        return tuple(cell.strip() for cell in line.split("\t"))
    return None
