"""Once a working day, from nine: who is to be reminded of what, one digest each. Late rather than never, never twice."""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.desk import House
from bot.jobs.digest import laid_out, lines_of
from bot.rules.calendar import ONE_DAY, Calendar
from bot.rules.nudges import Digest, Due, NudgeDue, Overdue, Snapshot, Unreached, digests
from bot.store import agenda, clock, lines, nudges, outbox, people, plans
from bot.store.book import Book, Pages
from bot.store.summaries import watched as watched_plans
from bot.texts import Button, Letter, label, say
from models import Nudge

log = logging.getLogger(__name__)

LATE = timedelta(minutes=30)
A_WHILE = timedelta(minutes=15)
AT_ONCE = 1_000  # measures in memory together
MOST_BUTTONS = 4
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


@dataclass(frozen=True)
class Bundle:
    """One person's digest, the measures it is about, and a moment before which it may not go."""

    digest: Digest
    pages: Pages
    not_before: datetime | None = None


def decide(session: Session, house: House, local: datetime) -> int:
    """How many digests were written down. The day is marked done in the same transaction, so a second tick, another
    worker or a restart finds nothing left to do. What an earlier day's letter has not said is said now."""
    today, now = local.date(), house.now()
    key = today.isoformat()
    if nudges.is_done(session, "nudge", key):
        return 0
    since = nudges.last_day(session, "nudge")
    left_over = {one.person_id: one for one in nudges.unsent(session) if one.day < today}
    for one in left_over.values():
        nudges.overtake(session, one)
    found, pages = what_is_due(session, house, today, since)
    bundles = _by_person(found, pages)
    if left_over:
        earlier = min(one.day for one in left_over.values()) - ONE_DAY
        again = _by_person(*what_is_due(session, house, today, min(since or earlier, earlier)))
        bundles |= {person_id: bundle for person_id, bundle in again.items() if person_id in left_over}
    made = _write(session, house, local, [bundles[person_id] for person_id in sorted(bundles)])
    _tell_office(session, house, found, pages, key)
    nudges.done(session, "nudge", key, now, note=f"digests={made} late={_is_late(house, local)} since={since}")
    return made


def refresh(session: Session, house: House, local: datetime) -> int:
    """How many of today's waiting digests were overtaken by a report, a pause, another contact, another date. Each is
    written anew with what is due by now, or not at all; what has passed to somebody who has no digest today goes to them."""
    today = local.date()
    waiting = {one.person_id: one for one in nudges.unsent(session) if one.day == today}
    if not waiting:
        return 0
    bundles = _by_person(*what_is_due(session, house, today, nudges.last_day(session, "nudge", before=today)))
    overtaken, dropped, fresh = 0, set[tuple[int, int]](), list[Bundle]()
    for person_id, one in waiting.items():
        bundle = bundles.get(person_id)
        gists = {_gist(nudge) for nudge in bundle.digest.nudges} if bundle else set()
        if gists == {_gist(nudge) for nudge in one.nudges}:
            continue
        overtaken += 1
        dropped |= {(nudge.duty_id, nudge.unit_id) for nudge in one.nudges if _gist(nudge) not in gists}
        if bundle is not None:
            fresh.append(replace(bundle, not_before=max(row.not_before for row in one.rows)))
        nudges.overtake(session, one)
    for person_id, bundle in bundles.items():
        theirs = {(nudge.duty_id, nudge.unit_id) for nudge in bundle.digest.nudges}
        if person_id not in waiting and theirs & dropped and not nudges.has_digest(session, person_id, today):
            fresh.append(bundle)
    _write(session, house, local, fresh)
    return overtaken


def _by_person(found: Due, pages: Pages) -> dict[int, Bundle]:
    return {digest.person_id: Bundle(digest, pages) for digest in digests(found.nudges)}


def _gist(nudge: Nudge | NudgeDue) -> tuple[int, str, int, date, str, int | None]:
    return nudge.duty_id, nudge.kind, nudge.unit_id, nudge.due_on, nudge.capacity, nudge.for_id


def _write(session: Session, house: House, local: datetime, bundles: Sequence[Bundle]) -> int:
    """How many digests were written down, each with the decisions it is made of."""
    late = _is_late(house, local)
    away = {nudge.for_id for one in bundles for nudge in one.digest.nudges if nudge.for_id is not None}
    persons = people.by_id(session, away | {one.digest.person_id for one in bundles})
    names = {person.id: person.name for person in persons.values()}
    letters = []
    for one in bundles:
        digest, person = one.digest, persons[one.digest.person_id]
        lines = lines_of(one.pages, digest.nudges, digest.day, house.calendar, names=names)
        letter = laid_out(person.language, digest.day, lines, late=late)
        key = nudges.digest_key(person.id, digest.day)
        letters.append(outbox.Addressed(letter, person.chat_id, person.id, key, one.not_before))
    numbers = outbox.enqueue_all(session, letters, now=house.now(), kind="digest", priority=outbox.DIGEST)
    written = [(one.digest, number) for one, number in zip(bundles, numbers, strict=True) if number is not None]
    nudges.record(session, ((nudge, number) for digest, number in written for nudge in digest.nudges), house.now())
    return len(written)


def _is_late(house: House, local: datetime) -> bool:
    return local - local.replace(hour=house.settings.digest_hour, minute=0, second=0, microsecond=0) > LATE


def what_is_due(session: Session, house: House, today: date, since: date | None) -> tuple[Due, Pages]:
    """The decisions of a day, with what was missed after the day `since`, from what is in the database now; and the
    measures they are about. Only measures that may have something to say are loaded, and some at a time: a day costs what
    is due on it."""
    book = house.shelf.book(session)
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
