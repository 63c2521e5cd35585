"""The weekly summary by itself: on the week's last working day at four, to each office member and each bound group."""

import logging
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.desk import House
from bot.render import FORMATS, file_name
from bot.render.text import chat, totals
from bot.rules.summary import Summary
from bot.store import nudges, outbox, people, summaries
from bot.texts import File, Letter, label

log = logging.getLogger(__name__)

LATE = timedelta(minutes=30)
STILL_WANTED = timedelta(days=6)  # after a longer stop the next one is nearly due


def due_at(house: House) -> datetime | None:
    """The newest moment at which a weekly summary was due, if it is not too long ago."""
    local = house.now().astimezone(house.settings.zone)
    for weeks in (0, 1):
        day = house.calendar.last_workday_of_week(local.date() - timedelta(weeks=weeks))
        if day is not None:
            moment = datetime.combine(day, time(house.settings.summary_hour), house.settings.zone)
            if moment <= local:
                return moment if local - moment < STILL_WANTED else None
    return None


async def brief(house: House) -> None:
    """Write the week's summaries down, if they are due and not yet written."""
    moment = due_at(house)
    if moment is None or await house.database.read(nudges.is_done, "brief", moment.date().isoformat()):
        return
    # making files takes seconds: read beside the writers, write only what came of it
    made = await house.database.read(_summaries, house, moment)
    await house.database.transact(_write, house, moment, made)
    log.info("weekly summaries of %s: %d", moment.date(), len(made))


def _summaries(session: Session, house: House, moment: datetime) -> list[tuple[Summary, dict[str, bytes]]]:
    """Each watched plan's summary, and its document in every language the office reads."""
    book = house.shelf.book(session)
    languages = {person.language for person in people.office(session)}
    made = (
        summaries.summary_of(session, book, plan, kind="week", until=moment, calendar=house.calendar)
        for plan in summaries.watched(session, book)
    )
    return [(one, {language: FORMATS["docx"].ink(one, language) for language in languages}) for one in made]


def _write(session: Session, house: House, moment: datetime, made: list[tuple[Summary, dict[str, bytes]]]) -> None:
    key, now = moment.date().isoformat(), house.now()
    if nudges.is_done(session, "brief", key):
        return
    late = now - moment > LATE
    for person in people.office(session):
        if person.unreachable_at is not None:
            continue
        for one, documents in made:
            text = chat(one, person.language)
            if late:
                text = f"{label(person.language, 'late_summary')}\n\n{text}"
            letters = [Letter(text), _document(one, documents, person.language)]
            _send(session, letters, person.chat_id, now, f"summary:{one.plan_code}:{key}:{person.chat_id}", person.id)
    for place in people.office_chats(session):
        for one, _ in made:
            key_here = f"summary:{one.plan_code}:{key}:{place.chat_id}"
            _send(session, [Letter(totals(one, "zh"))], place.chat_id, now, key_here, thread_id=place.thread_id)
    nudges.done(session, "brief", key, now, f"plans={len(made)} late={late}")


def _document(one: Summary, documents: dict[str, bytes], language: str) -> Letter:
    """The document in a person's language, made anew for somebody who changed it a moment ago."""
    content = documents.get(language) or FORMATS["docx"].ink(one, language)
    return Letter("", file=File(file_name(one, FORMATS["docx"], language), content))


def _send(
    session: Session,
    letters: list[Letter],
    chat_id: int,
    now: datetime,
    key: str,
    person_id: int | None = None,
    thread_id: int | None = None,
) -> None:
    outbox.enqueue(
        session,
        letters,
        chat_id=chat_id,
        thread_id=thread_id,
        person_id=person_id,
        now=now,
        kind="summary",
        priority=outbox.DIGEST,
        dedupe_key=key,
    )
