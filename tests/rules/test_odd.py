"""Odd values: what is asked about before it is filed, and what is not."""

import pytest

from bot.rules.odd import odd
from bot.rules.reading import Item, Value
from bot.rules.standing import Figure


def figure(target: int, value: float | None, goal: float | None, unit: str | None = "家", op: str = ">=") -> Figure:
    return Figure(
        target_id=target,
        position=target,
        text="",
        indicator="益农信息社",
        op=op,
        goal=goal,
        goal_max=None,
        unit=unit,
        due_on=None,
        phrase=None,
        baseline=0,
        value=value,
        previous=None,
        share=None,
        expected_value=None,
        expected_share=None,
        reached=False,
        inherited=False,
        days_left=None,
        report_id=None,
        unit_id=None,
        said_on=None,
    )


def said(number: float, kind: str = "total", unit: str | None = "家", target: int = 1) -> Value:
    return Value("益农信息社", target, number, kind, unit)  # type: ignore[arg-type]


# what stands in the ledger: (so far, goal, unit, op); what is said; what is odd about it
ROWS = [
    ("a plain step on", (120, 300, "家", ">="), said(134), []),
    ("the first figure", (None, 300, "家", ">="), said(134), []),
    ("the same again", (120, 300, "家", ">="), said(120), []),
    ("over the target by little", (280, 300, "家", ">="), said(420), []),
    ("a total that falls", (186, 300, "家", ">="), said(168), [("falling", 186)]),
    ("a rate that falls is no slip", (62, 80, "%", ">="), said(58, unit="%"), []),
    ("what is to be kept low may fall", (50, 30, "家", "<="), said(40), []),
    ("an increment below the total", (186, 300, "家", ">="), said(12, "increment"), []),
    ("ten times the last", (56, 5000, "家", ">="), said(560), [("tenfold", 56)]),
    ("a tenth of the last", (560, 5000, "家", ">="), said(56), [("tenfold", 560)]),
    ("small counts grow tenfold by themselves", (1, 30, "家", ">="), said(12), []),
    ("an increment ten times all there was", (12, 300, "家", ">="), said(120, "increment"), [("tenfold", 12)]),
    ("130万家 where 300家 are wanted", (None, 300, "家", ">="), said(1_300_000), [("far_over", 300)]),
    ("four times the target", (290, 300, "家", ">="), said(1200), [("far_over", 300)]),
    ("far over already, and known", (1000, 300, "家", ">="), said(1000), []),
    ("a rate over a hundred", (80, 90, "%", ">="), said(815, unit="%"), [("far_over", 90)]),
    ("台 where 家 are counted", (120, 300, "家", ">="), said(130, unit="台"), [("unit_differs", 120)]),
    ("个 for 家 is the same", (120, 300, "家", ">="), said(130, unit="个"), []),
    ("台套 for 台（套）", (500, 5000, "台（套）", ">="), said(600, unit="台套"), []),
    ("万元 where 亿元 are counted", (386, 500, "亿元", ">="), said(4120, unit="万元"), [("unit_differs", 386)]),
    ("no unit said", (120, 300, "家", ">="), said(130, unit=None), []),
    ("not yet told whether new", (120, 300, "家", ">="), said(8, "unclear"), []),
]


@pytest.mark.parametrize(("ledger", "value", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_value_is_asked_about_when_it_looks_like_a_slip(
    ledger: tuple[float | None, float, str, str], value: Value, expected: list[tuple[str, float]]
) -> None:
    found = odd(Item(measure=1, values=(value,)), [figure(1, *ledger)])
    assert [(one.kind, one.known) for one in found] == expected


PERCENTS = [
    ("60 per cent and 120/300", 60, [said(120)], [(300, "家")], [("contradicts", 40)]),
    ("45 per cent and 120/300", 45, [said(120)], [(300, "家")], []),
    ("done in full beside a figure beyond the target", 100, [said(310)], [(300, "家")], []),
    ("an increment says nothing of the whole", 60, [said(12, "increment")], [(300, "家")], []),
    ("one of two figures agrees", 40, [said(120), said(1, target=2)], [(300, "家"), (3, "家")], []),
    ("neither agrees", 90, [said(120), said(1, target=2)], [(300, "家"), (3, "家")], [("contradicts", 40)]),
    ("no figure beside it", 60, [], [(300, "家")], []),
]


@pytest.mark.parametrize(
    ("percent", "values", "goals", "expected"), [row[1:] for row in PERCENTS], ids=[row[0] for row in PERCENTS]
)
def test_a_percent_that_contradicts_its_own_figures_is_asked_about(
    percent: float, values: list[Value], goals: list[tuple[float, str]], expected: list[tuple[str, float]]
) -> None:
    figures = [figure(place, None, goal, unit) for place, (goal, unit) in enumerate(goals, 1)]
    found = odd(Item(measure=1, percent=percent, values=tuple(values)), figures)
    assert [(one.kind, one.known) for one in found] == expected
