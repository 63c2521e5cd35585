"""Reports as plain lines, kept in memory: what a report says never changes, so only which ones count is asked anew."""

from collections.abc import Collection, Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.rules.calendar import day_of
from bot.rules.standing import Said, SaidValue, said
from models import Measure, Report, ReportValue, Responsibility

MOST_KEPT = 20_000  # lines, about a kilobyte each
AT_ONCE = 1_000  # ids of one statement

_report: Any = Report.__table__
_duty: Any = Responsibility.__table__
_measure: Any = Measure.__table__
_value: Any = ReportValue.__table__
_OF_MEASURE = (
    select(_report.c.id)
    .join(_duty, _report.c.responsibility_id == _duty.c.id)
    .where(_duty.c.measure_id == bindparam("measure_id"), _report.c.retired_at.is_(None))
    .order_by(_report.c.filed_at, _report.c.id)
)
_THEIRS = _duty.c.measure_id.in_(bindparam("ids", expanding=True)) & _report.c.retired_at.is_(None)
_PLANS = (_measure.c.plan_id == bindparam("plan_id")) & (_report.c.filed_at <= bindparam("moment"))
_WORDS = [column for column in _report.c if column.name != "reading"]  # how it was read is asked for by /why alone
_SPOKEN = _report.join(_duty, _report.c.responsibility_id == _duty.c.id)
_IN_PLANS = _SPOKEN.join(_measure, _measure.c.id == _duty.c.measure_id)
_COUNTING = (
    select(_duty.c.measure_id, *_WORDS)
    .select_from(_SPOKEN)
    .where(_THEIRS)
    .order_by(_report.c.said_at, _report.c.filed_at, _report.c.id)
)
_PLANS_REPORTS = select(*_WORDS).select_from(_IN_PLANS).where(_PLANS).order_by(_report.c.filed_at, _report.c.id)


def _values_of(reports: Any) -> Any:
    """The figures of the reports. As a list of numbers: joined, SQLite would rather go through all figures there are."""
    named = _value.c.report_id, _value.c.target_id, _value.c.indicator, _value.c.kind, _value.c.value, _value.c.unit
    return select(*named).where(_value.c.report_id.in_(reports)).order_by(_value.c.id)


_THEIR_VALUES = _values_of(select(_report.c.id).select_from(_SPOKEN).where(_THEIRS))
_PLANS_VALUES = _values_of(select(_report.c.id).select_from(_IN_PLANS).where(_PLANS))
_REPORTS = select(*_WORDS).where(_report.c.id.in_(bindparam("ids", expanding=True)))
_VALUES = _values_of(bindparam("ids", expanding=True))


class Lines:
    """The lines of one process. Rows written in a transaction that may yet be undone are read, never kept."""

    def __init__(self) -> None:
        self._kept: dict[int, Said] = {}
        self._lock = Lock()

    def of_measure(self, session: Session, measure_id: int) -> list[Said]:
        """All the reports on a measure that count now, oldest first: which count is asked, what they say is mostly in
        memory."""
        return self._read(session, session.connection().scalars(_OF_MEASURE, {"measure_id": measure_id}).all())

    def one(self, session: Session, report_id: int) -> Said:
        """One report, whether it counts or not."""
        (line,) = self._read(session, [report_id])
        return line

    def keep(self, lines: dict[int, Said]) -> None:
        """Keep what has been written, now that it is committed."""
        if lines:
            with self._lock:
                self._kept.update(lines)

    def _read(self, session: Session, ids: Sequence[int]) -> list[Said]:
        with self._lock:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            lines = {one: self._kept[one] for one in ids if one in self._kept}
        lines |= {one: line for one, line in session.info.get("fresh", {}).items() if one in ids}
        missing = [one for one in ids if one not in lines]
        if missing:
            found = _load(session, missing)
            fresh: dict[int, Said] = session.info.get("fresh", {})
            with self._lock:
                self._kept.update((one, line) for one, line in found.items() if one not in fresh)
            lines |= found
        return [lines[one] for one in ids]


def written(session: Session, report: Report) -> None:
    """Say that the report is of this transaction, which may yet be undone and its number given to another."""
    line = said(report)
    for whose in ("fresh", "mine"):  # everybody's who shares the commit, and this transaction's own
        session.info.setdefault(whose, {})[report.id] = line


def of_measures(session: Session, measure_ids: Collection[int]) -> dict[int, list[Said]]:
    """Measure → all the reports on it that count now, in the order said; nothing of it is kept."""
    found: dict[int, list[Said]] = {}
    ids = sorted(measure_ids)
    for some in (ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE)):
        figures: dict[int, list[SaidValue]] = {}
        for one in session.connection().execute(_THEIR_VALUES, {"ids": some}):
            figures.setdefault(one.report_id, []).append(_number(one))
        for row in session.connection().execute(_COUNTING, {"ids": some}):
            found.setdefault(row.measure_id, []).append(_line(row, tuple(figures.get(row.id, ()))))
    return found


def known_at(session: Session, plan_id: int, moment: datetime) -> list[Said]:
    """All that had been filed on a plan's measures by a moment, in the order filed, with what has been retired since."""
    figures: dict[int, list[SaidValue]] = {}
    asked = {"plan_id": plan_id, "moment": moment}
    for one in session.connection().execute(_PLANS_VALUES, asked):
        figures.setdefault(one.report_id, []).append(_number(one))
    rows = session.connection().execute(_PLANS_REPORTS, asked)
    return [_line(row, tuple(figures.get(row.id, ())))._replace(retired_at=row.retired_at) for row in rows]


def _load(session: Session, ids: list[int]) -> dict[int, Said]:
    values: dict[int, list[SaidValue]] = {}
    for one in session.connection().execute(_VALUES, {"ids": ids}):
        values.setdefault(one.report_id, []).append(_number(one))
    rows = session.connection().execute(_REPORTS, {"ids": ids})
    return {row.id: _line(row, tuple(values.get(row.id, ()))) for row in rows}


def _number(row: Any) -> SaidValue:
    return SaidValue(row.target_id, row.indicator, row.kind, row.value, row.unit)


def _line(row: Any, values: tuple[SaidValue, ...]) -> Said:
    return Said(
        report_id=row.id,
        duty_id=row.responsibility_id,
        unit_id=row.unit_id,
        person_id=row.person_id,
        day=day_of(row.said_at),
        text=row.text,
        status=row.status,
        percent=row.percent,
        blocker=row.blocker,
        expected_by=row.expected_by,
        on_behalf=row.on_behalf,
        no_change=row.no_change,
        said_at=row.said_at,
        filed_at=row.filed_at,
        retired_at=None,  # those that count
        values=values,
        no_change_why=row.no_change_why,
    )
