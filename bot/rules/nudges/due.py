"""From what there is to say to who hears it: units, their contacts, pauses and the cap."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter

from bot.rules.calendar import Calendar, end_of
from bot.rules.nudges.kinds import KINDS, Kinds, by_policy
from bot.rules.nudges.ladder import Kind, fixed_rungs
from bot.rules.nudges.occasions import Occasion, PlanDay, occasions_of
from bot.rules.nudges.people import by_unit
from bot.rules.nudges.values import Absence, Addressee, Due, NudgeDue, Overdue, Unreached
from bot.rules.policy import DEFAULT, Policy
from bot.rules.standing import Said, counts_at, said
from bot.rules.standing.figures import in_force
from bot.rules.standing.parts import speakers, state_of
from bot.rules.standing.vantage import NOBODY
from models import Measure, Nudge, Pause, Plan, Report, Responsibility, Snooze


def due(
    measures: Iterable[Measure],
    reports: Iterable[Report | Said],
    contacts: Iterable[Addressee],
    *,
    today: date,
    plans: Mapping[int, Plan],
    calendar: Calendar,
    members: Mapping[int, Sequence[int]] = NOBODY,
    snoozes: Iterable[Snooze] = (),
    pauses: Iterable[Pause] = (),
    absences: Iterable[Absence] = (),
    sent: Iterable[Nudge | NudgeDue] | None = None,
    policy: Policy = DEFAULT,
    since: date | None = None,
    kinds: Kinds = KINDS,
) -> Due:
    """Everybody to be reminded today; the same answer however often it is asked. Empty on a day off.

    `plans` by id; `members` of groups by the group's unit id. `sent` are the nudges of the last months, by which the
    cap before a date is counted; without them only the first rungs of the ladder speak before it. `since` is the last
    day that was ticked: rungs missed after it are said today, once.
    """
    if not calendar.is_workday(today):
        return Due(today)
    measures, pauses = list(measures), list(pauses)
    days = {id: PlanDay.of(plan, today, since, calendar, policy, members, pauses) for id, plan in plans.items()}
    desk = _Desk(
        today,
        reports,
        by_unit(contacts, absences, today),
        {(one.responsibility_id, one.unit_id): one.until_on for one in snoozes},
        None if sent is None else _told_before(sent, measures, today),
        by_policy(kinds, policy),
    )
    for measure in measures:
        at = days[measure.plan_id]
        if in_force(measure, at.vantage.moment) and at.plan.loaded_on <= today:
            desk.go_through(measure, at.for_measure(measure))
    return desk.answer()


Told = dict[tuple[int, int, date], set[date]]


def _told_before(sent: Iterable[Nudge | NudgeDue], measures: Iterable[Measure], today: date) -> Told:
    """On which earlier days each person was reminded of each measure before each date."""
    earlier = [nudge for nudge in sent if nudge.day < today and nudge.day < nudge.due_on]
    measure_of = {duty.id: measure.id for measure in measures for duty in measure.duties} if earlier else {}
    told: Told = {}
    for nudge in earlier:
        duty_id = nudge.duty_id if isinstance(nudge, NudgeDue) else nudge.responsibility_id
        about = (nudge.person_id, measure_of.get(duty_id, 0), nudge.due_on)
        told.setdefault(about, set()).add(nudge.day)
    return told


@dataclass
class _Desk:
    """One tick's work: the snapshot, indexed, and the answers so far."""

    today: date
    filed: Iterable[Report | Said]
    contacts: Mapping[int, Sequence[Addressee]]
    pauses: Mapping[tuple[int, int], date]
    told: Told | None
    kinds: Sequence[Kind]
    nudges: dict[tuple[int, date, int, str], NudgeDue] = field(default_factory=dict)
    unreachable: list[Unreached] = field(default_factory=list)
    for_office: list[Overdue] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known_since: dict[int, date] = {}
        for contacts in self.contacts.values():
            for contact in contacts:
                earliest = self.known_since.get(contact.person_id, contact.appointed_on)
                self.known_since[contact.person_id] = min(earliest, contact.appointed_on)

    @cached_property
    def reports(self) -> dict[int, list[Said]]:
        """Each duty's reports that count today, in the order said; read only where something may be due."""
        moment, found = end_of(self.today), dict[int, list[Said]]()
        for report in self.filed:
            if counts_at(report, moment):
                line = said(report)
                found.setdefault(line.duty_id, []).append(line)
        for lines in found.values():
            lines.sort(key=attrgetter("said_at"))
        return found

    def go_through(self, measure: Measure, at: PlanDay) -> None:
        """Every duty of one measure, once for each unit that answers for it."""
        if measure.id in at.vantage.paused:
            return
        woken = self._woken(measure, at)
        if not woken and not any(kind.may_speak(kind, at, measure) for kind in self.kinds):
            return
        filed = {duty.id: self.reports.get(duty.id, []) for duty in measure.duties}
        lines = [line for duty_lines in filed.values() for line in duty_lines]
        occasions, at_waking = occasions_of(measure, lines, at, bool(woken), self.kinds)
        if not occasions and not at_waking:
            return
        for duty in measure.duties:
            if not in_force(duty, at.vantage.moment):
                continue
            for unit_id in speakers(duty, measure.duties, at.vantage.members):
                heard = (unit_id, duty.unit_id)
                spoken = [line for line in filed[duty.id] if line.unit_id in heard]
                if state_of(spoken) != "done":
                    about = at_waking if (duty.id, unit_id) in woken else occasions
                    self._unit(measure, duty, unit_id, spoken, about, at)

    def _woken(self, measure: Measure, at: PlanDay) -> set[tuple[int, int]]:
        """The duties and units whose pause ends today, or ended while the bot was down."""
        if not self.pauses:
            return set()
        keys = (
            (duty.id, unit_id)
            for duty in measure.duties
            for unit_id in speakers(duty, measure.duties, at.vantage.members)
        )
        awake = at.calendar.workday_on_or_after
        return {key for key in keys if key in self.pauses and at.first <= awake(self.pauses[key]) <= self.today}

    def _unit(
        self,
        measure: Measure,
        duty: Responsibility,
        unit_id: int,
        spoken: Sequence[Said],
        occasions: Iterable[Occasion],
        at: PlanDay,
    ) -> None:
        days = [line.day for line in spoken]
        until = self.pauses.get((duty.id, unit_id), date.min)
        for occasion in occasions:
            kind = occasion.kind
            if occasion.only is not None and occasion.only != (duty.id, unit_id):
                continue
            roles = kind.told if occasion.due_on >= self.today else kind.chased
            paused = self.today < min(until, occasion.due_on)  # a pause never passes the date
            if duty.role in roles and not paused and kind.owed(at, occasion, days):
                self._tell(measure, duty, unit_id, occasion, at, spoken[-1].person_id if spoken else None)

    def _tell(
        self,
        measure: Measure,
        duty: Responsibility,
        unit_id: int,
        occasion: Occasion,
        at: PlanDay,
        last_reporter: int | None,
    ) -> None:
        about = (occasion.kind.code, measure.id, duty.id, unit_id, occasion.due_on)
        days_left = at.calendar.workdays_between(self.today, occasion.due_on)
        if occasion.to_office:
            self.for_office.append(Overdue(*about, -days_left, measure.ref))
        reachable = [contact for contact in self.contacts.get(unit_id, ()) if contact.reachable]
        contacts = [contact for contact in reachable if not contact.is_leader]
        if occasion.speaks and not contacts:
            self.unreachable.append(Unreached(*about, measure.ref))
        told = _first_in_line(contacts, last_reporter, occasion.due_on >= self.today) if occasion.speaks else []
        if occasion.to_leader:
            told = [*told, *(contact for contact in reachable if contact.is_leader)]
        for contact in told:
            if occasion.due_on < contact.appointed_on or self._is_enough(contact, measure, occasion, at):
                continue
            nudge = NudgeDue(
                kind=occasion.kind.code,
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
                capacity="leader" if contact.is_leader else "stand_in" if contact.for_id is not None else "contact",
                for_id=contact.for_id,
            )
            self.nudges.setdefault(nudge.key, nudge)

    def _is_enough(self, contact: Addressee, measure: Measure, occasion: Occasion, at: PlanDay) -> bool:
        """Whether the person has had their reminders of this measure before this date."""
        if self.today >= occasion.due_on:
            return False
        most = at.policy.nudges_before
        if self.told is not None:
            return len(self.told.get((contact.person_id, measure.id, occasion.due_on), ())) >= most
        since = max(at.plan.loaded_on, self.known_since[contact.person_id])
        rungs = [rung.day for rung in fixed_rungs(occasion.kind, occasion.due_on, at.calendar) if rung.day >= since]
        return occasion.rung is not None and occasion.spoke_on not in rungs[:most]

    def answer(self) -> Due:
        nudges = sorted(self.nudges.values(), key=lambda n: (n.person_id, n.due_on, n.measure_id, n.duty_id, n.kind))
        return Due(self.today, tuple(nudges), tuple(self.unreachable), tuple(self.for_office))


def _first_in_line(contacts: list[Addressee], last_reporter: int | None, before_date: bool) -> list[Addressee]:
    """Up to the date, whoever reported on the duty last, where they can be reached; otherwise everyone."""
    handlers = [contact for contact in contacts if last_reporter in (contact.person_id, contact.for_id or -1)]
    return handlers if handlers and before_date else contacts
