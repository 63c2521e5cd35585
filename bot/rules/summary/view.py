"""One measure looked at from both ends of the period: what the lists are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial

from bot.rules.calendar import Calendar, day_of
from bot.rules.policy import Policy
from bot.rules.standing import Said, Standing, Vantage, counts_at, judge, ledger, moves
from bot.rules.standing.figures import in_force
from bot.rules.summary.values import Change, Entry, Quote, Row, Word
from models import Measure, Pause, Plan


@dataclass(frozen=True)
class Ground:
    """What every measure of one summary is seen against: the plan at both ends of the period."""

    plan: Plan
    now: Vantage
    then: Vantage
    units: Mapping[int, str]
    pauses: Sequence[Pause] = ()

    @property
    def until(self) -> datetime:
        return self.now.moment

    def at(self, moment: datetime) -> Vantage:
        """The plan at another moment."""
        now = self.now
        return Vantage.of(
            self.plan,
            day_of(moment),
            now.calendar,
            policy=now.policy,
            members=now.members,
            moment=moment,
            pauses=self.pauses,
        )

    def quote(self, word: Said | None) -> Quote | None:
        """A report's words with the unit's name, or None."""
        if word is None:
            return None
        return Quote(
            word.report_id,
            word.unit_id,
            self.units.get(word.unit_id, ""),
            word.day,
            word.text,
            word.status,
            word.percent,
            word.blocker,
            word.on_behalf,
        )

    def quotes(self, lines: Iterable[Said]) -> tuple[Quote, ...]:
        """The words of several reports."""
        return tuple(quote for line in lines if (quote := self.quote(line)) is not None)


def ground_of(
    plan: Plan,
    since: datetime,
    until: datetime,
    calendar: Calendar,
    *,
    policy: Policy,
    members: Mapping[int, Sequence[int]],
    pauses: Sequence[Pause],
    units: Mapping[int, str],
) -> Ground:
    """A plan at both ends of a period."""
    at = partial(Vantage.of, plan, calendar=calendar, policy=policy, members=members, pauses=pauses)
    now, then = at(day_of(until), moment=until), at(day_of(since), moment=since)
    return Ground(plan, now, then, units, pauses)


@dataclass(frozen=True)
class View:
    """A measure at the end of the period (`now`), and what was filed in it. `lines` may hold retired reports: they
    counted before."""

    ground: Ground
    measure: Measure
    lines: Sequence[Said]
    now: Standing
    filed: tuple[Said, ...]

    @classmethod
    def of(cls, measure: Measure, lines: Sequence[Said], ground: Ground) -> "View":
        """Looks at one measure from the end of the period."""
        since = ground.then.moment
        filed = tuple(line for line in ledger(lines, ground.until) if not counts_at(line, since))
        return cls(ground, measure, lines, judge(measure, lines, ground.now), filed)

    @cached_property
    def then(self) -> Standing:
        """The measure at the start of the period. Looked at only where it is asked for: most weeks most measures have
        nothing new."""
        return judge(self.measure, self.lines, self.ground.then)

    @cached_property
    def moving(self) -> tuple[Said, ...]:
        """The reports of the period that moved something."""
        moved = {line.report_id for line in moves(ledger(self.lines, self.ground.until))} if self.filed else set()
        return tuple(line for line in self.filed if line.report_id in moved)

    @cached_property
    def before(self) -> Mapping[int, float | None]:
        """The targets' figures at the start of the period."""
        since = self.ground.then.moment
        touched = self.filed or any(line.retired_at is not None and line.retired_at > since for line in self.lines)
        return {figure.target_id: figure.value for figure in (self.then if touched else self.now).figures}

    @property
    def is_newly_finished(self) -> bool:
        """Whether the measure was done or closed in the period."""
        if self.now.is_open:
            return False
        closed_at = self.measure.closed_at
        recent = self.filed or (closed_at is not None and closed_at > self.ground.then.moment)
        return bool(recent) and self.then.is_open

    @property
    def section(self) -> str:
        return str(self.measure.sections[0]) if self.measure.sections else ""

    @property
    def answerable(self) -> tuple[str, ...]:
        """Who answers for the measure: its leads; where there is none, every unit."""
        return self.names("lead") or self.names("own") or self.names("support")

    def names(self, role: str) -> tuple[str, ...]:
        """The units in one role, as the plan prints them."""
        until = self.ground.until
        duties = [duty for duty in self.measure.duties if duty.role == role and in_force(duty, until)]
        return tuple(duty.printed for duty in duties)

    def words(self) -> tuple[Word, ...]:
        """The reports of the period, in the order said."""
        quotes = self.ground.quotes(self.filed)
        return tuple(Word(self.measure.id, self.measure.ref, self.measure.title, quote) for quote in quotes)

    def changes(self) -> tuple[Change, ...]:
        """The figures that differ between the two ends."""
        return tuple(
            Change(
                figure.target_id,
                figure.indicator,
                figure.unit,
                self.before.get(figure.target_id),
                figure.value,
                figure.goal,
                figure.share,
                figure.report_id,
            )
            for figure in self.now.figures
            if figure.value != self.before.get(figure.target_id)
        )

    def entry(self, quotes: tuple[Quote, ...] | None = None) -> Entry:
        """The measure as a line of a list; its latest word unless quotes are given."""
        latest = self.ground.quote(self.now.last)
        return Entry(
            measure_id=self.measure.id,
            ref=self.measure.ref,
            title=self.measure.title,
            section=self.section,
            units=self.answerable,
            state=self.now.state,
            lamp=self.now.lamp,
            lamp_before=self.then.lamp,
            due_on=self.now.due_on,
            days_left=self.now.days_left,
            reasons=self.now.reasons,
            quotes=quotes if quotes is not None else (latest,) if latest else (),
            changes=self.changes(),
        )

    def row(self) -> Row:
        """The measure as a line of the 台账."""
        now = self.now
        waiting = [part for part in now.parts if now.is_open and not part.reported_this_cycle]
        return Row(
            measure_id=self.measure.id,
            ref=self.measure.ref,
            section=self.section,
            title=self.measure.title,
            text=self.measure.text,
            leads=self.names("lead"),
            supports=self.names("support"),
            owns=self.names("own"),
            figures=now.figures,
            due_on=now.due_on if now.is_open else _last_date(now),
            days_left=now.days_left,
            state=now.state,
            lamp=now.lamp,
            reasons=now.reasons,
            percent=now.percent,
            last=self.ground.quote(now.last),
            blocker=self.ground.quote(now.blocker),
            waiting_for=tuple(self.ground.units.get(part.unit_id, part.printed) for part in waiting),
        )


def _last_date(now: Standing) -> date | None:
    return max((figure.due_on for figure in now.figures if figure.due_on is not None), default=None)
