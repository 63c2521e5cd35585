"""The 台账: a workbook with the totals, the plan's own sheets with how each measure stands, and a sheet for each list. Sent
back by an admin, it is the plan, and only what was edited in the plan's columns is changed."""

from io import BytesIO

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.drafts import LoadedPlan
from bot.documents.ledger.layout import MAIN
from bot.render.ledger import ledger_book
from bot.render.looks import BOLD, LINE_HEIGHT, LINK, TALLEST, Styles, lines_of, on_paper, put, put_heading
from bot.render.tables import LAMPS, TABLES, WIDTHS, Cell, Table, overview
from bot.render.words import Words, clean
from bot.rules.summary import Summary


def ink(summary: Summary, language: str = "zh", plan: LoadedPlan | None = None) -> bytes:
    """The workbook's bytes: the totals, the ledger, the lists, then the other sheets of the plan."""
    words = Words(language)
    book = ledger_book(summary, plan, words)
    book.move_sheet(MAIN, -book.sheetnames.index(MAIN))
    shown = [(table, list(table.rows(summary, words))) for table in TABLES]
    shown = [(table, rows) for table, rows in shown if rows or table.always]
    for place, (table, rows) in enumerate(shown, start=1):
        _sheet(book.create_sheet(words.of(f"sheet.{table.key}"), place), table, rows, words)
    titles = {table.key: words.of(f"sheet.{table.key}") for table, _ in shown}
    _overview(book.create_sheet(words.of("sheet.overview"), 0), summary, words, {"ledger": MAIN, **titles})
    book.active = 0
    book.properties.title = clean(summary.plan_title)
    book.properties.creator = words.of("issuer")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _overview(sheet: Worksheet, summary: Summary, words: Words, titles: dict[str, str]) -> None:
    _head(sheet, [words.of("column.item"), words.of("column.number")])
    for place, (name, value, key) in enumerate(overview(summary, words), start=2):
        put(sheet.cell(place, 1), name, font=BOLD)
        cell = sheet.cell(place, 2)
        put(cell, value)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        if key in titles:
            cell.hyperlink = f"#'{titles[key]}'!A1"
            cell.font = LINK
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 60


def _sheet(sheet: Worksheet, table: Table, rows: list[tuple[Cell, ...]], words: Words) -> None:
    headings = [words.of(f"lamp.{key}" if key in LAMPS else f"column.{key}") for key in table.columns]
    _head(sheet, headings)
    styles = Styles(words)
    widths = [WIDTHS.get(key, 8) for key in table.columns]
    for place, row in enumerate(rows, start=2):
        for column, (key, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            styles.put(sheet.cell(place, column), key, value)
        lines = lines_of(zip(widths, row, strict=True))
        sheet.row_dimensions[place].height = min(TALLEST, LINE_HEIGHT * lines + 4)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{max(len(rows) + 1, 1)}"


def _head(sheet: Worksheet, headings: list[str]) -> None:
    for column, heading in enumerate(headings, start=1):
        put_heading(sheet.cell(1, column), heading)
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "A2"
    on_paper(sheet)
