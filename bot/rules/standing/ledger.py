"""Reports as a ledger: which count at a moment, in which order, and which of them move something."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.rules.calendar import day_of
from bot.rules.standing.values import Said, SaidValue
from models import Report

# Words that bring news but no progress.
STANDING_STILL = ("not_started", "at_risk", "blocked")


def counts_at(report: Report | Said, moment: datetime) -> bool:
    """Whether the report was filed by then and not yet retired."""
    return report.filed_at <= moment and ((retired := report.retired_at) is None or retired > moment)


def said(report: Report | Said) -> Said:
    """A report as a line of the ledger."""
    if isinstance(report, Said):
        return report
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
        bool(report.no_change),
        report.said_at,
        report.filed_at,
        report.retired_at,
        tuple(
            SaidValue(value.target_id, value.indicator, value.kind, value.value, value.unit) for value in report.values
        ),
        report.no_change_why,
    )


def ledger(reports: Iterable[Report | Said], moment: datetime) -> list[Said]:
    """The reports that count at a moment, in the order they were said."""
    return sorted((said(report) for report in reports if counts_at(report, moment)), key=_order)


def _order(line: Said) -> tuple[datetime, datetime, int]:
    return line.said_at, line.filed_at, line.report_id or 0


def moves(lines: Sequence[Said]) -> list[Said]:
    """Those of a measure's reports (in the order said) that move something: a figure or a share that differs from the
    speaker's last one, a first "done", or new words of progress. "No change", the same figures and the same words
    again do not."""
    known: dict[tuple[object, ...], object] = {}
    return [line for line in lines if not line.no_change and _moves(line, known)]


def _moves(line: Said, known: dict[tuple[object, ...], object]) -> bool:
    """Whether one report moves something beyond what its speaker had said (`known`, which it is added to)."""
    speaker = (line.duty_id, line.unit_id)
    words = line.text.strip()
    changed = False
    for value in line.values:
        key = (*speaker, value.target_id or value.indicator)
        before = known.get(key)
        number = (
            value.value + (before if isinstance(before, float) else 0.0) if value.kind == "increment" else value.value
        )
        changed |= number != before and not (value.kind == "increment" and value.value == 0)
        known[key] = float(number)
    for name, word in (("percent", line.percent), ("done", True if line.status == "done" else None)):
        if word is not None:
            changed |= known.get((*speaker, name)) != word
            known[*speaker, name] = word
    if line.status in STANDING_STILL:
        known.pop((*speaker, "done"), None)
    elif not line.values and line.percent is None and line.status != "done":
        changed |= bool(words) and known.get((*speaker, "words")) != words
    known[*speaker, "words"] = words
    return changed
