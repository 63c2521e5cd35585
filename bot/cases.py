"""Messages as JSON lines, for trying out how they are understood: a case in, an answer out. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.documents.drafts import DraftPlan
from bot.documents.parse import Parsed
from bot.rules.reading import (
    Context,
    Item,
    Lexicon,
    MeasureWords,
    TargetWords,
    Value,
    build_lexicon,
    read,
    reading_to_json,
)


@dataclass(frozen=True)
class PlanWords:
    """A plan's words, its measures known by their numbers."""

    lexicon: Lexicon
    refs: Mapping[int | str, str]


def words_of(draft: DraftPlan | Parsed, names: Mapping[str, str]) -> PlanWords:
    """The words of a plan as its folder, or a document, states it; `names` maps every name and alias of a unit to the unit's name."""
    measures = [
        MeasureWords(
            key=one.ref,
            ref=one.ref,
            title=one.title,
            sections=one.sections,
            text=one.text,
            units=one.units,
            targets=[
                TargetWords(f"{one.ref}#{index}", target.indicator, target.text, target.op, target.value, target.unit)
                for index, target in enumerate(one.targets)
            ],
        )
        for one in draft.measures
    ]
    return PlanWords(build_lexicon(measures, names), {one.ref: one.ref for one in draft.measures})


def answer(case: Mapping[str, Any], plan: PlanWords) -> dict[str, Any]:
    """What a case's message means, in the shape of an answer: intent, items, target, until.

    Raises KeyError or ValueError when the case lacks a field or has a malformed date.
    """
    reading = read(
        case["text"],
        plan.lexicon,
        role=case["role"],
        unit=case.get("unit"),
        sent_on=date.fromisoformat(case["sent_on"]),
        context=_context(case.get("context")),
    )
    return reading_to_json(reading, plan.refs)


def _context(given: Mapping[str, Any] | None) -> Context | None:
    if not given:
        return None
    last = given.get("last_report")
    return Context(measure=given.get("measure"), last_report=_item(last) if last else None)


def _item(given: Mapping[str, Any]) -> Item:
    expected = given.get("expected_by")
    return Item(
        measure=given.get("measure"),
        status=given.get("status"),
        percent=given.get("percent"),
        values=tuple(
            Value(one["indicator"], None, one["value"], one["kind"], one.get("unit")) for one in given.get("values", [])
        ),
        blocker=given.get("blocker"),
        expected_by=date.fromisoformat(expected) if expected else None,
    )
