"""Second thoughts: a report taken back, corrected in words, or corrected by editing the message it came from."""

from collections.abc import Sequence

from bot.context import Desk, Letters
from bot.errors import Refusal
from bot.handlers.filing import ask_which, file_all, filed, foreign, part_of
from bot.handlers.hearing import REPORTS, read_as_contact
from bot.rules.reading import Context, Item, Reading
from bot.store import drafts, reports
from bot.store.book import Part
from bot.texts import Letter
from models import Draft, Report


def undo(desk: Desk) -> Letters:
    """Take back the caller's last report."""
    last = reports.last_of(desk.session, desk.me)
    if last is None:
        raise Refusal("no_reports")
    return _undone(desk, last)


def undo_one(desk: Desk) -> Letters:
    """The 撤回 button under a card."""
    (report_id,) = desk.numbers(1)
    return _undone(desk, reports.own(desk.session, report_id, desk.me))


def _undone(desk: Desk, report: Report) -> Letter:
    part = desk.book.part(report.responsibility_id, desk.unit_ids)
    reports.retire(report, "withdrawn", desk.now)
    desk.session.flush()
    return desk.letter(
        "undone", measure=part.measure, report=report, edits=desk.pressed, standing=desk.standing(part.measure)
    )


def amend(desk: Desk) -> Letters:
    """The 改 button: say how to correct; the words that follow correct this report."""
    (report_id,) = desk.numbers(1)
    report = reports.own(desk.session, report_id, desk.me)
    part = desk.book.part(report.responsibility_id, desk.unit_ids)
    payload = {"report": report.id, "measure": part.measure.id}
    drafts.open_draft(desk.session, desk.me, desk.chat_id, "amend", payload, desk.now)
    return desk.letter("amend", measure=part.measure, report=report, about=[part.duty.id])


def amended(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    """What follows the 改 button, put in the place of the report it was pressed for."""
    draft.ended_at = desk.now
    old = reports.own(desk.session, draft.payload["report"], desk.me)
    item = reading.items[0] if reading.items else Item()
    return _replaced(desk, old, part_of(desk, item), item)


def correct(desk: Desk, reading: Reading) -> Letters:
    """The last report as corrected; the last one on another measure where the correction gives that measure's figures.

    A correction that names another measure and nothing else moves the last report there (刚才那个是大数据的).
    """
    item = reading.items[0] if reading.items else Item()
    last = reports.last_of(desk.session, desk.me)
    if last is None:
        return file_all(desk, reading)
    part = part_of(desk, item)
    if part is not None and part.duty.id != last.responsibility_id and not reports.says_nothing_new(item):
        last = reports.last_of(desk.session, desk.me, part.duty.id) or last
    return _replaced(desk, last, part, item)


def _replaced(desk: Desk, old: Report, part: Part | None, item: Item) -> Letter:
    chosen = part or desk.book.part(old.responsibility_id, desk.unit_ids)
    return filed(desk, chosen, item, 0, before_figures=_figures(desk, chosen), revises=old)


def _figures(desk: Desk, part: Part) -> dict[int, float | None]:
    return {figure.target_id: figure.value for figure in desk.standing(part.measure).figures}


def said_otherwise(desk: Desk, earlier: Sequence[Report]) -> Letters:
    """The message that made these reports has been edited: what it says now takes their place, the old values stay in
    the history. When it no longer says anything, the reports stay and the person is told how to take them back."""
    if all(report.text == desk.words for report in earlier):
        return None
    duties = desk.book.duties
    left = {duties[one.responsibility_id].measure_id: one for one in earlier if one.responsibility_id in duties}
    measures = tuple(left)
    context = Context(measure=measures[0]) if len(measures) == 1 else Context(measures=measures)
    _, reading = read_as_contact(desk, context)
    if reading.intent not in REPORTS:
        return desk.letter("edit_unclear", report=earlier[0])
    letters = []
    for index, item in enumerate(reading.items):
        part = part_of(desk, item)
        if part is None:
            letters.append(foreign(desk, item) if item.foreign else ask_which(desk, item, index))
            continue
        old = left.pop(part.measure.id, None)
        if old is None and len(earlier) == len(reading.items) == 1:
            old = left.popitem()[1]
        letters.append(filed(desk, part, item, index, before_figures=_figures(desk, part), revises=old, anew=True))
    letters.extend(_undone(desk, report) for report in left.values())
    return letters
