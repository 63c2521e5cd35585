"""What the picture shows, as numbers: bars of lamps, indicators against target and pace, and twelve weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.render.words import Words, short_title
from bot.rules.standing.values import LAMPS
from bot.rules.summary import Indicator, Section, Summary
from bot.texts import form

MOST_BARS = 10  # what a phone can show side by side
MOST_STACKS = 12
MOST_EMPTY = 5  # of them, those nobody has reported on


@dataclass(frozen=True)
class Stack:
    """One row of lamps: a section's name, its measures, and how many show each lamp."""

    name: str
    measures: int
    lamps: Mapping[str, int]


@dataclass(frozen=True)
class Bar:
    """One indicator: how far (per cent of the goal; None: not reported), where even pace would be, and the figure."""

    name: str
    words: str
    share: float | None
    pace: float | None
    lamp: str


@dataclass(frozen=True)
class Week:
    """One point of the trend."""

    day: str
    lamps: Mapping[str, int]
    reports: int


@dataclass(frozen=True)
class Panels:
    """Everything on the picture but its colours."""

    title: str
    subtitle: str
    stacks: tuple[Stack, ...]
    bars: tuple[Bar, ...]
    all_bars: int  # how many indicators there are; `bars` are those that fit
    weeks: tuple[Week, ...]
    lamps: Mapping[str, int]


def panels(s: Summary, w: Words) -> Panels:
    """The picture's content; its totals are the summary's."""
    charted = sorted((one for one in s.indicators if _can_chart(one)), key=_gravity)
    known = [one for one in charted if one.figure.value is not None]
    empty = [one for one in charted if one.figure.value is None]
    shown = [*known, *empty[: MOST_EMPTY if known else MOST_BARS]][:MOST_BARS]
    return Panels(
        title=w.of("picture.title", title=short_title(s.plan_title)),
        subtitle=" ".join(filter(None, (s.scope, _as_of(s, w)))),
        stacks=_stacks(s.sections, w),
        bars=tuple(_bar(one, w) for one in shown),
        all_bars=len(s.indicators),
        weeks=tuple(Week(f"{one.day.month}/{one.day.day}", one.lamps, one.reports) for one in s.trend),
        lamps={lamp: s.totals.lamps.get(lamp, 0) for lamp in LAMPS},
    )


def _stacks(sections: Sequence[Section], w: Words) -> tuple[Stack, ...]:
    """A row for each section; those a phone has no room for are one row together."""
    stacks = tuple(Stack(one.name, one.measures, one.lamps) for one in sections)
    if len(stacks) <= MOST_STACKS:
        return stacks
    rest = stacks[MOST_STACKS - 1 :]
    lamps = {lamp: sum(one.lamps.get(lamp, 0) for one in rest) for lamp in LAMPS}
    name = w.of("picture.other_sections", n=len(rest))
    return (*stacks[: MOST_STACKS - 1], Stack(name, sum(one.measures for one in rest), lamps))


def _as_of(s: Summary, w: Words) -> str:
    return w.of("picture.period", until=w.day(s.until_on), measures=s.totals.measures)


def _can_chart(one: Indicator) -> bool:
    """Whether a share of the goal means anything: not where the goal is an upper bound."""
    return one.figure.op not in ("<", "<=")


def _gravity(one: Indicator) -> int:
    """The graver lamp first; the plan's order within."""
    return LAMPS.index(one.lamp)


def _bar(one: Indicator, w: Words) -> Bar:
    figure = one.figure
    if figure.value is None:
        words = w.of("figure.unreported", goal=w.goal(figure))
    else:
        words = f"{form.number(figure.value)}/{w.goal(figure)}"
    pace = None if figure.inherited else figure.expected_share
    return Bar(f"{one.ref} {figure.indicator}", words, figure.share, pace, one.lamp)
