"""A measure, loaded or draft, as plain values that compare and print."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.documents.drafts import DraftDeadline, DraftMeasure
from models import Measure

TARGET_FIELDS = ("text", "indicator", "op", "value", "value_max", "unit", "due_on", "phrase")
HEAD_FIELDS = ("title", "issuer", "number", "issued_on", "script", "place", "cycle_every", "due_day")


def loaded_fields(measure: Measure) -> dict[str, Any]:
    """The loaded measure field by field, in plain values that compare and print."""
    duties = [duty for duty in measure.duties if duty.withdrawn_at is None]
    targets = [target for target in measure.targets if target.withdrawn_at is None]
    return {
        "ref": measure.ref,
        "sections": list(measure.sections),
        "title": measure.title,
        "text": measure.text,
        "units": [duty.printed for duty in duties],
        "leads": [duty.printed for duty in duties if duty.role == "lead"],
        "lead_basis": measure.lead_basis,
        "targets": [target_fields(target) for target in targets],
    }


def draft_fields(draft: DraftMeasure) -> dict[str, Any]:
    """The same fields of a draft."""
    return {
        "ref": draft.ref,
        "sections": list(draft.sections),
        "title": draft.title,
        "text": draft.text,
        "units": list(draft.units),
        "leads": list(draft.leads),
        "lead_basis": draft.lead_basis,
        "targets": [target_fields(target) for target in draft.targets],
    }


def target_fields(target: Any) -> dict[str, Any]:
    """A target, loaded or draft, as plain values; whole numbers as int, dates as ISO text."""
    return {name: plain(getattr(target, name)) for name in TARGET_FIELDS}


def deadline_rows(deadlines: Iterable[DraftDeadline]) -> list[dict[str, Any]]:
    """Limits as JSON holds them, in the order of the document."""
    return [{"phrase": one.phrase, "on": plain(one.on), "recurs": one.recurs} for one in deadlines]


def deadlines_from(rows: Iterable[dict[str, Any]] | None) -> tuple[DraftDeadline, ...]:
    """The limits such rows were made of."""
    return tuple(
        DraftDeadline(row["phrase"], date.fromisoformat(row["on"]) if row["on"] else None, row["recurs"])
        for row in rows or ()
    )


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
