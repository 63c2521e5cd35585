"""Summaries of what is in the database: now, or as it was known at any past moment."""

from datetime import UTC, datetime, time

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.rules.calendar import Calendar
from bot.rules.summary import Scope, Summary, since_of, summarise
from bot.rules.summary.absence import silent_units, unreachable_units
from bot.rules.summary.view import View, ground_of
from bot.store import agenda, clock, lines, people
from bot.store.book import Book
from bot.store.plans import as_of
from bot.store.plans.reading import measures_by_id
from models import Contact, Measure, Plan, Responsibility

AT_ONCE = 1_000  # measures in memory together


def summary_of(
    session: Session,
    book: Book,
    plan: Plan,
    *,
    kind: str,
    until: datetime,
    calendar: Calendar,
    scope: Scope | None = None,
    at: time | None = None,
    weeks_of_trend: int = 12,
) -> Summary:
    """What the office reads about the period of `kind` that ends at `until`, from what counted then; `at` is the hour at
    which summaries go out, where the period before ended."""
    then, measures = as_of(session, plan, until) or (plan, book.of_plan(plan.id))
    return summarise(
        then,
        measures,
        lines.known_at(session, plan.id, until),
        since=since_of(kind, until, calendar, at),
        until=until,
        calendar=calendar,
        units=book.names,
        contacts=people.addressees(session, until.tzinfo or UTC, until),
        members=book.members,
        kind=kind,
        scope=scope or Scope(),
        policy=clock.policy_at(session, until),
        pauses=book.pauses,
        weeks=weeks_of_trend,
    )


def quiet_units(
    session: Session, book: Book, plan: Plan, until: datetime, calendar: Calendar
) -> tuple[set[int], set[int]]:
    """The units a summary of the plan would now call silent, and those it would call unreachable; read from the measures
    that may lack a report or have nobody to ask, and not from all there are."""
    contacts = people.addressees(session, until.tzinfo or UTC)
    ground = ground_of(
        plan, until, until, calendar, policy=book.policy, members=book.members, pauses=book.pauses, units=book.names
    )
    cycles = ground.now.cycles
    ids = set[int]()
    if cycles.last is not None:
        ids |= agenda.owing(session, plan.id, cycles.last, cycles.earlier)
    if cycles.now.due_on == ground.now.today:
        ids |= agenda.owing(session, plan.id, cycles.now, cycles.last)
    reached = {contact.unit_id for contact in contacts if contact.reachable and not contact.is_leader}
    parts = session.scalars(_UNITS_OF, {"plan_id": plan.id}).all()
    lost = [one for one in parts if any(unit not in reached for unit in book.members.get(one) or (one,))]
    ids |= agenda.answered_for_by(session, plan.id, lost)
    silent, unreachable = set[int](), set[int]()
    ordered = sorted(ids)
    for some in (ordered[place : place + AT_ONCE] for place in range(0, len(ordered), AT_ONCE)):
        told, measures = lines.of_measures(session, some), measures_by_id(session, some)
        views = [View.of(measure, told.get(measure.id, ()), ground) for measure in measures]
        said = [line for one in told.values() for line in one]
        silent |= {one.unit_id for one in silent_units(views, said, ground)}
        unreachable |= {one.unit_id for one in unreachable_units(views, contacts, ground)}
        for measure in measures:
            session.expunge(measure)
    return silent, unreachable


def watched(session: Session, book: Book) -> list[Plan]:
    """The plans somebody reports on: those with a contact in post; all where nobody has been invited yet. The most local
    come first, the larger before the smaller."""
    staffed = set(session.scalars(_STAFFED))
    sizes = dict(session.execute(_SIZES).all())
    plans = [plan for plan in book.plans.values() if plan.id in staffed] or list(book.plans.values())
    return sorted(plans, key=lambda plan: (plan.parent_id is None, -sizes.get(plan.id, 0)))


_UNITS_OF = (
    select(Responsibility.unit_id)
    .join(Measure)
    .where(Measure.plan_id == bindparam("plan_id"), Measure.withdrawn_at.is_(None))
    .where(Responsibility.withdrawn_at.is_(None))
    .distinct()
)
_IN_POST = select(Contact.unit_id).where(Contact.ended_at.is_(None))
_STAFFED = select(Plan.id).where(
    select(Responsibility.id)
    .join(Measure, Measure.id == Responsibility.measure_id)
    .where(Measure.plan_id == Plan.id, Measure.withdrawn_at.is_(None), Responsibility.withdrawn_at.is_(None))
    .where(Responsibility.unit_id.in_(_IN_POST))
    .exists()
)
_SIZES = select(Measure.plan_id, func.count()).where(Measure.withdrawn_at.is_(None)).group_by(Measure.plan_id)
