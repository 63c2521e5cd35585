"""What there is to say about a measure today, before asking to whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from bot.rules.calendar import ONE_DAY, Calendar
from bot.rules.cycles import Cycles
from bot.rules.nudges.ladder import Kind, Rung, fixed_rungs, speaks
from bot.rules.policy import Policy
from bot.rules.standing import Figure, Said, Standing, Vantage, judge
from bot.rules.standing.figures import asked_since
from models import Measure, Pause, Plan


@dataclass(frozen=True)
class Occasion:
    """One kind speaking about one date. `rung` is None where only the end of a pause speaks; `spoke_on` is the rung's
    own day (earlier than today when the bot was down); `to_leader` and `to_office` where the date is old enough for
    their lists, which may be all there is (`speaks` is False then). `only` names the duty and the unit it concerns,
    where it is not everybody's."""

    kind: Kind
    due_on: date
    rung: int | None
    spoke_on: date
    target_ids: tuple[int, ...] = ()
    phrase: str | None = None
    since_on: date | None = None
    speaks: bool = True
    to_leader: bool = False
    to_office: bool = False
    only: tuple[int, int] | None = None

    @property
    def is_weekly(self) -> bool:
        """Whether the ladder is past its last fixed rung."""
        return self.rung is not None and self.rung > max(self.kind.after)


class Say(NamedTuple):
    """What today has for a date: a rung not yet spoken for, the leader's list, the office's list."""

    rung: Rung | None = None
    to_leader: bool = False
    to_office: bool = False


@dataclass(frozen=True)
class PlanDay:
    """One plan on one working day. `first` is the first day not yet spoken for: today, or earlier after a stop.
    `asked_on` is the day from which reports are expected."""

    plan: Plan
    first: date
    asked_on: date
    cycles: Cycles
    vantage: Vantage
    _rungs: dict[tuple[str, date], "Say"] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        plan: Plan,
        today: date,
        since: date | None,
        calendar: Calendar,
        policy: Policy,
        members: Mapping[int, Sequence[int]],
        pauses: Iterable[Pause] = (),
    ) -> "PlanDay":
        """The plan today; rungs after the day `since` are still to be said."""
        first = today if since is None or since >= today else since + ONE_DAY
        at = Vantage.of(plan, today, calendar, policy=policy, members=members, pauses=pauses)
        return cls(plan, max(first, plan.loaded_on), plan.loaded_on, at.cycles, at)

    @property
    def today(self) -> date:
        return self.vantage.today

    @property
    def calendar(self) -> Calendar:
        return self.vantage.calendar

    @property
    def policy(self) -> Policy:
        return self.vantage.policy

    def for_measure(self, measure: Measure) -> "PlanDay":
        """The same day for a measure that may have come on the clock later than its plan."""
        asked_on = asked_since(measure, self.plan.loaded_on, self.vantage.moment)
        if asked_on <= self.asked_on:
            return self
        return replace(self, asked_on=asked_on, cycles=self.cycles.asked_since(asked_on), _rungs={})

    def rung(self, kind: Kind, due_on: date) -> Say:
        """What today has for a date. For a date the office has opened again, the ladder after it starts from that day.
        Worked out once for each date."""
        key = (kind.code, due_on)
        if key not in self._rungs:
            start = max(due_on, self.asked_on) if due_on < self.asked_on else due_on
            rung = speaks(kind, start, self.first, self.today, self.calendar)
            if rung is not None and start > due_on and rung.offset <= 0:
                rung = None
            late = kind.passed_on and start < self.today
            self._rungs[key] = Say(
                rung,
                late and self._is_day(start, self.policy.leader_after),
                late and self._is_day(start, self.policy.office_after),
            )
        return self._rungs[key]

    def _is_day(self, start: date, workdays: int) -> bool:
        """Whether so many working days after a date is today, or a day the bot was down."""
        return self.first <= self.calendar.add_workdays(start, workdays) <= self.today


def occasions_of(
    measure: Measure, lines: Sequence[Said], at: PlanDay, woken: bool, kinds: Iterable[Kind]
) -> tuple[list[Occasion], list[Occasion]]:
    """What there is to say about an open measure, and what to those whose pause ends today. Nothing where it is done,
    closed, paused or inherited."""
    now = judge(measure, lines, at.vantage)
    if not now.is_open or now.inherited:
        return [], []
    plain = [occasion for kind in kinds for occasion in kind.finds(kind, at, now, False)]
    if not woken:
        return plain, plain
    return plain, [occasion for kind in kinds for occasion in kind.finds(kind, at, now, True)]


