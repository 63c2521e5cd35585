"""Summaries of what is in the database: now, or as it was known at any past moment."""

from datetime import UTC, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.rules.calendar import Calendar
from bot.rules.summary import Scope, Summary, since_of, summarise
from bot.store import clock, lines, people
from bot.store.book import Book
from bot.store.plans import as_of
from models import Contact, Measure, Plan, Responsibility


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
        units={unit.id: unit.name for unit in book.units.values()},
        contacts=people.addressees(session, until.tzinfo or UTC, until),
        members=book.members,
        kind=kind,
        scope=scope or Scope(),
        policy=clock.policy_at(session, until),
        pauses=book.pauses,
        weeks=weeks_of_trend,
    )


def watched(session: Session, book: Book) -> list[Plan]:
    """The plans somebody reports on: those with a contact in post; all where nobody has been invited yet. The most local
    come first, the larger before the smaller."""
    staffed = set(session.scalars(_STAFFED))
    sizes = dict(session.execute(_SIZES).all())
    plans = [plan for plan in book.plans.values() if plan.id in staffed] or list(book.plans.values())
    return sorted(plans, key=lambda plan: (plan.parent_id is None, -sizes.get(plan.id, 0)))


_IN_POST = select(Contact.unit_id).where(Contact.ended_at.is_(None))
_STAFFED = select(Plan.id).where(
    select(Responsibility.id)
    .join(Measure, Measure.id == Responsibility.measure_id)
    .where(Measure.plan_id == Plan.id, Measure.withdrawn_at.is_(None), Responsibility.withdrawn_at.is_(None))
    .where(Responsibility.unit_id.in_(_IN_POST))
    .exists()
)
_SIZES = select(Measure.plan_id, func.count()).where(Measure.withdrawn_at.is_(None)).group_by(Measure.plan_id)
