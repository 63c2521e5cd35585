"""Values that look like a slip of the finger: queried before they are filed, never refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.rules.policy import DEFAULT, Policy
from bot.rules.reading import Item, Value
from bot.rules.reading.folding import folded
from bot.rules.reading.things import flat_unit, same_family
from bot.rules.standing import Figure

OddKind = Literal["falling", "tenfold", "far_over", "contradicts", "unit_differs"]
# The gravest first: a unit that differs explains a figure that is far over.
KINDS: tuple[OddKind, ...] = ("unit_differs", "tenfold", "far_over", "falling", "contradicts")
RATES = ("%", "％")
AT_MOST = ("<=", "<")


@dataclass(frozen=True, slots=True)
class Odd:
    """What is odd about one value (or the percent, then `indicator` is None): `said` beside `known`.

    falling: known is the total so far. tenfold: known is the figure so far (or, with none yet, the target) and times is
    said / known. far_over: known is the target (100 for a percent). contradicts: said is the percent, known the share
    the figures make. unit_differs: said in `unit`, known in `known_unit`.
    """

    kind: OddKind
    said: float
    known: float | None
    indicator: str | None = None
    target: int | str | None = None
    unit: str | None = None
    known_unit: str | None = None


def odd(item: Item, figures: Sequence[Figure], policy: Policy = DEFAULT) -> tuple[Odd, ...]:
    """Return what is odd in an item beside the figures of its measure before it is filed, the gravest of each value."""
    by_target = {figure.target_id: figure for figure in figures}
    found: list[Odd] = []
    for value in item.values:
        figure = by_target.get(value.target) if isinstance(value.target, int) else None
        if figure is not None:
            found += _of_value(value, figure, policy)[:1]
    if item.percent is not None and not found:
        found += _of_percent(item, by_target, policy)[:1]
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _of_value(value: Value, figure: Figure, policy: Policy) -> list[Odd]:
    """Return what is odd about one value, the gravest first."""
    found: list[Odd] = []

    def note(kind: OddKind, known: float | None) -> None:
        found.append(Odd(kind, value.value, known, value.indicator, value.target, value.unit, figure.unit))

    if _unit_differs(value.unit, figure.unit):
        note("unit_differs", figure.value if figure.value is not None else figure.goal)
        return found
    so_far, total = figure.value, value.value
    if value.kind == "increment":
        total += so_far or 0
    rate = value.unit in RATES or figure.unit in RATES
    if so_far and not rate and _tenfold(value, so_far, policy):
        note("tenfold", so_far)
    goal = figure.goal_max if figure.goal_max is not None else figure.goal
    if rate and total > 100 and (goal is None or goal <= 100):
        note("far_over", 100.0 if goal is None else goal)
    elif goal and not rate and figure.op not in AT_MOST and total > policy.far_over * goal and total > (so_far or 0):
        note("far_over", goal)
    if so_far is not None and value.kind == "total" and total < so_far and not rate and figure.op not in AT_MOST:
        note("falling", so_far)
    return found


def _tenfold(value: Value, so_far: float, policy: Policy) -> bool:
    """Return whether a figure is ten times the one so far, or a tenth of it; small counts grow so by themselves."""
    if value.kind == "increment":
        return value.value >= policy.tenfold * so_far and value.value >= policy.small
    large = max(value.value, so_far)
    if large < policy.small or value.value <= 0:
        return False
    if value.value >= policy.tenfold * so_far:
        return True
    return value.kind == "total" and value.value * policy.tenfold <= so_far


def _unit_differs(said: str | None, known: str | None) -> bool:
    """Return whether two units of measure count different things: 台 where the target counts 家, 元 where it counts 亿元."""
    if not said or not known:
        return False
    one, other = flat_unit(folded(said)), flat_unit(folded(known))
    if one == other:
        return False
    if one.endswith("元") and other.endswith("元"):
        return one != other
    return not same_family(one, other) and not (one in other or other in one)


def _of_percent(item: Item, by_target: dict[int, Figure], policy: Policy) -> list[Odd]:
    """Return whether the percent said is over a hundred, or far from what the item's own figures make."""
    percent = item.percent
    assert percent is not None
    if percent > 100:
        return [Odd("far_over", percent, 100.0, unit="%")]
    shares = []
    for value in item.values:
        figure = by_target.get(value.target) if isinstance(value.target, int) else None
        if figure and figure.goal and value.kind == "total" and figure.unit not in RATES and figure.op not in AT_MOST:
            shares.append((abs(min(100 * value.value / figure.goal, 100) - percent), value, figure))
    # With several figures the whole may be any mixture of them: only all of them together contradict it.
    if shares and min(apart for apart, _, _ in shares) > policy.contradict_points:
        _, value, figure = min(shares, key=lambda share: share[0])
        share = round(100 * value.value / (figure.goal or 1), 1)
        return [Odd("contradicts", percent, share, value.indicator, value.target, "%")]
    return []
