"""The numbers the office may change: when a measure is soon due, behind, or stagnant."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Policy:
    """`cycle_before`: the first reminder of a report comes so many working days before it is due. `soon_workdays`: due soon
    (blue) within so many working days. `behind_points`: behind pace (yellow) when the share reached is more than so many
    percentage points under 序时进度. `stagnant_cycles`: yellow after so many whole report cycles in which nothing moved.
    `nudges_before`: at most so many days on which one person is reminded of one measure before one date.
    `snooze_workdays`: how long an acknowledgement pauses. `leader_after`, `office_after`: working days past a due day
    after which the unit's leader, and the office, are told what stays undone. `far_over`, `tenfold`,
    `small`, `contradict_points`: a figure is asked about when it is more than so many times its target, so many times (or
    that part of) the last one and not below `small`, or when the percent said is so many points from what the figures
    make."""

    cycle_before: int = 3
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

# What a number may be, from and to: beyond that it would be a storm, or nobody would ever be told.
BOUNDS = {
    "cycle_before": (1, 10),
    "soon_workdays": (1, 60),
    "behind_points": (1, 100),
    "stagnant_cycles": (1, 12),
    "nudges_before": (1, 3),
    "snooze_workdays": (1, 10),
    "leader_after": (1, 30),
    "office_after": (1, 30),
}


def changed(policy: Policy, name: str, number: int) -> Policy:
    """The policy with one number changed. Raises ValueError where there is no such number or it is out of bounds."""
    least, most = BOUNDS.get(name, (1, 0))
    if not least <= number <= most:
        raise ValueError(f"{name} is from {least} to {most}, not {number}")
    return replace(policy, **{name: number})


def policy_from(stored: Mapping[str, Any]) -> Policy:
    """A policy as it was written down; a number it does not know yet has its default, one no longer known is left out."""
    known = {field.name for field in fields(Policy)}
    return Policy(**{name: value for name, value in stored.items() if name in known})
