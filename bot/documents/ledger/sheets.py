"""The sheets of a workbook as rows of named cells; columns may be moved, added, renamed in nothing but spaces."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from bot.documents.drafts import BadRow, DocumentError
from bot.documents.ledger.cells import Cells, text
from bot.documents.ledger.layout import HEAD, HIDDEN, MAIN_NAMES, NEEDED, PART_OF, SHEETS
from bot.documents.shape import shape

# What the office's export was before it carried the plan: it said how things stand, not what the plan says.
_EXPORT: Final = {"当前进度", "状态", "灯", "最近报告"}
_TITLE_ROWS: Final = 5  # a title may have been put above the header


@dataclass(frozen=True)
class Line:
    """One row of a sheet: where it stands, and its cells by the name of their column."""

    label: str
    cells: Cells

    def bad(self, reason: str) -> BadRow:
        """The row as one that was left out."""
        shown = tuple((name, str(value)) for name, value in self.cells.items() if value not in (None, ""))
        return BadRow(self.label, reason, tuple((name, value) for name, value in shown if name not in HIDDEN))


def open_book(data: bytes) -> dict[str, tuple[Line, ...]] | None:
    """The rows of every sheet of ours by the sheet's name, the main one as 台账; None for another layout.

    Raises DocumentError for an export that holds only a part of the plan, or, an old one, nothing of it.
    """
    book = load_workbook(io.BytesIO(data), data_only=True)
    names = {name.strip(): name for name in book.sheetnames}
    main = next((names[name] for name in MAIN_NAMES if name in names), None)
    if book.properties.subject == "summary":
        raise DocumentError(_OLD_EXPORT)
    if main is None:
        return None
    _, header = _header(book, main, MAIN_NAMES[0])
    if not set(header) >= NEEDED:
        if set(header) >= _EXPORT:
            raise DocumentError(_OLD_EXPORT)
        return None
    found = {MAIN_NAMES[0]: tuple(_lines(book, main, MAIN_NAMES[0]))}
    for name in SHEETS:
        if name not in found and name in names:
            found[name] = tuple(_lines(book, names[name], name))
    stated = {text(line.cells, "项目"): text(line.cells, "填写") for line in found.get(HEAD, ())}
    if stated.get(PART_OF) or book.properties.subject == PART:
        raise DocumentError(_IS_PART.format(part=stated.get(PART_OF) or "方案的一部分"))
    return found


PART: Final = "part"  # the subject of a workbook that holds only a part, should its head have been taken out
_IS_PART: Final = (
    "这份台账写的是{part}，不是现在的整份方案；照它载入，会撤下其余任务或退回以后的改动，所以没有读取。"
    "请用“导出台账”取现在的整份台账（不带单位、部分、日期），改好再发来"
)
_OLD_EXPORT: Final = "这是旧版汇总导出的台账，只写了进展，没有读取。请用“导出台账”重新导出，改好再发来"


def heading(words: str) -> str:
    """The words above a column, however they are spaced."""
    return re.sub(r"\s", "", shape(words))


def _lines(book: Workbook, title: str, name: str) -> Iterator[Line]:
    first, header = _header(book, title, name)
    percents = {place for place, column in enumerate(header) if column in ("数值", "上限")}
    for place, row in enumerate(book[title].iter_rows(min_row=first + 1), start=first + 1):
        values: list[Any] = [cell.value for cell in row]
        if any(value not in (None, "") for value in values):
            for index in percents & set(range(len(row))):
                # 60% typed into Excel is 0.6 in the look of a percentage.
                if isinstance(values[index], int | float) and "%" in str(row[index].number_format):
                    values[index] = round(values[index] * 100, 10)
            cells = {column: value for column, value in reversed([*zip(header, values, strict=False)]) if column}
            yield Line(f"{name} 第{place}行", dict(reversed(cells.items())))


def _header(book: Workbook, title: str, name: str) -> tuple[int, list[str]]:
    """The number of the header's row and its words: of the first rows the one with most of our columns."""
    rows = [
        (place, [heading(str(cell or "")) for cell in row])
        for place, row in enumerate(book[title].iter_rows(max_row=_TITLE_ROWS, values_only=True), start=1)
    ]
    if not rows:
        return 1, []
    return max(rows, key=lambda row: (len(set(row[1]) & set(SHEETS[name])), -row[0]))
