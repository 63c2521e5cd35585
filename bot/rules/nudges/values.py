"""What the nudge rules are told and what they answer."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Addressee:
    """A contact as the clock sees one: who speaks for which unit, since when, and whether Telegram reaches them. A leader
    of the unit is told only of what stays undone; `for_id` is the contact in whose place somebody stands today."""

    person_id: int
    unit_id: int
    reachable: bool = True
    appointed_on: date = date.min
    is_leader: bool = False
    for_id: int | None = None


@dataclass(frozen=True)
class Absence:
    """Somebody is away from one day to another, both included, and another stands in: `reachable` is the other."""

    away_id: int
    person_id: int
    from_on: date
    to_on: date
    reachable: bool = True


@dataclass(frozen=True)
class NudgeDue:
    """Somebody is to be reminded today. (person, day, duty, kind) is its key. `due_on` is the date it is about,
    `days_left` the working days to it (negative: past), `rung` the place on the ladder that spoke (0 on the date; None:
    a pause the contact asked for has ended). `since_on`: for a stagnant measure, the last day something moved.
    `capacity`: contact, stand_in (in the place of the person `for_id`) or leader."""

    kind: str
    measure_id: int
    duty_id: int
    unit_id: int
    person_id: int
    day: date
    due_on: date
    days_left: int
    rung: int | None
    ref: str
    role: str
    target_ids: tuple[int, ...] = ()
    phrase: str | None = None
    since_on: date | None = None
    capacity: str = "contact"
    for_id: int | None = None

    @property
    def key(self) -> tuple[int, date, int, str]:
        return self.person_id, self.day, self.duty_id, self.kind


@dataclass(frozen=True)
class Unreached:
    """Something is due today from a unit nobody can be reached for: the office is told at once."""

    kind: str
    measure_id: int
    duty_id: int
    unit_id: int
    due_on: date
    ref: str


@dataclass(frozen=True)
class Overdue:
    """A due day is so many working days past that the office gets it, as one line of a list of units."""

    kind: str
    measure_id: int
    duty_id: int
    unit_id: int
    due_on: date
    days: int
    ref: str


@dataclass(frozen=True)
class Due:
    """All the clock has to say on a day. Empty on a day off."""

    day: date
    nudges: tuple[NudgeDue, ...] = ()
    unreachable: tuple[Unreached, ...] = ()
    for_office: tuple[Overdue, ...] = ()

    def __add__(self, more: "Due") -> "Due":
        """What there is to say of other measures on the same day, besides."""
        return Due(
            self.day,
            (*self.nudges, *more.nudges),
            (*self.unreachable, *more.unreachable),
            (*self.for_office, *more.for_office),
        )

    @property
    def measure_ids(self) -> set[int]:
        """The measures there is something to say about."""
        found = {one.measure_id for one in self.nudges} | {one.measure_id for one in self.unreachable}
        return found | {one.measure_id for one in self.for_office}

    @property
    def is_empty(self) -> bool:
        return not (self.nudges or self.unreachable or self.for_office)


def why(nudge: NudgeDue) -> dict[str, object]:
    """The values of "为什么提醒我": which rule, at which rung of it, for which clause, and which date."""
    return {
        "rule": nudge.kind,
        "rung": nudge.rung,
        "ref": nudge.ref,
        "role": nudge.role,
        "due_on": nudge.due_on,
        "days_left": nudge.days_left,
        "phrase": nudge.phrase,
        "since_on": nudge.since_on,
        "capacity": nudge.capacity,
    }
