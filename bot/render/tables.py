"""The tables behind a summary's numbers, as data: the columns of each sheet, and a row for each thing in its list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.render.words import Words
from bot.rules.summary import Entry, Indicator, Obstacle, Row, Silence, Summary
from bot.rules.summary.values import Point, Quote, Unheard, Word

Cell = str | float | date | None
Cells = tuple[Cell, ...]

# Column → width in characters of Latin text; one Chinese character takes two.
WIDTHS = {
    "ref": 10,
    "section": 12,
    "title": 22,
    "leads": 16,
    "others": 24,
    "units": 24,
    "unit": 24,
    "targets": 36,
    "progress": 32,
    "due_on": 13,
    "falls_on": 13,
    "days": 12,
    "state": 8,
    "lamp": 8,
    "lamp_before": 9,
    "words": 30,
    "said_on": 13,
    "report_id": 10,
    "blocker": 22,
    "why": 44,
    "refs": 40,
    "owed_on": 13,
    "last_said_on": 15,
    "indicator": 32,
    "value": 10,
    "before": 10,
    "goal": 10,
    "measure": 10,
    "share": 12,
    "expected_value": 10,
    "needed": 12,
    "by_then": 12,
    "asked_of": 24,
    "said_by": 20,
    "day": 13,
    "reports": 10,
    "done": 8,
}
LAMPS = ("red", "yellow", "blue", "green", "grey")
SAID = ("words", "said_on", "report_id")
# What stands in the ledger beside the plan's own columns.
STANDING = ("state", "lamp", "progress", "falls_on", "words", "said_on", "report_id", "blocker")
NEWS = ("ref", "title", "unit", "progress", "words", "said_on", "report_id", "lamp_before", "lamp")
TROUBLE = ("ref", "section", "title", "units", "due_on", "days", "state", "lamp", "why", *SAID)
FIGURES = (
    *("ref", "indicator", "value", "before", "goal", "measure", "share", "expected_value", "due_on", "lamp"),
    *("needed", "by_then"),
    *("said_by", "said_on", "report_id"),
)


@dataclass(frozen=True)
class Table:
    """One sheet: its key, its columns, and the rows of a summary."""

    key: str
    columns: tuple[str, ...]
    rows: Callable[[Summary, Words], Iterable[Cells]]
    always: bool = False  # kept where there is nothing in it


def progress(one: Row, w: Words) -> str:
    """Every figure of a measure, a line each, then the lead's word on the whole."""
    lines = [f"{figure.indicator} {w.progress(figure)}" for figure in one.figures if figure.goal is not None]
    if one.percent is not None:
        lines.append(w.of("whole", percent=round(one.percent)))
    return "\n".join(lines)


def standing(one: Row, w: Words) -> Cells:
    """How a measure stands, under the columns of STANDING."""
    return (
        w.of(f"state.{one.state}"),
        w.of(f"lamp.{one.lamp}"),
        progress(one, w),
        one.due_on,
        *_said(one.last),
        one.blocker.blocker if one.blocker else None,
    )


def _trouble(one: Entry, w: Words) -> Cells:
    return (
        one.ref,
        one.section,
        one.title,
        w.names(one.units),
        one.due_on,
        one.days_left,
        w.of(f"state.{one.state}"),
        w.of(f"lamp.{one.lamp}"),
        w.joined(w.reason(reason) for reason in one.reasons),
        *_said(one.quotes[-1] if one.quotes else None),
    )


def _news(entries: Sequence[Entry], w: Words) -> Iterable[Cells]:
    """A row for each report that moved something; what it moved stands in the measure's first."""
    for one in entries:
        for place, quote in enumerate(one.quotes):
            moved = w.joined(w.change(change) for change in one.changes) if place == 0 else None
            lamps = w.of(f"lamp.{one.lamp_before}"), w.of(f"lamp.{one.lamp}")
            yield one.ref, one.title, quote.unit, moved, *_said(quote), *lamps


