"""The 台账: a workbook with the totals, the ledger, and a sheet for each list, to be filtered and passed on."""

from datetime import date
from io import BytesIO
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.render.tables import LAMPS, TABLES, WIDTHS, Cell, Table, overview
from bot.render.words import Words, clean, wide
from bot.rules.summary import Summary

LINE_HEIGHT, TALLEST = 14.5, 409  # points
MOST = 32767  # characters a cell may hold
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet might run
FILLS = {"red": "F8C9C4", "yellow": "FCE8A6", "blue": "CBE0F7", "green": "CDEAD0", "grey": "E4E4E4"}
HEAD = PatternFill("solid", fgColor="1F4E79")
LINE = Side(style="thin", color="BFBFBF")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
FONT = "微软雅黑"
BODY, BOLD, LINK = Font(FONT, 10), Font(FONT, 10, bold=True), Font(FONT, 10, color="0563C1", underline="single")
CENTRED = ("ref", "due_on", "days", "state", "lamp", "lamp_before", "said_on", "report_id", "owed_on", "last_said_on")


def ink(summary: Summary, language: str = "zh") -> bytes:
    """The workbook's bytes."""
    words = Words(language)
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = words.of("sheet.overview")
    shown = [(table, list(table.rows(summary, words))) for table in TABLES]
    shown = [(table, rows) for table, rows in shown if rows or table.always]
    for table, rows in shown:
        _sheet(book.create_sheet(words.of(f"sheet.{table.key}")), table, rows, words)
    _overview(first, summary, words, {table.key for table, _ in shown})
    book.properties.title = clean(summary.plan_title)
    book.properties.creator = words.of("issuer")
    book.properties.subject = "summary"  # sent in as a plan, it is known for what it is
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _overview(sheet: Worksheet, summary: Summary, words: Words, keys: set[str]) -> None:
    _head(sheet, [words.of("column.item"), words.of("column.number")])
    for place, (name, value, key) in enumerate(overview(summary, words), start=2):
        _put(sheet.cell(place, 1), name, font=BOLD)
        cell = sheet.cell(place, 2)
        _put(cell, value)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        if key in keys:
            cell.hyperlink = f"#'{words.of(f'sheet.{key}')}'!A1"
            cell.font = LINK
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 60


def _sheet(sheet: Worksheet, table: Table, rows: list[tuple[Cell, ...]], words: Words) -> None:
    headings = [words.of(f"lamp.{key}" if key in LAMPS else f"column.{key}") for key in table.columns]
    _head(sheet, headings)
    styles = Styles(words)
    for place, row in enumerate(rows, start=2):
        for column, (key, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            styles.put(sheet.cell(place, column), key, value)
        sheet.row_dimensions[place].height = min(TALLEST, LINE_HEIGHT * _lines(table.columns, row) + 4)
    for column, key in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(key, 8)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{max(len(rows) + 1, 1)}"
    sheet.freeze_panes = "D2" if table.key == "ledger" else "A2"


def _lines(columns: tuple[str, ...], row: tuple[Cell, ...]) -> int:
    """How many lines the fullest cell of a row takes, so that nothing is hidden where a program does not measure."""
    return max(
        sum(max(1, ceil(wide(line) / (WIDTHS.get(key, 8) - 1))) for line in str(value or "").split("\n"))
        for key, value in zip(columns, row, strict=True)
    )


def _head(sheet: Worksheet, headings: list[str]) -> None:
    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, column, heading)
        cell.font, cell.fill, cell.border = Font(FONT, 10, bold=True, color="FFFFFF"), HEAD, BOX
        cell.alignment = Alignment("center", "center", wrap_text=True)
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _put(cell: SheetCell, value: Cell, font: Font = BODY) -> None:
    """Writes a value in a plain look."""
    _write(cell, value)
    cell.font, cell.border = font, BOX
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if _is_guarded(cell.value):
        cell.quotePrefix = True


def _write(cell: SheetCell, value: Cell) -> None:
    """Sets the value; text stays text, whatever it begins with."""
    cell.value = clean(value)[:MOST] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def _is_guarded(value: object) -> bool:
    return isinstance(value, str) and value.startswith(FORMULA)


class Styles:
    """The looks of one sheet's cells, each made once: made cell by cell they take ten seconds for 2,000 measures."""

    def __init__(self, words: Words) -> None:
        self.fills = {words.of(f"lamp.{lamp}"): PatternFill("solid", fgColor=hue) for lamp, hue in FILLS.items()}
        self.made: dict[tuple[object, ...], Any] = {}

    def put(self, cell: SheetCell, key: str, value: Cell) -> None:
        """Writes a value in the look of its column."""
        _write(cell, value)
        lamp = value if key in ("lamp", "lamp_before") else None
        look = key in CENTRED, isinstance(value, date), _is_guarded(cell.value), lamp
        if look not in self.made:
            _put(cell, value)
            cell.alignment = Alignment("center" if key in CENTRED else None, "center", wrap_text=True)
            if lamp is not None:
                cell.fill = self.fills[str(lamp)]
            self.made[look] = cell._style
        cell._style = self.made[look]
