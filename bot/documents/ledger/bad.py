"""The rows that could not be loaded, as a workbook to be put right."""

from __future__ import annotations

from collections.abc import Iterable

from bot.documents.drafts import BadRow
from bot.documents.ledger.layout import BAD, SHEETS
from bot.documents.ledger.paper import Paper


def write_bad_rows(bad_rows: Iterable[BadRow]) -> bytes:
    """An .xlsx workbook: where each row stood, why it was left out, and what stood in it."""
    rows = tuple(bad_rows)
    names = dict.fromkeys(name for row in rows for name, _ in row.cells)
    known = {name: width for columns in SHEETS.values() for name, width in columns.items()}
    columns = {"位置": 18, "原因": 50, **{name: known.get(name, 20) for name in names}}
    paper = Paper()
    lines = ([row.label, row.reason, *(dict(row.cells).get(name) for name in names)] for row in rows)
    paper.sheet(BAD, lines, columns)
    return paper.bytes()
