"""Once a working day, an hour after the digests: what was due and what became of it; silence means all went well."""

import logging
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.desk import House
from bot.rules.audit import Audit, audited
from bot.store import audits, inbox, nudges, outbox, people, summaries
from bot.texts import Letter, say
from models import JobRun

log = logging.getLogger(__name__)

AFTER_HOURS = 1


async def audit(house: House) -> None:
    """Account for what the clock has sent since the last time, tell who has to know, forget what is old."""
    local = house.now().astimezone(house.settings.zone)
    if local.hour < house.settings.digest_hour + AFTER_HOURS or not house.calendar.is_workday(local.date()):
        return
    key = local.date().isoformat()
    if await house.database.read(_is_to_come, house, key):
        return
    units = await _quiet_units(house, local)
    await house.database.transact(_audit, house, key, local.date(), units)


def _is_to_come(session: Session, house: House, key: str) -> bool:
    """Whether it has been done, or the digests, made late, are still on their way."""
    if nudges.is_done(session, "audit", key):
        return True
    made = session.get(JobRun, ("nudge", key))
    return made is not None and house.now() - made.done_at < timedelta(hours=AFTER_HOURS)


async def _quiet_units(house: House, local: datetime) -> dict[str, int]:
    """How many units owe a report, and for how many nobody can be reached, over all plans somebody reports on; each plan
    is read for itself, so that nothing else waits for the whole of it."""
    silent, unheard = set[int](), set[int]()
    for plan_id in await house.database.read(_watched, house):
        more_silent, more_unheard = await house.database.read(_quiet_in, house, plan_id, local)
        silent |= more_silent
        unheard |= more_unheard
        house.pulse.ticked()  # the clock is at work
    return {"silent_units": len(silent), "unheard": len(unheard)}


def _watched(session: Session, house: House) -> list[int]:
    return [plan.id for plan in summaries.watched(session, house.shelf.book(session))]


def _quiet_in(session: Session, house: House, plan_id: int, local: datetime) -> tuple[set[int], set[int]]:
    book = house.shelf.book(session)
    return summaries.quiet_units(session, book, book.plans[plan_id], local, house.calendar)


def _audit(session: Session, house: House, key: str, today: date, units: dict[str, int]) -> None:
    now = house.now()
    if nudges.is_done(session, "audit", key):
        return
    inbox.prune(session, now)
    since = audits.since(session, now)
    aside = audits.poison(session, since)
    found = audited(
        audits.fates(session, since, now),
        audits.held(session, today),
        decided=nudges.is_done(session, "nudge", key),
        poison=len(aside),
        stuck=audits.stuck(session, now),
        **units,
    )
    log.info("audit of %s: %s", key, found.note())
    nudges.done(session, "audit", key, now, found.note())
    if found.is_wrong:
        faults = [*audits.faults(session, since), *(f"update {number}: {error}" for number, error in aside[:5])]
        _tell(session, house, key, found, faults)


def _tell(session: Session, house: House, key: str, found: Audit, faults: list[str]) -> None:
    """The details to the operators; one line to those of the office who are not among them."""
    now, chat = house.now(), house.settings.operator_chat
    language = {person.chat_id: person.language for person in people.everybody(session)}
    operators = people.operators(session, chat)
    for chat_id in operators:
        letter = Letter(say(language.get(chat_id, "zh"), "audit", audit=found, faults=faults))
        outbox.enqueue(session, [letter], chat_id=chat_id, now=now, kind="alert", dedupe_key=f"audit:{key}:{chat_id}")
    if not found.is_wrong_for_office:
        return
    for person in people.office(session):
        if person.chat_id not in operators and person.unreachable_at is None:
            letter = Letter(say(person.language, "audit_office", audit=found))
            place = f"audit:{key}:{person.chat_id}"
            outbox.enqueue(
                session,
                [letter],
                chat_id=person.chat_id,
                person_id=person.id,
                now=now,
                kind="notice",
                dedupe_key=place,
            )
