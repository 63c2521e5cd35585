"""Drafts as plain dicts, in the shape other programs read."""

from __future__ import annotations

from typing import Any

from bot.documents.drafts import DraftDeadline, DraftMeasure, DraftTarget, Number


def measure_record(draft: DraftMeasure) -> dict[str, Any]:
    """The draft in the shape of `measures --json`."""
    return {
        "ref": draft.ref,
        "title": draft.title,
        "sections": list(draft.sections),
        "text": draft.text,
        "units": list(draft.units),
        "leads": list(draft.leads),
        "lead_basis": draft.lead_basis,
        "targets": [target_record(target) for target in draft.targets],
    }


def parsed_record(draft: DraftMeasure) -> dict[str, Any]:
    """The draft in the shape of `parse --json`: as above, plus deadlines and doubts."""
    deadlines = [deadline_record(deadline) for deadline in draft.deadlines]
    return {**measure_record(draft), "deadlines": deadlines, "doubts": list(draft.doubts)}


def target_record(target: DraftTarget) -> dict[str, Any]:
    """The target as a dict; integral numbers are ints."""
    return {
        "text": target.text,
        "indicator": target.indicator,
        "op": target.op,
        "value": _plain(target.value),
        "value_max": _plain(target.value_max),
        "unit": target.unit,
        "due_on": target.due_on.isoformat() if target.due_on else None,
        "phrase": target.phrase,
    }


def deadline_record(deadline: DraftDeadline) -> dict[str, Any]:
    """The phrase with its date (ISO), or how it recurs; `then` says what follows a dated first step."""
    if deadline.on is None:
        return {"phrase": deadline.phrase, "date": deadline.recurs}
    record = {"phrase": deadline.phrase, "date": deadline.on.isoformat()}
    return {**record, "then": deadline.recurs} if deadline.recurs else record


def _plain(number: Number | None) -> Number | None:
    return int(number) if isinstance(number, float) and number.is_integer() else number
