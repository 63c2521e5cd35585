"""The other contacts of a unit learn what one of them has reported: a tick in their digest, else one short notice."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.desk import House
from bot.store import colleagues, outbox, reports
from bot.store.colleagues import Untold
from bot.texts import Letter, say

GATHERED = timedelta(minutes=5)  # what one of them reports in one sitting is one notice to the others
LATEST = timedelta(days=1)  # older news are none
KIND = "colleague"
TELLING = (KIND, "digest")  # letters that tell of a colleague's report


async def tell_colleagues(house: House) -> None:
    """Tell each contact once of what the unit's others have reported; what was corrected or taken back meanwhile is told
    as it stands."""
    now = house.now()
    earliest = now - LATEST
    # what is older has been looked at before, by this process, and cannot become news
    since = house.news_since if house.news_since and earliest < house.news_since < now else earliest
    found = await house.database.read(colleagues.untold, since, TELLING, earliest)
    if any(one.first_at <= now - GATHERED for one in found):
        await house.database.transact(_tell, house, now, since)
    house.news_since = now - 2 * GATHERED  # long enough for what is being committed just now


def _tell(session: Session, house: House, now: datetime, since: datetime) -> None:
    for one in colleagues.untold(session, since, TELLING, now - LATEST):
        letter = _letter(session, house, one) if one.first_at <= now - GATHERED else None
        if letter is not None:
            made = outbox.enqueue(
                session,
                [letter],
                chat_id=one.chat_id,
                person_id=one.person_id,
                now=now,
                kind=KIND,
                dedupe_key=f"{KIND}:{one.person_id}:{one.reports[0]}",
            )
            for parcel in made[:1]:
                outbox.tells_of(session, parcel.id, one.reports)


def _letter(session: Session, house: House, one: Untold) -> Letter | None:
    """None where the measures are in the plan no longer."""
    book = house.shelf.book(session)
    found = [row for row in reports.with_figures(session, one.reports) if row.responsibility_id in book.duties]
    if not found:
        return None
    rows = [(book.measures[book.duties[row.responsibility_id].measure_id], row) for row in found]
    text = say(one.language, "colleague", rows=rows, today=house.today())
    return Letter(text, about=tuple(dict.fromkeys(row.responsibility_id for row in found)))
