"""Each unit's part in a measure, and whether the parts together say that it is done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.rules.calendar import Calendar, day_of
from bot.rules.cycles import Cycles, cycles_at
from bot.rules.standing.figures import in_force
from bot.rules.standing.ledger import said
from bot.rules.standing.values import Part
from models import Measure, Plan, Report, Responsibility

TAKES_BACK = ("not_started", "at_risk", "blocked")  # said after "done", these undo it; plain progress does not


def parts_of(
    measure: Measure,
    reports: Sequence[Report],
    *,
    today: date,
    moment: datetime,
    plan: Plan,
    calendar: Calendar,
    members: Mapping[int, Sequence[int]],
) -> tuple[Part, ...]:
    """One part for each duty in force; for a group's, one for each member. `reports` are in the order said."""
    spoken: dict[tuple[int, int], list[Report]] = {}
    for report in reports:
        spoken.setdefault((report.responsibility_id, report.unit_id), []).append(report)
    cycles = cycles_at(plan, today, calendar)
    return tuple(
        _part(duty, unit_id, spoken.get((duty.id, unit_id), []), cycles, duty.unit_id in members)
        for duty in measure.duties
        if in_force(duty, moment)
        for unit_id in _heard(duty, speakers(duty, measure.duties, members), spoken)
    )


def state_of(reports: Sequence[Report]) -> str:
    """What one unit's reports on its duty, in the order said, make of it: not started, under way or done."""
    state = "not_started"
    for report in reports:
        if report.status == "done" or (report.percent is not None and report.percent >= 100):
            state = "done"
        elif state == "done" and report.status not in TAKES_BACK and report.percent is None:
            continue
        elif report.status == "not_started":
            state = "not_started"
        elif not report.no_change:
            state = "under_way"
    return state


def said_done(parts: Sequence[Part]) -> bool:
    """Whether those who answer for the measure say it is done: every lead; where there is none, every part. A group
    that speaks for itself speaks for its members."""
    answerable = [part for part in parts if part.role == "lead"] or list(parts)
    whole = {part.duty_id for part in answerable if part.unit_id == part.group_id and part.state == "done"}
    asked = [part for part in answerable if part.duty_id not in whole and part.unit_id != part.group_id]
    return bool(whole or asked) and all(part.state == "done" for part in asked)


def speakers(duty: Responsibility, duties: Sequence[Responsibility], members: Mapping[int, Sequence[int]]) -> list[int]:
    """The units that answer for a duty: its own unit; for a group its members, without those that have a duty of their
    own in the measure (nobody is asked twice for one thing)."""
    if duty.unit_id not in members:
        return [duty.unit_id]
    own = {other.unit_id for other in duties if other.withdrawn_at is None}
    return [unit_id for unit_id in members[duty.unit_id] if unit_id not in own] or [duty.unit_id]


def _heard(duty: Responsibility, units: list[int], spoken: Iterable[tuple[int, int]]) -> list[int]:
    """Those who answer for the duty, then whoever else has spoken for it (the group itself, say)."""
    return units + [unit_id for duty_id, unit_id in spoken if duty_id == duty.id and unit_id not in units]


def _part(
    duty: Responsibility,
    unit_id: int,
    reports: Sequence[Report],
    cycles: Cycles,
    is_group: bool,
) -> Part:
    return Part(
        duty_id=duty.id,
        unit_id=unit_id,
        role=duty.role,
        printed=duty.printed,
        state=state_of(reports),
        last=said(reports[-1]) if reports else None,
        reported_this_cycle=cycles.settled([day_of(report.said_at) for report in reports]),
        group_id=duty.unit_id if is_group or unit_id != duty.unit_id else None,
    )
