"""The look of the office's sheets: headings, boxes, lamps in their colours, rows as high as what stands in them."""

from collections.abc import Iterable
from datetime import date
from math import ceil
from typing import Any

from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from bot.render.tables import Cell
from bot.render.words import Words, clean, wide

LINE_HEIGHT, TALLEST = 14.5, 409  # points
MOST = 32767  # characters a cell may hold
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet might run
FILLS = {"red": "F8C9C4", "yellow": "FCE8A6", "blue": "CBE0F7", "green": "CDEAD0", "grey": "E4E4E4"}
HEAD = PatternFill("solid", fgColor="1F4E79")
LINE = Side(style="thin", color="BFBFBF")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
FONT = "微软雅黑"
BODY, BOLD, LINK = Font(FONT, 10), Font(FONT, 10, bold=True), Font(FONT, 10, color="0563C1", underline="single")
CENTRED = (
    "ref",
    "due_on",
    "falls_on",
    "days",
    "state",
    "lamp",
    "lamp_before",
    "said_on",
    "report_id",
    "owed_on",
    "last_said_on",
)


def lines_of(cells: Iterable[tuple[int, Cell]]) -> int:
    """How many lines the fullest cell of a row takes, from width and value, so that nothing is hidden where a program
    does not measure."""
    return max(
        sum(max(1, ceil(wide(line) / (width - 1))) for line in str(value or "").split("\n")) for width, value in cells
    )


def put_heading(cell: SheetCell, words: str) -> None:
    """Writes the words above a column."""
    cell.value = words
    cell.font, cell.fill, cell.border = Font(FONT, 10, bold=True, color="FFFFFF"), HEAD, BOX
    cell.alignment = Alignment("center", "center", wrap_text=True)


def on_paper(sheet: Worksheet) -> None:
    """Printed across A3, its headings on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def put(cell: SheetCell, value: Cell, font: Font = BODY) -> None:
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
        self.dressed: dict[tuple[int, ...], Any] = {}

    def put(self, cell: SheetCell, key: str, value: Cell) -> None:
        """Writes a value in the look of its column."""
        _write(cell, value)
        lamp = value if key in ("lamp", "lamp_before") else None
        look = key in CENTRED, isinstance(value, date), _is_guarded(cell.value), lamp
        if look not in self.made:
            put(cell, value)
            cell.alignment = Alignment("center" if key in CENTRED else None, "center", wrap_text=True)
            if lamp is not None:
                cell.fill = self.fills[str(lamp)]
            self.made[look] = cell._style
        cell._style = self.made[look]

    def dress(self, cell: SheetCell) -> None:
        """Gives a cell that is written already our type and box, and leaves the rest of its look."""
        worn = tuple(cell._style or ())
        if worn not in self.dressed:
            cell.font, cell.border = Font(FONT, 10, color=cell.font.color), BOX
            cell.alignment = Alignment(cell.alignment.horizontal, "center", wrap_text=True)
            self.dressed[worn] = cell._style
        cell._style = self.dressed[worn]
