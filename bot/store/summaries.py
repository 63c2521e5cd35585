"""Summaries of what is in the database: now, or as it was known at any past moment."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from bot.rules.calendar import Calendar
from bot.rules.nudges import Addressee
from bot.rules.summary import Scope, Summary, since_of, summarise
from bot.store.book import Book
from bot.store.plans.reading import WHOLE
from models import Contact, Measure, Plan, Report, Responsibility


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
    reports = session.scalars(
        select(Report)
        .join(Responsibility, Report.responsibility_id == Responsibility.id)
        .where(Responsibility.measure.has(plan_id=plan.id), Report.filed_at <= until)
        .options(selectinload(Report.values))
        .order_by(Report.filed_at, Report.id)
    ).all()
    zone = until.tzinfo
    return summarise(
        plan,
        [*book.of_plan(plan.id), *_withdrawn_since(session, plan, until)],
        reports,
        since=since_of(kind, until, calendar, at),
        until=until,
        calendar=calendar,
        units={unit.id: unit.name for unit in book.units.values()},
        contacts=[
            Addressee(
                contact.person_id,
                contact.unit_id,
                contact.person.unreachable_at is None or contact.person.unreachable_at > until,
                contact.appointed_at.astimezone(zone).date(),
            )
            for contact in _in_post(session, until)
        ],
        members=book.members,
        kind=kind,
        scope=scope or Scope(),
        weeks=weeks_of_trend,
    )


def _withdrawn_since(session: Session, plan: Plan, until: datetime) -> Sequence[Measure]:
    """The plan's measures that have been withdrawn since, which were in force then."""
    gone = select(Measure).where(Measure.plan_id == plan.id, Measure.withdrawn_at > until).options(*WHOLE)
    return session.scalars(gone).all()


def _in_post(session: Session, moment: datetime) -> Sequence[Contact]:
    """Those who spoke for a unit then, with their persons."""
    then = (Contact.appointed_at <= moment, or_(Contact.ended_at.is_(None), Contact.ended_at > moment))
    return session.scalars(
        select(Contact).options(selectinload(Contact.person)).where(*then).order_by(Contact.id)
    ).all()


def watched(session: Session, book: Book) -> list[Plan]:
    """The plans somebody reports on: those with a contact in post; all where nobody has been invited yet. The most local
    come first, the larger before the smaller."""
    in_post = set(session.scalars(select(Contact.unit_id).where(Contact.ended_at.is_(None))))
    staffed = {part.measure.plan_id for part in book.parts_of(in_post) if part.group is None}
    plans = [plan for plan in book.plans.values() if plan.id in staffed] or list(book.plans.values())
    return sorted(plans, key=lambda plan: (plan.parent_id is None, -len(book.of_plan(plan.id))))
