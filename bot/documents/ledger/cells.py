"""What stands in a cell, read as a text, a number, a day or a word of a list; Excel's and WPS's ways are tolerated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from bot.documents.drafts import Number
from bot.documents.rows import RowError
from bot.documents.shape import shape

Cells = dict[str, Any]
K = TypeVar("K")
_DAY_NUMBERS: Final = range(20000, 80000)  # how Excel counts days: 1954 to 2119
_ZERO_DAY: Final = date(1899, 12, 30)
# Written ways to compare that are no words of the list.
OP_ALSO: Final = {
    "＝": "=", "=": "=", "≥": ">=", ">=": ">=", ">": ">", "≤": "<=", "<=": "<=", "<": "<",
    "不低于": ">=", "以上": ">=", "至少": ">=", "达到": ">=", "不高于": "<=", "以内": "<=", "大于": ">", "小于": "<", "低于": "<",
}  # fmt: skip


def text(cells: Cells, column: str) -> str:
    """The cell as text without outer spaces; empty where there is none."""
    value = cells.get(column)
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute or value.second) else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def needed(cells: Cells, column: str) -> str:
    """The cell as text; raises RowError where it is empty."""
    found = text(cells, column)
    if not found:
        raise RowError(f"缺少{column}")
    return found


def lines(cells: Cells, column: str) -> tuple[str, ...]:
    """The lines of a cell, empty ones left out."""
    return tuple(line.strip() for line in re.split(r"\r\n?|\n", text(cells, column)) if line.strip())


def number(cells: Cells, column: str) -> Number | None:
    """The cell as a number, also one written as text, in full-width digits or with a sign of per cent."""
    value = cells.get(column)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    written = re.sub(r"[\s,，]", "", shape(text(cells, column))).removesuffix("%")
    if not written:
        return None
    try:
        found = float(written)
        return int(found) if found.is_integer() else found
    except (ValueError, OverflowError):
        raise RowError(f"{column}应是数字，不能是“{value}”") from None


def day(cells: Cells, column: str) -> date | None:
    """The cell as a calendar day: a date cell, Excel's day number, 2018-12-31, 2018/12/31, 2018年12月31日."""
    value = cells.get(column)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = shape(text(cells, column))
    if not written:
        return None
    if re.fullmatch(r"\d{5}", written) and int(written) in _DAY_NUMBERS:
        return _ZERO_DAY + timedelta(days=int(written))
    parts = re.fullmatch(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})(?:\D.*)?", written, re.DOTALL)
    try:
        if parts:
            return date(*map(int, parts.groups()))
    except ValueError:
        pass
    raise RowError(f"{column}应写成 2018-12-31 这样的日期，不能是“{value}”") from None


def chosen(cells: Cells, column: str, words: Mapping[K, str], also: Mapping[str, K] | None = None) -> K | None:
    """The value whose word stands in the cell, or that is written itself; None where the cell is empty.

    Raises RowError naming the words that may stand there.
    """
    written = text(cells, column)
    if not written:
        return None
    for value, word in words.items():
        if shape(written) in (shape(word), value):
            return value
    if also and shape(written) in also:
        return also[shape(written)]
    raise RowError(f"{column}只能写{'、'.join(words.values())}，不能写“{written}”")
