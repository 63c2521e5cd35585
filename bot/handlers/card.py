"""The card that answers a report, and what made the bot read the words so."""

from bot.desk import Desk, Letters
from bot.errors import Gone, NotYours, Refusal
from bot.handlers.hearing import duty_ids
from bot.rules.standing import Figure, Said
from bot.store import outbox, people, reports
from bot.store.book import Part
from bot.texts import Button, Letter, term
from models import Report

REASONS = ("funds", "superior", "others", "not_yet")  # why nothing has changed: keys of terms.toml


def card(desk: Desk, part: Part, report: Report, before: dict[int, float | None], edits: int | None = None) -> Letter:
    """What was filed, in figures: how far, against time, since the last report; `before` is what it is compared with."""
    lines = desk.said_of(part.measure)
    shown = desk.figures(part.measure, lines)
    touched = {value.target_id for value in report.values}
    figures = [f for f in shown if f.target_id in touched] or [f for f in shown if f.value is not None]
    moved = [f for f in figures if f.value is not None] if report.values else []
    earlier = {target: value for target, value in before.items() if value is not None}
    beside = _beside(lines, part, report)
    return desk.letter(
        "filed",
        measure=part.measure,
        part=part,
        report=report,
        figures=figures,
        changes={
            f.target_id: f.value - earlier[f.target_id] for f in moved if f.value is not None and f.target_id in earlier
        },
        counted_by=_counted_by(desk, part, report, shown),
        percent_before=next((line.percent for line in reversed(beside) if line.percent is not None), None),
        loose=[value for value in report.values if value.target_id is None],
        unread=_has_unread_figure(report),
        several=len(desk.units) > 1,
        revised=report.revises_id is not None,
        colleague=_colleague(desk, beside),
        edits=edits,
        about=[part.duty.id],
        buttons=_buttons(desk, report, shown),
    )


def _counted_by(desk: Desk, part: Part, report: Report, figures: tuple[Figure, ...]) -> str | None:
    """The unit whose number stands for a target that this report gives another number for; None where its own does."""
    given = {value.target_id for value in report.values}
    others = {f.unit_id for f in figures if f.target_id in given and f.unit_id not in (None, part.unit.id)}
    shared = part.group is not None or len(others) != 1
    return None if shared else desk.book.units[others.pop()].name  # type: ignore[index]


def _buttons(desk: Desk, report: Report, figures: tuple[Figure, ...]) -> list[list[Button]]:
    """改 and 撤销; the reasons under a 无变化 that has none yet; what to add at close-out, and only then."""
    rows = [[desk.button("amend", f"e:{report.id}"), desk.button("undo", f"u:{report.id}")]]
    if report.no_change and report.no_change_why is None:
        reasons = [Button(reason(desk, index), f"nr:{report.id}:{index}") for index in range(len(REASONS))]
        rows = [reasons[:2], reasons[2:], [desk.button("other", f"nr:{report.id}:{len(REASONS)}")], *rows]
    if finished(report, figures):
        rows[-1].append(desk.button("material", f"ev:{report.id}"))
    return rows


def reason(desk: Desk, index: int) -> str:
    """One of the usual reasons why nothing has changed, in the caller's language."""
    return term(desk.language, f"no_change.{REASONS[index]}")


def finished(report: Report, figures: tuple[Figure, ...]) -> bool:
    """Whether the report says that all is done, or brings what it gives figures for to its goal."""
    touched = {value.target_id for value in report.values}
    given = [figure for figure in figures if figure.target_id in touched and figure.goal is not None]
    reached = bool(given) and all(figure.reached for figure in given)
    return report.status == "done" or report.percent == 100 or reached


def _beside(lines: list[Said], part: Part, report: Report) -> list[Said]:
    """What the unit had said of it before."""
    mine = (part.duty.id, part.unit.id)
    return [line for line in lines if line.report_id < report.id and (line.duty_id, line.unit_id) == mine]


def _colleague(desk: Desk, lines: list[Said]) -> tuple[Said, str, object] | None:
    """The last report of another contact of the unit where it came today too: its line, who said it, and when."""
    last = lines[-1] if lines else None
    if last is None or last.person_id in (None, desk.me.id) or last.day != desk.today:
        return None
    who = people.name_of(desk.session, last.person_id)
    return (last, who, last.said_at.astimezone(desk.house.settings.zone)) if who is not None else None


def _has_unread_figure(report: Report) -> bool:
    """Whether the words hold a number and the report none: nobody is to think that it was counted."""
    told = report.values or report.percent is not None or report.expected_by or report.blocker or report.no_change
    return not told and any(sign.isdigit() for sign in report.text)


def why_read(desk: Desk) -> Letters:
    """/why after a card, in reply to one, or with a report's number: what in the words made the bot read them so."""
    report = _meant(desk)
    if report is None:
        raise Refusal("no_reports")
    duty = desk.book.duties.get(report.responsibility_id)
    if duty is None:
        raise Gone("measure_gone")
    if duty.id not in duty_ids(desk) and not desk.reads_all:
        raise NotYours("not_your_duty")
    found = reports.reading_of(desk.session, report.id)
    return desk.letter(
        "read_so", report=report, measure=desk.book.measures[duty.measure_id], why=found, about=[duty.id]
    )


def _meant(desk: Desk) -> Report | None:
    number = desk.words.strip().lstrip("№#")
    if number.isascii() and number.isdigit() and len(number) < 10:
        return reports.by_id(desk.session, int(number))
    if desk.reply_to is not None:
        cards = outbox.pressed_data(desk.session, desk.chat_id, desk.reply_to)
        ids = [int(data[2:]) for data in cards if data.startswith("u:")]
        if ids:
            return reports.by_id(desk.session, ids[0])
        came = reports.after_message(desk.session, desk.chat_id, desk.reply_to)
        if came:
            return came[0]
    return reports.by_id(desk.session, desk.caller.report_id) if desk.caller.report_id else None
