"""Once a working day, from nine: who is to be reminded of what, one digest each. Late rather than never, never twice."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.desk import House
from bot.jobs.digest import laid_out, lines_of
from bot.rules.calendar import Calendar
from bot.rules.nudges import Due, Overdue, Snapshot, Unreached, digests
from bot.store import agenda, clock, lines, nudges, outbox, people, plans
from bot.store.book import Book, Pages
from bot.store.summaries import watched as watched_plans
from bot.texts import Button, Letter, label, say

log = logging.getLogger(__name__)

LATE = timedelta(minutes=30)
AT_ONCE = 1_000  # measures in memory together
MOST_BUTTONS = 4
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
    found, pages = what_is_due(session, house, today)
    bundles = digests(found.nudges)
    away = {one.for_id for one in found.nudges if one.for_id is not None}
    persons = people.by_id(session, away | {bundle.person_id for bundle in bundles})
    names = {person.id: person.name for person in persons.values()}
    made = 0
    for bundle in bundles:
        person = persons[bundle.person_id]
        letter = laid_out(
            person.language, today, lines_of(pages, bundle.nudges, today, house.calendar, names=names), late=late
        )
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
    _tell_office(session, house, found, pages, key)
    nudges.done(session, "nudge", key, now, note=f"digests={made} late={late} since={since}")
    return made


def what_is_due(session: Session, house: House, today: date) -> tuple[Due, Pages]:
    """The decisions of a day, from what is in the database now, and the measures they are about. Only measures that may
    have something to say are loaded, and some at a time: a day costs what is due on it."""
    book, since = house.shelf.book(session), nudges.last_day(session, "nudge")
    base = snapshot(session, book, house.calendar, house.settings.zone, today)
    ids = agenda.to_look_at(session, book.plans.values(), today, since, base.calendar, base.policy, base.kinds)
    found, pages = Due(today), Pages(book.units, book.policy)
    for some in (ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE)):
        measures = plans.measures_by_id(session, some)
        said = [line for told in lines.of_measures(session, some).values() for line in told]
        looked = replace(base, measures=measures, reports=said)
        more = looked.due(today, sent=nudges.earlier(session, today, some), since=since)
        found += more
        pages.keep(measures, more.measure_ids)
        for measure in measures:
            session.expunge(measure)
    return found, pages


def snapshot(session: Session, book: Book, calendar: Calendar, zone: ZoneInfo, today: date) -> Snapshot:
    """All the clock looks at but measures and reports, as it is in the database now."""
    return Snapshot(
        plans=book.plans,
        measures=(),
        reports=(),
        contacts=people.addressees(session, zone),
        calendar=calendar,
        members=book.members,
        snoozes=nudges.snoozes(session),
        pauses=book.pauses,
        absences=clock.absences(session, today),
        policy=book.policy,
    )


def office_letter(language: str, book: Book | Pages, found: Due, plans: Collection[int]) -> Letter | None:
    """Units of these plans that nobody can be reached for, and dates that are long past: one line each; None where there
    are none."""
    silent = _names(book, found.unreachable, plans)
    # who has not reported at all is one list; who has let a target's date pass without finishing it, another
    unheard = _names(book, (one for one in found.for_office if one.kind != "target"), plans)
    unmet = _names(book, (one for one in found.for_office if one.kind == "target"), plans)
    if not silent and not unheard and not unmet:
        return None
    text = say(language, "for_office", unreachable=silent, overdue=unheard, unmet=unmet, days=book.policy.office_after)
    return Letter(text, tuple((button,) for button in _behalf(language, book, found, plans)))


def _behalf(language: str, book: Book | Pages, found: Due, plans: Collection[int]) -> list[Button]:
    """代报 for the first units that nobody can be reached for; the others have it on their measures' pages."""
    ids = dict.fromkeys(
        one.unit_id
        for one in found.unreachable
        if book.measures[one.measure_id].plan_id in plans and not book.units[one.unit_id].is_group
    )
    units = sorted((book.units[unit_id] for unit_id in ids), key=lambda unit: unit.name)
    return [Button(label(language, "behalf", unit=unit.name), f"b:{unit.id}:0") for unit in units[:MOST_BUTTONS]]


def _names(book: Book | Pages, found: Iterable[Unreached | Overdue], plans: Collection[int]) -> list[str]:
    """The units of what was found in these plans, each once."""
    return sorted({book.units[one.unit_id].name for one in found if book.measures[one.measure_id].plan_id in plans})


def _tell_office(session: Session, house: House, found: Due, pages: Pages, key: str) -> None:
    """What concerns the office goes to the office and nobody else."""
    # a plan for which nobody has been invited yet has no one to miss
    watched = {plan.id for plan in watched_plans(session, house.shelf.book(session))}
    for person in people.office(session):
        letter = office_letter(person.language, pages, found, watched)
        if person.unreachable_at is None and letter is not None:
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
