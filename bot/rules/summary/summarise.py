"""The summary of a period: what needs attention first, then the indicators, then the totals."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.rules.calendar import ONE_DAY, Calendar, day_of
from bot.rules.nudges import Addressee
from bot.rules.policy import DEFAULT, Policy
from bot.rules.standing import Said, counts_at, said
from bot.rules.standing.figures import in_force
from bot.rules.standing.values import LAMPS, STATES
from bot.rules.summary.absence import silent_units, unreachable_units
from bot.rules.summary.asked_of import asked_of
from bot.rules.summary.outlook import outlook
from bot.rules.summary.scope import EVERYTHING, Scope
from bot.rules.summary.trend import trend
from bot.rules.summary.values import Entry, Indicator, Obstacle, Section, Summary, Totals
from bot.rules.summary.view import View, ground_of
from models import Measure, Pause, Plan, Report

NOBODY: Mapping[int, Sequence[int]] = {}


def summarise(
    plan: Plan,
    measures: Iterable[Measure],
    reports: Iterable[Report | Said],
    *,
    since: datetime,
    until: datetime,
    calendar: Calendar,
    units: Mapping[int, str],
    contacts: Iterable[Addressee] | None = None,
    members: Mapping[int, Sequence[int]] = NOBODY,
    kind: str = "week",
    scope: Scope = EVERYTHING,
    policy: Policy = DEFAULT,
    weeks: int = 12,
    pauses: Sequence[Pause] = (),
) -> Summary:
    """What the office reads about the time after `since` up to `until`, from the reports that counted then: asked again
    later, it says the same. `units` are names by id; without `contacts` nothing is said of reachability; `weeks` is
    the length of the trend (0: none)."""
    ground = ground_of(plan, since, until, calendar, policy=policy, members=members, pauses=pauses, units=units)
    within = scope.of((measure for measure in measures if in_force(measure, until)), members)
    by_measure = _by_measure(within, reports)
    views = [View.of(measure, by_measure.get(measure.id, ()), ground) for measure in within]
    of_plan = [
        units.get(one, "") for one in dict.fromkeys(duty.unit_id for view in views for duty in view.measure.duties)
    ]
    counting = [line for lines in by_measure.values() for line in lines if counts_at(line, until)]
    return Summary(
        plan_id=plan.id,
        plan_code=plan.code,
        plan_title=plan.title,
        kind=kind,
        scope=_scope_name(scope, units),
        since=since,
        until=until,
        since_on=day_of(since) + ONE_DAY,
        until_on=day_of(until),
        estimated=not calendar.is_known(day_of(until)),
        changed=tuple(view.entry(ground.quotes(view.moving)) for view in views if view.moving),
        red=_led_by("overdue", views),
        behind=_led_by("behind", views),
        stagnant=_led_by("stagnant", views),
        soon=_led_by("due_soon", views),
        finished=tuple(view.entry() for view in views if view.is_newly_finished),
        paused=_led_by("paused", views),
        inherited=_led_by("inherited", views),
        silent=tuple(one for one in silent_units(views, counting, ground) if scope.asks(one.unit_id, members)),
        unreachable=tuple(
            one for one in unreachable_units(views, contacts, ground) if scope.asks(one.unit_id, members)
        ),
        blockers=tuple(_obstacle(view, of_plan) for view in views if view.now.is_open and view.now.blocker),
        indicators=tuple(one for view in views for one in _indicators(view)),
        totals=_totals(views),
        sections=_sections(views),
        rows=tuple(view.row() for view in views),
        trend=trend(within, by_measure, ground, weeks) if weeks else (),
        filed=tuple(word for view in views for word in view.words()),
    )


def _by_measure(measures: Sequence[Measure], reports: Iterable[Report | Said]) -> dict[int, list[Said]]:
    """The reports of each measure; retired ones are kept: they counted before."""
    measure_of = {duty.id: measure.id for measure in measures for duty in measure.duties}
    found: dict[int, list[Said]] = {}
    for line in map(said, reports):
        if line.duty_id in measure_of:
            found.setdefault(measure_of[line.duty_id], []).append(line)
    return found


def _led_by(code: str, views: Iterable[View]) -> tuple[Entry, ...]:
    """The measures whose lamp rests on that reason, the nearest or oldest date first."""
    entries = [view.entry() for view in views if view.now.reasons[0].code == code]
    return tuple(sorted(entries, key=lambda entry: entry.due_on.toordinal() if entry.due_on else 10**7))


def _obstacle(view: View, units: Sequence[str]) -> Obstacle:
    quote = view.ground.quote(view.now.blocker)
    assert quote is not None and quote.blocker is not None
    others = asked_of(quote.blocker, quote.text, units, quote.unit)
    return Obstacle(view.measure.id, view.measure.ref, view.measure.title, quote.blocker, quote, others)


def _indicators(view: View) -> Iterable[Indicator]:
    for figure in view.now.figures:
        if figure.goal is not None:
            name = view.ground.units.get(figure.unit_id) if figure.unit_id is not None else None
            yield Indicator(
                view.measure.id,
                view.measure.ref,
                view.measure.title,
                view.section,
                figure,
                view.before.get(figure.target_id),
                view.now.lamp,
                name,
                outlook(view.measure, view.lines, figure, view.ground) if view.now.is_open else None,
            )


def _totals(views: Sequence[View]) -> Totals:
    states = Counter(view.now.state for view in views)
    parts = {part.unit_id for view in views for part in view.now.parts if part.unit_id != part.group_id}
    filed = [report for view in views for report in view.filed]
    return Totals(
        measures=len(views),
        states={state: states[state] for state in STATES},
        lamps=_lamps(views),
        reports=len(filed),
        units=len(parts),
        units_heard=len({report.unit_id for report in filed}),
    )


def _sections(views: Sequence[View]) -> tuple[Section, ...]:
    names = list(dict.fromkeys(view.section for view in views))
    within = {name: [view for view in views if view.section == name] for name in names}
    return tuple(Section(name, len(within[name]), _lamps(within[name])) for name in names)


def _lamps(views: Iterable[View]) -> dict[str, int]:
    lamps = Counter(view.now.lamp for view in views)
    return {lamp: lamps[lamp] for lamp in LAMPS}


def _scope_name(scope: Scope, units: Mapping[int, str]) -> str | None:
    return units.get(scope.unit_id) if scope.unit_id is not None else scope.section
