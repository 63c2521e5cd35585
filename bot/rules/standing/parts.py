"""Each unit's part in a measure, and whether the parts together say that it is done."""

from collections.abc import Iterable, Mapping, Sequence

from bot.rules.standing.figures import in_force
from bot.rules.standing.values import Part, Said
from bot.rules.standing.vantage import Vantage
from models import Measure, Responsibility

TAKES_BACK = ("not_started", "at_risk", "blocked")  # said after "done", these undo it; plain progress does not


def parts_of(measure: Measure, lines: Sequence[Said], at: Vantage) -> tuple[Part, ...]:
    """One part for each duty in force; for a group's, one for each member. `lines` are in the order said."""
    spoken: dict[tuple[int, int], list[Said]] = {}
    for line in lines:
        spoken.setdefault((line.duty_id, line.unit_id), []).append(line)
    return tuple(
        _part(duty, unit_id, spoken.get((duty.id, unit_id), []), at)
        for duty in measure.duties
        if in_force(duty, at.moment)
        for unit_id in _heard(duty, speakers(duty, measure.duties, at.members), spoken)
    )


def state_of(lines: Sequence[Said]) -> str:
    """What one unit's reports on its duty, in the order said, make of it: not started, under way or done."""
    state = "not_started"
    for line in lines:
        if line.status == "done" or (line.percent is not None and line.percent >= 100):
            state = "done"
        elif state == "done" and line.status not in TAKES_BACK and line.percent is None:
            continue
        elif line.status == "not_started":
            state = "not_started"
        elif not line.no_change:
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
    own in the measure (nobody is asked twice for one thing); a group whose members nobody has entered speaks itself."""
    within = members.get(duty.unit_id)
    if not within:
        return [duty.unit_id]
    own = {other.unit_id for other in duties if other.withdrawn_at is None}
    return [unit_id for unit_id in within if unit_id not in own]


def _heard(duty: Responsibility, units: list[int], spoken: Iterable[tuple[int, int]]) -> list[int]:
    """Those who answer for the duty, then whoever else has spoken for it (the group itself, say)."""
    return units + [unit_id for duty_id, unit_id in spoken if duty_id == duty.id and unit_id not in units]


def _part(duty: Responsibility, unit_id: int, lines: Sequence[Said], at: Vantage) -> Part:
    own_id = duty.unit_id
    return Part(
        duty_id=duty.id,
        unit_id=unit_id,
        role=duty.role,
        printed=duty.printed,
        state=state_of(lines),
        last=lines[-1] if lines else None,
        reported_this_cycle=at.cycles.settled([line.day for line in lines]),
        group_id=own_id if at.members.get(own_id) or unit_id != own_id else None,
    )
