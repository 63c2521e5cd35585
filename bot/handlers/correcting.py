"""Second thoughts: a report taken back, corrected in words, or corrected by editing the message it came from."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk import Desk, Letters
from bot.errors import Refusal
from bot.handlers import digest
from bot.handlers.doubts import ask_which
from bot.handlers.filing import figures_before, file_all, file_or_ask, filed, part_of
from bot.handlers.hearing import REPORTS, context_of, duty_ids, read_as_contact, says_total
from bot.handlers.kept import Kept, part_as, speak_for, words_on
from bot.handlers.passing import foreign
from bot.rules.reading import Context, Item, Reading
from bot.store import drafts, reports
from bot.store.book import Part
from bot.texts import Letter
from models import Draft, Report


def undo(desk: Desk) -> Letters:
    """Take back the caller's last report on what they answer for now."""
    # what the office said for a unit is on record as the office's: any duty may be meant
    where = set(desk.book.duties) if desk.reads_all else duty_ids(desk)
    last = reports.last_of(desk.session, desk.me, where)
    if last is None:
        raise Refusal("no_reports")
    return _undone(desk, last)


def undo_one(desk: Desk) -> Letters:
    """The 撤回 button under a card."""
    (report_id,) = desk.numbers(1)
    return _undone(desk, reports.own(desk.session, report_id, desk.me))


def _undone(desk: Desk, report: Report) -> Letter:
    part = _part_of_report(desk, report)
    reports.retire(report, "withdrawn", desk.now)
    desk.session.flush()
    digest.reopen(desk, part)
    return desk.letter(
        "undone",
        measure=part.measure,
        report=report,
        edits=desk.pressed,
        standing=desk.standing(part.measure),
        touched=[value.target_id for value in report.values],
    )


def _part_of_report(desk: Desk, report: Report) -> Part:
    """The caller's part that a report of theirs is on; what they said for a unit they may still take back."""
    speak_for(desk, report.unit_id if report.on_behalf else None)
    return part_as(desk, report.responsibility_id, report.unit_id)


def amend(desk: Desk) -> Letters:
    """The 改 button: say how to correct; the words that follow correct this report."""
    (report_id,) = desk.numbers(1)
    report = reports.own(desk.session, report_id, desk.me)
    part = _part_of_report(desk, report)
    payload = {"report": report.id, "measure": part.measure.id, "behalf": report.unit_id if report.on_behalf else None}
    drafts.open_draft(desk.session, desk.me, desk.chat_id, "amend", payload, desk.now)
    return desk.letter("amend", measure=part.measure, report=report, about=[part.duty.id])


def amended(desk: Desk, draft: Draft, reading: Reading) -> Letters:
    """What follows the 改 button: it takes the place of the report the button was pressed for. Words on another measure
    are a report of their own; then the correction is still awaited."""
    old = reports.own(desk.session, draft.payload["report"], desk.me)
    return _instead(desk, old, reading, draft)


def correct(desk: Desk, reading: Reading) -> Letters:
    """The last report as corrected; the last one on another measure where the correction gives that measure's figures.

    A correction that names another measure and nothing else moves the last report there (刚才那个是大数据的).
    """
    item = reading.items[0] if reading.items else Item()
    part = part_of(desk, item)
    last = reports.last_of(desk.session, desk.me, duty_ids(desk))
    if last is None:
        return file_all(desk, reading)
    if part is not None and part.duty.id != last.responsibility_id and not reports.says_nothing_new(item):
        last = reports.last_of(desk.session, desk.me, [part.duty.id]) or last
    return _instead(desk, last, reading)


def _instead(desk: Desk, old: Report, reading: Reading, draft: Draft | None = None) -> Letters:
    """The first item that may be about the old report takes its place; the others are filed, asked about or refused as
    they would be without it."""
    letters: list[Letter] = []
    replaced = False
    heard = words_on(desk, reading, context_of(desk, draft))
    now_on = desk.book.duties[old.responsibility_id].measure_id
    for index, item in enumerate(reading.items or (Item(),)):
        part, kept = part_of(desk, item), heard.of_item(index)
        if part is None and item.foreign:
            letters.append(foreign(desk, item, kept))
            continue
        about_old = part is None or part.measure.id == now_on
        moves = not about_old and (reading.intent == "correct" or reports.says_nothing_new(item))
        if not replaced and (about_old or moves):
            replaced = True
            letters.append(_replaced(desk, old, None if about_old else part, item, index, kept))
        elif part is not None:
            letters.append(file_or_ask(desk, part, item, index, kept))
        else:
            letters.append(ask_which(desk, item, index, kept))
    if replaced and draft is not None:
        draft.ended_at = desk.now
    return letters


def _replaced(desk: Desk, old: Report, part: Part | None, item: Item, index: int, kept: Kept) -> Letter:
    chosen = part or _part_of_report(desk, old)
    item = _of_the_same_kind(item, old, desk.words)
    return filed(desk, chosen, item, index, before_figures=figures_before(desk, chosen), kept=kept, revises=old)


def _of_the_same_kind(item: Item, old: Report, words: str) -> Item:
    """The item, where a figure that does not say whether it is new or a total means what the old report's meant."""
    kinds = {value.target_id: value.kind for value in old.values}
    open_to = ("unclear",) if says_total(words) else ("unclear", "total")
    values = (replace(v, kind=kinds.get(v.target, "total")) if v.kind in open_to else v for v in item.values)  # type: ignore[arg-type]
    return replace(item, values=tuple(values))


def said_otherwise(desk: Desk, earlier: Sequence[Report]) -> Letters:
    """The message that made these reports has been edited: what it says now takes their place, the old values stay in
    the history. When it no longer says anything, the reports stay and the person is told how to take them back."""
    if all(report.text == desk.words for report in earlier):
        return None
    duties = desk.book.duties
    left = {duties[one.responsibility_id].measure_id: one for one in earlier if one.responsibility_id in duties}
    measures = tuple(left)
    context = Context(measure=measures[0]) if len(measures) == 1 else Context(measures=measures)
    reading = read_as_contact(desk, context)
    if reading.intent not in REPORTS:
        return desk.letter("edit_unclear", report=earlier[0])
    letters = []
    heard = words_on(desk, reading, context)
    for index, item in enumerate(reading.items):
        part, kept = part_of(desk, item), heard.of_item(index)
        if part is None:
            letters.append(foreign(desk, item, kept) if item.foreign else ask_which(desk, item, index, kept))
            continue
        old = left.pop(part.measure.id, None)
        if old is None and len(earlier) == len(reading.items) == 1:
            old = left.popitem()[1]
        if old is None:
            letters.append(file_or_ask(desk, part, item, index, kept))
            continue
        item = _of_the_same_kind(item, old, desk.words)
        before = figures_before(desk, part)
        letters.append(filed(desk, part, item, index, before_figures=before, kept=kept, revises=old, anew=True))
    letters.extend(_undone(desk, report) for report in left.values())
    return letters
