"""Which measures the clock has to look at on a day: found in the database, so that a tick costs what is due and not what
exists. What is found is a superset; `rules/nudges` decides."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.rules.calendar import ONE_DAY, Calendar, end_of
from bot.rules.cycles import Cycle
from bot.rules.nudges import Agenda, agenda
from bot.rules.nudges.kinds import Kinds
from bot.rules.policy import Policy
from bot.rules.standing import moves
from bot.rules.standing.parts import TAKES_BACK
from bot.store import lines
from models import Measure, Plan, Report, ReportValue, Responsibility, Snooze, Target, Unit

AT_ONCE = 1_000  # ids of one statement


def to_look_at(
    session: Session,
    plans: Iterable[Plan],
    today: date,
    since: date | None,
    calendar: Calendar,
    policy: Policy,
    kinds: Kinds,
) -> list[int]:
    """The measures about which there may be something to say today, those of one plan together; `since` is the last day
    that was ticked."""
    dates = _dates(session)
    found: list[int] = []
    for plan in plans:
        todays = agenda(
            plan, dates.get(plan.id, ()), today=today, calendar=calendar, since=since, policy=policy, kinds=kinds
        )
        found += sorted(_may_speak(session, plan, todays))
    waiting = _opened(session) | _woken(session, since or today - ONE_DAY, today)
    return list(dict.fromkeys([*found, *sorted(waiting)]))


def _dates(session: Session) -> dict[int, list[date]]:
    """Plan → the days its targets are due on, each once."""
    query = select(Measure.plan_id, Target.due_on).join(Target).where(Target.due_on.is_not(None))
    found: dict[int, list[date]] = {}
    for plan_id, day in session.execute(query.where(Target.withdrawn_at.is_(None)).distinct()):
        if day is not None:
            found.setdefault(plan_id, []).append(day)
    return found


def _may_speak(session: Session, plan: Plan, todays: Agenda) -> set[int]:
    """A report is owed, a date speaks, or nothing has moved for long."""
    if todays.everything:
        return set(session.scalars(_of_plan(plan)))
    found: set[int] = set()
    if todays.dates:
        found |= _not_done(session, session.execute(_dated(plan, todays.dates)))
    if todays.owed is not None:
        found |= _owing(session, plan, todays)
    if todays.unmoved_since is not None:
        found |= _unmoved(session, plan, todays.unmoved_since)
    return found


def _of_plan(plan: Plan) -> Select[int]:
    return select(Measure.id).where(*_open_in(plan.id))


def _open_in(plan_id: Any) -> tuple[ColumnElement[bool], ...]:
    return Measure.plan_id == plan_id, Measure.withdrawn_at.is_(None), Measure.closed_at.is_(None)


def _dated(plan: Plan, dates: Collection[date]) -> Select[int, int, str]:
    """The duties of the measures with a target due on one of the dates."""
    dated = select(Target.measure_id).where(Target.due_on.in_(dates), Target.withdrawn_at.is_(None))
    return _duties_in(plan.id).where(Measure.id.in_(dated))


def _duties_in(plan_id: int) -> Select[int, int, str]:
    """The duties of a plan's open measures, each with its measure and the kind of its unit."""
    duties = select(Responsibility.id, Responsibility.measure_id, Unit.kind).join(Measure)
    return duties.join(Unit).where(Responsibility.withdrawn_at.is_(None), *_open_in(plan_id))


def _not_done(session: Session, duties: Iterable[Any]) -> set[int]:
    """The measures of these duties (each with its measure and the kind of its unit), but for duties that were said to be
    done, which nothing has taken back; where one member of a group says so, the others may still be asked. Only these are
    asked about: of all reports few say so, and the database would read them all to find them."""
    rows = list(duties)
    ids, done = [duty_id for duty_id, _, kind in rows if kind != "group"], set[int]()
    for some in (ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE)):
        done.update(session.connection().scalars(_DONE, {"ids": some}))
    return {measure_id for duty_id, measure_id, _ in rows if duty_id not in done}


def _opened(session: Session) -> set[int]:
    """Measures with a date the office has put back into the clock."""
    return set(session.scalars(select(Target.measure_id).where(Target.opened_at.is_not(None))))


def _woken(session: Session, since: date, today: date) -> set[int]:
    """Measures with a pause that ends; one that ends on a day off wakes on the working day after: look a month back."""
    query = select(Responsibility.measure_id).join(Snooze, Snooze.responsibility_id == Responsibility.id)
    return set(session.scalars(query.where(Snooze.until_on > since - 30 * ONE_DAY, Snooze.until_on <= today)))


def _owing(session: Session, plan: Plan, todays: Agenda) -> set[int]:
    assert todays.owed is not None
    return owing(session, plan.id, todays.owed, todays.owed_before)


