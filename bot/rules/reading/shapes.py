"""What reading gives back: frozen values, free of the plan's machinery and of Telegram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Key = int | str
Kind = Literal["total", "increment", "unclear"]
Status = Literal["not_started", "in_progress", "at_risk", "blocked", "done"]


@dataclass(frozen=True, slots=True)
class TargetWords:
    """One target of a measure, in the plan's own words."""

    key: Key
    indicator: str
    text: str = ""
    op: str = "="
    value: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """One measure of a plan, in the plan's own words; `units` as printed, groups included."""

    key: Key
    ref: str
    title: str
    text: str
    units: Sequence[str]
    targets: Sequence[TargetWords] = ()
    sections: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A figure for one indicator; counts are written out (1.2万 → 12000), money keeps its scale (412 亿元)."""

    indicator: str | None
    target: Key | None
    value: float
    kind: Kind
    unit: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """What a message says of one measure; `measure` is None when the bot must ask or the words name another unit's."""

    measure: Key | None = None
    candidates: tuple[Key, ...] = ()
    foreign: bool = False
    named: Key | None = None
    status: Status | None = None
    percent: float | None = None
    values: tuple[Value, ...] = ()
    blocker: str | None = None
    expected_by: date | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a message answers: one measure, the several of a digest, or the report just filed."""

    measure: Key | None = None
    measures: tuple[Key, ...] = ()
    last_report: Item | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question or an order is about."""

    measure: Key | None = None
    unit: str | None = None
    period: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One message understood; what it rests on is told by `explain`."""

    intent: str
    items: tuple[Item, ...] = ()
    target: Asked | None = None
    until: date | None = None


def _plain(number: float | None) -> float | int | None:
    return int(number) if number is not None and float(number).is_integer() else number


def item_to_json(item: Item, refs: Mapping[Key, str]) -> dict[str, Any]:
    """Return one item with measures written as refs; an unclear kind counts as a total until somebody says otherwise."""
    return {
        "measure": None if item.measure is None else refs.get(item.measure, str(item.measure)),
        "candidates": [refs.get(key, str(key)) for key in item.candidates],
        "status": item.status,
        # The shape knows no more than all of it; a percent over a hundred is asked about before it is filed.
        "percent": _plain(item.percent) if item.percent is None or item.percent <= 100 else None,
        "values": [
            {
                "indicator": value.indicator,
                "value": _plain(value.value),
                "kind": "increment" if value.kind == "increment" else "total",
                "unit": value.unit,
            }
            # What a figure counts is asked where the measure is known and several things fit; it is no value yet.
            for value in item.values
            if value.indicator is not None or item.measure is None
        ],
        "blocker": item.blocker,
        "expected_by": item.expected_by and item.expected_by.isoformat(),
    }


def reading_to_json(reading: Reading, refs: Mapping[Key, str]) -> dict[str, Any]:
    """Return a reading in the shape of an answer: intent, items, target, until."""
    asked = reading.target
    return {
        "intent": reading.intent,
        "items": [item_to_json(item, refs) for item in reading.items],
        "target": asked
        and {
            "measure": None if asked.measure is None else refs.get(asked.measure, str(asked.measure)),
            "unit": asked.unit,
            "period": asked.period,
            "format": asked.format,
        },
        "until": reading.until and reading.until.isoformat(),
    }
