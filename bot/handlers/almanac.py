"""The working calendar: what is swapped soon, how certain the year is, and days an admin swaps by hand."""

from bot.desk import Desk, Letters
from bot.errors import Refusal
from bot.rules.swapped import NotADay, known_how, stretches, swaps
from bot.store import almanac

AHEAD = 180  # days shown
MOST = 20  # ranges shown


def calendar(desk: Desk) -> Letters:
    """/calendar shows; /calendar 2027-02-06 班, and as many more as are written, swaps. All or none of them."""
    done = {}
    if desk.words.strip():
        try:
            done = swaps(desk.words, desk.today)
        except NotADay as error:
            raise Refusal("not_a_swap", words=str(error)[:60]) from None
        almanac.swap(desk.session, done, desk.me, desk.now)
        named = {day.isoformat(): worked for day, worked in done.items()}
        desk.note("calendar", days=named)
    found = almanac.calendar_of(desk.session)
    years = [(year, known_how(found, year)) for year in (desk.today.year, desk.today.year + 1)]
    coming = stretches(found, desk.today, AHEAD)
    return desk.letter("calendar", done=done, years=years, stretches=coming[:MOST], more=max(0, len(coming) - MOST))
