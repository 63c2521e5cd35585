"""All the clock looks at, but the day: loaded by the job, made up for a rehearsal, and decided upon in one place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.rules.calendar import Calendar
from bot.rules.nudges.due import due
from bot.rules.nudges.kinds import KINDS, Kinds
from bot.rules.nudges.values import Absence, Addressee, Due, NudgeDue
from bot.rules.policy import DEFAULT, Policy
from bot.rules.standing import Said
from models import Measure, Nudge, Pause, Plan, Report, Snooze


@dataclass(frozen=True)
class Snapshot:
    """Plans by id and their measures, what was reported, who speaks for whom, and what holds reminders back."""

    plans: Mapping[int, Plan]
    measures: Sequence[Measure]
    reports: Sequence[Report | Said]
    contacts: Sequence[Addressee]
    calendar: Calendar
    members: Mapping[int, Sequence[int]] = field(default_factory=dict)
    snoozes: Sequence[Snooze] = ()
    pauses: Sequence[Pause] = ()
    absences: Sequence[Absence] = ()
    policy: Policy = DEFAULT
    kinds: Kinds = field(default_factory=lambda: KINDS)

    def due(self, today: date, *, sent: Iterable[Nudge | NudgeDue] | None = None, since: date | None = None) -> Due:
        """What is due on a day, after what was `sent` before and with what was missed after the day `since`."""
        return due(
            self.measures,
            self.reports,
            self.contacts,
            today=today,
            plans=self.plans,
            calendar=self.calendar,
            members=self.members,
            snoozes=self.snoozes,
            sent=sent,
            pauses=self.pauses,
            absences=self.absences,
            policy=self.policy,
            since=since,
            kinds=self.kinds,
        )
