"""A measure's targets and limits in one cell of the main sheet; an edited number or day in it is understood."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from bot.documents.drafts import DraftDeadline, DraftTarget, Number
from bot.documents.ledger.layout import OP_WORDS, RECUR_WORDS
from bot.documents.shape import shape

_NUMBER: Final = r"\s*(-?[\d,，]*\.?\d+)\s*"
_DAY: Final = r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})日?\s*"


def shown_targets(targets: tuple[DraftTarget, ...]) -> str:
    """A line for each target: 益农信息社：等于300家，2018-12-31."""
    return "\n".join(map(_shown, targets))


def shown_limits(limits: tuple[DraftDeadline, ...]) -> str:
    """A line for each limit: 2018年底前（2018-12-31）."""
    return "\n".join(f"{_line(limit.phrase)}{_when(limit)}" for limit in limits)


def edited_targets(written: str, targets: tuple[DraftTarget, ...]) -> tuple[DraftTarget, ...] | None:
    """The targets with the numbers and days that were changed in the cell; None where something else was changed."""
    lines = [line for line in re.split(r"\r\n?|\n", written.strip()) if line.strip()]
    if len(lines) != len(targets):
        return None
    found = [_edited(line.strip(), target) for line, target in zip(lines, targets, strict=True)]
    return tuple(one for one in found if one) if all(found) else None


def _edited(line: str, target: DraftTarget) -> DraftTarget | None:
    if line == _shown(target):
        return target
    if target.value is None:
        return None
    middle = "-" + _NUMBER if target.value_max is not None else "()"
    due = "，" + _DAY if target.due_on else "()()()"
    hit = re.fullmatch(
        re.escape(shape(_before(target))) + _NUMBER + middle + re.escape(shape(target.unit or "")) + due, shape(line)
    )
    if not hit:
        return None
    try:
        return replace(
            target,
            value=_number(hit[1]),
            value_max=_number(hit[2]) if hit[2] else None,
            due_on=date(*map(int, hit.groups()[2:])) if target.due_on else None,
        )
    except ValueError:
        return None


def _number(written: str) -> Number:
    found = float(re.sub("[,，]", "", written))
    return int(found) if found.is_integer() else found


def _before(target: DraftTarget) -> str:
    return f"{_line(target.indicator)}：{OP_WORDS[target.op]}"


def _shown(target: DraftTarget) -> str:
    due = f"，{target.due_on}" if target.due_on else ""
    if target.value is None:
        return f"{_line(target.text)}{due}"
    most = f"—{_plain(target.value_max)}" if target.value_max is not None else ""
    return f"{_before(target)}{_plain(target.value)}{most}{target.unit or ''}{due}"


def _plain(value: Number) -> Number:
    """300, whether it comes from a document or, as 300.0, from the database."""
    return int(value) if float(value).is_integer() else value


def _when(limit: DraftDeadline) -> str:
    words = [str(limit.on)] if limit.on else []
    words += [RECUR_WORDS.get(limit.recurs, limit.recurs)] if limit.recurs else []
    return f"（{'，'.join(words)}）" if words else ""


def _line(words: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", words).strip()
