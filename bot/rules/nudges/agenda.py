"""What a tick needs to load, and how long a pause lasts: the cost of a day follows what is due on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.rules.calendar import Calendar
from bot.rules.nudges.kinds import KINDS, Kinds
from bot.rules.nudges.occasions import PlanDay
from bot.rules.policy import DEFAULT, Policy
from bot.rules.standing.vantage import NOBODY
from models import Plan


@dataclass(frozen=True)
class Agenda:
    """What of a plan may have something to say today: all of it (`whole`), or the measures with a target due on one of
    the `dates`, beside those with a date the office has opened again and those whose pause ends."""

    whole: bool
    dates: frozenset[date]

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
        return Agenda(False, frozenset())
    at = PlanDay.of(plan, today, since, calendar, policy, NOBODY)
    whole = any(kind.may_speak(kind, at, None) for kind in kinds.values())
    target = kinds["target"]
    return Agenda(whole, frozenset(day for day in set(dates) if any(at.rung(target, day))))


def pause_until(today: date, calendar: Calendar, *, asked: date | None = None, policy: Policy = DEFAULT) -> date:
    """The day a pause ends: the one asked for; three working days from today where somebody only acknowledged. Dates do
    not wait for it: on its own date a measure speaks again."""
    return asked if asked is not None and asked > today else calendar.add_workdays(today, policy.snooze_workdays)
