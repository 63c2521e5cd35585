"""The plan's own sheets in the office's workbook, as they are loaded again, and beside each measure how it stands."""

from collections.abc import Mapping
from dataclasses import replace

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.drafts import DraftMeasure, DraftPlan, DraftTarget, LoadedPlan
from bot.documents.ledger import plan_sheets
from bot.documents.ledger.layout import HIDDEN, MAIN, SHEETS, WAS_STANDING
from bot.documents.ledger.sheets import PART
from bot.documents.ledger.standing import sealed
from bot.render.looks import LINE_HEIGHT, TALLEST, Styles, lines_of, on_paper, put_heading
from bot.render.tables import STANDING, WIDTHS, Cell, standing
from bot.render.words import Words, clean
from bot.rules.summary import Row, Summary

# Folded away behind a [+]: an editor opens them, and who reads how things stand need not scroll past them.
FOLDED = ("内容", "牵头依据", "疑问")
FIRST = len(SHEETS[MAIN]) + 1  # the first column beside the plan's


def ledger_book(s: Summary, plan: LoadedPlan | None, w: Words) -> Workbook:
    """The workbook with the plan's sheets; it is marked as a part where it does not hold exactly the plan as loaded."""
    loaded = dict(zip(plan.ids, plan.draft.measures, strict=True)) if plan else {}
    whole = (
        plan is not None and not plan.past and s.scope is None and [row.measure_id for row in s.rows] == list(plan.ids)
    )
    part = "" if whole else f"{s.scope}的任务" if s.scope else f"{Words().day(s.until_on)}的方案"
    draft = _draft(s, plan, loaded)
    book = plan_sheets(draft, plan.units if plan else (), part=part).book
    if part:
        book.properties.subject = PART
    _stand(book[MAIN], s.rows, draft.measures, w)
    return book


def _draft(s: Summary, plan: LoadedPlan | None, loaded: Mapping[int, DraftMeasure]) -> DraftPlan:
    """The plan with exactly the summary's measures, those withdrawn since told from what the summary knows."""
    measures = tuple(loaded.get(row.measure_id) or _told(row) for row in s.rows)
    if plan is None:
        return DraftPlan(s.plan_code, s.plan_title, "", "", None, "hans", "", "month", 25, None, "", (), measures)
    refs = {one.ref for one in measures}
    return replace(plan.draft, measures=measures, links=tuple(one for one in plan.draft.links if one.ref in refs))


def _told(row: Row) -> DraftMeasure:
    targets = (
        DraftTarget(one.text, one.indicator, one.op, one.goal, one.goal_max, one.unit, one.due_on, one.phrase)
        for one in row.figures
    )
    return DraftMeasure(
        ref=row.ref,
        title=row.title,
        sections=(row.section,) if row.section else (),
        text=row.text,
        units=(*row.leads, *row.supports, *row.owns),
        leads=row.leads,
        lead_basis="each-own-function" if row.owns else "named" if row.leads else "none",
        targets=tuple(targets),
    )


def _stand(sheet: Worksheet, rows: tuple[Row, ...], measures: tuple[DraftMeasure, ...], w: Words) -> None:
    """Writes how each measure stands beside it, and folds and sizes the sheet for those who read it."""
    headings = [w.of(f"column.{key}") for key in STANDING]
    for column, (key, heading) in enumerate(zip(STANDING, headings, strict=True), start=FIRST):
        cell = sheet.cell(1, column)
        put_heading(cell, heading)
        cell.comment = Comment(w.of("standing_note"), w.of("issuer"), height=90, width=260)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[key]
    last = FIRST + len(STANDING)
    sheet.cell(1, last, WAS_STANDING)
    sheet.column_dimensions[get_column_letter(last)].hidden = True
    styles = Styles(w)
    for place, row in enumerate(rows, start=2):
        values = [clean(value) if isinstance(value, str) else value for value in standing(row, w)]
        for column, (key, value) in enumerate(zip(STANDING, values, strict=True), start=FIRST):
            styles.put(sheet.cell(place, column), key, value)
        sheet.cell(place, last, sealed(dict(zip(headings, values, strict=True))))
        for column in range(1, FIRST):
            styles.dress(sheet.cell(place, column))
        shown = _shown(sheet, place) + [(WIDTHS[key], value) for key, value in zip(STANDING, values, strict=True)]
        sheet.row_dimensions[place].height = min(TALLEST, LINE_HEIGHT * lines_of(shown) + 4)
    for column, name in enumerate(SHEETS[MAIN], start=1):
        if name in FOLDED:
            dimension = sheet.column_dimensions[get_column_letter(column)]
            dimension.outlineLevel, dimension.hidden = 1, True
    sheet.auto_filter.ref = f"A1:{get_column_letter(last - 1)}{len(rows) + 1}"
    sheet.row_dimensions[1].height = 30
    on_paper(sheet)


def _shown(sheet: Worksheet, place: int) -> list[tuple[int, Cell]]:
    """The width and value of the plan's cells that are seen in a row."""
    return [
        (width, str(sheet.cell(place, column).value or ""))
        for column, (name, width) in enumerate(SHEETS[MAIN].items(), start=1)
        if name not in (*FOLDED, *HIDDEN)
    ]
