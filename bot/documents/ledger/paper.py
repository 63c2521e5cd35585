"""The look of the ledger's sheets: a frozen header with notes, widths, wrapped cells, filters, lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.ledger.layout import CHOICES, FIELDS, HEAD, HIDDEN, MAIN, NOTES, SHEETS

MOST: Final = 32767  # characters a cell may hold
_GUARDED: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet might run
_READ_ONLY: Final = {(MAIN, "完成时限"), (HEAD, "说明")}


class Paper:
    """A workbook in the making."""

    def __init__(self) -> None:
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.looks: dict[tuple[bool, bool, bool], Any] = {}

    def sheet(self, name: str, rows: Iterable[list[Any]], columns: dict[str, int] | None = None) -> None:
        """A sheet with its header and rows; the columns are those of its layout where none are given."""
        columns = columns or SHEETS[name]
        sheet: Worksheet = self.book.create_sheet(name)
        self._head(sheet, name, columns)
        last = 1
        for last, row in enumerate(rows, start=2):
            for place, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
                if value not in (None, ""):
                    self._put(sheet.cell(last, place), value, (name, column) in _READ_ONLY)
        sheet.freeze_panes = "D2" if name == MAIN else "B2"
        if name != HEAD:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
        self._choices(sheet, name, columns, last)

    def bytes(self) -> bytes:
        """The finished workbook."""
        data = io.BytesIO()
        self.book.save(data)
        return data.getvalue()

    def _head(self, sheet: Worksheet, name: str, columns: dict[str, int]) -> None:
        for place, (column, width) in enumerate(columns.items(), start=1):
            head = sheet.cell(1, place, column)
            head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
            head.alignment = Alignment(vertical="center", wrap_text=True)
            if note := NOTES.get((name, column)):
                head.comment = Comment(note, "台账", height=90, width=260)
            letter = get_column_letter(place)
            sheet.column_dimensions[letter].width = width
            sheet.column_dimensions[letter].hidden = column in HIDDEN

    def _put(self, cell: Cell, value: Any, quiet: bool) -> None:
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        look = isinstance(value, date), isinstance(value, str) and value.startswith(_GUARDED), quiet
        if look not in self.looks:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if look[0]:
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, str):
                cell.number_format = "@" if look[1] else "General"
            cell.quotePrefix = look[1]
            if quiet:
                cell.font = Font(color="7F7F7F")
            self.looks[look] = cell._style
        cell._style = self.looks[look]

    def _choices(self, sheet: Worksheet, name: str, columns: dict[str, int], last: int) -> None:
        for place, column in enumerate(columns, start=1):
            if words := CHOICES.get((name, column)):
                _offer(sheet, words, f"{get_column_letter(place)}2:{get_column_letter(place)}{last + 200}")


def offer_field(sheet: Worksheet, name: str, words: Iterable[str]) -> None:
    """Words to choose from for one field of the head."""
    _offer(sheet, words, f"B{list(FIELDS).index(name) + 2}")


def _offer(sheet: Worksheet, words: Iterable[str], cells: str) -> None:
    # Only an offer: another word is read or comes back with its reason, so it is not forbidden here.
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
    rule.add(cells)
    sheet.add_data_validation(rule)
