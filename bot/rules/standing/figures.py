"""A target's figure: whose number counts, how far it is, and where even progress would be by now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.calendar import day_of
from bot.rules.standing.values import Figure, Said
from bot.rules.standing.vantage import Vantage
from models import Measure, Responsibility, Target

AT_LEAST = (">=", ">", "=", "range")  # plans mean "300家" as a floor, and a range from its lower end
AT_MOST = ("<=", "<")
RATES = ("%", "％", "‰", "百分点")


@dataclass
class Series:
    """One speaker's running number on one target: the last total plus the increments after it."""

    unit_id: int
    value: float = 0.0
    previous: float | None = None
    spoke: bool = False
    last: Said | None = None
    first_total: float | None = None

    def add(self, kind: str, number: float, line: Said) -> None:
        new = self.value + number if kind == "increment" else number
        if self.spoke and new != self.value:
            self.previous = self.value
        if kind != "increment" and self.first_total is None:
            self.first_total = number
        self.value, self.spoke, self.last = new, True, line


Book = dict[int, dict[tuple[int, int], Series]]  # target → (duty, speaker) → series


def book_of(lines: Sequence[Said]) -> Book:
    """Every speaker's series on every target. `lines` count and are in the order said."""
    book: Book = {}
    for line in lines:
        for value in line.values:
            if value.target_id is not None:
                speakers = book.setdefault(value.target_id, {})
                series = speakers.setdefault((line.duty_id, line.unit_id), Series(line.unit_id))
                series.add(value.kind, value.value, line)
    return book


def counted(speakers: dict[tuple[int, int], Series], duties: Sequence[Responsibility]) -> Series | None:
    """The series that counts for the measure: the lead's; where no lead spoke, that of the duty heard last. Parts are
    never added to each other, except the members of one group, whose numbers are shares of the group's. None where
    nobody spoke."""
    by_duty = [_of_duty(duty, speakers) for duty in duties]
    leads = [one for duty, one in zip(duties, by_duty, strict=True) if one is not None and duty.role == "lead"]
    heard = leads or [one for one in by_duty if one is not None]
    return max(heard, key=_said, default=None)


def _of_duty(duty: Responsibility, speakers: dict[tuple[int, int], Series]) -> Series | None:
    own = speakers.get((duty.id, duty.unit_id))
    if own is not None:
        return own
    members = [series for (duty_id, _), series in speakers.items() if duty_id == duty.id]
    if len(members) < 2:
        return members[0] if members else None
    latest = max(members, key=_said)
    others = sum(series.value for series in members if series is not latest)
    return Series(
        unit_id=latest.unit_id,
        value=latest.value + others,
        previous=None if latest.previous is None else latest.previous + others,
        spoke=True,
        last=latest.last,
        first_total=sum(series.first_total or 0 for series in members),
    )


def _said(series: Series) -> tuple[datetime, int]:
    assert series.last is not None
    return series.last.said_at, series.last.report_id or 0


def is_inherited(target: Target, at: Vantage) -> bool:
    """Whether the target was already past when the plan was first loaded and the office has not opened it since."""
    if target.due_on is None or target.due_on >= at.loaded_on:
        return False
    return target.opened_at is None or target.opened_at > at.moment


def asked_since(measure: Measure, loaded_on: date, moment: datetime) -> date:
    """The day from which reports are expected: that of the plan's first load; for a measure whose dates were all past
    by then, the day the office opened the first of them."""
    dated = [target for target in measure.targets if target.due_on is not None and in_force(target, moment)]
    if not dated or any(target.due_on is not None and target.due_on >= loaded_on for target in dated):
        return loaded_on
    opened = [target.opened_at for target in dated if target.opened_at is not None and target.opened_at <= moment]
    return max(loaded_on, day_of(min(opened))) if opened else loaded_on


def is_reached(target: Target, value: float | None) -> bool:
    """Whether a number reaches the target; a state (qualitative) is never reached by numbers."""
    if value is None or target.value is None:
        return False
    if target.op in AT_MOST:
        return value < target.value if target.op == "<" else value <= target.value
    return value > target.value if target.op == ">" else target.op in AT_LEAST and value >= target.value


def figures_of(measure: Measure, lines: Sequence[Said], at: Vantage) -> tuple[Figure, ...]:
    """One figure for each target in force. `lines` count at the moment and are in the order said."""
    book = book_of(lines)
    duties = [duty for duty in measure.duties if in_force(duty, at.moment)] if book else []
    return tuple(
        _figure(target, counted(book[target.id], duties) if target.id in book else None, at)
        for target in measure.targets
        if in_force(target, at.moment)
    )


def in_force(row: Target | Responsibility | Measure, moment: datetime) -> bool:
    """Whether the plan had not withdrawn the row by then."""
    return (withdrawn := row.withdrawn_at) is None or withdrawn > moment


def _figure(target: Target, series: Series | None, at: Vantage) -> Figure:
    last = series.last if series else None
    value = series.value if series else None
    due_on, unit = target.due_on, target.unit
    baseline = (series.first_total or 0.0) if series and unit in RATES else 0.0
    expected = _expected(target, baseline, series, at)
    return Figure(
        target_id=target.id,
        position=target.position,
        text=target.text,
        indicator=target.indicator,
        op=target.op,
        goal=target.value,
        goal_max=target.value_max,
        unit=unit,
        due_on=due_on,
        phrase=target.phrase,
        baseline=baseline,
        value=value,
        previous=series.previous if series else None,
        share=_share(target, value),
        expected_value=None if expected is None else round(expected, 2),
        expected_share=_share(target, expected),
        reached=is_reached(target, value),
        inherited=is_inherited(target, at),
        days_left=None if due_on is None else at.days_to(due_on),
        report_id=last.report_id if last else None,
        unit_id=series.unit_id if series else None,
        said_on=last.day if last else None,
    )


def _share(target: Target, value: float | None) -> float | None:
    if value is None or not target.value or target.op not in AT_LEAST:
        return None
    return round(value / target.value * 100, 1)


def _expected(target: Target, baseline: float, series: Series | None, at: Vantage) -> float | None:
    goal, due_on = target.value, target.due_on
    if goal is None or due_on is None or target.op not in AT_LEAST:
        return None
    if series is None and target.unit in RATES:
        return None  # a rate nobody has reported yet starts from an unknown place
    return baseline + max(0.0, goal - baseline) * at.elapsed(due_on)
