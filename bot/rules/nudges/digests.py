"""The one message a person gets on a working day, made of that day's nudges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.rules.nudges.values import NudgeDue

CAPACITIES = ("contact", "stand_in", "leader")


@dataclass(frozen=True)
class Digest:
    """One person's nudges of one day: first as a contact, then as somebody's stand-in, then as a leader; in each what is
    past first, then by date; a duty reminded of twice stays together."""

    person_id: int
    day: date
    nudges: tuple[NudgeDue, ...]

    @property
    def is_leaders(self) -> bool:
        """Whether the person is told of it only as a leader."""
        return all(nudge.capacity == "leader" for nudge in self.nudges)

    @property
    def duty_ids(self) -> tuple[int, ...]:
        """The duties it is about, each once, in order."""
        return tuple(dict.fromkeys(nudge.duty_id for nudge in self.nudges))


def digests(nudges: Iterable[NudgeDue]) -> tuple[Digest, ...]:
    """The nudges bundled by person and day, in order of person."""
    bundles: dict[tuple[int, date], list[NudgeDue]] = {}
    for nudge in nudges:
        bundles.setdefault((nudge.person_id, nudge.day), []).append(nudge)
    return tuple(Digest(person, day, _in_order(bundles[person, day])) for person, day in sorted(bundles))


def _in_order(nudges: list[NudgeDue]) -> tuple[NudgeDue, ...]:
    first_date: dict[int, date] = {}
    for nudge in nudges:
        first_date[nudge.duty_id] = min(first_date.get(nudge.duty_id, nudge.due_on), nudge.due_on)
    return tuple(
        sorted(
            nudges,
            key=lambda n: (
                CAPACITIES.index(n.capacity),
                first_date[n.duty_id],
                n.measure_id,
                n.duty_id,
                n.due_on,
                n.kind,
            ),
        )
    )
