"""What a person decided beyond what is read in a document: overlay.toml of a plan's folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.documents.drafts import LEAD_BASES, OPS, BadRow, DraftMeasure, DraftTarget
from bot.documents.rows import Row, RowError, day, names, number, one_of, tables, take


def overlaid(measures: Iterable[DraftMeasure], rows: list[Row], bad: list[BadRow]) -> tuple[DraftMeasure, ...]:
    """The measures as read, with the fields a person decided in place of those read; wrong rows are left out."""
    found = {measure.ref: measure for measure in measures}
    for row in rows:
        label = f"overlay {row.get('ref', '')}".rstrip()
        try:
            ref = take(row, "ref", str)
            if ref not in found:
                raise RowError(f"文件里没有读出序号 {ref}")
            found[ref] = _measure(found[ref], row)
        except RowError as wrong:
            bad.append(BadRow(label, str(wrong)))
    return tuple(found.values())


def target_fields(row: Row) -> dict[str, Any]:
    """The fields of a target that a row gives."""
    words = {name: take(row, name, str) for name in ("text", "indicator", "unit", "phrase") if name in row}
    numbers = {name: number(row, name) for name in ("value", "value_max") if name in row}
    op = {"op": one_of(row, "op", OPS)} if "op" in row else {}
    return {**words, **op, **numbers, **({"due_on": day(row, "due_on")} if "due_on" in row else {})}


def checked(target: DraftTarget) -> DraftTarget:
    """The target; raises RowError where its number does not fit its way to compare."""
    if target.value is None and target.op != "qualitative":
        raise RowError(f"目标“{target.text}”缺少数值 value")
    if (target.value_max is not None) != (target.op == "range"):
        raise RowError(f"目标“{target.text}”的 value_max 与 op 不相符（区间才有上限）")
    return target


def _measure(read: DraftMeasure, row: Row) -> DraftMeasure:
    units = tuple(names(row, "units", [*read.units]))
    if not units:
        raise RowError("没有责任单位 units")
    leads = tuple(names(row, "leads", [*read.leads]))
    if strangers := [lead for lead in leads if lead not in units]:
        raise RowError(f"牵头单位 {'、'.join(strangers)} 不在责任单位里")
    targets = list(read.targets)
    for one in tables(row, "target"):
        _decide(targets, one)
    return replace(
        read,
        title=take(row, "title", str, read.title),
        units=units,
        leads=leads,
        lead_basis=one_of(row, "lead_basis", tuple(LEAD_BASES), read.lead_basis),
        targets=tuple(targets),
    )


def _decide(targets: list[DraftTarget], row: Row) -> None:
    """One decision about one target, in place; a later edition of the reader may already agree with the person."""
    text = take(row, "text", str)
    place = next((n for n, target in enumerate(targets) if target.text in (text, row.get("reads", text))), None)
    if take(row, "dropped", bool, False):
        if place is not None:
            del targets[place]
    elif place is not None:
        targets[place] = checked(replace(targets[place], **target_fields(row)))
    elif take(row, "added", bool, False):
        take(row, "indicator", str)
        targets.append(checked(DraftTarget(**{"op": "qualitative", **target_fields(row)})))
    else:
        raise RowError(f"文件里没有读出目标“{text}”")
