"""What a tick needs to load, and how long a pause lasts: the cost of a day follows what is due on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.rules.calendar import Calendar
from bot.rules.cycles import Cycle, cycle_before
from bot.rules.nudges.kinds import KINDS, Kinds, by_policy
from bot.rules.nudges.occasions import PlanDay, of_cycle
from bot.rules.policy import DEFAULT, Policy
from bot.rules.standing.vantage import NOBODY
from models import Plan

NARROWED = ("cycle", "target", "stagnant")  # kinds whose measures can be told apart in the database


@dataclass(frozen=True)
class Agenda:
    """What of a plan may have something to say today: measures whose report for the cycle `owed` is not there (a first
    report may also be the late one of `owed_before`); measures of which nothing has moved after the day
    `unmoved_since`; measures with a target due on one of the `dates`. Beside these always those with a date the office
    has opened again, and those whose pause ends. A kind that is none of NARROWED may mean `everything`."""

    owed: Cycle | None = None
    owed_before: Cycle | None = None
    unmoved_since: date | None = None
    dates: frozenset[date] = frozenset()
    everything: bool = False

    @property
    def whole(self) -> bool:
        """Whether any measure of the plan may be meant, whatever its dates."""
        return self.everything or self.owed is not None or self.unmoved_since is not None

    @property
    def is_empty(self) -> bool:
        return not self.whole and not self.dates


def agenda(
    plan: Plan,
    dates: Iterable[date],
    *,
    today: date,
    calendar: Calendar,
    since: date | None = None,
    policy: Policy = DEFAULT,
    kinds: Kinds = KINDS,
) -> Agenda:
    """What to load of a plan whose targets have these dates; nothing on a day off."""
    if not calendar.is_workday(today):
        return Agenda()
    at = PlanDay.of(plan, today, since, calendar, policy, NOBODY)
    kinds = {kind.code: kind for kind in by_policy(kinds, policy)}
    cycles, last = at.cycles, at.cycles.last
    owed = next(iter(of_cycle(kinds["cycle"], at)), None)
    ahead = owed is not None and owed.due_on == cycles.now.due_on
    unmoved_since = None
    if last is not None and kinds["stagnant"].may_speak(kinds["stagnant"], at, None):
        moved_in = last
        for _ in range(policy.stagnant_cycles):
            moved_in = cycle_before(moved_in, calendar, at.vantage.due_day)
        unmoved_since = moved_in.due_on
    return Agenda(
        owed=None if owed is None else cycles.now if ahead else last,
        owed_before=last if ahead else cycles.earlier,
        unmoved_since=unmoved_since,
        dates=frozenset(day for day in set(dates) if any(at.rung(kinds["target"], day))),
        everything=any(kind.may_speak(kind, at, None) for code, kind in kinds.items() if code not in NARROWED),
    )


def pause_until(today: date, calendar: Calendar, *, asked: date | None = None, policy: Policy = DEFAULT) -> date:
    """The day a pause ends: the one asked for; three working days from today where somebody only acknowledged. Dates do
    not wait for it: on its own date a measure speaks again."""
    return asked if asked is not None and asked > today else calendar.add_workdays(today, policy.snooze_workdays)
