"""What there is to say about a measure today, before asking to whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.rules.calendar import ONE_DAY, Calendar
from bot.rules.cycles import Cycles
from bot.rules.nudges.kinds import KINDS, Rung, fixed_rungs, speaks
from bot.rules.policy import Policy
from bot.rules.standing import Figure, Said, Standing, Vantage, judge
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
    """One plan on one working day. `first` is the first day not yet spoken for: today, or earlier after a stop.
    `asked_on` is the day from which reports are expected."""

    plan: Plan
    first: date
    asked_on: date
    cycles: Cycles
    vantage: Vantage
    _rungs: dict[tuple[str, date], tuple[Rung | None, bool]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        plan: Plan,
        today: date,
        since: date | None,
        calendar: Calendar,
        policy: Policy,
        members: Mapping[int, Sequence[int]],
    ) -> "PlanDay":
        """The plan today; rungs after the day `since` are still to be said."""
        first = today if since is None or since >= today else since + ONE_DAY
        at = Vantage.of(plan, today, calendar, policy=policy, members=members)
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

    def rung(self, kind: str, due_on: date) -> tuple[Rung | None, bool]:
        """The latest rung of a date not yet spoken for, and whether the date goes on the office's list. For a date the
        office has opened again, the ladder after it starts from that day. Worked out once for each date."""
        key = (kind, due_on)
        if key not in self._rungs:
            start = max(due_on, self.asked_on) if due_on < self.asked_on else due_on
            rung = speaks(kind, start, self.first, self.today, self.calendar)
            if rung is not None and start > due_on and rung.offset <= 0:
                rung = None
            listed = False
            if kind != "stagnant" and start < self.today:
                listed = self.first <= self.calendar.add_workdays(start, self.policy.office_after) <= self.today
            self._rungs[key] = rung, listed
        return self._rungs[key]

    def is_quiet(self, measure: Measure) -> bool:
        """Whether nothing at all is to be said about the measure, whatever has been reported."""
        if of_cycle(self) or (self.cycles.last and any(self.rung("stagnant", self.cycles.last.due_on))):
            return False
        return not any(
            target.due_on is not None and any(self.rung("target", target.due_on)) for target in measure.targets
        )

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


def occasions_of(
    measure: Measure, lines: Sequence[Said], at: PlanDay, woken: bool
) -> tuple[list[Occasion], list[Occasion]]:
    """What there is to say about an open measure, and what to those whose pause ends today. Nothing where it is done,
    closed or inherited."""
    now = judge(measure, lines, at.vantage)
    if not now.is_open or now.inherited:
        return [], []
    silence = of_silence(at, now)
    plain = [*of_cycle(at), *of_targets(at, now.figures), *silence]
    return plain, [*of_cycle(at, True), *of_targets(at, now.figures, True), *silence] if woken else plain


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
    rung, listed = at.rung(kind, due_on)
    if rung is None and not listed:
        return None
    offset, day = (rung.offset, rung.day) if rung else (None, at.today)
    return Occasion(kind, due_on, offset, day, targets, phrase, since_on, rung is not None, listed)
