"""Once a working day, from nine: who is to be reminded of what, one digest each. Late rather than never, never twice."""

import logging
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.desk import House
from bot.jobs.digest import laid_out, lines_of
from bot.rules.nudges import Addressee, Due, Overdue, Unreached, digests, due
from bot.store import nudges, outbox, people, reports
from bot.store.book import Book
from bot.store.summaries import watched as watched_plans
from bot.texts import Letter, say
from models import Nudge

log = logging.getLogger(__name__)

LATE = timedelta(minutes=30)
QUIET_FROM = 21  # nothing goes out at night; what was missed waits for the next working day


async def nudge(house: House) -> None:
    """Decide and write down today's digests, if they are due and not yet decided."""
    local = house.now().astimezone(house.settings.zone)
    if not house.settings.digest_hour <= local.hour < QUIET_FROM or not house.calendar.is_workday(local.date()):
        return
    if await house.database.read(nudges.is_done, "nudge", local.date().isoformat()):
        return
    sent = await house.database.transact(decide, house, local)
    log.info("digests for %s: %d", local.date(), sent)


def decide(session: Session, house: House, local: datetime) -> int:
    """How many digests were written down. The day is marked done in the same transaction, so a second tick, another
    worker or a restart finds nothing left to do."""
    today, now = local.date(), house.now()
    key = today.isoformat()
    if nudges.is_done(session, "nudge", key):
        return 0
    since = nudges.last_day(session, "nudge")
    due_at = local.replace(hour=house.settings.digest_hour, minute=0, second=0, microsecond=0)
    late = local - due_at > LATE
    found = what_is_due(session, house, today)
    book = house.shelf.book(session)
    persons = {person.id: person for person in people.everybody(session)}
    made = 0
    for bundle in digests(found.nudges):
        person = persons[bundle.person_id]
        as_rows = [
            Nudge(kind=one.kind, responsibility_id=one.duty_id, unit_id=one.unit_id, due_on=one.due_on, day=today)
            for one in bundle.nudges
        ]
        letter = laid_out(person.language, today, lines_of(book, as_rows, today), late=late)
        parcels = outbox.enqueue(
            session,
            [letter],
            chat_id=person.chat_id,
            person_id=person.id,
            now=now,
            kind="digest",
            priority=outbox.DIGEST,
            dedupe_key=f"digest:{person.id}:{key}",
        )
        if parcels:
            nudges.record(session, bundle.nudges, parcels[-1].id, now)
            made += 1
    _tell_office(session, house, found, key)
    nudges.done(session, "nudge", key, now, note=f"digests={made} late={late} since={since}")
    return made


def what_is_due(session: Session, house: House, today: date) -> Due:
    """The decisions of a day, from what is in the database now."""
    book, zone = house.shelf.book(session), house.settings.zone
    ledger = reports.ledger(session)
    return due(
        book.measures.values(),
        [report for filed in ledger.values() for report in filed],
        [
            Addressee(
                contact.person_id,
                contact.unit_id,
                contact.person.unreachable_at is None,
                contact.appointed_at.astimezone(zone).date(),
            )
            for contact in people.contacts(session)
        ],
        today=today,
        plans=book.plans,
        calendar=house.calendar,
        members=book.members,
        snoozes=nudges.snoozes(session),
        sent=nudges.earlier(session, today),
        since=nudges.last_day(session, "nudge"),
    )


def _names(book: Book, found: Iterable[Unreached | Overdue], plans: Collection[int]) -> list[str]:
    """The units of what was found in these plans, each once."""
    return sorted({book.units[one.unit_id].name for one in found if book.measures[one.measure_id].plan_id in plans})


def _tell_office(session: Session, house: House, found: Due, key: str) -> None:
    """Units nobody can be reached for, and dates that are long past: one line each, to the office and nobody else."""
    book = house.shelf.book(session)
    # a plan for which nobody has been invited yet has no one to miss
    watched = {plan.id for plan in watched_plans(session, book)}
    silent = _names(book, found.unreachable, watched)
    overdue = _names(book, found.for_office, watched)
    if not silent and not overdue:
        return
    for person in people.office(session):
        if person.unreachable_at is None:
            letter = Letter(say(person.language, "for_office", unreachable=silent, overdue=overdue))
            outbox.enqueue(
                session,
                [letter],
                chat_id=person.chat_id,
                person_id=person.id,
                now=house.now(),
                kind="notice",
                priority=outbox.DIGEST,
                dedupe_key=f"for_office:{person.id}:{key}",
            )
