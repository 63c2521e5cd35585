"""Reports: filed, corrected, withdrawn, never overwritten; and the ledger that rules read."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.errors import Gone
from bot.rules.reading import Item
from bot.store.book import Part
from bot.store.lines import written
from models import Evidence, Person, Report, ReportValue, Responsibility

ADOPTED = timedelta(hours=1)  # how long a file waits for the report it belongs to

FULL = (selectinload(Report.values),)

_report: Any = Report.__table__
_evidence: Any = Evidence.__table__
_INSERT = insert(_report).returning(_report.c.id)
_INSERT_VALUES = insert(ReportValue.__table__)  # type: ignore[arg-type]
_ADOPT = (
    update(_evidence)
    .where(_evidence.c.person_id == bindparam("of_person"), _evidence.c.report_id.is_(None))
    .where(_evidence.c.sent_at >= bindparam("since"))
    .values(report_id=bindparam("report"))
)


def file(
    session: Session,
    part: Part,
    item: Item,
    *,
    text: str,
    said_at: datetime,
    now: datetime,
    source: str,
    person: Person | None,
    chat_id: int | None = None,
    message_id: int | None = None,
    revises: Report | None = None,
    anew: bool = False,
    files_wait: bool = True,
    on_behalf: bool = False,
    sample: bool = False,
    reading: dict[str, Any] | None = None,
    unchanged: bool = False,
) -> Report:
    """The report as filed. With `revises` it takes that one's place: what the item leaves unsaid stays as it was, unless
    everything is said `anew`. `unchanged`: nothing has moved, and the obstacle in it is the reason."""
    report = Report(
        responsibility_id=part.duty.id,
        unit_id=part.unit.id,
        person_id=person.id if person else None,
        said_at=said_at,
        filed_at=now,
        text=text,
        status=item.status,
        percent=item.percent,
        blocker=item.blocker,
        expected_by=item.expected_by,
        no_change=unchanged or says_nothing_new(item),
        no_change_why=item.blocker if unchanged else None,
        on_behalf=on_behalf,
        sample=sample,
        source=source,
        chat_id=chat_id,
        message_id=message_id,
        reading=reading,
        values=[
            ReportValue(
                target_id=int(value.target) if value.target is not None else None,
                indicator=value.indicator or "",
                kind="increment" if value.kind == "increment" else "total",
                value=value.value,
                unit=value.unit,
            )
            for value in item.values
        ],
    )
    if revises is not None:
        report.revises_id = revises.id
        if not anew:
            _carry(revises, report)
        retire(revises, "revised", now)
    _insert(session, report)
    if person is not None and files_wait:
        _adopt_evidence(session, report, person, now)
    return report


def _insert(session: Session, report: Report) -> None:
    """Write the row and its figures; a third of the cost of having the session do it, and every message pays."""
    session.flush()  # what the report revises
    row = {column.key: getattr(report, column.key) for column in _report.c if column.key != "id"}
    report.id = session.connection().execute(_INSERT, row).scalar_one()
    if report.values:
        names = ("target_id", "indicator", "kind", "value", "unit")
        figures = [{name: getattr(one, name) for name in names} | {"report_id": report.id} for one in report.values]
        session.connection().execute(_INSERT_VALUES, figures)
    written(session, report)


def says_nothing_new(item: Item) -> bool:
    """Whether an item only says that nothing has changed."""
    return not (item.status or item.percent is not None or item.values or item.blocker or item.expected_by)


def _carry(old: Report, new: Report) -> None:
    """What the correction does not mention is kept; a figure given anew replaces that indicator's, but for the total that
    stood beside what was new. Where
    the correction names another measure, the figures move along as words: the old one's targets are not its own."""
    new.no_change = False
    moved = old.responsibility_id != new.responsibility_id
    for name in ("status", "percent", "blocker", "expected_by"):
        if getattr(new, name) is None:
            setattr(new, name, getattr(old, name))
    given = {(*_what(value), value.kind) for value in new.values}
    named = {_what(value) for value in new.values}
    both = {_what(value) for value in old.values if value.kind == "increment"} & {
        _what(value) for value in old.values if value.kind == "total"
    }
    for value in old.values:
        beside = _what(value) in both and value.kind == "total" and (*_what(value), "total") not in given
        if _what(value) not in named or beside:
            new.values.append(
                ReportValue(
                    target_id=None if moved else value.target_id,
                    indicator=value.indicator,
                    kind=value.kind,
                    value=value.value,
                    unit=value.unit,
                )
            )


def _what(value: ReportValue) -> tuple[int | None, str]:
    return value.target_id, value.indicator if value.target_id is None else ""


def retire(report: Report, why: str, now: datetime) -> None:
    """The report counts no longer; it stays where it is."""
    report.retired_at, report.retired_why = now, why


