"""Where the clock may be moved, and at which moments it must stop on the way so that nothing is passed over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.rules.calendar import ONE_DAY, Calendar

MOVES = ("day", "morning", "friday")
AHEAD = 60  # days a move may look ahead; the longest holiday is far shorter


@dataclass(frozen=True)
class Hours:
    """When the bot speaks by itself: digests and summaries, in whole hours of the plan's zone."""

    zone: tzinfo
    digest: int
    summary: int


def target(to: str, now: datetime, calendar: Calendar, hours: Hours) -> datetime:
    """The instant a move ends at: a day later, the next working day's digests, the next week's-end summary.

    Raises ValueError for a move it does not know.
    """
    if to == "day":
        return now + ONE_DAY
    if to == "morning":
        return next(moment for day, moment in _at(now, hours.digest, hours) if calendar.is_workday(day))
    if to == "friday":
        moments = _at(now, hours.summary, hours)
        return next(moment for day, moment in moments if calendar.last_workday_of_week(day) == day)
    raise ValueError(f"no such move: {to}; there are {', '.join(MOVES)}")


def stops(now: datetime, until: datetime, calendar: Calendar, hours: Hours) -> list[datetime]:
    """The moments after `now` at which the bot has something to do, in order; the last is `until`."""
    found = {until}
    for hour in (hours.digest, hours.summary):
        for day, moment in _at(now, hour, hours):
            if moment >= until:
                break
            if calendar.is_workday(day):
                found.add(moment)
    return sorted(found)


def _at(now: datetime, hour: int, hours: Hours) -> Iterator[tuple[date, datetime]]:
    """Each day's moment at this hour that is still to come."""
    first = now.astimezone(hours.zone).date()
    for n in range(AHEAD):
        day = first + timedelta(days=n)
        moment = datetime.combine(day, time(hour), hours.zone)
        if moment > now:
            yield day, moment
