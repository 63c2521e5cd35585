"""Once a working day, from nine: who is to be reminded of what, one digest each. Late rather than never, never twice."""

import logging
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.desk import House
from bot.jobs.digest import laid_out, lines_of
from bot.rules.calendar import ONE_DAY, Calendar
from bot.rules.nudges import Digest, Due, NudgeDue, Overdue, Snapshot, Unreached, digests
from bot.store import clock, nudges, outbox, people, reports
from bot.store.book import Book
from bot.store.summaries import watched as watched_plans
from bot.texts import Letter, say
from models import Nudge, Person

log = logging.getLogger(__name__)

LATE = timedelta(minutes=30)
A_WHILE = timedelta(minutes=15)
QUIET_FROM = 21  # nothing goes out at night; what was missed waits for the next working day


async def nudge(house: House) -> None:
    """Decide and write down today's digests, if they are due and not yet decided; afterwards see that those which still
    wait say what is true by then, and that none goes at night."""
    local = house.now().astimezone(house.settings.zone)
    if not house.settings.digest_hour <= local.hour < QUIET_FROM or not house.calendar.is_workday(local.date()):
        if await house.database.read(nudges.any_unsent):
            await house.database.transact(nudges.hold, _next_morning(house, local))
        return
    if not await house.database.read(nudges.is_done, "nudge", local.date().isoformat()):
        sent = await house.database.transact(decide, house, local)
        log.info("digests for %s: %d", local.date(), sent)
    elif await house.database.read(nudges.any_unsent):
        newest = await house.database.read(nudges.newest_letter)
        if newest != house.newest_letter:
            changed = await house.database.transact(refresh, house, local)
            house.newest_letter = await house.database.read(nudges.newest_letter)
            if changed:
                log.info("digests for %s overtaken before they went: %d", local.date(), changed)


def _next_morning(house: House, local: datetime) -> datetime:
    """A while into the next hours of work: by then the new day's digests have taken in what still waits."""
    day = local.date()
    if local.hour >= house.settings.digest_hour:
        day += ONE_DAY
    day = house.calendar.workday_on_or_after(day)
    return datetime.combine(day, time(house.settings.digest_hour), house.settings.zone) + A_WHILE


def decide(session: Session, house: House, local: datetime) -> int:
    """How many digests were written down. The day is marked done in the same transaction, so a second tick, another
    worker or a restart finds nothing left to do. What an earlier day's letter has not said is said now."""
    today, now = local.date(), house.now()
    key = today.isoformat()
    if nudges.is_done(session, "nudge", key):
        return 0
    since = nudges.last_day(session, "nudge")
    house.shelf.book(session)  # first: reading it anew lets go of every row the session knows
    left_over = {one.person_id: one for one in nudges.unsent(session) if one.day < today}
    for one in left_over.values():
        nudges.overtake(session, one)
    found = what_is_due(session, house, today, since)
    bundles = {bundle.person_id: bundle for bundle in digests(found.nudges)}
    if left_over:
        earlier = min(one.day for one in left_over.values()) - ONE_DAY
        again = digests(what_is_due(session, house, today, min(since or earlier, earlier)).nudges)
        bundles |= {bundle.person_id: bundle for bundle in again if bundle.person_id in left_over}
    made = sum(_write(session, house, local, bundles[person_id]) for person_id in sorted(bundles))
    _tell_office(session, house, found, key)
    nudges.done(session, "nudge", key, now, note=f"digests={made} late={_is_late(house, local)} since={since}")
    return made


def refresh(session: Session, house: House, local: datetime) -> int:
    """How many of today's waiting digests were overtaken by a report, a pause, another contact, another date. Each is
    written anew with what is due by now, or not at all; what has passed to somebody who has no digest today goes to them."""
    today = local.date()
    house.shelf.book(session)  # first: reading it anew lets go of every row the session knows
    waiting = {one.person_id: one for one in nudges.unsent(session) if one.day == today}
    if not waiting:
        return 0
    found = what_is_due(session, house, today, nudges.last_day(session, "nudge", before=today))
    bundles = {bundle.person_id: bundle for bundle in digests(found.nudges)}
    overtaken, dropped = 0, set[tuple[int, int]]()
    for person_id, one in waiting.items():
        bundle = bundles.get(person_id)
        fresh = {_gist(nudge) for nudge in bundle.nudges} if bundle else set()
        if fresh == {_gist(nudge) for nudge in one.nudges}:
            continue
        overtaken += 1
        dropped |= {(nudge.duty_id, nudge.unit_id) for nudge in one.nudges if _gist(nudge) not in fresh}
        not_before = max(row.not_before for row in one.rows)
        nudges.overtake(session, one)
        if bundle is not None:
            _write(session, house, local, bundle, not_before)
    for person_id, bundle in bundles.items():
        theirs = {(nudge.duty_id, nudge.unit_id) for nudge in bundle.nudges}
        if theirs & dropped and not nudges.has_digest(session, person_id, today):
            _write(session, house, local, bundle)
    return overtaken


