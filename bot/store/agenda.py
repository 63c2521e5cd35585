"""Which measures the clock has to look at on a day: found in the database, so that a tick costs what is due and not what
exists. What is found is a superset; `rules/nudges` decides."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.rules.calendar import ONE_DAY, Calendar, end_of
from bot.rules.nudges import Agenda, agenda
from bot.rules.nudges.kinds import Kinds
from bot.rules.policy import Policy
from bot.rules.standing import moves
from bot.rules.standing.parts import TAKES_BACK
from bot.store import lines
from models import Measure, Plan, Report, ReportValue, Responsibility, Snooze, Target, Unit


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
        dated = select(Target.measure_id).where(Target.due_on.in_(todays.dates), Target.withdrawn_at.is_(None))
        found |= set(session.scalars(_of_plan(plan).where(Measure.id.in_(dated), _some_part_open())))
    if todays.owed is not None:
        found |= _owing(session, plan, todays)
    if todays.unmoved_since is not None:
        found |= _unmoved(session, plan, todays.unmoved_since)
    return found


def _of_plan(plan: Plan) -> Select[int]:
    open_now = Measure.withdrawn_at.is_(None), Measure.closed_at.is_(None)
    return select(Measure.id).where(Measure.plan_id == plan.id, *open_now)


def _some_part_open() -> ColumnElement[bool]:
    """Whether somebody has not yet said that their part is done."""
    parts = select(Responsibility.id).where(
        Responsibility.measure_id == Measure.id, Responsibility.withdrawn_at.is_(None), ~_done(Responsibility.id)
    )
    return parts.exists()


def _opened(session: Session) -> set[int]:
    """Measures with a date the office has put back into the clock."""
    return set(session.scalars(select(Target.measure_id).where(Target.opened_at.is_not(None))))


def _woken(session: Session, since: date, today: date) -> set[int]:
    """Measures with a pause that ends; one that ends on a day off wakes on the working day after: look a month back."""
    query = select(Responsibility.measure_id).join(Snooze, Snooze.responsibility_id == Responsibility.id)
    return set(session.scalars(query.where(Snooze.until_on > since - 30 * ONE_DAY, Snooze.until_on <= today)))


def _owing(session: Session, plan: Plan, todays: Agenda) -> set[int]:
    """Measures with a duty that may lack its report, or with a group's duty, whose members are asked one by one."""
    cycle, before = todays.owed, todays.owed_before
    assert cycle is not None
    opens, ends = _start(cycle.opens_on), end_of(cycle.due_on)
    earliest = _start(before.opens_on) if before else opens
    told = aliased(Report)
    within = func.sum(_one(and_(told.said_at >= opens, told.said_at <= ends)))
    settled: list[ColumnElement[bool]] = [within >= 2, func.sum(_one(told.said_at > ends)) >= 1]
    if before is None:
        settled.append(within >= 1)
    else:
        settled.append(and_(within >= 1, func.sum(_one(told.said_at < opens)) >= 1))
    duties = (
        select(Responsibility.id, Responsibility.measure_id)
        .join(Measure, Measure.id == Responsibility.measure_id)
        .join(Unit, Unit.id == Responsibility.unit_id)
        .outerjoin(
            told,
            and_(
                told.responsibility_id == Responsibility.id,
                told.unit_id == Responsibility.unit_id,
                told.retired_at.is_(None),
                told.filed_at >= earliest,  # nothing is said before it is filed
                told.said_at >= earliest,
            ),
        )
        .where(
            Measure.plan_id == plan.id,
            Measure.withdrawn_at.is_(None),
            Measure.closed_at.is_(None),
            Responsibility.withdrawn_at.is_(None),
        )
        .group_by(Responsibility.id, Responsibility.measure_id, Unit.kind)
        .having(or_(Unit.kind == "group", ~func.coalesce(or_(*settled), False)))
        .subquery()
    )
    return set(session.scalars(select(duties.c.measure_id).where(~_done(duties.c.id)).distinct()))


def _one(condition: ColumnElement[bool]) -> Any:
    """1 where it holds, else 0: what both databases can add up."""
    return case((condition, 1), else_=0)


def _done(duty_id: Any) -> ColumnElement[bool]:
    """Whether a duty was said to be done and nothing has taken that back."""
    done, later = aliased(Report), aliased(Report)
    counts = done.responsibility_id == duty_id, done.retired_at.is_(None)
    undone = or_(later.status.in_(TAKES_BACK), later.percent < 100)
    taken_back = select(later.id).where(
        later.responsibility_id == duty_id, later.retired_at.is_(None), later.said_at >= done.said_at, undone
    )
    return (
        select(done.id).where(*counts, or_(done.status == "done", done.percent >= 100), ~taken_back.exists()).exists()
    )


def _unmoved(session: Session, plan: Plan, day: date) -> set[int]:
    """Measures of which nothing has moved since the day. Where somebody has given a figure they never gave before,
    something has; of the others the reports are read."""
    doubtful = set(session.scalars(_of_plan(plan))) - set(session.scalars(_given_anew(plan, end_of(day))))
    told = lines.of_measures(session, doubtful)
    return {id for id in doubtful if not (found := moves(told.get(id, []))) or found[-1].day <= day}


def _given_anew(plan: Plan, after: datetime) -> Select[int]:
    """Measures with a total or a share reported after the moment that its speaker had never given before it, nor ever
    counted up to."""
    new, old, said, earlier = aliased(ReportValue), aliased(ReportValue), aliased(Report), aliased(Report)
    same_speaker = earlier.responsibility_id == said.responsibility_id, earlier.unit_id == said.unit_id
    given_before = (
        select(old.id)
        .join(earlier, earlier.id == old.report_id)
        .where(*same_speaker, earlier.id != said.id, old.target_id == new.target_id)
        .where(or_(old.kind == "increment", and_(old.value == new.value, earlier.said_at <= said.said_at)))
    )
    return (
        select(Responsibility.measure_id)
        .join(Measure, Measure.id == Responsibility.measure_id)
        .join(said, said.responsibility_id == Responsibility.id)
        .join(new, new.report_id == said.id)
        .where(Measure.plan_id == plan.id, said.retired_at.is_(None), said.said_at > after)
        .where(new.kind == "total", new.target_id.is_not(None), ~given_before.exists())
        .distinct()
    )


def _start(day: date) -> datetime:
    return end_of(day - ONE_DAY)
