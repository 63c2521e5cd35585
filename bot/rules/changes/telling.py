"""The diff counted, and as JSON."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from bot.rules.changes.fields import plain
from bot.rules.changes.values import Changes, FieldChange, UnitChange


def counts(found: Changes, bad_rows: Iterable[object] = ()) -> dict[str, int]:
    """How many of each kind; each measure is counted once."""
    kinds = Counter(one.kind for one in found.matched)
    return {
        "added": len(found.added),
        "changed": kinds["changed"],
        "moved": kinds["moved"],
        "returned": kinds["returned"],
        "withdrawn": len(found.withdrawn),
        "ambiguous": len(found.ambiguous),
        "unchanged": kinds["unchanged"],
        "bad_rows": len(tuple(bad_rows)) + len(found.bad_rows),
    }


def record(found: Changes) -> dict[str, Any]:
    """The diff as JSON: what stands in the load's row and what `seed --json` prints. What concerns the plan as a whole,
    units or links stands there only where something changes."""
    measures = {
        "added": [
            {"ref": draft.ref, "title": draft.title, **_named("from", found.came_from(draft))} for draft in found.added
        ],
        "changed": [
            {
                "ref": one.ref,
                "title": one.title,
                "kind": one.kind,
                "returns": one.returns,
                "fields": [_field(change) for change in one.changes],
            }
            for one in found.changed
        ],
        "withdrawn": [
            {"ref": measure.ref, "title": measure.title, **_named("into", found.went_into(measure))}
            for measure in found.withdrawn
        ],
        "ambiguous": [
            {"ref": draft.ref, "title": draft.title, "candidates": [measure.ref for measure in candidates]}
            for draft, candidates in found.ambiguous
        ],
    }
    whole = {
        "plan": [_field(change) for change in found.head],
        "units": [_unit(change) for change in found.units],
        "links": [{"ref": link.ref, "follows": link.follows} for link in found.links],
    }
    return measures | {name: rows for name, rows in whole.items() if rows}


def _named(word: str, one: Any) -> dict[str, str]:
    return {word: one.ref} if one is not None else {}


def _field(change: FieldChange) -> dict[str, Any]:
    about = {name: value for name, value in (("of", change.of), ("part", change.part)) if value}
    return {"field": change.field, **about, "old": plain(change.old), "new": plain(change.new)}


def _unit(change: UnitChange) -> dict[str, Any]:
    told = {"kind": change.kind, "unit": change.name, "place": change.place, "old": change.old, "new": change.new}
    more = {"on": plain(change.on), "undone": change.undone or None}
    return {name: value for name, value in (told | more).items() if value is not None}
