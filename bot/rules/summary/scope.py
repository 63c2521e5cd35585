"""Which of a plan's measures a summary is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models import Measure


@dataclass(frozen=True)
class Scope:
    """All of a plan, one unit's measures (its own, and its groups'), or one section's."""

    unit_id: int | None = None
    section: str | None = None

    def holds(self, measure: Measure, members: Mapping[int, Sequence[int]]) -> bool:
        """Whether a measure belongs to it."""
        if self.section is not None and self.section not in measure.sections:
            return False
        if self.unit_id is None:
            return True
        return any(
            self.unit_id == duty.unit_id or self.unit_id in members.get(duty.unit_id, ())
            for duty in measure.duties
            if duty.withdrawn_at is None
        )

    def asks(self, unit_id: int, members: Mapping[int, Sequence[int]]) -> bool:
        """Whether a unit's silence is told: in one unit's summary only its own, or its members'."""
        return self.unit_id in (None, unit_id) or (
            self.unit_id is not None and unit_id in members.get(self.unit_id, ())
        )

    def of(self, measures: Iterable[Measure], members: Mapping[int, Sequence[int]]) -> list[Measure]:
        """The measures that belong to it, in document order."""
        return sorted((one for one in measures if self.holds(one, members)), key=lambda measure: measure.position)


EVERYTHING = Scope()
