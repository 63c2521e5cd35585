"""The fields of one hand-written row: each is read or refused with a reason in Chinese."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

Row = dict[str, Any]
T = TypeVar("T")
_ABSENT: Any = object()


class RowError(Exception):
    """One row is wrong; its message (Chinese) is the reason."""


def take(row: Row, key: str, kind: type[T], default: Any = _ABSENT) -> Any:
    """The value under a key, or the default; raises RowError when it is absent, empty or of another kind."""
    value = row.get(key, default)
    if value is _ABSENT or (default is _ABSENT and value == ""):
        raise RowError(f"缺少 {key}")
    if value is not default and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        raise RowError(f"{key} 的写法不对：{value!r}")
    return value


def tables(row: Row, key: str) -> list[Row]:
    """The [[key]] tables, none where there is no such key; raises RowError when something else stands there."""
    found: list[Row] = take(row, key, list, [])
    if not all(isinstance(table, dict) for table in found):
        raise RowError(f"{key} 应写成 [[{key}]]")
    return found


def names(row: Row, key: str, default: Any = _ABSENT) -> list[str]:
    """A list of non-empty names."""
    names: list[str] = take(row, key, list, default)
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise RowError(f"{key} 应是一列名称")
    return names


def one_of(row: Row, key: str, known: tuple[str, ...], default: Any = _ABSENT) -> str:
    """A word out of those known."""
    value: str = take(row, key, str, default)
    if value not in known:
        raise RowError(f"{key} 只能是 {'、'.join(known)}，不能是 {value}")
    return value


def number(row: Row, key: str) -> int | float | None:
    """A number, or None where the key is absent."""
    value = row.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise RowError(f"{key} 应是数字，不能是 {value!r}")
    return value


def day(row: Row, key: str) -> date | None:
    """A calendar day, or None where the key is absent."""
    value = row.get(key)
    if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
        raise RowError(f"{key} 应写成 2018-12-31 这样的日期（不加引号），不能是 {value!r}")
    return value
