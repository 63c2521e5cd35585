"""What a reload does: the measures a document states now, held against those that are loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import ratio

from bot.documents.drafts import DraftMeasure
from models import Measure

ALIKE = 80.0  # share of equal text, per cent, from which two measures are the same one under another number
TOO_CLOSE = 5.0  # two candidates nearer than this to each other: a person has to say


@dataclass(frozen=True)
class FieldChange:
    """One field of one measure, old → new."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Matched:
    """A loaded measure and the draft it becomes; no changes means it stays as it is."""

    measure: Measure
    draft: DraftMeasure
    changes: tuple[FieldChange, ...]
    returns: bool = False


@dataclass(frozen=True)
class Changes:
    """Everything a load would do; nothing has been done yet."""

    matched: tuple[Matched, ...] = ()
    added: tuple[DraftMeasure, ...] = ()
    withdrawn: tuple[Measure, ...] = ()
    ambiguous: tuple[tuple[DraftMeasure, tuple[Measure, ...]], ...] = ()

    @property
    def changed(self) -> tuple[Matched, ...]:
        return tuple(one for one in self.matched if one.changes or one.returns)

    @property
    def none(self) -> bool:
        return not (self.changed or self.added or self.withdrawn or self.ambiguous)


def changes(loaded: Sequence[Measure], drafts: Sequence[DraftMeasure]) -> Changes:
    """What loading the drafts would change. Measures are matched by number and title, then title, then text."""
    left = {measure.id: measure for measure in loaded}
    open_drafts = list(enumerate(drafts))
    pairs: dict[int, Measure] = {}
    for same in (_same_number_and_title, _same_title, _same_number_like_text):
        for index, draft in list(open_drafts):
            found = [measure for measure in left.values() if same(measure, draft)]
            if len(found) == 1:
                pairs[index] = left.pop(found[0].id)
                open_drafts.remove((index, draft))
    ambiguous = []
    for index, draft in list(open_drafts):
        near = sorted(((ratio(m.text, draft.text), m.id) for m in left.values() if m.text and draft.text), reverse=True)
        near = [one for one in near if one[0] >= ALIKE]
        if len(near) > 1 and near[0][0] - near[1][0] < TOO_CLOSE:
            ambiguous.append((draft, tuple(left[id] for _, id in near)))
            open_drafts.remove((index, draft))
        elif near:
            pairs[index] = left.pop(near[0][1])
            open_drafts.remove((index, draft))
    asked = {measure.id for _, candidates in ambiguous for measure in candidates}
    return Changes(
        tuple(_matched(pairs[index], drafts[index], index) for index in sorted(pairs)),
        tuple(draft for _, draft in open_drafts),
        tuple(m for m in left.values() if m.withdrawn_at is None and m.id not in asked),
        tuple(ambiguous),
    )


def _same_number_and_title(measure: Measure, draft: DraftMeasure) -> bool:
    return measure.ref == draft.ref and measure.title == draft.title


def _same_title(measure: Measure, draft: DraftMeasure) -> bool:
    return bool(draft.title) and measure.title == draft.title


def _same_number_like_text(measure: Measure, draft: DraftMeasure) -> bool:
    return measure.ref == draft.ref and ratio(measure.text, draft.text) >= ALIKE


def _matched(measure: Measure, draft: DraftMeasure, position: int) -> Matched:
    old, new = loaded_fields(measure), draft_fields(draft)
    found = [FieldChange(name, old[name], new[name]) for name in new if old[name] != new[name]]
    return Matched(measure, draft, tuple(found), returns=measure.withdrawn_at is not None)


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


TARGET_FIELDS = ("text", "indicator", "op", "value", "value_max", "unit", "due_on", "phrase")


def target_fields(target: Any) -> dict[str, Any]:
    """A target, loaded or draft, as plain values; whole numbers as int, dates as ISO text."""
    return {name: _plain(getattr(target, name)) for name in TARGET_FIELDS}


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def counts(found: Changes, bad_rows: Iterable[object] = ()) -> dict[str, int]:
    """How many of each kind."""
    return {
        "added": len(found.added),
        "changed": len(found.changed),
        "withdrawn": len(found.withdrawn),
        "ambiguous": len(found.ambiguous),
        "unchanged": len(found.matched) - len(found.changed),
        "bad_rows": len(tuple(bad_rows)),
    }


def record(found: Changes) -> dict[str, Any]:
    """The diff as JSON: what stands in the load's row and what `seed --json` prints."""
    return {
        "added": [{"ref": draft.ref, "title": draft.title} for draft in found.added],
        "changed": [
            {
                "ref": one.measure.ref,
                "title": one.measure.title,
                "returns": one.returns,
                "fields": [{"field": c.field, "old": c.old, "new": c.new} for c in one.changes],
            }
            for one in found.changed
        ],
        "withdrawn": [{"ref": measure.ref, "title": measure.title} for measure in found.withdrawn],
        "ambiguous": [
            {"ref": draft.ref, "title": draft.title, "candidates": [measure.ref for measure in candidates]}
            for draft, candidates in found.ambiguous
        ],
    }
