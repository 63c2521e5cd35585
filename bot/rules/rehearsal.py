"""What the clock would say over a time, played day by day: the rules the jobs use, on a snapshot, and nothing is kept."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from bot.rules.calendar import ONE_DAY, SHANGHAI, day_of
from bot.rules.nudges import Due, NudgeDue, Snapshot
from bot.rules.standing import Said, said

REMEMBERED = timedelta(days=120)  # no ladder looks further back


def mornings(snapshot: Snapshot, first: date, last: date, hour: int = 9) -> Iterator[Due]:
    """What is due on each working day from `first` to `last`, where something is.

    Each morning knows the reports filed by that hour of it, the people appointed by then and what was said on the
    mornings before; to know that, it begins up to four months before the first day, silently.
    """
    reports = sorted(map(said, snapshot.reports), key=attrgetter("filed_at"))
    filed = [report.filed_at for report in reports]
    remembered: deque[NudgeDue] = deque()
    day = max(first - REMEMBERED, min((plan.loaded_on for plan in snapshot.plans.values()), default=first))
    while day <= last:
        if snapshot.calendar.is_workday(day):
            moment = datetime.combine(day, time(hour), SHANGHAI)
            known = reports[: bisect_right(filed, moment)]
            while remembered and remembered[0].day < day - REMEMBERED:
                remembered.popleft()
            found = _as_of(snapshot, day, known).due(day, sent=remembered)
            remembered.extend(found.nudges)
            if day >= first and not found.is_empty:
                yield found
        day += ONE_DAY


def _as_of(snapshot: Snapshot, day: date, known: list[Said]) -> Snapshot:
    return replace(
        snapshot,
        reports=known,
        contacts=[one for one in snapshot.contacts if one.appointed_on <= day],
        snoozes=[one for one in snapshot.snoozes if one.made_at is None or day_of(one.made_at) <= day],
    )
