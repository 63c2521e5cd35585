"""A plan as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.documents.drafts import DraftMeasure, DraftPlan, DraftUnit, Proposal
from bot.documents.ledger.layout import (
    ALIAS,
    BASIS_WORDS,
    CYCLE_WORDS,
    FIELDS,
    HEAD,
    KIND_WORDS,
    KNOWN,
    LIMITS,
    LINKS,
    MAIN,
    NEW,
    OP_WORDS,
    PART_NOTE,
    PART_OF,
    RECUR_WORDS,
    SCRIPT_WORDS,
    TARGETS,
    TREATMENT_OF,
    UNITS,
    YES,
)
from bot.documents.ledger.paper import Paper, offer_field
from bot.documents.ledger.shown import shown_limits, shown_targets
from bot.documents.units import split_units


def write_plan(draft: DraftPlan, units: Iterable[DraftUnit] = (), proposals: Iterable[Proposal] = ()) -> bytes:
    """The whole plan as an .xlsx workbook, with the known units given and what is proposed for unknown names."""
    return plan_sheets(draft, units, proposals).bytes()


def plan_sheets(
    draft: DraftPlan, units: Iterable[DraftUnit] = (), proposals: Iterable[Proposal] = (), *, part: str = ""
) -> Paper:
    """The sheets of `write_plan`, for others to stand beside them; `part` says which part of the plan alone they hold,
    so that it is not taken for the whole."""
    paper = Paper()
    paper.sheet(HEAD, [*_head(draft), *([[PART_OF, part, PART_NOTE]] if part else [])])
    for name, words in (("文字", SCRIPT_WORDS), ("报送周期", CYCLE_WORDS)):
        offer_field(paper.book[HEAD], name, words.values())
    paper.sheet(MAIN, map(_measure, draft.measures))
    paper.sheet(TARGETS, (row for one in draft.measures for row in _targets(one)))
    paper.sheet(LIMITS, (row for one in draft.measures for row in _limits(one)))
    paper.sheet(UNITS, _units(draft, tuple(units), tuple(proposals)))
    if draft.links:
        paper.sheet(LINKS, ([one.ref, one.follows, YES[one.lead_follows], one.ref] for one in draft.links))
    return paper


def _head(draft: DraftPlan) -> Iterator[list[Any]]:
    words = {
        "script": SCRIPT_WORDS.get(draft.script, draft.script),
        "cycle_every": CYCLE_WORDS.get(draft.cycle_every, draft.cycle_every),
        "doubts": "\n".join(draft.doubts),
    }
    for name, (field, note) in FIELDS.items():
        yield [name, words.get(field, getattr(draft, field)), note]


def _measure(one: DraftMeasure) -> list[Any]:
    sections, leads, units, doubts = ("\n".join(names) for names in (one.sections, one.leads, one.units, one.doubts))
    basis = BASIS_WORDS.get(one.lead_basis, one.lead_basis)
    targets, limits = shown_targets(one.targets), shown_limits(one.deadlines)
    row = [one.ref, sections, one.title, one.text, leads, units, basis, targets, limits, doubts]
    return [*row, one.ref, targets, limits]


def _targets(one: DraftMeasure) -> Iterator[list[Any]]:
    for t in one.targets:
        op = OP_WORDS[t.op]
        yield [one.ref, t.text, t.indicator, op, t.value, t.value_max, t.unit, t.due_on, t.phrase, one.ref]


def _limits(one: DraftMeasure) -> Iterator[list[Any]]:
    for limit in one.deadlines:
        recurs = RECUR_WORDS.get(limit.recurs, limit.recurs) if limit.recurs else None
        yield [one.ref, limit.phrase, limit.on, recurs, one.ref]


def _units(draft: DraftPlan, known: tuple[DraftUnit, ...], proposals: tuple[Proposal, ...]) -> Iterator[list[Any]]:
    stated = {(unit.place, unit.name) for unit in draft.units}
    present = {(unit.place, unit.name) for unit in known}
    decided = {name for name, _ in draft.naming}
    listed = {name for _, name in stated | present} | decided
    for name, of in draft.naming:
        yield [name, ALIAS, of, *[None] * 8]
    for one in proposals:
        if one.name not in listed:
            listed.add(one.name)
            kind = KIND_WORDS["group" if one.kind == "group" else "department"] if one.of is None else None
            place = draft.place if one.of is None else None
            yield [one.name, TREATMENT_OF[one.kind], one.of, kind, place, *[None] * 5, one.why]
    for unit in draft.units:
        yield _unit(unit, KNOWN if (unit.place, unit.name) in present else NEW)
    for unit in known:
        if (unit.place, unit.name) not in stated:
            yield _unit(unit, KNOWN)
    yield from _oddities(draft.measures, listed)


def _unit(unit: DraftUnit, treatment: str) -> list[Any]:
    aliases, members = "\n".join(unit.aliases), "\n".join(unit.members)
    kind = KIND_WORDS.get(unit.kind, unit.kind)
    return [
        *(unit.name, treatment, None, kind, unit.place, aliases, members),
        *(unit.was, unit.changed_on, unit.into, None),
    ]


def _oddities(measures: Iterable[DraftMeasure], listed: set[str]) -> Iterator[list[Any]]:
    """Printed names that would be taken apart if an editor had written them; listed here, they are read whole."""
    printed = dict.fromkeys(name for one in measures for name in (*one.leads, *one.units))
    for name in printed:
        if name not in listed and split_units(name) != [name]:
            yield [name, *[None] * 9, "名称里有顿号等符号，列在这里表示它是一个名称"]
