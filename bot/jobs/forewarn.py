"""From November on, once: next year's days off are not known yet, and what an admin can do about it."""

from sqlalchemy.orm import Session

from bot.desk import House
from bot.store import nudges, outbox, people
from bot.texts import Letter, say


async def forewarn(house: House) -> None:
    """Tell the admins on the first working morning from November on that finds the next year unknown."""
    local = house.now().astimezone(house.settings.zone)
    year = house.calendar.unknown_year_ahead(local.date())
    if year is None or local.hour < house.settings.digest_hour or not house.calendar.is_workday(local.date()):
        return
    if not await house.database.read(nudges.is_done, "forewarn", str(year)):
        await house.database.transact(_warn, house, year)


def _warn(session: Session, house: House, year: int) -> None:
    now = house.now()
    admins = [admin for admin in people.admins(session) if admin.unreachable_at is None]
    if nudges.is_done(session, "forewarn", str(year)) or not admins:
        return
    for admin in admins:
        letter = Letter(say(admin.language, "year_unknown", year=year))
        key = f"forewarn:{year}:{admin.id}"
        outbox.enqueue(session, [letter], chat_id=admin.chat_id, now=now, kind="notice", dedupe_key=key)
    nudges.done(session, "forewarn", str(year), now, f"admins={len(admins)}")
