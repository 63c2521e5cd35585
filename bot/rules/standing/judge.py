"""From figures, parts, dates and silence to a state, a lamp and its reasons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.rules.calendar import Calendar, day_of, end_of
from bot.rules.cycles import cycle_after, cycle_of
from bot.rules.policy import DEFAULT, Policy
from bot.rules.standing.figures import asked_since, figures_of
from bot.rules.standing.ledger import moves, said, said_order
from bot.rules.standing.parts import parts_of, said_done
from bot.rules.standing.values import Figure, Part, Reason, Said, Standing
from models import Measure, Plan, Report

NOBODY: Mapping[int, Sequence[int]] = {}

# Reason → the lamp it lights, gravest first; the first one found is the measure's lamp.
LIGHTS = {
    "withdrawn": "grey",
    "closed": "green",
    "done_said": "green",
    "done_reached": "green",
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
    reports: Sequence[Report],
    *,
    today: date,
    plan: Plan,
    calendar: Calendar,
    policy: Policy = DEFAULT,
    members: Mapping[int, Sequence[int]] = NOBODY,
    moment: datetime | None = None,
) -> Standing:
    """Where a measure stands on a day, from the reports that count at the moment (the end of that day unless given).

    Done: the lead says so (every lead; without one, every part), or says 100 %, or every target is a number and is
    reached. Red: a date past and not reached, until done or closed. Yellow: a dated number behind even pace by more
    than the policy's share, or two whole cycles in which nothing moved. Blue: due within ten working days. Grey:
    every date was past when the plan was loaded and the office has not opened it, or no date and nothing said yet.
    """
    moment = moment or end_of(today)
    counting = said_order(reports, moment) if reports else []
    figures = figures_of(measure, counting, today=today, moment=moment, plan=plan, calendar=calendar)
    parts = parts_of(measure, counting, today=today, moment=moment, plan=plan, calendar=calendar, members=members)
    moved = moves(counting)
    moved_on = day_of(moved[-1].said_at) if moved else None
    open_figures = [figure for figure in figures if not figure.reached and not figure.inherited]
    dates = [figure.due_on for figure in open_figures if figure.due_on is not None]
    reasons = _ends(measure, figures, parts, moment) or _open_reasons(
        measure, figures, open_figures, counting, moved_on, today, moment, plan, calendar, policy
    )
    done = reasons[0].code.startswith("done")
    closed = reasons[0].code == "closed"
    due_on = None if done or closed else min(dates, default=None)
    last = said(counting[-1]) if counting else None
    return Standing(
        measure_id=measure.id,
        ref=measure.ref,
        state="closed" if closed else "done" if done else _state(parts),
        lamp=LIGHTS[reasons[0].code],
        reasons=reasons,
        figures=figures,
        parts=parts,
        due_on=due_on,
        days_left=None if due_on is None else calendar.workdays_between(today, due_on),
        percent=_percent(counting, parts),
        last=last,
        moved_on=moved_on,
        stagnant=any(reason.code == "stagnant" for reason in reasons),
        inherited=_is_inherited(figures),
        blocker=_blocker(counting),
    )


def stagnant_from(moved_on: date, plan: Plan, calendar: Calendar, policy: Policy = DEFAULT) -> date:
    """The working day on which a measure becomes stagnant: the one after the due day of the last of the whole cycles
    that may pass with nothing moving, after the cycle that holds the last move."""
    due_day = plan.due_day or 25
    cycle = cycle_of(moved_on, calendar, plan.cycle_every or "month", due_day)
    for _ in range(policy.stagnant_cycles):
        cycle = cycle_after(cycle, calendar, due_day)
    return calendar.add_workdays(cycle.due_on, 1)


def _ends(measure: Measure, figures: Sequence[Figure], parts: Sequence[Part], moment: datetime) -> tuple[Reason, ...]:
    """Why nothing more is asked of the measure, or () while it is open."""
    if measure.withdrawn_at is not None and measure.withdrawn_at <= moment:
        return (Reason("withdrawn", measure.ref, {"withdrawn_on": day_of(measure.withdrawn_at)}),)
    if measure.closed_at is not None and measure.closed_at <= moment:
        return (Reason("closed", measure.ref, {"closed_on": day_of(measure.closed_at)}),)
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
    open_figures: Sequence[Figure],
    counting: Sequence[Report],
    moved_on: date | None,
    today: date,
    moment: datetime,
    plan: Plan,
    calendar: Calendar,
    policy: Policy,
) -> tuple[Reason, ...]:
    """The reasons of an open measure, gravest first; never empty."""
    if _is_inherited(figures):
        return tuple(_of_date("inherited", measure, figure, 0) for figure in _one_a_date(figures))
    found = []
    for figure in _one_a_date(open_figures):
        assert figure.days_left is not None and figure.due_on is not None
        if figure.due_on < today:
            found.append(_of_date("overdue", measure, figure, -figure.days_left))
    found += [_of_pace(measure, figure) for figure in open_figures if _is_behind(figure, today, policy)]
    asked = asked_since(measure, plan, moment)
    since = max(asked, moved_on) if moved_on else asked
    if stagnant_from(since, plan, calendar, policy) <= today:
        last = counting[-1].id if counting else None
        values = {"moved_on": moved_on, "cycles": policy.stagnant_cycles}
        found.append(Reason("stagnant", measure.ref, values, report_id=last))
    for figure in _one_a_date(open_figures):
        assert figure.days_left is not None and figure.due_on is not None
        if figure.due_on >= today and figure.days_left <= policy.soon_workdays:
            found.append(_of_date("due_soon", measure, figure, figure.days_left))
    if found:
        return tuple(found)
    dated = any(figure.due_on is not None for figure in open_figures)
    return (Reason("on_pace" if dated or counting else "undated_quiet", measure.ref, {}),)


def _is_inherited(figures: Sequence[Figure]) -> bool:
    """Whether the measure has dates and all of them were past when the plan was loaded."""
    dated = [figure for figure in figures if figure.due_on is not None]
    return bool(dated) and all(figure.inherited for figure in dated)


def _is_behind(figure: Figure, today: date, policy: Policy) -> bool:
    if figure.expected_share is None or figure.due_on is None or figure.due_on < today:
        return False
    return figure.expected_share - (figure.share or 0.0) > policy.behind_points


def _one_a_date(figures: Sequence[Figure]) -> list[Figure]:
    """The first figure of each date, in order of date: four targets for one day are one reason."""
    by_date: dict[date, Figure] = {}
    for figure in figures:
        if figure.due_on is not None:
            by_date.setdefault(figure.due_on, figure)
    return [by_date[day] for day in sorted(by_date)]


def _of_date(code: str, measure: Measure, figure: Figure, days: int) -> Reason:
    values = {"due_on": figure.due_on, "phrase": figure.phrase, "days": days}
    return Reason(code, measure.ref, values, figure.target_id, figure.report_id)


def _of_pace(measure: Measure, figure: Figure) -> Reason:
    shares = {"share": figure.share or 0.0, "expected_share": figure.expected_share}
    return _of_figure("behind", measure, figure, shares)


def _of_figure(code: str, measure: Measure, figure: Figure, more: Mapping[str, object]) -> Reason:
    values = {"indicator": figure.indicator, "value": figure.value, "goal": figure.goal, "unit": figure.unit, **more}
    return Reason(code, measure.ref, values, figure.target_id, figure.report_id)


def _state(parts: Sequence[Part]) -> str:
    return "not_started" if all(part.state == "not_started" for part in parts) else "under_way"


def _percent(counting: Sequence[Report], parts: Sequence[Part]) -> float | None:
    """The lead's last word on the share of the whole; without a lead nobody can give one."""
    leads = {part.duty_id for part in parts if part.role == "lead"}
    words = [report.percent for report in counting if report.responsibility_id in leads and report.percent is not None]
    return words[-1] if words else None


def _blocker(counting: Sequence[Report]) -> Said | None:
    """The latest obstacle whose speaker has not reported past it; "no change" leaves it standing."""
    in_the_way: dict[tuple[int, int], Report] = {}
    for report in counting:
        speaker = (report.responsibility_id, report.unit_id)
        if report.blocker:
            in_the_way.pop(speaker, None)
            in_the_way[speaker] = report
        elif not report.no_change:
            in_the_way.pop(speaker, None)
    return said(list(in_the_way.values())[-1]) if in_the_way else None
