"""Small formatters: one value in, one short piece of text out."""

from collections.abc import Iterable
from datetime import date, datetime

_AROUND = 4  # characters left standing on either side of a difference

PRINTED_OPEN, PRINTED_CLOSE = "\ue000", "\ue001"


def number(value: float | None) -> str:
    """1250 for 1250.0, 62.5 for 62.5, – for nothing."""
    if value is None:
        return "–"
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def day(value: date | None, language: str = "zh") -> str:
    """2018年12月31日, or 31 Dec 2018."""
    if value is None:
        return "–"
    if language == "en":
        return f"{value.day} {value:%b %Y}"
    return f"{value.year}年{value.month}月{value.day}日"


def short_day(value: date | None, language: str = "zh", today: date | None = None) -> str:
    """12月31日, or 31 Dec; with the year where it is not this one."""
    if value is None:
        return "–"
    if today is not None and value.year != today.year:
        return day(value, language)
    return f"{value.day} {value:%b}" if language == "en" else f"{value.month}月{value.day}日"


def clock(value: datetime) -> str:
    """09:05, in the zone the moment carries."""
    return f"{value:%H:%M}"


def names(values: Iterable[str], language: str = "zh") -> str:
    """甲、乙、丙 (the names as printed; only the sign between them follows the language)."""
    return (", " if language == "en" else "、").join(values)


def cut(text: str, most: int = 60) -> str:
    """The beginning of a long text, at most `most` characters, an ellipsis where something was left out."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def differing(old: str, new: str, most: int = 24) -> tuple[str, str]:
    """The places where two texts differ, a few characters around them, each at most `most` characters."""
    front = 0
    while front < min(len(old), len(new)) and old[front] == new[front]:
        front += 1
    back = 0
    while back < min(len(old), len(new)) - front and old[-1 - back] == new[-1 - back]:
        back += 1
    since, until = max(front - _AROUND, 0), max(back - _AROUND, 0)
    return _piece(old, since, until, most), _piece(new, since, until, most)


def _piece(text: str, since: int, until: int, most: int) -> str:
    piece = text[since : len(text) - until] if until else text[since:]
    return cut(("…" if since else "") + piece + ("…" if until else ""), most)


def printed(text: str) -> str:
    """The plan's own words between marks, so that no change of script touches them."""
    return f"{PRINTED_OPEN}{text}{PRINTED_CLOSE}"