def owing(session: Session, plan_id: int, cycle: Cycle, before: Cycle | None) -> set[int]:
    """The plan's measures with a duty that may lack the cycle's report (a first one may be the late one of the cycle
    before), or with a group's duty, whose members are asked one by one."""
    opens = _start(cycle.opens_on)
    asked = {
        "plan_id": plan_id,
        "opens": opens,
        "ends": end_of(cycle.due_on),
        "earliest": _start(before.opens_on) if before else opens,
        "earlier": 1 if before else 0,
    }
    return _not_done(session, session.connection().execute(_UNSETTLED, asked))


def answered_for_by(session: Session, plan_id: int, unit_ids: Collection[int]) -> set[int]:
    """The plan's measures in which one of these units has a part that may not be done."""
    return _not_done(session, session.execute(_duties_in(plan_id).where(Responsibility.unit_id.in_(unit_ids))))


def _one(condition: ColumnElement[bool]) -> Any:
    """1 where it holds, else 0: what both databases can add up."""
    return case((condition, 1), else_=0)


def _unmoved(session: Session, plan: Plan, day: date) -> set[int]:
    """Measures of which nothing has moved since the day. Where somebody has given a figure they never gave before,
    something has; of the others the reports are read."""
    doubtful = set(session.scalars(_of_plan(plan))) - set(
        session.connection().scalars(_GIVEN_ANEW, {"plan_id": plan.id, "after": end_of(day)})
    )
    told = lines.of_measures(session, doubtful)
    return {id for id in doubtful if not (found := moves(told.get(id, []))) or found[-1].day <= day}


def _start(day: date) -> datetime:
    return end_of(day - ONE_DAY)


# asked for every plan that speaks, so made once: to build a statement costs more than to run it
_told = aliased(Report)
_within = func.sum(_one(and_(_told.said_at >= bindparam("opens"), _told.said_at <= bindparam("ends"))))
_settled = or_(
    _within >= 2,
    func.sum(_one(_told.said_at > bindparam("ends"))) >= 1,
    # a first report may be the late one of the cycle before, where there was one
    and_(_within >= 1, func.sum(_one(_told.said_at < bindparam("opens"))) >= bindparam("earlier", type_=Integer)),
)
_UNSETTLED = (
    select(Responsibility.id, Responsibility.measure_id, Unit.kind)
    .join(Measure, Measure.id == Responsibility.measure_id)
    .join(Unit, Unit.id == Responsibility.unit_id)
    .outerjoin(
        _told,
        and_(
            _told.responsibility_id == Responsibility.id,
            _told.unit_id == Responsibility.unit_id,
            _told.retired_at.is_(None),
            _told.filed_at >= bindparam("earliest"),  # nothing is said before it is filed
            _told.said_at >= bindparam("earliest"),
        ),
    )
    .where(*_open_in(bindparam("plan_id")), Responsibility.withdrawn_at.is_(None))
    .group_by(Responsibility.id, Responsibility.measure_id, Unit.kind)
    .having(or_(Unit.kind == "group", ~func.coalesce(_settled, False)))
)

_done, _later = aliased(Report), aliased(Report)
_taken_back = (
    select(_later.id)
    .where(_later.responsibility_id == _done.responsibility_id, _later.retired_at.is_(None))
    .where(_later.said_at >= _done.said_at, or_(_later.status.in_(TAKES_BACK), _later.percent < 100))
)
_DONE = (
    select(_done.responsibility_id)
    .where(_done.responsibility_id.in_(bindparam("ids", expanding=True)), _done.retired_at.is_(None))
    .where(or_(_done.status == "done", _done.percent >= 100), ~_taken_back.exists())
)

# Measures with a total or a share reported after the moment that its speaker had never given before it, nor ever
# counted up to.
_new, _old, _said, _earlier = aliased(ReportValue), aliased(ReportValue), aliased(Report), aliased(Report)
_given_before = (
    select(_old.id)
    .join(_earlier, _earlier.id == _old.report_id)
    .where(_earlier.responsibility_id == _said.responsibility_id, _earlier.unit_id == _said.unit_id)
    .where(_earlier.id != _said.id, _old.target_id == _new.target_id)
    .where(or_(_old.kind == "increment", and_(_old.value == _new.value, _earlier.said_at <= _said.said_at)))
)
_GIVEN_ANEW = (
    select(Responsibility.measure_id)
    .join(Measure, Measure.id == Responsibility.measure_id)
    .join(_said, _said.responsibility_id == Responsibility.id)
    .join(_new, _new.report_id == _said.id)
    .where(Measure.plan_id == bindparam("plan_id"), _said.retired_at.is_(None), _said.said_at > bindparam("after"))
    .where(_new.kind == "total", _new.target_id.is_not(None), ~_given_before.exists())
    .distinct()
)
