"""Spreadsheets: every sheet a table, merged cells filled, empty rows left out."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from bot.documents.blocks import Block, Table


def blocks_of_xlsx(data: bytes) -> tuple[Block, ...]:
    """A table for every visible sheet of a workbook."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    tables: list[Block] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        cells = [[_written(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for merged in sheet.merged_cells.ranges:
            first = cells[merged.min_row - 1][merged.min_col - 1]
            for row in range(merged.min_row - 1, min(merged.max_row, len(cells))):
                for column in range(merged.min_col - 1, min(merged.max_col, len(cells[row]))):
                    cells[row][column] = first
        tables += _table(cells)
    return tuple(tables)


def blocks_of_csv(text: str) -> tuple[Block, ...]:
    """The one table of a comma, semicolon or tab separated file."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return tuple(_table([[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]))


def _table(cells: list[list[str]]) -> list[Table]:
    rows = tuple(tuple(row) for row in cells if any(row))
    return [Table(rows)] if rows else []


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute) else value
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
