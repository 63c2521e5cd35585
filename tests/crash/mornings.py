"""Which digests are due: what the rules say without any crash, decided day by day on a copy nobody writes to."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.app import house_for
from bot.jobs.nudge import decide
from bot.settings import Settings
from bot.store.database import Database
from models import OutboxMessage, Person

Due = set[tuple[int, date]]  # (Telegram id, day)


def morning(day: date, settings: Settings) -> datetime:
    """A minute past the digests' hour."""
    return datetime.combine(day, time(settings.digest_hour, 1), settings.zone)


def mornings(database: Database, settings: Settings, after: date, most: int) -> list[date]:
    """The next working days on which somebody gets a digest. Writes: give it a copy."""
    found: list[date] = []
    day = after
    while len(found) < most and day < after + timedelta(days=400):
        day += timedelta(days=1)
        if any(on == day for _, on in due_on(database, settings, [day])):
            found.append(day)
    return found


def _sent(session: Session) -> None:
    """Every letter arrives the same day: what waits is made anew on the next."""
    session.execute(update(OutboxMessage).where(OutboxMessage.state == "waiting").values(state="sent"))


def due_on(database: Database, settings: Settings, days: list[date]) -> Due:
    """Who is due a digest on which of these days, if the bot is asked on them and on no other. Writes: give it a copy."""
    for day in days:
        moment = morning(day, settings)
        house = house_for(settings, database, lambda at=moment: at)  # type: ignore[misc]
        if house.calendar.is_workday(day):
            database.now(decide, house, moment)
            database.now(_sent)

    def made(session: Any) -> Due:
        query = select(Person.telegram_id, OutboxMessage.dedupe_key).join(Person, Person.id == OutboxMessage.person_id)
        rows = session.execute(query.where(OutboxMessage.kind == "digest"))
        return {(who, date.fromisoformat(key.rpartition(":")[2])) for who, key in rows}

    return database.now(made)