# The plan's report cycle


def of_cycle(kind: Kind, at: PlanDay, now: Standing | None = None, woken: bool = False) -> list[Occasion]:
    """This cycle up to its due day, else the last, chased until this one begins to remind."""
    ahead = occasion(kind, at, at.cycles.now.due_on)
    if ahead is None and at.cycles.last is not None and at.today < at.cycles.now.reminds_on:
        chased = occasion(kind, at, at.cycles.last.due_on)
        if chased is not None and not _is_crowded(chased, at):
            return [chased]
    if ahead is None and woken:
        ahead = Occasion(kind, at.cycles.now.due_on, None, at.today)
    return [ahead] if ahead else []


def _is_crowded(chased: Occasion, at: PlanDay) -> bool:
    """Whether a weekly reminder would come less than five working days before the next cycle's first one."""
    return chased.is_weekly and at.calendar.workdays_between(at.today, at.cycles.now.reminds_on) < 5


def cycle_is_owed(at: PlanDay, occasion: Occasion, days: Sequence[date]) -> bool:
    """Whether the cycle's report is still to come from a unit that reported on these days."""
    return not at.cycles.settled(days) if occasion.due_on >= at.today else at.cycles.missed(days)


def cycle_may_speak(kind: Kind, at: PlanDay, measure: Measure | None) -> bool:
    return bool(of_cycle(kind, at))


# Dated targets


def of_targets(kind: Kind, at: PlanDay, now: Standing, woken: bool = False) -> list[Occasion]:
    """The dates of targets neither reached nor inherited, earliest first; targets of one day are one occasion."""
    by_date: dict[date, list[Figure]] = {}
    for figure in now.figures:
        if figure.due_on is not None and not figure.reached and not figure.inherited:
            by_date.setdefault(figure.due_on, []).append(figure)
    found = []
    for due_on in sorted(by_date):
        targets = tuple(figure.target_id for figure in by_date[due_on])
        phrase = by_date[due_on][0].phrase
        about = occasion(kind, at, due_on, targets, phrase)
        begun = fixed_rungs(kind, due_on, at.calendar)[0].day <= at.today
        if about is None and woken and begun:
            about = Occasion(kind, due_on, None, at.today, targets, phrase)
        if about is not None:
            found.append(about)
    return found


def target_is_owed(at: PlanDay, occasion: Occasion, days: Sequence[date]) -> bool:
    """Not by a unit heard in this cycle; and who keeps reporting on an overdue measure is not chased every week."""
    if at.cycles.heard(days):
        return False
    return not occasion.is_weekly or at.cycles.last is None or at.cycles.missed(days)


def target_may_speak(kind: Kind, at: PlanDay, measure: Measure | None) -> bool:
    dates = [target.due_on for target in measure.targets] if measure is not None else []
    return any(due_on is not None and any(at.rung(kind, due_on)) for due_on in dates)


# Silence that reports do not break


def of_silence(kind: Kind, at: PlanDay, now: Standing, woken: bool = False) -> list[Occasion]:
    """A stagnant measure, on the day after a cycle's due day."""
    if at.cycles.last is None or not now.stagnant:
        return []
    found = occasion(kind, at, at.cycles.last.due_on, since_on=now.moved_on)
    return [found] if found else []


def silence_is_owed(at: PlanDay, occasion: Occasion, days: Sequence[date]) -> bool:
    """Whoever missed the cycle is reminded of that instead."""
    return not at.cycles.missed(days)


def silence_may_speak(kind: Kind, at: PlanDay, measure: Measure | None) -> bool:
    return at.cycles.last is not None and any(at.rung(kind, at.cycles.last.due_on))


def occasion(
    kind: Kind,
    at: PlanDay,
    due_on: date,
    targets: tuple[int, ...] = (),
    phrase: str | None = None,
    since_on: date | None = None,
    only: tuple[int, int] | None = None,
) -> Occasion | None:
    """What a kind has to say today about a date, or None."""
    rung, to_leader, to_office = at.rung(kind, due_on)
    if rung is None and not to_leader and not to_office:
        return None
    offset, day = (rung.offset, rung.day) if rung else (None, at.today)
    return Occasion(kind, due_on, offset, day, targets, phrase, since_on, rung is not None, to_leader, to_office, only)
