"""The sheet that states the plan itself: a field a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from bot.documents.drafts import BadRow
from bot.documents.ledger.cells import Cells, chosen, day, lines, number, text
from bot.documents.ledger.layout import CYCLE_WORDS, FIELDS, SCRIPT_WORDS
from bot.documents.ledger.sheets import Line
from bot.documents.rows import RowError

_COLUMN: Final = "填写"


def head_fields(rows: tuple[Line, ...], bad: list[BadRow]) -> dict[str, Any]:
    """The fields stated, by name; a field whose row is missing or wrong is not among them."""
    found: dict[str, Any] = {}
    for line in rows:
        name = text(line.cells, "项目")
        if name not in FIELDS:
            continue
        field = FIELDS[name][0]
        try:
            value = _READ.get(field, _words)(line.cells)
        except RowError as wrong:
            bad.append(line.bad(f"{name}：{wrong}"))
            continue
        # A day and a parent may be unknown; that is stated too.
        if value is not None or field in ("issued_on", "parent"):
            found[field] = value
    return found


def _words(cells: Cells) -> str:
    return text(cells, _COLUMN)


def _code(cells: Cells) -> str | None:
    code = text(cells, _COLUMN)
    if code and not re.fullmatch("[a-z0-9-]{1,64}", code):
        raise RowError("只能用小写字母、数字和连字符，最多 64 个")
    return code or None


def _due_day(cells: Cells) -> int | None:
    found = number(cells, _COLUMN)
    if found is not None and (not isinstance(found, int) or not 1 <= found <= 31):
        raise RowError("应是 1 到 31 之间的数")
    return found


_READ: Final[dict[str, Callable[[Cells], Any]]] = {
    "code": _code,
    "issued_on": lambda cells: day(cells, _COLUMN),
    "script": lambda cells: chosen(cells, _COLUMN, SCRIPT_WORDS),
    "cycle_every": lambda cells: chosen(cells, _COLUMN, CYCLE_WORDS),
    "due_day": _due_day,
    "parent": lambda cells: _words(cells) or None,
    "doubts": lambda cells: lines(cells, _COLUMN),
}