def _gist(nudge: Nudge | NudgeDue) -> tuple[int, str, int, date, str, int | None]:
    return nudge.duty_id, nudge.kind, nudge.unit_id, nudge.due_on, nudge.capacity, nudge.for_id


def _write(session: Session, house: House, local: datetime, bundle: Digest, not_before: datetime | None = None) -> bool:
    """Whether a digest was written down, with the decisions it is made of."""
    book, now = house.shelf.book(session), house.now()
    person = session.get_one(Person, bundle.person_id)
    names = people.names(session, {one.for_id for one in bundle.nudges if one.for_id is not None})
    lines = lines_of(book, bundle.nudges, bundle.day, house.calendar, names=names)
    parcels = outbox.enqueue(
        session,
        [laid_out(person.language, bundle.day, lines, late=_is_late(house, local))],
        chat_id=person.chat_id,
        person_id=person.id,
        now=now,
        kind="digest",
        priority=outbox.DIGEST,
        dedupe_key=nudges.digest_key(person.id, bundle.day),
        not_before=not_before,
    )
    if parcels:
        nudges.record(session, bundle.nudges, parcels[-1].id, now)
    return bool(parcels)


def _is_late(house: House, local: datetime) -> bool:
    return local - local.replace(hour=house.settings.digest_hour, minute=0, second=0, microsecond=0) > LATE


def what_is_due(session: Session, house: House, today: date, since: date | None) -> Due:
    """The decisions of a day, with what was missed after the day `since`, from what is in the database now."""
    found = snapshot(session, house.shelf.book(session), house.calendar, house.settings.zone, today)
    return found.due(today, sent=nudges.earlier(session, today), since=since)


def snapshot(session: Session, book: Book, calendar: Calendar, zone: ZoneInfo, today: date) -> Snapshot:
    """All the clock looks at, as it is in the database now."""
    return Snapshot(
        plans=book.plans,
        measures=list(book.measures.values()),
        reports=[report for filed in reports.ledger(session).values() for report in filed],
        contacts=people.addressees(session, zone),
        calendar=calendar,
        members=book.members,
        snoozes=nudges.snoozes(session),
        pauses=book.pauses,
        absences=clock.absences(session, today),
        policy=book.policy,
    )


def office_letter(language: str, book: Book, found: Due, plans: Collection[int]) -> Letter | None:
    """Units of these plans that nobody can be reached for, and dates that are long past: one line each; None where there
    are none."""
    silent = _names(book, found.unreachable, plans)
    # who has not reported at all is one list; who has let a target's date pass without finishing it, another
    unheard = _names(book, (one for one in found.for_office if one.kind != "target"), plans)
    unmet = _names(book, (one for one in found.for_office if one.kind == "target"), plans)
    if not silent and not unheard and not unmet:
        return None
    values = {"unreachable": silent, "overdue": unheard, "unmet": unmet, "days": book.policy.office_after}
    return Letter(say(language, "for_office", **values))


def _names(book: Book, found: Iterable[Unreached | Overdue], plans: Collection[int]) -> list[str]:
    """The units of what was found in these plans, each once."""
    return sorted({book.units[one.unit_id].name for one in found if book.measures[one.measure_id].plan_id in plans})


def _tell_office(session: Session, house: House, found: Due, key: str) -> None:
    """What concerns the office goes to the office and nobody else."""
    book = house.shelf.book(session)
    # a plan for which nobody has been invited yet has no one to miss
    watched = {plan.id for plan in watched_plans(session, book)}
    for person in people.office(session):
        letter = office_letter(person.language, book, found, watched)
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
