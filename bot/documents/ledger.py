"""The spreadsheet of a parsed plan (台账): the same layout out and in, so that only an editor's changes are changes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.drafts import LEAD_BASES, BadRow, DraftDeadline, DraftMeasure, DraftTarget, Number
from bot.documents.rows import RowError
from bot.documents.units import split_units

# Sheets, their columns and the widths of these; names of units and sections stand one a line in their cell.
SHEETS: Final = {
    "举措": {
        "序号": 12,
        "部分": 22,
        "任务": 24,
        "内容": 60,
        "牵头单位": 20,
        "责任单位": 28,
        "牵头依据": 18,
        "疑问": 32,
    },
    "目标": {
        "序号": 12,
        "原文": 48,
        "指标": 28,
        "比较": 10,
        "数值": 10,
        "上限": 10,
        "计量单位": 10,
        "截止日": 12,
        "时间原话": 16,
    },
    "时限": {"序号": 12, "原话": 40, "截止日": 12, "周期": 12},
}
# A cell that begins with = would be a formula; these words are also what an editor chooses from.
OP_WORDS: Final = {
    "=": "等于",
    ">=": "不少于",
    ">": "超过",
    "<=": "不超过",
    "<": "少于",
    "range": "区间",
    "qualitative": "定性",
}
RECUR_WORDS: Final = {
    "ongoing": "持续",
    "annual": "每年",
    "semiannual": "每半年",
    "quarterly": "每季度",
    "monthly": "每月",
    "weekly": "每周",
}
_OPS: Final = {word: op for op, word in OP_WORDS.items()}
_RECURS: Final = {word: recurs for recurs, word in RECUR_WORDS.items()}
_BASES: Final = {words: basis for basis, words in LEAD_BASES.items()}

Cells = dict[str, Any]


def write_ledger(measures: Iterable[DraftMeasure]) -> bytes:
    """The measures as an .xlsx workbook of three sheets: measures, targets, limits."""
    book = Workbook()
    book.remove(book.active)
    sheets = {name: _sheet(book, name) for name in SHEETS}
    for measure in measures:
        basis = LEAD_BASES.get(measure.lead_basis, measure.lead_basis)
        lines = ["\n".join(names) for names in (measure.sections, measure.leads, measure.units, measure.doubts)]
        sections, leads, units, doubts = lines
        _append(sheets["举措"], [measure.ref, sections, measure.title, measure.text, leads, units, basis, doubts])
        for t in measure.targets:
            words = [measure.ref, t.text, t.indicator, OP_WORDS[t.op], t.value, t.value_max, t.unit, t.due_on, t.phrase]
            _append(sheets["目标"], words)
        for limit in measure.deadlines:
            recurs = RECUR_WORDS.get(limit.recurs, limit.recurs) if limit.recurs else None
            _append(sheets["时限"], [measure.ref, limit.phrase, limit.on, recurs])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read_ledger(data: bytes) -> tuple[tuple[DraftMeasure, ...], tuple[BadRow, ...]] | None:
    """The measures of a workbook in our layout and the rows left out; None when the layout is another."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    if "举措" not in book.sheetnames or not set(SHEETS["举措"]) - {"疑问"} <= set(_header(book["举措"])):
        return None
    bad: list[BadRow] = []
    parts: dict[str, dict[str, list[Any]]] = {}
    for name, make in (("目标", _target), ("时限", _deadline)):
        for label, cells in _rows(book[name]) if name in book.sheetnames else ():
            try:
                parts.setdefault(_word(cells, "序号"), {}).setdefault(name, []).append(make(cells))
            except RowError as wrong:
                bad.append(BadRow(f"{name} {label}", str(wrong)))
    measures: dict[str, DraftMeasure] = {}
    for label, cells in _rows(book["举措"]):
        try:
            ref = _word(cells, "序号")
            if ref in measures:
                raise RowError(f"序号 {ref} 与前面的一行重复")
            measures[ref] = _measure(ref, cells, parts.get(ref, {}))
        except RowError as wrong:
            bad.append(BadRow(f"举措 {label}", str(wrong)))
    return tuple(measures.values()), tuple(bad)


