"""The reports of a rehearsal: JSON lines, read as the bot would read the contact's message where only words are given."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.errors import Refusal
from bot.rules.calendar import SHANGHAI, day_of
from bot.rules.finding import find
from bot.rules.reading import Context, Item, Value, read
from bot.rules.standing import Said, SaidValue
from bot.store.book import Book, Part, names_of
from models import Measure, Plan

SAID_AT = time(8, 30)  # a bare date is a report of early that morning: the digest of the day knows it
FIGURES = ("status", "percent", "values", "blocker", "expected_by", "no_change")
NOTHING_NEW = ("无变化", "無變化", "no change")


@dataclass(frozen=True)
class Misread:
    """A line whose words make no report: it is left out, and said so."""

    number: int
    text: str


def reports_in(lines: Iterable[str], plan: Plan, book: Book) -> tuple[list[Said], list[Misread]]:
    """The reports of a file, oldest first, and the lines that are no reports.

    Each line is an object: `on` (a date, or a date and time), `unit`, and `text`, as the contact would write it; `measure`
    (its number or title) where the words answer a reminder of it. With any of `status`, `percent`, `values` (each
    {"indicator", "value", "kind": "total" or "increment"}), `blocker`, `expected_by`, `no_change` the line is taken as it
    stands and not read. Raises Refusal naming the first line that cannot be used.
    """
    found, misread = list[Said](), list[Misread]()
    names = {name: unit.id for unit in book.units.values() if unit.place == plan.place for name in names_of(unit)}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            said_at = _moment(str(given["on"]))
            unit_id = names[given["unit"]]
            measure = _measure(given.get("measure"), book.of_plan(plan.id))
            items = _items(given, measure, plan, book, unit_id, said_at.date())
        except KeyError as error:
            raise Refusal("rehearsed_line", number=number, why=f"没有或不认识 {error.args[0]}") from None
        except (ValueError, TypeError, AttributeError) as error:
            raise Refusal("rehearsed_line", number=number, why=str(error)[:80]) from None
        parts: dict[object, Part] = {part.measure.id: part for part in reversed(book.parts_of([unit_id]))}
        told = [(parts[item.measure], item) for item in items if item.measure in parts]
        if not told:
            misread.append(Misread(number, str(given.get("text", ""))[:40]))
        found.extend(_said(part, item, given, said_at, len(found) + n) for n, (part, item) in enumerate(told, 1))
    return sorted(found, key=lambda one: (one.said_at, one.report_id)), misread


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text) if len(text) > 10 else datetime.combine(date.fromisoformat(text), SAID_AT)
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _measure(words: str | None, measures: list[Measure]) -> Measure | None:
    """The measure meant. Raises KeyError where words are given and none, or several, fit."""
    if not words:
        return None
    exact = [one for one in measures if one.ref == words]
    found = exact or find(words, measures)
    if len(found) != 1:
        raise KeyError(words)
    return found[0]


def _items(
    given: Mapping[str, Any], measure: Measure | None, plan: Plan, book: Book, unit_id: int, on: date
) -> Iterator[Item]:
    if any(name in given for name in FIGURES):
        if measure is None:
            raise KeyError("measure")
        return iter([_structured(given, measure)])
    text = given["text"]
    if measure is not None and text.strip() in NOTHING_NEW:
        return iter([Item(measure.id)])
    context = Context(measure=measure.id) if measure else None
    unit = book.units[unit_id].name
    reading = read(text, book.lexicon(plan.id), role="contact", unit=unit, sent_on=on, context=context)
    return iter(reading.items if reading.intent in ("report", "correct") else ())


def _structured(given: Mapping[str, Any], measure: Measure) -> Item:
    targets = {target.indicator: target for target in measure.targets}
    values = tuple(
        Value(one["indicator"], targets[one["indicator"]].id, float(one["value"]), one.get("kind", "total"), None)
        for one in given.get("values", ())
    )
    expected, percent = given.get("expected_by"), given.get("percent")
    return Item(
        measure.id,
        status=given.get("status"),
        percent=None if percent is None else float(percent),
        values=values,
        blocker=given.get("blocker"),
        expected_by=date.fromisoformat(expected) if expected else None,
    )


def _said(part: Part, item: Item, given: Mapping[str, Any], said_at: datetime, number: int) -> Said:
    said_more = item.status or item.percent is not None or item.values or item.blocker or item.expected_by
    return Said(
        report_id=number,
        duty_id=part.duty.id,
        unit_id=part.unit.id,
        person_id=part.unit.id,
        day=day_of(said_at),
        text=str(given.get("text", "")),
        status=item.status,
        percent=item.percent,
        blocker=item.blocker,
        expected_by=item.expected_by,
        on_behalf=False,
        no_change=bool(given.get("no_change", not said_more)),
        said_at=said_at,
        filed_at=said_at,
        retired_at=None,
        values=tuple(
            SaidValue(
                int(one.target), one.indicator or "", "increment" if one.kind == "increment" else "total", one.value
            )
            for one in item.values
            if one.target is not None
        ),
    )
