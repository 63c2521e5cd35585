"""A workbook in our layout, read back: good rows as drafts, bad rows with their reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.documents.drafts import BadRow, DraftDeadline, DraftLink, DraftMeasure, DraftTarget, DraftUnit
from bot.documents.ledger.cells import OP_ALSO, Cells, chosen, day, lines, needed, number, text
from bot.documents.ledger.head import head_fields
from bot.documents.ledger.layout import (
    BASIS_WORDS,
    HEAD,
    LIMITS,
    LINKS,
    MAIN,
    OP_WORDS,
    ORIGIN,
    RECUR_WORDS,
    TARGETS,
    UNITS,
    WAS_LIMITS,
    WAS_TARGETS,
    YES,
)
from bot.documents.ledger.sheets import Line, open_book
from bot.documents.ledger.shown import edited_targets, shown_limits, shown_targets
from bot.documents.ledger.standing import edited_standings
from bot.documents.ledger.units import read_unit_sheet
from bot.documents.rows import RowError
from bot.documents.units import split_units


@dataclass(frozen=True)
class Ledger:
    """What a workbook says; `head` holds the fields of the plan it states."""

    measures: tuple[DraftMeasure, ...]
    bad_rows: tuple[BadRow, ...] = ()
    head: dict[str, Any] | None = None
    units: tuple[DraftUnit, ...] = ()
    naming: tuple[tuple[str, str], ...] = ()
    links: tuple[DraftLink, ...] = ()
    doubts: tuple[str, ...] = ()


def read_ledger(data: bytes) -> tuple[tuple[DraftMeasure, ...], tuple[BadRow, ...]] | None:
    """The measures of a workbook in our layout and the rows left out; None when the layout is another."""
    found = read_book(data)
    return (found.measures, found.bad_rows) if found else None


def read_book(data: bytes) -> Ledger | None:
    """All that a workbook in our layout says; None when the layout is another.

    Raises DocumentError for a workbook that holds only a part of the plan. Where a row of the targets or limits is bad,
    those of its measure stay as they are loaded: a slip in a cell takes nothing away.
    """
    sheets = open_book(data)
    if sheets is None:
        return None
    bad: list[BadRow] = []
    head = head_fields(sheets.get(HEAD, ()), bad)
    units, naming, whole = read_unit_sheet(sheets.get(UNITS, ()), head.get("place", ""), bad)
    mains = sheets[MAIN]
    refs = _Refs(mains)
    parts: dict[int, dict[str, list[Any]]] = {}
    keeps: dict[int, set[str]] = {}
    for name, (field, make) in _PARTS.items():
        for line in sheets.get(name, ()):
            try:
                place = refs.of(line)
                if place is not None:
                    parts.setdefault(place, {}).setdefault(name, []).append(make(line.cells))
            except RowError as wrong:
                bad.append(line.bad(str(wrong)))
                if (place := refs.near(line)) is not None:
                    keeps.setdefault(place, set()).add(field)
    measures: dict[str, DraftMeasure] = {}
    ref_at: dict[int, str] = {}
    for place, line in enumerate(mains):
        mine = parts.get(place, {})
        try:
            measure = _measure(line.cells, mine, whole)
            if measure.ref in measures:
                raise RowError(f"序号 {measure.ref} 与前面的一行重复")
            measure = _with_edits(line, measure, bad)
            measures[measure.ref] = replace(measure, keeps=tuple(sorted(keeps.get(place, ()))))
            ref_at[place] = measure.ref
        except RowError as wrong:
            bad.append(line.bad(str(wrong)))
    followed = _links(sheets.get(LINKS, ()), refs, ref_at, bad)
    doubts = edited_standings(mains)
    return Ledger(tuple(measures.values()), tuple(bad), head, units, naming, followed, doubts)


def _links(lines: tuple[Line, ...], refs: _Refs, ref_at: dict[int, str], bad: list[BadRow]) -> tuple[DraftLink, ...]:
    found = []
    for line in lines:
        try:
            ref = ref_at.get(place) if (place := refs.of(line)) is not None else None
            if ref:
                lead_follows = chosen(line.cells, "牵头对应", YES) is not False
                found.append(DraftLink(ref, needed(line.cells, "上级序号"), lead_follows))
        except RowError as wrong:
            bad.append(line.bad(str(wrong)))
    return tuple(found)


class _Refs:
    """Which row of the main sheet a row of another sheet belongs to, through renumbering."""

    def __init__(self, mains: tuple[Line, ...]) -> None:
        self.now: dict[str, int] = {}
        self.origin: dict[str, int] = {}
        self.tracked = any(ORIGIN in line.cells for line in mains)
        for place, line in reversed([*enumerate(mains)]):
            self.now[text(line.cells, "序号")] = place
        # Of a row and its copy the one that kept its number is the origin's.
        for place, line in sorted(enumerate(mains), key=lambda one: not _kept(one[1]), reverse=True):
            self.origin[text(line.cells, ORIGIN)] = place

    def of(self, line: Line) -> int | None:
        """The place of the main row; None where that row was taken out, its parts with it.

        Raises RowError for a number that nobody has.
        """
        ref, origin = needed(line.cells, "序号"), text(line.cells, ORIGIN)
        if self.tracked and ref == origin:
            # Left as it went out: it stays with its row, whatever number that has now.
            return self.origin.get(origin)
        if ref not in self.now:
            raise RowError(f"“台账”表里没有序号 {ref}")
        return self.now[ref]

    def near(self, line: Line) -> int | None:
        """The place of the main row a bad row belongs, or belonged, to; None where nothing tells."""
        origin, ref = text(line.cells, ORIGIN), text(line.cells, "序号")
        return self.origin.get(origin) if origin in self.origin and origin else self.now.get(ref)


def _kept(line: Line) -> bool:
    return text(line.cells, "序号") == text(line.cells, ORIGIN)


def _measure(cells: Cells, parts: dict[str, list[Any]], whole: frozenset[str]) -> DraftMeasure:
    ref = needed(cells, "序号")
    units, leads = _names(cells, "责任单位", whole), _names(cells, "牵头单位", whole)
    units = (*(lead for lead in leads if lead not in units), *units)
    if not units:
        raise RowError("没有责任单位")
    title, body = text(cells, "任务"), text(cells, "内容")
    if not title and not body:
        raise RowError("任务和内容都空着")
    return DraftMeasure(
        ref=ref,
        title=title,
        sections=lines(cells, "部分"),
        text=body,
        units=units,
        leads=leads,
        lead_basis=chosen(cells, "牵头依据", BASIS_WORDS) or ("named" if leads else "none"),
        targets=tuple(parts.get(TARGETS, ())),
        deadlines=tuple(parts.get(LIMITS, ())),
        doubts=lines(cells, "疑问"),
    )


def _with_edits(line: Line, measure: DraftMeasure, bad: list[BadRow]) -> DraftMeasure:
    """The measure with the numbers and days edited in the main sheet; other edits of its shown cells come back."""
    for column, before, now, sheet in (
        ("目标", WAS_TARGETS, shown_targets(measure.targets), TARGETS),
        ("完成时限", WAS_LIMITS, shown_limits(measure.deadlines), LIMITS),
    ):
        if column not in line.cells:
            continue
        written = _plain(text(line.cells, column))
        origin = _plain(text(line.cells, before)) if before in line.cells else _plain(now)
        if written in (origin, _plain(now)):
            continue
        edited = edited_targets(written, measure.targets) if column == "目标" and origin == _plain(now) else None
        if edited is None:
            bad.append(line.bad(f"“{column}”一栏的改动没有读进去（这一条的其余部分照常载入），请到“{sheet}”表里改"))
        else:
            measure = replace(measure, targets=edited)
    return measure


def _plain(written: str) -> str:
    return "\n".join(one.strip() for one in re.split(r"\r\n?|\n", written) if one.strip())


def _target(cells: Cells) -> DraftTarget:
    op = chosen(cells, "比较", OP_WORDS, OP_ALSO)
    value, value_max = number(cells, "数值"), number(cells, "上限")
    if op is None:
        raise RowError("缺少比较")
    if (value is None) != (op == "qualitative"):
        raise RowError("定性目标不写数值，其余目标要写数值")
    if (value_max is None) == (op == "range"):
        raise RowError("区间要写上限，其余不写")
    words = needed(cells, "原文")
    return DraftTarget(
        words,
        text(cells, "指标") or words,
        op,
        value,
        value_max,
        text(cells, "计量单位") or None,
        day(cells, "截止日"),
        text(cells, "时间原话") or None,
    )


def _deadline(cells: Cells) -> DraftDeadline:
    return DraftDeadline(needed(cells, "原话"), day(cells, "截止日"), chosen(cells, "周期", RECUR_WORDS))


_PARTS: Final[dict[str, tuple[str, Callable[[Cells], Any]]]] = {
    TARGETS: ("targets", _target),
    LIMITS: ("deadlines", _deadline),
}


def _names(cells: Cells, column: str, whole: frozenset[str]) -> tuple[str, ...]:
    """Names one a line; a line an editor wrote as a list is parted, but for names known to be one."""
    found = (name for line in lines(cells, column) for name in ([line] if line in whole else split_units(line)))
    return tuple(dict.fromkeys(found))
