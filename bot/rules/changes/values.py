"""The answer of a comparison: frozen, plain; nothing has been done yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot.documents.drafts import BadRow, DraftLink, DraftMeasure
from models import Measure

Kind = Literal["unchanged", "changed", "moved", "returned"]
PLACE_FIELDS = ("ref", "sections", "order")  # where a measure stands, not what it says


@dataclass(frozen=True)
class FieldChange:
    """One field, old → new. `of` names the unit or target it is about, `part` the field of that one.

    `units` of 市林业局, None → "lead": the unit comes in, as lead; "lead" → None: it goes; part "printed": other spelling.
    `targets` of 益农信息社, part "value", 300 → 350; without a part the whole target comes in or goes.
    `order`: the place among the plan's measures, counted from 1.
    """

    field: str
    old: Any
    new: Any
    of: str = ""
    part: str = ""


@dataclass(frozen=True)
class Matched:
    """A loaded measure and the draft it becomes; no changes means it stays as it is. `ref` and `title` are the loaded
    ones, also once the draft has been applied."""

    measure: Measure
    draft: DraftMeasure
    changes: tuple[FieldChange, ...]
    returns: bool = False
    ref: str = ""
    title: str = ""

    @property
    def kind(self) -> Kind:
        """What becomes of it, the weightiest first: it returns, says something else, or only stands elsewhere."""
        if self.returns:
            return "returned"
        if not self.changes:
            return "unchanged"
        return "moved" if all(one.field in PLACE_FIELDS for one in self.changes) else "changed"


@dataclass(frozen=True)
class UnitChange:
    """What a load does to a unit: it is new, gets an alias or a member, is renamed or merged (`on` a day).

    `old` and `new` are names: of an alias or member only `new`, of a renamed unit its old and new name, of a merged one
    its name and its successor's. `undone`: a roll back takes it back.
    """

    kind: Literal["new", "alias", "member", "renamed", "merged"]
    name: str
    place: str
    old: str | None = None
    new: str | None = None
    on: date | None = None
    unit_kind: str = "department"
    undone: bool = False


@dataclass(frozen=True)
class Changes:
    """Everything a load would do. `origins` says which added measures were split from which, `heirs` which withdrawn ones
    went into which draft; an ambiguous draft waits for a person, and its candidates stay as they are, as do those `spared` because their row was
    bad."""

    matched: tuple[Matched, ...] = ()
    added: tuple[DraftMeasure, ...] = ()
    withdrawn: tuple[Measure, ...] = ()
    ambiguous: tuple[tuple[DraftMeasure, tuple[Measure, ...]], ...] = ()
    origins: tuple[tuple[DraftMeasure, Measure], ...] = ()
    heirs: tuple[tuple[Measure, DraftMeasure], ...] = ()
    spared: tuple[Measure, ...] = ()
    head: tuple[FieldChange, ...] = ()
    units: tuple[UnitChange, ...] = ()
    links: tuple[DraftLink, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()

    @property
    def changed(self) -> tuple[Matched, ...]:
        """Those of which something changes, be it only the place."""
        return tuple(one for one in self.matched if one.kind != "unchanged")

    @property
    def applies(self) -> bool:
        """Whether loading would do anything."""
        return bool(self.changed or self.added or self.withdrawn or self.head or self.units or self.links)

    @property
    def none(self) -> bool:
        """Whether there is nothing to do and nothing to ask."""
        return not (self.applies or self.ambiguous)

    def came_from(self, draft: DraftMeasure) -> Measure | None:
        """The measure an added one was split from, or None."""
        return next((measure for one, measure in self.origins if one is draft), None)

    def went_into(self, measure: Measure) -> DraftMeasure | None:
        """The draft a withdrawn measure went into, or None."""
        return next((draft for one, draft in self.heirs if one is measure), None)
