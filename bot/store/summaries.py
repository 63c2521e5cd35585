"""Summaries of what is in the database: now, or as it was known at any past moment."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.rules.calendar import Calendar
from bot.rules.nudges import Addressee
from bot.rules.summary import Scope, Summary, since_of, summarise
from bot.store import people
from bot.store.book import Book
from models import Contact, Plan, Report, Responsibility


def summary_of(
    session: Session,
    book: Book,
    plan: Plan,
    *,
    kind: str,
    until: datetime,
    calendar: Calendar,
    scope: Scope | None = None,
    weeks_of_trend: int = 12,
) -> Summary:
    """What the office reads about the period of `kind` that ends at `until`, from what counted then."""
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
        book.of_plan(plan.id),
        reports,
        since=since_of(kind, until, calendar),
        until=until,
        calendar=calendar,
        units={unit.id: unit.name for unit in book.units.values()},
        contacts=[
            Addressee(
                contact.person_id,
                contact.unit_id,
                contact.person.unreachable_at is None,
                contact.appointed_at.astimezone(zone).date(),
            )
            for contact in people.contacts(session)
        ],
        members=book.members,
        kind=kind,
        scope=scope or Scope(),
        weeks=weeks_of_trend,
    )


def watched(session: Session, book: Book) -> list[Plan]:
    """The plans somebody reports on: those with a contact in post; all where nobody has been invited yet. The most local
    come first, the larger before the smaller."""
    in_post = set(session.scalars(select(Contact.unit_id).where(Contact.ended_at.is_(None))))
    staffed = {part.measure.plan_id for part in book.parts_of(in_post) if part.group is None}
    plans = [plan for plan in book.plans.values() if plan.id in staffed] or list(book.plans.values())
    return sorted(plans, key=lambda plan: (plan.parent_id is None, -len(book.of_plan(plan.id))))
