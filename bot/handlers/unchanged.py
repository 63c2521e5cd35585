"""报进展 and 无变化: what one tap begins, and why nothing has changed, by one more tap."""

from dataclasses import replace

from bot.desk import Desk, Letters
from bot.errors import Gone
from bot.handlers.card import REASONS, card, reason
from bot.handlers.filing import figures_before, filed
from bot.handlers.kept import data_of, part_as, part_pressed, speak_for, words_on
from bot.rules.reading import Item, Reading
from bot.store import drafts, reports
from bot.store.book import Part
from bot.store.lines import written
from bot.texts import Letter
from models import Draft, Report

LONGEST = 60  # characters of a reason; more is a report


def begin(desk: Desk) -> Letters:
    """A measure's 报进展 button: the next message is about it."""
    return begun(desk, part_pressed(desk))


def begun(desk: Desk, part: Part, edits: int | None = None) -> Letter:
    """The next message is about this part."""
    payload = {"measure": part.measure.id, "duty": part.duty.id, "unit": part.unit.id}
    if desk.on_behalf:
        payload["behalf"] = part.unit.id
    drafts.open_draft(desk.session, desk.me, desk.chat_id, "about", payload, desk.now)
    rows = [[desk.button("no_change", data_of("n", part))]]
    return desk.letter(
        "begin",
        measure=part.measure,
        behalf=part.unit.name if desk.on_behalf else None,
        figures=desk.figures(part.measure),
        about=[part.duty.id],
        buttons=[] if desk.on_behalf else rows,
        edits=edits,
    )


def no_change(desk: Desk) -> Letters:
    """无变化, in one tap: it counts for the cycle and does not stop the stagnation clock. Tapped again the same day, it is
    the same report."""
    part = part_pressed(desk)
    before = figures_before(desk, part)
    last = reports.last_of(desk.session, desk.me, [part.duty.id])
    zone = desk.house.settings.zone
    same = last is not None and last.no_change and last.unit_id == part.unit.id
    if last is not None and same and last.said_at.astimezone(zone).date() == desk.today:
        return card(desk, part, last, before)
    kept = replace(words_on(desk), text="无变化", message_id=0)
    return filed(desk, part, Item(measure=part.measure.id), 0, before_figures=before, kept=kept)


def give_reason(desk: Desk) -> Letters:
    """Why nothing has changed: one of the usual reasons, or 其他: then the next message says it."""
    report_id, index = desk.numbers(2)
    report = _unchanged(desk, report_id)
    if index > len(REASONS):
        raise Gone("gone")
    if index < len(REASONS):
        return _reasoned(desk, report, reason(desk, index))
    duty = desk.book.duties[report.responsibility_id]
    payload = {"report": report.id, "measure": duty.measure_id, "duty": duty.id}
    drafts.open_draft(desk.session, desk.me, desk.chat_id, "reason", payload, desk.now)
    return desk.letter("ask_reason", report=report)


def reason_in_words(desk: Desk, draft: Draft, reading: Reading) -> Letter | None:
    """The reason as it was written; None when the words are a report rather than a reason."""
    told = [item for item in reading.items if item.values or item.percent is not None or item.status == "done"]
    others = [item for item in reading.items if item.named is not None or item.measure != draft.payload["measure"]]
    if told or others or len(desk.words) > LONGEST or reading.intent in ("correct", "withdraw", "my_measures"):
        return None
    draft.ended_at = desk.now
    return _reasoned(desk, _unchanged(desk, draft.payload["report"]), desk.words.strip())


def _unchanged(desk: Desk, report_id: int) -> Report:
    report = reports.own(desk.session, report_id, desk.me)
    if not report.no_change:
        raise Gone("gone")
    speak_for(desk, report.unit_id if report.on_behalf else None)
    return report


def _reasoned(desk: Desk, report: Report, why: str) -> Letter:
    report.no_change_why = why
    desk.session.flush()
    written(desk.session, report)
    part = part_as(desk, report.responsibility_id, report.unit_id)
    return card(desk, part, report, {}, edits=desk.pressed)
