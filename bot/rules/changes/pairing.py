"""Inside one measure: which duty and which target of the loaded one goes on as which of the draft's."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from bot.documents.drafts import DraftMeasure, DraftTarget
from bot.rules.changes.fields import TARGET_FIELDS, plain
from bot.rules.changes.naming import Naming
from models import Measure, Responsibility, Target

# What makes a target the same one, the surest first. A figure reported against it stays with it.
_SAME: tuple[tuple[str, ...], ...] = (
    TARGET_FIELDS,
    ("indicator", "due_on", "op", "unit"),
    ("indicator", "due_on"),
    ("indicator", "phrase"),
    ("indicator", "unit"),
    ("indicator",),
    ("text",),
    ("value", "value_max", "unit", "due_on", "op"),
)


def target_pairs(measure: Measure, draft: DraftMeasure) -> tuple[list[tuple[Target | None, DraftTarget]], list[Target]]:
    """Each target of the draft, in order, with the loaded one it continues (or None), and the active ones it ends.

    A withdrawn target comes back only where no active one fits.
    """
    found: dict[int, Target] = {}
    live = [target for target in measure.targets if target.withdrawn_at is None]
    gone = [target for target in measure.targets if target.withdrawn_at is not None]
    for left in (live, gone):
        for names in _SAME:
            if names == _SAME[-1] and (left is gone or len(draft.targets) != len(live)):
                continue  # figures alone say it only where one target has been reworded
            for index, one in enumerate(draft.targets):
                if index not in found and (same := _first(left, _key(one, names), names)):
                    found[index] = same
                    left.remove(same)
    return [(found.get(index), one) for index, one in enumerate(draft.targets)], live


def _key(target: Any, names: tuple[str, ...]) -> list[Hashable]:
    return [plain(getattr(target, name)) for name in names]


def _first(targets: Iterable[Target], key: list[Hashable], names: tuple[str, ...]) -> Target | None:
    if names == _SAME[-1] and key[0] is None:
        return None  # a state has no figures that could tell it
    return next((target for target in targets if _key(target, names) == key), None)


def duty_pairs(
    measure: Measure, draft: DraftMeasure, naming: Naming
) -> tuple[list[tuple[Responsibility | None, str]], list[Responsibility]]:
    """Each unit the draft prints, in order, with the duty it has already (or None), and the active duties that end."""
    left: dict[Hashable, Responsibility] = {}
    doubled = []
    for duty in sorted(measure.duties, key=lambda duty: (duty.withdrawn_at is not None, duty.position)):
        if left.setdefault(naming.unit(duty.unit_id), duty) is not duty:
            doubled.append(duty)  # two units that have become one
    pairs = [(left.pop(naming.key(name), None), name) for name in draft.units]
    return pairs, [duty for duty in (*left.values(), *doubled) if duty.withdrawn_at is None]


def in_place(orders: Sequence[int]) -> set[int]:
    """The indexes of a longest run that still stands in rising order: what is not in it has moved."""
    tails: list[int] = []  # the smallest last order of a run of each length
    ends: list[int] = []  # and its index
    before: list[int] = []
    for index, order in enumerate(orders):
        length = bisect_left(tails, order)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [order]
        ends[length : length + 1] = [index]
    kept = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
