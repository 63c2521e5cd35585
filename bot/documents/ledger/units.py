"""The sheet of units: who is another name of whom, who is new, the members of groups, renames and mergers."""

from __future__ import annotations

from bot.documents.drafts import BadRow, DraftUnit
from bot.documents.ledger.cells import Cells, chosen, day, lines, needed, text
from bot.documents.ledger.layout import ALIAS, KIND_WORDS, TREATMENTS, TYPO
from bot.documents.ledger.sheets import Line
from bot.documents.rows import RowError
from bot.documents.units import is_group

_SAYS_SOMETHING = ("类别", "别名", "成员", "曾用名", "并入")


def read_unit_sheet(
    rows: tuple[Line, ...], place: str, bad: list[BadRow]
) -> tuple[tuple[DraftUnit, ...], tuple[tuple[str, str], ...], frozenset[str]]:
    """The units stated, the names decided (printed → unit), and all names that are to be read whole."""
    units: list[DraftUnit] = []
    naming: dict[str, str] = {}
    whole: set[str] = set()
    for line in rows:
        try:
            name = needed(line.cells, "名称")
            treatment = chosen(line.cells, "处理", {word: word for word in TREATMENTS})
            if treatment in (ALIAS, TYPO):
                of = text(line.cells, "对应单位")
                if not of:
                    raise RowError(f"处理写了{treatment}，请在“对应单位”写明是哪个单位")
                naming[name] = of
            elif treatment or any(text(line.cells, column) for column in _SAYS_SOMETHING):
                units.append(_unit(name, line.cells, place))
            whole |= {name, *lines(line.cells, "别名")}
        except RowError as wrong:
            bad.append(line.bad(str(wrong)))
    return tuple(units), tuple(naming.items()), frozenset(whole)


def _unit(name: str, cells: Cells, place: str) -> DraftUnit:
    was, into, changed_on = text(cells, "曾用名") or None, text(cells, "并入") or None, day(cells, "更名日期")
    if (was or into) and changed_on is None:
        raise RowError("写了曾用名或并入，还要写更名日期")
    if name in (was, into):
        raise RowError("曾用名、并入不能与名称相同")
    kind = chosen(cells, "类别", KIND_WORDS) or ("group" if is_group(name) else "department")
    aliases, members = lines(cells, "别名"), lines(cells, "成员")
    return DraftUnit(name, kind, text(cells, "地方") or place, aliases, members, was, changed_on, into)
