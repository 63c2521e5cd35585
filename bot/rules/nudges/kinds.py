"""The kinds of nudge, one row each. A workflow that wants people reminded of something adds a row, and its two labels."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from bot.rules.nudges.ladder import ANSWERABLE, EVERYONE, Kind
from bot.rules.nudges.occasions import (
    cycle_is_owed,
    cycle_may_speak,
    of_cycle,
    of_silence,
    of_targets,
    silence_is_owed,
    silence_may_speak,
    target_is_owed,
    target_may_speak,
)
from bot.rules.policy import Policy

Kinds = Mapping[str, Kind]

KINDS: Kinds = {
    "cycle": Kind(
        code="cycle",
        before=(3,),
        before_in="workdays",
        on_day=True,
        after=(1, 3),
        weekly=True,
        told=EVERYONE,
        chased=EVERYONE,
        passed_on=True,
        finds=of_cycle,
        owed=cycle_is_owed,
        may_speak=cycle_may_speak,
    ),
    "target": Kind(
        code="target",
        before=(30, 7, 1),
        before_in="days",
        on_day=True,
        after=(1, 3),
        weekly=True,
        told=EVERYONE,
        chased=ANSWERABLE,
        passed_on=True,
        finds=of_targets,
        owed=target_is_owed,
        may_speak=target_may_speak,
    ),
    # The day a measure becomes stagnant is the day after a cycle's due day; it is said again a cycle later.
    "stagnant": Kind(
        code="stagnant",
        before=(),
        before_in="workdays",
        on_day=False,
        after=(1,),
        weekly=False,
        told=ANSWERABLE,
        chased=ANSWERABLE,
        passed_on=False,
        finds=of_silence,
        owed=silence_is_owed,
        may_speak=silence_may_speak,
    ),
}


@lru_cache(maxsize=64)
def _begun_earlier(kind: Kind, before: int) -> Kind:
    return replace(kind, before=(before,))


def by_policy(kinds: Kinds, policy: Policy) -> tuple[Kind, ...]:
    """The rows with the policy's first rung of the cycle's ladder."""
    return tuple(
        _begun_earlier(kind, policy.cycle_before) if code == "cycle" and kind.before != (policy.cycle_before,) else kind
        for code, kind in kinds.items()
    )
