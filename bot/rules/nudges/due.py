"""From what there is to say to who hears it: units, their contacts, pauses and the cap."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.rules.calendar import Calendar, day_of, end_of
from bot.rules.nudges.kinds import KINDS, fixed_rungs
from bot.rules.nudges.occasions import Occasion, PlanDay, of_cycle, of_silence, of_targets
from bot.rules.nudges.values import Addressee, Due, NudgeDue, Overdue, Unreached
from bot.rules.policy import DEFAULT, Policy
from bot.rules.standing import counts_at, standing
from bot.rules.standing.parts import speakers, state_of
from models import Measure, Nudge, Plan, Report, Responsibility, Snooze

NOBODY: Mapping[int, Sequence[int]] = {}


def due(
    measures: Iterable[Measure],
    reports: Iterable[Report],
    contacts: Iterable[Addressee],
    *,
    today: date,
    plans: Mapping[int, Plan],
    calendar: Calendar,
    members: Mapping[int, Sequence[int]] = NOBODY,
    snoozes: Iterable[Snooze] = (),
    sent: Iterable[Nudge] = (),
    policy: Policy = DEFAULT,
    since: date | None = None,
) -> Due:
    """Everybody to be reminded today; the same answer however often it is asked. Empty on a day off.

    `plans` by id; `members` of groups by the group's unit id. `sent` are nudges of earlier days (they only tighten the
    cap). `since` is the last day that was ticked: rungs missed after it are said today, once.
    """
    if not calendar.is_workday(today):
        return Due(today)
    desk = _Desk(today, calendar, policy, members, _by_unit(contacts))
    desk.take_reports(reports)
    desk.take_snoozes(snoozes)
    days = {plan_id: PlanDay.of(plan, today, since, calendar, policy) for plan_id, plan in plans.items()}
    measures = list(measures)
    desk.take_sent(sent, measures)
    for measure in measures:
        at = days[measure.plan_id]
        if at.plan.loaded_on <= today and measure.withdrawn_at is None and measure.closed_at is None:
            desk.go_through(measure, at.for_measure(measure))
    return desk.answer()


def _by_unit(contacts: Iterable[Addressee]) -> dict[int, list[Addressee]]:
    found: dict[int, list[Addressee]] = {}
    for contact in contacts:
        found.setdefault(contact.unit_id, []).append(contact)
    return found


@dataclass
class _Desk:
    """One tick's work: the snapshot indexed once, and the answers so far."""

    today: date
    calendar: Calendar
    policy: Policy
    members: Mapping[int, Sequence[int]]
    contacts: Mapping[int, Sequence[Addressee]]
    reports: dict[int, list[Report]] = field(default_factory=dict)
    pauses: dict[tuple[int, int], date] = field(default_factory=dict)
    told: dict[tuple[int, int, date], set[date]] = field(default_factory=dict)
    known_since: dict[int, date] = field(default_factory=dict)
    nudges: dict[tuple[int, date, int, str], NudgeDue] = field(default_factory=dict)
    unreachable: list[Unreached] = field(default_factory=list)
    for_office: list[Overdue] = field(default_factory=list)

    def take_reports(self, reports: Iterable[Report]) -> None:
        moment = end_of(self.today)
        for report in reports:
            if counts_at(report, moment):
                self.reports.setdefault(report.responsibility_id, []).append(report)
        for contacts in self.contacts.values():
            for contact in contacts:
                earliest = self.known_since.get(contact.person_id, contact.appointed_on)
                self.known_since[contact.person_id] = min(earliest, contact.appointed_on)

    def take_snoozes(self, snoozes: Iterable[Snooze]) -> None:
        for snooze in snoozes:
            self.pauses[snooze.responsibility_id, snooze.unit_id] = snooze.until_on

    def take_sent(self, sent: Iterable[Nudge], measures: Iterable[Measure]) -> None:
        earlier = [nudge for nudge in sent if nudge.day < self.today and nudge.day < nudge.due_on]
        measure_of = {duty.id: measure.id for measure in measures for duty in measure.duties} if earlier else {}
        for nudge in earlier:
            key = (nudge.person_id, measure_of.get(nudge.responsibility_id, 0), nudge.due_on)
            self.told.setdefault(key, set()).add(nudge.day)

    def go_through(self, measure: Measure, at: PlanDay) -> None:
        """Every duty of one measure, once for each unit that answers for it."""
        woken = {key for key in self._keys(measure) if self._wakes(key, at)} if self.pauses else set()
        reports = [report for duty in measure.duties for report in self.reports.get(duty.id, ())]
        occasions = list(self._occasions(measure, reports, at, False))
        at_waking = list(self._occasions(measure, reports, at, True)) if woken else occasions
        if not occasions and not at_waking:
            return
        for duty in measure.duties:
            if duty.withdrawn_at is not None:
                continue
            for unit_id in speakers(duty, measure.duties, self.members):
                spoken = at_waking if (duty.id, unit_id) in woken else occasions
                self._unit(measure, duty, unit_id, spoken, at)

    def _occasions(self, measure: Measure, reports: Sequence[Report], at: PlanDay, woken: bool) -> Iterator[Occasion]:
        """What there is to say, cheapest questions first: most days most measures have nothing."""
        cycle = of_cycle(at, woken)
        dated = any(target.due_on is not None for target in measure.targets)
        day_after = _is_day_after(at)
        if not cycle and not dated and not day_after:
            return
        now = standing(
            measure,
            reports,
            today=self.today,
            plan=at.plan,
            calendar=self.calendar,
            policy=self.policy,
            members=self.members,
        )
        if not now.is_open or now.inherited:
            return
        yield from cycle
        yield from of_targets(at, now.figures, woken)
        yield from of_silence(at, now)

    def _unit(
        self, measure: Measure, duty: Responsibility, unit_id: int, occasions: Sequence[Occasion], at: PlanDay
    ) -> None:
        spoken = [r for r in self.reports.get(duty.id, ()) if r.unit_id in (unit_id, duty.unit_id)]
        spoken.sort(key=lambda report: report.said_at)
        if spoken and state_of(spoken) == "done":
            return
        days = [day_of(report.said_at) for report in spoken]
        for occasion in occasions:
            kind = KINDS[occasion.kind]
            roles = kind.told if occasion.due_on >= self.today else kind.chased
            if duty.role in roles and at.owes(occasion, days) and not self._paused(duty.id, unit_id, occasion):
                last = spoken[-1].person_id if spoken else None
                self._tell(measure, duty, unit_id, occasion, at, last)

    def _tell(
        self,
        measure: Measure,
        duty: Responsibility,
        unit_id: int,
        occasion: Occasion,
        at: PlanDay,
        last_reporter: int | None,
    ) -> None:
        about = (occasion.kind, measure.id, duty.id, unit_id, occasion.due_on)
        days_left = self.calendar.workdays_between(self.today, occasion.due_on)
        if occasion.to_office:
            self.for_office.append(Overdue(*about, -days_left, measure.ref))
        if not occasion.speaks:
            return
        reachable = [contact for contact in self.contacts.get(unit_id, ()) if contact.reachable]
        if not reachable:
            self.unreachable.append(Unreached(*about, measure.ref))
        for contact in _first_in_line(reachable, last_reporter, occasion.due_on >= self.today):
            if occasion.due_on < contact.appointed_on or self._is_enough(contact, measure, occasion, at):
                continue
            nudge = NudgeDue(
                kind=occasion.kind,
                measure_id=measure.id,
                duty_id=duty.id,
                unit_id=unit_id,
                person_id=contact.person_id,
                day=self.today,
                due_on=occasion.due_on,
                days_left=days_left,
                rung=occasion.rung,
                ref=measure.ref,
                role=duty.role,
                target_ids=occasion.target_ids,
                phrase=occasion.phrase,
                since_on=occasion.since_on,
            )
            self.nudges.setdefault(nudge.key, nudge)

    def _is_enough(self, contact: Addressee, measure: Measure, occasion: Occasion, at: PlanDay) -> bool:
        """Whether the person has had their reminders of this measure before this date."""
        if self.today >= occasion.due_on:
            return False
        told = self.told.get((contact.person_id, measure.id, occasion.due_on), ())
        if len(told) >= self.policy.nudges_before:
            return True
        since = max(at.plan.loaded_on, self.known_since[contact.person_id])
        rungs = [r.day for r in fixed_rungs(occasion.kind, occasion.due_on, self.calendar) if r.day >= since]
        return occasion.rung is not None and occasion.spoke_on not in rungs[: self.policy.nudges_before]

    def _paused(self, duty_id: int, unit_id: int, occasion: Occasion) -> bool:
        until = self.pauses.get((duty_id, unit_id))
        return until is not None and self.today < min(until, occasion.due_on)

    def _wakes(self, key: tuple[int, int], at: PlanDay) -> bool:
        until = self.pauses.get(key)
        return until is not None and at.first <= self.calendar.workday_on_or_after(until) <= self.today

    def _keys(self, measure: Measure) -> Iterator[tuple[int, int]]:
        for duty in measure.duties:
            for unit_id in speakers(duty, measure.duties, self.members):
                yield duty.id, unit_id

    def answer(self) -> Due:
        nudges = sorted(self.nudges.values(), key=lambda n: (n.person_id, n.due_on, n.measure_id, n.duty_id, n.kind))
        return Due(self.today, tuple(nudges), tuple(self.unreachable), tuple(self.for_office))


def _is_day_after(at: PlanDay) -> bool:
    """Whether the working day after a cycle's due day is among the days to speak for."""
    last = at.cycles.last
    return last is not None and at.first <= at.calendar.add_workdays(last.due_on, 1) <= at.today


def _first_in_line(contacts: list[Addressee], last_reporter: int | None, before_date: bool) -> list[Addressee]:
    """Up to the date, whoever reported on the duty last, where they can be reached; otherwise everyone."""
    handlers = [contact for contact in contacts if contact.person_id == last_reporter]
    return handlers if handlers and before_date else contacts
