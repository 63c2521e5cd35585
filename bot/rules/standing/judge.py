"""From figures, parts, dates and silence to a state, a lamp and its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.rules.calendar import Calendar, day_of
from bot.rules.policy import DEFAULT, Policy
from bot.rules.standing.figures import asked_since, figures_of
from bot.rules.standing.ledger import ledger, moves
from bot.rules.standing.parts import parts_of, said_done
from bot.rules.standing.values import Figure, Part, Reason, Said, Standing
from bot.rules.standing.vantage import NOBODY, Vantage
from models import Measure, Pause, Plan, Report

# Reason → the lamp it lights, gravest first; the first one found is the measure's lamp.
LIGHTS = {
    "withdrawn": "grey",
    "closed": "green",
    "done_said": "green",
    "done_reached": "green",
    "paused": "grey",
    "overdue": "red",
    "behind": "yellow",
    "stagnant": "yellow",
    "due_soon": "blue",
    "inherited": "grey",
    "undated_quiet": "grey",
    "on_pace": "green",
    "done_short": "green",
}


def standing(
    measure: Measure,
    reports: Sequence[Report | Said],
    *,
    today: date,
    plan: Plan,
    calendar: Calendar,
    policy: Policy = DEFAULT,
    members: Mapping[int, Sequence[int]] = NOBODY,
    moment: datetime | None = None,
    pauses: Iterable[Pause] = (),
) -> Standing:
    """Where a measure stands on a day, from the reports that count at the moment (the end of that day unless given).

    Done: the lead says so (every lead; without one, every part), or says 100 %, or every target is a number and is
    reached. Red: a date past and not reached, until done or closed. Yellow: a dated number behind even pace by more
    than the policy's share, or two whole cycles in which nothing moved. Blue: due within ten working days. Grey:
    the office has paused it; every date was past when the plan was loaded and the office has not opened it; or no date
    and nothing said yet.
    """
    at = Vantage.of(plan, today, calendar, policy=policy, members=members, moment=moment, pauses=pauses)
    return judge(measure, reports, at)


def judge(measure: Measure, reports: Sequence[Report | Said], at: Vantage) -> Standing:
    """The same from a vantage that serves many measures."""
    lines = ledger(reports, at.moment) if reports else []
    figures = figures_of(measure, lines, at)
    parts = parts_of(measure, lines, at)
    moved = moves(lines)
    moved_on = moved[-1].day if moved else None
    still_open = [figure for figure in figures if not figure.reached and not figure.inherited]
    reasons = _ends(measure, figures, parts, at) or _open_reasons(measure, figures, still_open, lines, moved_on, at)
    done, closed = reasons[0].code.startswith("done"), reasons[0].code == "closed"
    dates = [figure.due_on for figure in still_open if figure.due_on is not None]
    due_on = None if done or closed else min(dates, default=None)
    return Standing(
        measure_id=measure.id,
        ref=measure.ref,
        state="closed" if closed else "done" if done else _state(parts),
        lamp=LIGHTS[reasons[0].code],
        reasons=reasons,
        figures=figures,
        parts=parts,
        due_on=due_on,
        days_left=None if due_on is None else at.days_to(due_on),
        percent=_percent(lines, parts),
        last=lines[-1] if lines else None,
        moved_on=moved_on,
        stagnant=any(reason.code == "stagnant" for reason in reasons),
        inherited=_is_inherited(figures),
        blocker=_blocker(lines),
    )


def _ends(measure: Measure, figures: Sequence[Figure], parts: Sequence[Part], at: Vantage) -> tuple[Reason, ...]:
    """Why nothing more is asked of the measure, or () while it is open."""
    if (withdrawn := measure.withdrawn_at) is not None and withdrawn <= at.moment:
        return (Reason("withdrawn", measure.ref, {"withdrawn_on": day_of(withdrawn)}),)
    if (closed := measure.closed_at) is not None and closed <= at.moment:
        return (Reason("closed", measure.ref, {"closed_on": day_of(closed)}),)
    if said_done(parts):
        reports = [part.last.report_id for part in parts if part.state == "done" and part.last is not None]
        short = [figure for figure in figures if figure.value is not None and figure.goal and not figure.reached]
        return (
            Reason("done_said", measure.ref, {}, report_id=max(reports, default=None)),
            *(_of_figure("done_short", measure, figure, {}) for figure in short),
        )
    if figures and all(figure.reached for figure in figures):
        latest = max(figures, key=lambda figure: figure.report_id or 0)
        return (Reason("done_reached", measure.ref, {}, latest.target_id, latest.report_id),)
    return ()


def _open_reasons(
    measure: Measure,
    figures: Sequence[Figure],
    still_open: Sequence[Figure],
    lines: Sequence[Said],
    moved_on: date | None,
    at: Vantage,
) -> tuple[Reason, ...]:
    """The reasons of an open measure, gravest first; never empty."""
    if (pause := at.paused.get(measure.id)) is not None:
        return (Reason("paused", measure.ref, {"until_on": pause.until_on, "why": pause.why}),)
    if _is_inherited(figures):
        return tuple(_of_date("inherited", measure, figure) for figure in _one_a_date(figures))
    dated = _one_a_date(still_open)
    found = [_of_date("overdue", measure, figure) for figure in dated if _is_past(figure, at)]
    found += [_of_pace(measure, figure) for figure in still_open if _is_behind(figure, at)]
    asked = asked_since(measure, at.loaded_on, at.moment)
    if at.stagnant_from(max(asked, moved_on) if moved_on else asked) <= at.today:
        values: dict[str, object] = {"moved_on": moved_on, "cycles": at.policy.stagnant_cycles}
        if lines and lines[-1].no_change and lines[-1].no_change_why:
            values["said"] = lines[-1].no_change_why
        found.append(Reason("stagnant", measure.ref, values, report_id=lines[-1].report_id if lines else None))
    ahead = [figure for figure in dated if not _is_past(figure, at)]
    found += [_of_date("due_soon", measure, figure) for figure in ahead if _days(figure) <= at.policy.soon_workdays]
    if found:
        return tuple(found)
    return (Reason("on_pace" if dated or lines else "undated_quiet", measure.ref, {}),)


def _is_inherited(figures: Sequence[Figure]) -> bool:
    """Whether the measure has dates and all of them were past when the plan was loaded."""
    dated = [figure for figure in figures if figure.due_on is not None]
    return bool(dated) and all(figure.inherited for figure in dated)


def _is_past(figure: Figure, at: Vantage) -> bool:
    return figure.due_on is not None and figure.due_on < at.today


def _is_behind(figure: Figure, at: Vantage) -> bool:
    if figure.expected_share is None or _is_past(figure, at):
        return False
    return figure.expected_share - (figure.share or 0.0) > at.policy.behind_points


def _days(figure: Figure) -> int:
    return figure.days_left or 0


def _one_a_date(figures: Sequence[Figure]) -> list[Figure]:
    """The first figure of each date, in order of date: four targets for one day are one reason."""
    by_date: dict[date, Figure] = {}
    for figure in figures:
        if figure.due_on is not None:
            by_date.setdefault(figure.due_on, figure)
    return [by_date[day] for day in sorted(by_date)]


def _of_date(code: str, measure: Measure, figure: Figure) -> Reason:
    values: dict[str, object] = {"due_on": figure.due_on, "phrase": figure.phrase}
    if code != "inherited":
        values["days"] = abs(_days(figure))
    return Reason(code, measure.ref, values, figure.target_id, figure.report_id)


def _of_pace(measure: Measure, figure: Figure) -> Reason:
    shares = {"share": figure.share or 0.0, "expected_share": figure.expected_share}
    return _of_figure("behind", measure, figure, shares)


def _of_figure(code: str, measure: Measure, figure: Figure, more: Mapping[str, object]) -> Reason:
    values = {"indicator": figure.indicator, "value": figure.value, "goal": figure.goal, "unit": figure.unit, **more}
    return Reason(code, measure.ref, values, figure.target_id, figure.report_id)


def _state(parts: Sequence[Part]) -> str:
    return "not_started" if all(part.state == "not_started" for part in parts) else "under_way"


def _percent(lines: Sequence[Said], parts: Sequence[Part]) -> float | None:
    """The lead's last word on the share of the whole; without a lead nobody can give one."""
    leads = {part.duty_id for part in parts if part.role == "lead"}
    words = [line.percent for line in lines if line.percent is not None and line.duty_id in leads]
    return words[-1] if words else None


def _blocker(lines: Sequence[Said]) -> Said | None:
    """The latest obstacle whose speaker has not reported past it; "no change" leaves it standing."""
    in_the_way: dict[tuple[int, int], Said] = {}
    for line in lines:
        if line.blocker or not line.no_change:
            in_the_way.pop((line.duty_id, line.unit_id), None)
        if line.blocker:
            in_the_way[line.duty_id, line.unit_id] = line
    return list(in_the_way.values())[-1] if in_the_way else None
