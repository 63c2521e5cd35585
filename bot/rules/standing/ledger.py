"""Reports as a ledger: which count at a moment, in which order, and which of them move something."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.rules.calendar import day_of
from bot.rules.standing.values import Said
from models import Report

# Words that bring news but no progress.
STANDING_STILL = ("not_started", "at_risk", "blocked")


def counts_at(report: Report, moment: datetime) -> bool:
    """Whether the report was filed by then and not yet retired."""
    return report.filed_at <= moment and (report.retired_at is None or report.retired_at > moment)


def said_order(reports: Iterable[Report], moment: datetime) -> list[Report]:
    """The reports that count at a moment, in the order they were said."""
    return sorted(
        (report for report in reports if counts_at(report, moment)),
        key=lambda report: (report.said_at, report.filed_at, report.id or 0),
    )


def said(report: Report) -> Said:
    """The quotable part of a report."""
    return Said(
        report.id,
        report.responsibility_id,
        report.unit_id,
        report.person_id,
        day_of(report.said_at),
        report.text,
        report.status,
        report.percent,
        report.blocker,
        report.expected_by,
        bool(report.on_behalf),
    )


def moves(reports: Sequence[Report]) -> list[Report]:
    """Those of a measure's reports (in the order said) that move something: a figure or a share that differs from the
    speaker's last one, a first "done", or new words of progress. "No change", the same figures and the same words
    again do not."""
    known: dict[tuple[object, ...], object] = {}
    return [report for report in reports if _moves(report, known)]


def _moves(report: Report, known: dict[tuple[object, ...], object]) -> bool:
    """Whether one report moves something beyond what its speaker had said (`known`, which it is added to)."""
    if report.no_change:
        return False
    speaker = (report.responsibility_id, report.unit_id)
    changed = False
    for value in report.values:
        key = (*speaker, "value", value.target_id or value.indicator)
        if value.kind == "increment":
            changed |= value.value != 0
            known[key] = _number(known.get(key)) + value.value
        else:
            changed |= known.get(key) != value.value
            known[key] = value.value
    if report.percent is not None:
        changed |= known.get((*speaker, "percent")) != report.percent
        known[*speaker, "percent"] = report.percent
    if report.status == "done":
        changed |= known.get((*speaker, "status")) != "done"
    if report.status is not None:
        known[*speaker, "status"] = report.status
    if not report.values and report.percent is None and report.status not in (*STANDING_STILL, "done"):
        changed |= bool(report.text.strip()) and known.get((*speaker, "text")) != report.text.strip()
    known[*speaker, "text"] = report.text.strip()
    return changed


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else 0.0
