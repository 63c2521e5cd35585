"""One measure looked at from both ends of the period: what the lists are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.calendar import Calendar, day_of
from bot.rules.policy import Policy
from bot.rules.standing import Said, Standing, counts_at, moves, said_order, standing
from bot.rules.standing.ledger import said
from bot.rules.summary.values import Change, Entry, Quote, Row
from models import Measure, Plan, Report


@dataclass(frozen=True)
class Ground:
    """What every measure of one summary is seen against."""

    plan: Plan
    since: datetime
    until: datetime
    calendar: Calendar
    policy: Policy
    units: Mapping[int, str]
    members: Mapping[int, Sequence[int]]

    def look(self, measure: Measure, reports: Sequence[Report], moment: datetime) -> Standing:
        """The measure's standing at a moment."""
        return standing(
            measure,
            reports,
            today=day_of(moment),
            plan=self.plan,
            calendar=self.calendar,
            policy=self.policy,
            members=self.members,
            moment=moment,
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

    def quotes(self, reports: Iterable[Report]) -> tuple[Quote, ...]:
        """The words of several reports."""
        return tuple(quote for report in reports if (quote := self.quote(said(report))) is not None)


@dataclass(frozen=True)
class View:
    """A measure at the end of the period (`now`) and at its start (`then`), and the reports filed between."""

    ground: Ground
    measure: Measure
    now: Standing
    then: Standing
    filed: tuple[Report, ...]
    moving: tuple[Report, ...]

    @classmethod
    def of(cls, measure: Measure, reports: Sequence[Report], ground: Ground) -> "View":
        """Looks at one measure from both ends."""
        now = ground.look(measure, reports, ground.until)
        then = ground.look(measure, reports, ground.since)
        counting = said_order(reports, ground.until)
        filed = tuple(report for report in counting if not counts_at(report, ground.since))
        moved = {id(report) for report in moves(counting)} if filed else set()
        return cls(ground, measure, now, then, filed, tuple(report for report in filed if id(report) in moved))

    @property
    def section(self) -> str:
        return str(self.measure.sections[0]) if self.measure.sections else ""

    @property
    def answerable(self) -> tuple[str, ...]:
        """Who answers for the measure: its leads; where there is none, every unit."""
        return self.names("lead") or self.names("own") or self.names("support")

    def names(self, role: str) -> tuple[str, ...]:
        """The units in one role, as the plan prints them."""
        duties = [duty for duty in self.measure.duties if duty.role == role and duty.withdrawn_at is None]
        return tuple(duty.printed for duty in duties)

    def changes(self) -> tuple[Change, ...]:
        """The figures that differ between the two ends."""
        before = {figure.target_id: figure.value for figure in self.then.figures}
        return tuple(
            Change(
                figure.target_id,
                figure.indicator,
                figure.unit,
                before.get(figure.target_id),
                figure.value,
                figure.goal,
                figure.share,
                figure.report_id,
            )
            for figure in self.now.figures
            if figure.value != before.get(figure.target_id)
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
