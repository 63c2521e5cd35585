"""What there is to say about a measure today, before asking to whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.rules.calendar import Calendar, end_of
from bot.rules.cycles import Cycles, cycles_at
from bot.rules.nudges.kinds import KINDS, fixed_rungs, speaks
from bot.rules.policy import Policy
from bot.rules.standing import Figure, Standing
from bot.rules.standing.figures import asked_since
from models import Measure, Plan


@dataclass(frozen=True)
class Occasion:
    """One kind speaking about one date. `rung` is None where only the end of a pause speaks; `spoke_on` is the rung's
    own day (earlier than today when the bot was down); `to_office` where the date is old enough for the office's
    list, which may be all there is (`speaks` is False then)."""

    kind: str
    due_on: date
    rung: int | None
    spoke_on: date
    target_ids: tuple[int, ...] = ()
    phrase: str | None = None
    since_on: date | None = None
    speaks: bool = True
    to_office: bool = False

    @property
    def is_weekly(self) -> bool:
        """Whether the ladder is past its last fixed rung."""
        return self.rung is not None and self.rung > max(KINDS[self.kind].after)


@dataclass(frozen=True)
class PlanDay:
    """One plan on one working day. `first` is the first day not yet spoken for: today, or earlier after a stop."""

    plan: Plan
    today: date
    first: date
    calendar: Calendar
    policy: Policy
    cycles: Cycles
    asked_on: date

    @classmethod
    def of(cls, plan: Plan, today: date, since: date | None, calendar: Calendar, policy: Policy) -> "PlanDay":
        first = today if since is None or since >= today else next_day(since)
        cycles = cycles_at(plan, today, calendar)
        return cls(plan, today, max(first, plan.loaded_on), calendar, policy, cycles, plan.loaded_on)

    def for_measure(self, measure: Measure) -> "PlanDay":
        """The same day for a measure that may have come on the clock later than its plan."""
        asked_on = asked_since(measure, self.plan, end_of(self.today))
        if asked_on <= self.asked_on:
            return self
        return replace(self, asked_on=asked_on, cycles=self.cycles.asked_since(asked_on))

    def owes(self, occasion: Occasion, days: Sequence[date]) -> bool:
        """Whether an occasion still concerns a unit that reported on these days."""
        if occasion.kind == "cycle":
            ahead = occasion.due_on >= self.today
            return not self.cycles.settled(days) if ahead else self.cycles.missed(days)
        if occasion.kind == "stagnant":  # whoever missed the cycle is reminded of that instead
            return not self.cycles.missed(days)
        if self.cycles.heard(days):
            return False
        # A unit that keeps reporting on an overdue measure is not chased every week.
        return not occasion.is_weekly or self.cycles.last is None or self.cycles.missed(days)


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def of_cycle(at: PlanDay, woken: bool = False) -> list[Occasion]:
    """The plan's report cycle: this one up to its due day, else the last, chased until this one begins to remind."""
    ahead = _occasion(at, "cycle", at.cycles.now.due_on)
    if ahead is None and at.cycles.last is not None and at.today < at.cycles.now.reminds_on:
        chased = _occasion(at, "cycle", at.cycles.last.due_on)
        if chased is not None and not _is_crowded(chased, at):
            return [chased]
    if ahead is None and woken:
        ahead = Occasion("cycle", at.cycles.now.due_on, None, at.today)
    return [ahead] if ahead else []


def _is_crowded(chased: Occasion, at: PlanDay) -> bool:
    """Whether a weekly reminder would come less than five working days before the next cycle's first one."""
    return chased.is_weekly and at.calendar.workdays_between(at.today, at.cycles.now.reminds_on) < 5


def of_targets(at: PlanDay, figures: Iterable[Figure], woken: bool = False) -> list[Occasion]:
    """The dates of targets neither reached nor inherited, earliest first; targets of one day are one occasion."""
    by_date: dict[date, list[Figure]] = {}
    for figure in figures:
        if figure.due_on is not None and not figure.reached and not figure.inherited:
            by_date.setdefault(figure.due_on, []).append(figure)
    found = []
    for due_on in sorted(by_date):
        targets = tuple(figure.target_id for figure in by_date[due_on])
        phrase = by_date[due_on][0].phrase
        occasion = _occasion(at, "target", due_on, targets, phrase)
        begun = fixed_rungs("target", due_on, at.calendar)[0].day <= at.today
        if occasion is None and woken and begun:
            occasion = Occasion("target", due_on, None, at.today, targets, phrase)
        if occasion is not None:
            found.append(occasion)
    return found


def of_silence(at: PlanDay, standing: Standing) -> list[Occasion]:
    """A stagnant measure, on the day after a cycle's due day."""
    if at.cycles.last is None or not standing.stagnant:
        return []
    occasion = _occasion(at, "stagnant", at.cycles.last.due_on, since_on=standing.moved_on)
    return [occasion] if occasion else []


def _occasion(
    at: PlanDay,
    kind: str,
    due_on: date,
    targets: tuple[int, ...] = (),
    phrase: str | None = None,
    since_on: date | None = None,
) -> Occasion | None:
    late_start = due_on < at.asked_on  # a date the office has opened again: the ladder after it starts from that day
    from_on = at.asked_on if late_start else due_on
    rung = speaks(kind, from_on, at.first, at.today, at.calendar)
    if rung is not None and late_start and rung.offset <= 0:
        rung = None
    listed_on = at.calendar.add_workdays(from_on, at.policy.office_after) if from_on < at.today else None
    listed = kind != "stagnant" and listed_on is not None and at.first <= listed_on <= at.today
    if rung is None and not listed:
        return None
    offset, day = (rung.offset, rung.day) if rung else (None, at.today)
    return Occasion(kind, due_on, offset, day, targets, phrase, since_on, rung is not None, listed)