def _adopt_evidence(session: Session, report: Report, person: Person, now: datetime) -> None:
    session.execute(_ADOPT, {"of_person": person.id, "since": min(now, report.said_at) - ADOPTED, "report": report.id})


def last_of(session: Session, person: Person, duty_ids: Collection[int]) -> Report | None:
    """The newest report of a person on these duties that still counts."""
    query = select(Report).where(Report.person_id == person.id, Report.retired_at.is_(None)).options(*FULL)
    query = query.where(Report.responsibility_id.in_(duty_ids))
    return session.scalar(query.order_by(Report.id.desc()).limit(1))


def by_message(session: Session, chat_id: int, message_id: int) -> Sequence[Report]:
    """The reports that came from one message and still count."""
    return session.scalars(
        select(Report)
        .where(Report.chat_id == chat_id, Report.message_id == message_id, Report.retired_at.is_(None))
        .options(*FULL)
        .order_by(Report.id)
    ).all()


def after_message(session: Session, chat_id: int, message_id: int) -> Sequence[Report]:
    """What counts now in the place of the reports that came from one message and have been corrected since."""
    came = select(Report).where(Report.chat_id == chat_id, Report.message_id == message_id).options(*FULL)
    found, seen = list(session.scalars(came)), list[Report]()
    while found:
        seen.extend(found)
        query = select(Report).where(Report.revises_id.in_([one.id for one in found])).options(*FULL)
        found = [one for one in session.scalars(query) if one not in seen]
    return sorted((one for one in seen if one.retired_at is None), key=lambda one: one.id)


def own(session: Session, report_id: int, person: Person) -> Report:
    """A report of the person's own that still counts. Raises Gone otherwise."""
    found = session.scalar(select(Report).where(Report.id == report_id).options(*FULL).with_for_update())
    if found is None or found.person_id != person.id:
        raise Gone("gone")
    if found.retired_at is not None:
        raise Gone("report_retired", number=found.id)
    return found


def by_id(session: Session, report_id: int) -> Report | None:
    """One report with its figures, whether it counts or not."""
    return session.scalar(select(Report).where(Report.id == report_id).options(*FULL))


def with_figures(session: Session, ids: Collection[int]) -> Sequence[Report]:
    """These reports with their figures and who said them, in the order filed."""
    query = select(Report).where(Report.id.in_(ids)).options(*FULL, joinedload(Report.person)).order_by(Report.id)
    return session.scalars(query).all()


def reading_of(session: Session, report_id: int) -> dict[str, Any] | None:
    """What made the bot read a report's words so; None where nothing was kept."""
    return session.scalar(select(_report.c.reading).where(_report.c.id == report_id))


def ledger(session: Session, moment: datetime | None = None, plan_id: int | None = None) -> dict[int, list[Report]]:
    """Measure id → its reports that count at the moment (now when None), oldest first, with figures."""
    query = (
        select(Report, Responsibility.measure_id)
        .join(Responsibility, Report.responsibility_id == Responsibility.id)
        .options(*FULL)
        .order_by(Report.filed_at, Report.id)
    )
    if moment is None:
        query = query.where(Report.retired_at.is_(None))
    else:
        query = query.where(Report.filed_at <= moment, or_(Report.retired_at.is_(None), Report.retired_at > moment))
    if plan_id is not None:
        query = query.where(Responsibility.measure.has(plan_id=plan_id))
    found: dict[int, list[Report]] = {}
    for report, measure_id in session.execute(query):
        found.setdefault(measure_id, []).append(report)
    return found


def history(session: Session, duty_ids: Iterable[int], most: int = 30) -> Sequence[Report]:
    """The newest reports on a measure with all their revisions, who said them and what stands beside them."""
    return session.scalars(
        select(Report)
        .where(Report.responsibility_id.in_(list(duty_ids)))
        .options(*FULL, joinedload(Report.person), joinedload(Report.unit), selectinload(Report.evidence))
        .order_by(Report.id.desc())
        .limit(most)
    ).all()


def reported_since(session: Session, moment: datetime) -> set[tuple[int, int]]:
    """(duty, unit) of every report that counts and was filed since."""
    rows = session.execute(
        select(Report.responsibility_id, Report.unit_id).where(Report.filed_at >= moment, Report.retired_at.is_(None))
    )
    return {(duty, unit) for duty, unit in rows}


def count(session: Session) -> int:
    """How many reports count now."""
    return session.scalar(select(func.count(Report.id)).where(Report.retired_at.is_(None))) or 0


def now_for(session: Session, report_id: int) -> Report | None:
    """The report that counts now in the place of this one; None when it was taken back."""
    found = by_id(session, report_id)
    while found is not None and found.retired_at is not None:
        found = session.scalar(select(Report).where(Report.revises_id == found.id).options(*FULL))
    return found