def _silent(one: Silence, w: Words) -> Cells:
    return one.unit, one.due_on, one.last_said_on, w.names(one.refs)


def _unheard(one: Unheard, w: Words) -> Cells:
    return one.unit, w.names(one.refs)


def _obstacle(one: Obstacle, w: Words) -> Cells:
    whom = w.names(one.asked_of) or w.of("joint_meeting")
    return one.ref, one.title, one.quote.unit, one.words, whom, one.quote.day, one.quote.report_id


def _word(one: Word, w: Words) -> Cells:
    return one.ref, one.title, one.quote.unit, *_said(one.quote)


def _indicator(one: Indicator, w: Words) -> Cells:
    figure = one.figure
    return (
        one.ref,
        figure.indicator,
        figure.value,
        one.before,
        figure.goal if figure.goal_max is None and figure.op not in ("<", "<=") else w.goal(figure),
        figure.unit,
        figure.share,
        figure.expected_value,
        figure.due_on,
        w.of(f"lamp.{one.lamp}"),
        one.outlook.needed if one.outlook else None,
        one.outlook.by_then if one.outlook else None,
        one.unit_name,
        figure.said_on,
        figure.report_id,
    )


def _point(one: Point, w: Words) -> Cells:
    return one.day, *(one.lamps.get(lamp, 0) for lamp in LAMPS), one.done, one.reports


def _said(quote: Quote | None) -> tuple[str | None, date | None, int | None]:
    return (quote.text, quote.day, quote.report_id) if quote else (None, None, None)


def _entries(name: str) -> Table:
    return Table(name, TROUBLE, lambda s, w: (_trouble(one, w) for one in getattr(s, name)))


TABLES: tuple[Table, ...] = (
    Table("changed", NEWS, lambda s, w: _news(s.changed, w)),
    *(_entries(name) for name in ("red", "behind", "stagnant", "soon", "finished", "inherited", "paused")),
    Table("silent", ("unit", "owed_on", "last_said_on", "refs"), lambda s, w: (_silent(one, w) for one in s.silent)),
    Table("unreachable", ("unit", "refs"), lambda s, w: (_unheard(one, w) for one in s.unreachable)),
    Table(
        "blockers",
        ("ref", "title", "unit", "blocker", "asked_of", "said_on", "report_id"),
        lambda s, w: (_obstacle(one, w) for one in s.blockers),
    ),
    Table("indicators", FIGURES, lambda s, w: (_indicator(one, w) for one in s.indicators), always=True),
    Table("filed", ("ref", "title", "unit", *SAID), lambda s, w: (_word(one, w) for one in s.filed)),
    Table("trend", ("day", *LAMPS, "done", "reports"), lambda s, w: (_point(one, w) for one in s.trend)),
)


def overview(s: Summary, w: Words) -> list[tuple[str, Cell, str | None]]:
    """The first sheet: what is counted, the number, and the sheet that holds the list."""
    totals = s.totals
    lists = ("changed", "red", "behind", "stagnant", "soon", "finished", "inherited", "paused", "silent", "unreachable")
    return [
        (w.of("total.plan"), s.plan_title, None),
        *([(w.of("total.scope"), s.scope, None)] if s.scope else []),
        (w.of("total.period"), w.period(s), None),
        (w.of("total.measures"), totals.measures, "ledger"),
        *((w.of(f"state.{state}"), n, "ledger") for state, n in totals.states.items()),
        *((f"{w.of(f'lamp.{lamp}')}（{w.of(f'lamp_means.{lamp}')}）", n, "ledger") for lamp, n in totals.lamps.items()),
        (w.of("total.reports"), totals.reports, "filed"),
        (w.of("total.units"), totals.units, "ledger"),
        (w.of("total.units_heard"), totals.units_heard, "filed"),
        *((w.of(f"list.{name}"), len(getattr(s, name)), name) for name in (*lists, "blockers", "indicators")),
    ]
