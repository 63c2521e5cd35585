"""What the clock would say over a time, played day by day: the rules the jobs use, on a snapshot, and nothing is kept."""

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from bot.rules.calendar import ONE_DAY, SHANGHAI, day_of
from bot.rules.nudges import Due, NudgeDue, Snapshot, digests
from bot.rules.policy import Policy
from bot.rules.standing import Said, Vantage, judge, said

REMEMBERED = timedelta(days=120)  # no ladder looks further back
BEHIND, AHEAD = timedelta(days=90), timedelta(days=30)


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


@dataclass(frozen=True)
class Tally:
    """How much the clock would say over some days: messages to people (one a person a day), reminders by kind and by unit
    (ids), and mornings on which the office gets a list."""

    messages: int
    kinds: Mapping[str, int]
    units: Mapping[int, int]
    office: int


def tally(answers: Iterable[Due]) -> Tally:
    """The answers of some days, counted."""
    answers = list(answers)
    bundles = [bundle for answer in answers for bundle in digests(answer.nudges)]
    return Tally(
        len(bundles),
        Counter(nudge.kind for bundle in bundles for nudge in bundle.nudges),
        Counter(unit for bundle in bundles for unit in {nudge.unit_id for nudge in bundle.nudges}),
        sum(bool(answer.for_office or answer.unreachable) for answer in answers),
    )


@dataclass(frozen=True)
class Comparison:
    """What would have been said under one policy and under another: over the days behind (`before`, `after`) and, with
    nothing more reported, over the days ahead; and today's lamps."""

    before: Tally
    after: Tally
    ahead_before: Tally
    ahead_after: Tally
    lamps_before: Mapping[str, int]
    lamps_after: Mapping[str, int]

    @property
    def most_changed(self) -> list[tuple[int, int, int]]:
        """The five units whose number of messages changes most: id, before, after."""
        units = {*self.before.units, *self.after.units}
        rows = [(unit, self.before.units.get(unit, 0), self.after.units.get(unit, 0)) for unit in units]
        changed = [row for row in rows if row[1] != row[2]]
        return sorted(changed, key=lambda row: (-abs(row[2] - row[1]), row[0]))[:5]


def compared(snapshot: Snapshot, policy: Policy, today: date, hour: int = 9) -> Comparison:
    """The policy in the snapshot held against another: the ninety days up to today and the thirty after."""
    tallies, lamps = [], []
    for one in (snapshot, replace(snapshot, policy=policy)):
        answers = list(mornings(one, today - BEHIND, today + AHEAD, hour))
        tallies += [
            tally(answer for answer in answers if answer.day <= today),
            tally(answer for answer in answers if answer.day > today),
        ]
        lamps.append(_lamps(one, today))
    return Comparison(tallies[0], tallies[2], tallies[1], tallies[3], lamps[0], lamps[1])


def _lamps(snapshot: Snapshot, today: date) -> Mapping[str, int]:
    """How many measures each lamp shines on."""
    by_duty: dict[int, list[Said]] = {}
    for line in map(said, snapshot.reports):
        by_duty.setdefault(line.duty_id, []).append(line)
    at = {
        id: Vantage.of(
            plan,
            today,
            snapshot.calendar,
            policy=snapshot.policy,
            members=snapshot.members,
            pauses=snapshot.pauses,
        )
        for id, plan in snapshot.plans.items()
    }
    return Counter(
        judge(one, [line for duty in one.duties for line in by_duty.get(duty.id, ())], at[one.plan_id]).lamp
        for one in snapshot.measures
    )
