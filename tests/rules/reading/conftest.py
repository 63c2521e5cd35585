"""The two plans' words, learnt once, and one short way to say something to the reader."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.documents.seed import read_seed
from bot.rules.reading import Context, Lexicon, MeasureWords, Reading, TargetWords, build_lexicon, read

SEEDS = Path(__file__).parents[3] / "seeds"
ALIASES = {"市交通局": "市交通运输局", "市质监局": "市质量技术监督局"}
SPRING = date(2017, 4, 11)


@cache
def words_of(plan: str) -> Lexicon:
    """Return the words of a shipped plan; a measure's key is its ref."""
    return build_lexicon(
        [
            MeasureWords(
                one.ref,
                one.ref,
                one.title,
                one.text,
                one.units,
                [
                    TargetWords(f"{one.ref}#{n}", t.indicator, t.text, t.op, t.value, t.unit)
                    for n, t in enumerate(one.targets)
                ],
                one.sections,
            )
            for one in read_seed(SEEDS / plan).measures
        ],
        ALIASES,
    )


@cache
def large_plan(copies: int = 59) -> Lexicon:
    """Return two thousand measures: the city's plan many times over, each copy with units of its own."""
    return build_lexicon(
        [
            MeasureWords(
                f"{copy}/{one.ref}",
                one.ref,
                one.title,
                one.text,
                [unit + str(copy) if copy else unit for unit in one.units],
                [
                    TargetWords(f"{copy}{one.ref}{n}", t.indicator, t.text, t.op, t.value, t.unit)
                    for n, t in enumerate(one.targets)
                ],
            )
            for copy in range(copies)
            for one in read_seed(SEEDS / "yichun-2016").measures
        ]
    )


Says = Callable[..., Reading]


def says(
    unit: str | None, text: str, about: str | None = None, on: date = SPRING, plan: str = "yichun-2016", **context: Any
) -> Reading:
    """Read one message of a unit's contact, or of the office when there is no unit."""
    given = Context(measure=about, **context) if about or context else None
    role: Any = "contact" if unit else "office"
    return read(text, words_of(plan), role=role, unit=unit, sent_on=on, context=given)


@pytest.fixture(scope="session")
def city() -> Lexicon:
    return words_of("yichun-2016")


@pytest.fixture(scope="session")
def province() -> Lexicon:
    return words_of("jiangxi-2015")
