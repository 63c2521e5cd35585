"""The numbers the office may change: when a measure is soon due, behind, or stagnant."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Policy:
    """`soon_workdays`: due soon (blue) within so many working days. `behind_points`: behind pace (yellow) when the
    share reached is more than so many percentage points under 序时进度. `stagnant_cycles`: yellow after so many whole
    report cycles in which nothing moved. `nudges_before`: at most so many days on which one person is reminded of one
    measure before one date. `snooze_workdays`: how long an acknowledgement pauses. `leader_after`, `office_after`: working
    days past a due day after which the unit's leader, and the office, are told what stays undone. `far_over`, `tenfold`,
    `small`, `contradict_points`: a figure is asked about when it is more than so many times its target, so many times (or
    that part of) the last one and not below `small`, or when the percent said is so many points from what the figures
    make."""

    soon_workdays: int = 10
    behind_points: float = 10.0
    stagnant_cycles: int = 2
    nudges_before: int = 2
    snooze_workdays: int = 3
    leader_after: int = 3
    office_after: int = 5
    far_over: float = 3.0
    tenfold: float = 10.0
    small: float = 20.0
    contradict_points: float = 15.0


DEFAULT = Policy()


def policy_from(stored: Mapping[str, Any]) -> Policy:
    """A policy as it was written down; a number it does not know yet has its default, one no longer known is left out."""
    known = {field.name for field in fields(Policy)}
    return Policy(**{name: value for name, value in stored.items() if name in known})
