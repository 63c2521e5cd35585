"""Drafts as plain dicts, in the shape other programs read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from bot.documents.drafts import (
    BadRow,
    DraftDeadline,
    DraftLink,
    DraftMeasure,
    DraftPlan,
    DraftTarget,
    DraftUnit,
    Number,
)


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


def draft_record(draft: DraftPlan) -> dict[str, Any]:
    """The whole draft as JSON values, dates as ISO text; `draft_from` gives the same draft back."""
    record: dict[str, Any] = _written(asdict(draft))
    return record


def draft_from(record: dict[str, Any]) -> DraftPlan:
    """The draft a record was made of."""
    return DraftPlan(
        **{
            **record,
            "issued_on": _day(record["issued_on"]),
            "links": tuple(DraftLink(**one) for one in record["links"]),
            "measures": tuple(map(_measure, record["measures"])),
            "bad_rows": tuple(map(_bad_row, record["bad_rows"])),
            "units": tuple(map(_unit, record["units"])),
            "naming": tuple((name, unit) for name, unit in record["naming"]),
            "doubts": tuple(record["doubts"]),
        }
    )


def _measure(record: dict[str, Any]) -> DraftMeasure:
    lists = {name: tuple(record.get(name, ())) for name in ("sections", "units", "leads", "doubts", "keeps")}
    targets = tuple(DraftTarget(**{**one, "due_on": _day(one["due_on"])}) for one in record["targets"])
    deadlines = tuple(DraftDeadline(**{**one, "on": _day(one["on"])}) for one in record["deadlines"])
    return DraftMeasure(**{**record, **lists, "targets": targets, "deadlines": deadlines})


def _bad_row(record: dict[str, Any]) -> BadRow:
    return BadRow(record["label"], record["reason"], tuple((name, value) for name, value in record.get("cells", ())))


def _unit(record: dict[str, Any]) -> DraftUnit:
    lists = {name: tuple(record[name]) for name in ("aliases", "members")}
    return DraftUnit(**{**record, **lists, "changed_on": _day(record["changed_on"])})


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _written(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