def _measure(ref: str, cells: Cells, parts: dict[str, list[Any]]) -> DraftMeasure:
    units, leads = _names(cells.get("责任单位")), _names(cells.get("牵头单位"))
    units = (*(lead for lead in leads if lead not in units), *units)
    if not units:
        raise RowError("没有责任单位")
    basis = str(cells.get("牵头依据") or "")
    return DraftMeasure(
        ref=ref,
        title=str(cells.get("任务") or ""),
        sections=tuple(line for line in str(cells.get("部分") or "").split("\n") if line),
        text=_word(cells, "内容"),
        units=units,
        leads=leads,
        lead_basis=_BASES.get(basis, basis if basis in LEAD_BASES else "named" if leads else "none"),
        targets=tuple(parts.get("目标", ())),
        deadlines=tuple(parts.get("时限", ())),
        doubts=tuple(line for line in str(cells.get("疑问") or "").split("\n") if line),
    )


def _target(cells: Cells) -> DraftTarget:
    word = str(cells.get("比较") or "")
    op = _OPS.get(word, word)
    if op not in OP_WORDS:
        raise RowError(f"比较只能写 {'、'.join(_OPS)}，不能写“{word}”")
    value, value_max = _number(cells, "数值"), _number(cells, "上限")
    if (value is None) != (op == "qualitative"):
        raise RowError("定性目标不写数值，其余目标要写数值")
    if (value_max is None) == (op == "range"):
        raise RowError("区间要写上限，其余不写")
    return DraftTarget(
        _word(cells, "原文"),
        str(cells.get("指标") or cells["原文"]),
        op,
        value,
        value_max,
        cells.get("计量单位"),
        _day(cells, "截止日"),
        cells.get("时间原话"),
    )


def _deadline(cells: Cells) -> DraftDeadline:
    recurs = cells.get("周期")
    if recurs and recurs not in _RECURS:
        raise RowError(f"周期只能写 {'、'.join(_RECURS)}，不能写“{recurs}”")
    return DraftDeadline(_word(cells, "原话"), _day(cells, "截止日"), _RECURS[recurs] if recurs else None)


def _names(cell: Any) -> tuple[str, ...]:
    """Names one a line; a line an editor wrote as a list is parted."""
    return tuple(dict.fromkeys(name for line in str(cell or "").split("\n") for name in split_units(line)))


def _word(cells: Cells, column: str) -> str:
    if cells.get(column) in (None, ""):
        raise RowError(f"缺少{column}")
    return str(cells[column])


def _number(cells: Cells, column: str) -> Number | None:
    value = cells.get(column)
    if value in (None, ""):
        return None
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        raise RowError(f"{column}应是数字，不能是“{value}”") from None
    return int(number) if number.is_integer() else number


def _day(cells: Cells, column: str) -> date | None:
    value = cells.get(column)
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    try:
        year, month, day = map(int, re.findall(r"\d+", str(value)))
        return date(year, month, day)
    except ValueError:
        raise RowError(f"{column}应写成 2018-12-31 这样的日期，不能是“{value}”") from None


def _rows(sheet: Worksheet) -> Iterator[tuple[str, Cells]]:
    header = _header(sheet)
    for place, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
        if any(value not in (None, "") for value in row):
            yield f"第{place}行", dict(zip(header, row, strict=False))


def _header(sheet: Worksheet) -> list[str]:
    return [str(cell.value or "").strip() for cell in sheet[1]]


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    sheet.append(list(SHEETS[name]))
    for place, width in enumerate(SHEETS[name].values(), start=1):
        head = sheet.cell(1, place)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    return sheet


def _append(sheet: Worksheet, values: list[Any]) -> None:
    row = sheet.max_row + 1
    for place, value in enumerate(values, start=1):
        if value in (None, ""):
            continue
        cell = sheet.cell(row, place, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
