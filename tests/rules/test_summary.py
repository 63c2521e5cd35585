"""What the office reads on Friday afternoon, and that it would read the same again later."""

from dataclasses import FrozenInstanceError, fields
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendar import SHANGHAI, day_of
from bot.rules.nudges import Addressee, due
from bot.rules.standing import standing
from bot.rules.summary import Scope, since_of, summarise
from tests.rules.clock_cast import (
    AGRICULTURE,
    CHINA,
    COMMERCE,
    CONTACTS,
    COUNTIES,
    GAOAN,
    LI,
    MEMBERS,
    UNITS,
    a_measure,
    a_plan,
    a_target,
    noon,
    says,
)

PLAN = a_plan(date(2016, 1, 15))


def four(day):
    """Four in the afternoon, when the brief goes up."""
    return datetime(day.year, day.month, day.day, 16, tzinfo=SHANGHAI)


FRIDAY = four(date(2016, 5, 27))
BEFORE = four(date(2016, 5, 20))


def brief(measures, reports=(), since=BEFORE, until=FRIDAY, **more):
    more = {"plan": PLAN, "calendar": CHINA, "units": UNITS, "members": MEMBERS, "contacts": CONTACTS, **more}
    return summarise(more.pop("plan"), measures, reports, since=since, until=until, **more)


def test_what_changed_comes_with_its_words_and_both_figures():
    measure = a_measure([a_target()])
    old = says(measure, date(2016, 5, 10), total=100)
    new = says(measure, date(2016, 5, 25), more=20, text="本周新增益农信息社20家")
    (entry,) = brief([measure], [old, new]).changed
    assert (entry.ref, entry.title, entry.units) == ("二（二）", "“互联网+”现代农业", ("市农业局",))
    assert [(quote.report_id, quote.unit, quote.text) for quote in entry.quotes] == [
        (new.id, "市农业局", "本周新增益农信息社20家")
    ]
    (change,) = entry.changes
    assert (change.before, change.after, change.goal, change.report_id) == (100, 120, 300, new.id)


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        pytest.param({"text": "完成选址"}, True, id="new words"),
        pytest.param({"no_change": True, "text": "无变化"}, False, id="no change"),
        pytest.param({"total": 100}, False, id="the same figure"),
    ],
)
def test_only_what_moves_something_is_a_change(words, changed):
    measure = a_measure([a_target()])
    reports = [says(measure, date(2016, 5, 10), total=100), says(measure, date(2016, 5, 25), **words)]
    week = brief([measure], reports)
    assert bool(week.changed) is changed
    assert week.totals.reports == 1


def test_each_measure_in_trouble_is_in_the_list_of_its_gravest_reason_only():
    red = a_measure([a_target(due_on=date(2016, 4, 30))], ref="二（一）")
    behind = a_measure([a_target(due_on=date(2016, 12, 30))], ref="二（二）")
    stagnant = a_measure(ref="二（三）")
    soon = a_measure([a_target(None, date(2016, 6, 3))], ref="二（四）")
    fine = a_measure(ref="二（五）")
    reports = [says(soon, date(2016, 5, 10), text="部署"), says(fine, date(2016, 5, 10), text="部署")]
    week = brief([red, behind, stagnant, soon, fine], reports)
    lists = (week.red, week.behind, week.stagnant, week.soon)
    assert [[entry.ref for entry in entries] for entries in lists] == [
        ["二（一）"],
        ["二（二）"],
        ["二（三）"],
        ["二（四）"],
    ]
    assert week.totals.lamps == {"red": 1, "yellow": 2, "blue": 1, "green": 1, "grey": 0}
    assert [reason.code for reason in week.red[0].reasons] == ["overdue", "stagnant"]


def test_every_measure_is_counted_once_however_many_units_share_it():
    measures = [
        a_measure(
            [a_target()], ref="二（一）", roles=((AGRICULTURE, "lead"), (COMMERCE, "support"), (COUNTIES, "support"))
        ),
        a_measure(ref="四（一）1", sections=["四、保障措施", "（一）平台保障"]),
    ]
    reports = [says(measures[0], date(2016, 5, 25), total=300), says(measures[0], date(2016, 5, 25), unit=COMMERCE)]
    week = brief(measures, reports)
    assert week.totals.measures == 2 == sum(week.totals.states.values()) == sum(week.totals.lamps.values())
    assert week.totals.states["done"] == 1
    assert (week.totals.units, week.totals.units_heard, week.totals.reports) == (4, 2, 2)
    assert [(one.name, one.measures) for one in week.sections] == [("二、发展重点", 1), ("四、保障措施", 1)]
    assert [entry.ref for entry in week.finished] == ["二（一）"]


@pytest.mark.parametrize(
    ("closed_on", "finished"),
    [
        pytest.param(date(2016, 5, 24), True, id="closed in the week, without a report"),
        pytest.param(date(2016, 5, 18), False, id="closed the week before"),
    ],
)
def test_finished_are_those_of_this_period(closed_on, finished):
    week = brief([a_measure(closed_at=noon(closed_on))])
    assert bool(week.finished) is finished
    assert week.totals.states["closed"] == 1


def test_a_report_taken_back_shows_what_stood_before():
    measure = a_measure([a_target()])
    report = says(measure, date(2016, 5, 10), total=120)
    report.retired_at = noon(date(2016, 5, 24))
    (indicator,) = brief([measure], [report]).indicators
    assert (indicator.before, indicator.figure.value) == (120, None)


def test_silent_are_those_who_let_the_due_day_pass():
    measure = a_measure(ref="二（一）")
    reports = [
        says(measure, date(2016, 4, 20)),
        says(measure, date(2016, 5, 12)),
        says(measure, date(2016, 4, 20), unit=12),
    ]
    (silence,) = brief([measure], reports).silent
    assert (silence.unit, silence.refs, silence.due_on) == ("市商务局", ("二（一）",), date(2016, 5, 25))
    assert silence.last_said_on == date(2016, 4, 20)


@pytest.mark.parametrize(
    ("until", "silent"),
    [
        pytest.param(date(2016, 5, 24), [], id="not before the due day"),
        pytest.param(date(2016, 5, 25), ["市农业局"], id="on the due day at four"),
        pytest.param(date(2016, 6, 24), ["市农业局"], id="until it is heard again"),
    ],
)
def test_when_a_unit_is_silent(until, silent):
    measure = a_measure(roles=((AGRICULTURE, "lead"),))
    reports = [says(measure, date(2016, 4, 20))]
    assert [one.unit for one in brief([measure], reports, until=four(until)).silent] == silent


def test_a_unit_whose_part_is_done_or_whose_measure_is_inherited_is_not_silent():
    measure = a_measure(roles=((AGRICULTURE, "lead"), (COMMERCE, "support")))
    done = [says(measure, date(2016, 2, 1), unit=COMMERCE, status="done")]
    assert [one.unit for one in brief([measure], done).silent] == ["市农业局"]
    late = a_plan(date(2016, 3, 1))
    past = a_measure([a_target(due_on=date(2015, 12, 31))])
    week = brief([past], plan=late)
    assert week.silent == ()
    assert [entry.ref for entry in week.inherited] == ["二（二）"]


def test_units_nobody_can_be_reached_for_are_named():
    measure = a_measure(roles=((AGRICULTURE, "lead"), (COMMERCE, "support"), (COUNTIES, "support")))
    contacts = [Addressee(LI, AGRICULTURE), Addressee(1, COMMERCE, reachable=False), Addressee(2, GAOAN)]
    assert sorted(one.unit for one in brief([measure], contacts=contacts).unreachable) == ["丰城市政府", "市商务局"]
    assert brief([measure], contacts=None).unreachable == ()


def test_obstacles_come_in_the_words_of_the_report():
    measure = a_measure()
    stuck = says(measure, date(2016, 4, 20), status="blocked", blocker="配套资金未到位", text="配套资金未到位，暂停")
    (obstacle,) = brief([measure], [stuck]).blockers
    assert (obstacle.words, obstacle.quote.report_id, obstacle.quote.unit) == ("配套资金未到位", stuck.id, "市农业局")


def test_an_indicator_shows_the_figure_last_period_s_and_the_pace():
    measure = a_measure([a_target(), a_target(None)])
    reports = [says(measure, date(2016, 5, 10), total=100), says(measure, date(2016, 5, 25), total=120)]
    (indicator,) = brief([measure], reports).indicators
    assert (indicator.before, indicator.figure.value, indicator.figure.goal) == (100, 120, 300)
    assert (indicator.figure.share, indicator.unit_name) == (40.0, "市农业局")


def test_a_row_holds_all_the_ledger_shows():
    measure = a_measure([a_target()], roles=((AGRICULTURE, "lead"), (COUNTIES, "support")))
    report = says(measure, date(2016, 5, 26), total=120, text="累计120家", blocker="缺人")
    (row,) = brief([measure], [says(measure, date(2016, 5, 20)), report]).rows
    assert (row.leads, row.supports, row.owns) == (("市农业局",), ("各县市区政府",), ())
    assert row.targets == ("建设益农信息社300家",)
    assert (row.due_on, row.state, row.last.text, row.last.day) == (
        date(2018, 12, 31),
        "under_way",
        "累计120家",
        date(2016, 5, 26),
    )
    assert row.blocker.blocker == "缺人"
    assert row.waiting_for == ("高安市政府", "丰城市政府")


def test_every_number_opens_its_list():
    measures = [a_measure([a_target(due_on=due_on)]) for due_on in (date(2016, 4, 1), date(2018, 12, 31), None)]
    week = brief(measures)
    for lamp, number in week.totals.lamps.items():
        assert len(week.rows_with(lamp=lamp)) == number
    for state, number in week.totals.states.items():
        assert len(week.rows_with(state=state)) == number


@pytest.mark.parametrize(
    ("scope", "refs", "name"),
    [
        pytest.param(Scope(), ["二（一）", "四（一）1"], None, id="everything"),
        pytest.param(Scope(unit_id=COMMERCE), ["二（一）"], "市商务局", id="a unit"),
        pytest.param(Scope(unit_id=GAOAN), ["四（一）1"], "高安市政府", id="a member of a group"),
        pytest.param(Scope(section="四、保障措施"), ["四（一）1"], "四、保障措施", id="a section"),
        pytest.param(Scope(section="（一）平台保障"), ["四（一）1"], "（一）平台保障", id="a section in a section"),
    ],
)
def test_a_summary_may_be_of_a_part_of_the_plan(scope, refs, name):
    measures = [
        a_measure(ref="四（一）1", sections=["四、保障措施", "（一）平台保障"], roles=((COUNTIES, "own"),), position=2),
        a_measure(ref="二（一）", position=1),
    ]
    week = brief(measures, scope=scope)
    assert [row.ref for row in week.rows] == refs
    assert week.scope == name
    assert week.totals.measures == len(refs)


@pytest.mark.parametrize(
    ("kind", "until", "since"),
    [
        pytest.param("week", date(2016, 5, 27), date(2016, 5, 20), id="Friday to Friday"),
        pytest.param("week", date(2016, 2, 19), date(2016, 2, 14), id="from the working Sunday after Spring Festival"),
        pytest.param("week", date(2016, 10, 14), date(2016, 10, 9), id="from the working Sunday after National Day"),
        pytest.param("week", date(2018, 10, 12), date(2018, 9, 30), id="over a week wholly off: nothing falls between"),
        pytest.param("month", date(2016, 5, 31), date(2016, 4, 29), id="from the last working day of April"),
        pytest.param("quarter", date(2016, 6, 30), date(2016, 3, 31), id="the second quarter"),
        pytest.param("year", date(2016, 12, 30), date(2015, 12, 31), id="a year"),
    ],
)
def test_a_period_begins_where_the_last_one_ended(kind, until, since):
    assert since_of(kind, four(until), CHINA) == four(since)


def test_the_briefs_of_three_years_leave_no_gap_between_them():
    days = [date(2016, 1, 18) + timedelta(weeks=n) for n in range(156)]
    sent = [four(day) for monday in days if (day := CHINA.last_workday_of_week(monday)) is not None]
    assert [since_of("week", until, CHINA) for until in sent[1:]] == sent[:-1]


def test_a_period_of_unknown_length_is_refused():
    with pytest.raises(ValueError, match="decade"):
        since_of("decade", FRIDAY, CHINA)


def test_the_past_reads_as_it_was_sent():
    measure = a_measure([a_target()])
    first = says(measure, date(2016, 5, 25), total=120)
    sent = brief([measure], [first])
    first.retired_at = noon(date(2016, 6, 2))
    fixed = says(measure, date(2016, 5, 25), total=102, filed=noon(date(2016, 6, 2)))
    later = says(measure, date(2016, 6, 3), total=150)
    assert brief([measure], [first, fixed, later]) == sent
    now = brief([measure], [first, fixed, later], since=four(date(2016, 5, 27)), until=four(date(2016, 6, 3)))
    assert [(change.before, change.after) for change in now.changed[0].changes] == [(120, 150)]


def test_a_report_of_the_same_afternoon_after_four_waits_for_the_next_brief():
    measure = a_measure([a_target()])
    evening = says(measure, date(2016, 5, 27), total=120, filed=FRIDAY + timedelta(hours=1))
    assert brief([measure], [evening]).changed == ()
    assert brief([measure], [evening], since=FRIDAY, until=four(date(2016, 6, 3))).totals.reports == 1


def test_the_trend_has_a_point_a_week_and_ends_today():
    measure = a_measure([a_target()])
    week = brief([measure], [says(measure, date(2016, 5, 25), total=300)])
    assert [point.day for point in week.trend][-2:] == [date(2016, 5, 20), date(2016, 5, 27)]
    assert len(week.trend) == 12
    assert [(point.done, point.reports) for point in week.trend][-2:] == [(0, 0), (1, 1)]
    assert brief([measure], weeks=0).trend == ()
    assert len(brief([measure], until=four(date(2016, 1, 29))).trend) == 3, "nothing from before the plan"


def test_withdrawn_measures_are_left_out_from_the_day_they_go():
    measure = a_measure(withdrawn_at=noon(date(2016, 5, 23)))
    assert brief([measure]).rows == ()
    assert len(brief([measure], until=BEFORE, since=BEFORE - timedelta(days=7)).rows) == 1


def test_a_year_without_published_days_off_is_marked_as_estimated():
    assert not brief([a_measure()]).estimated
    assert brief([a_measure()], until=four(date(2031, 5, 30)), weeks=0).estimated


def test_a_quiet_week_says_so():
    week = brief([a_measure()], since=four(date(2016, 1, 15)), until=four(date(2016, 1, 22)))
    assert week.is_quiet
    assert not brief([a_measure()]).is_quiet


def test_nothing_in_a_summary_can_be_changed_afterwards():
    week = brief([a_measure([a_target()])])
    with pytest.raises(FrozenInstanceError):
        week.kind = "month"
    lists = [field.name for field in fields(week) if isinstance(getattr(week, field.name), list)]
    assert lists == []


SAID = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([AGRICULTURE, COMMERCE]), st.integers(0, 200), st.integers(0, 320)),
    max_size=10,
)


@settings(max_examples=40, deadline=None)
@given(SAID, st.integers(7, 220))
def test_lists_rows_and_totals_agree_with_the_one_standing(said, n):
    measures = [a_measure([a_target(due_on=due_on)]) for due_on in (date(2016, 6, 30), date(2018, 12, 31), None)]
    reports = [
        says(measures[which], date(2016, 1, 15) + timedelta(days=day), unit=unit, total=total)
        for which, unit, day, total in said
    ]
    until = four(date(2016, 1, 15) + timedelta(days=n))
    week = brief(measures, reports, since=until - timedelta(days=7), until=until)
    for measure, row in zip(measures, week.rows, strict=True):
        mine = [r for r in reports if r.responsibility_id in {duty.id for duty in measure.duties}]
        now = standing(measure, mine, today=day_of(until), plan=PLAN, calendar=CHINA, members=MEMBERS, moment=until)
        assert (row.lamp, row.state, row.figures, row.due_on if now.is_open else None) == (
            now.lamp,
            now.state,
            now.figures,
            now.due_on,
        )
    assert len(week.red) == week.totals.lamps["red"]
    assert len(week.behind) + len(week.stagnant) == week.totals.lamps["yellow"]
    assert len(week.soon) == week.totals.lamps["blue"]
    assert week.totals.measures == 3


@settings(max_examples=40, deadline=None)
@given(SAID, st.dates(date(2016, 2, 1), date(2016, 7, 1)))
def test_the_units_called_silent_are_those_the_clock_chases(said, day):
    measures = [a_measure() for _ in range(3)]
    reports = [
        says(measures[which], date(2016, 1, 15) + timedelta(days=n), unit=unit, text=str(total))
        for which, unit, n, total in said
    ]
    chase = CHINA.add_workdays(date(day.year, day.month, 25), 1)  # the day after the due day
    last_hour = datetime(chase.year, chase.month, chase.day, 23, 59, tzinfo=SHANGHAI)
    answer = due(measures, reports, CONTACTS, today=chase, plans={1: PLAN}, calendar=CHINA, members=MEMBERS)
    chased = {UNITS[nudge.unit_id] for nudge in answer.nudges if nudge.kind == "cycle"}
    assert {one.unit for one in brief(measures, reports, until=last_hour, weeks=0).silent} == chased


# -- will it be there in time ------------------------------------------------------------------------------------------

WEEK = timedelta(weeks=1)


def the_outlook(*said, goal=300, due_on=date(2016, 9, 23), **more):
    """Of one indicator on Friday 27 May 2016, from (weeks ago, total) pairs; the goal is 17 weeks off."""
    measure = a_measure([a_target(goal, due_on=due_on, **more)])
    reports = [says(measure, (FRIDAY - ago * WEEK).date(), total=total) for ago, total in said]
    (one,) = brief([measure], reports).indicators
    return one.outlook


def test_what_is_needed_each_week_stands_against_what_each_week_has_brought():
    slow = the_outlook((10, 50), (4, 80), (1, 100))
    assert slow.weeks == 10
    assert slow.recent == pytest.approx(5, abs=0.05)
    assert slow.by_then == pytest.approx(185, abs=1.5)
    assert slow.enough is False
    workdays = CHINA.workdays_between(FRIDAY.date(), date(2016, 9, 23))
    assert slow.needed == round(200 / workdays * 5, 2)
    assert the_outlook((10, 50), (1, 200)).enough is True


def test_only_the_last_twelve_weeks_say_how_fast_it_goes():
    assert the_outlook((18, 0), (13, 90), (1, 102)).recent == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("said", "more"),
    [
        pytest.param([(1, 100)], {}, id="said once, a week ago"),
        pytest.param([(10, 120), (1, 100)], {}, id="fallen"),
    ],
)
def test_where_there_is_too_little_to_go_by_only_the_need_is_told(said, more):
    one = the_outlook(*said, **more)
    assert one.needed > 0
    assert (one.recent, one.by_then, one.enough) == (None, None, None)


@pytest.mark.parametrize(
    ("said", "more"),
    [
        pytest.param([(3, 300)], {}, id="reached"),
        pytest.param([], {}, id="never said"),
        pytest.param([(3, 100)], {"due_on": date(2016, 5, 20)}, id="past its date"),
        pytest.param([(3, 100)], {"due_on": None}, id="without a date"),
    ],
)
def test_no_outlook_where_it_has_no_meaning(said, more):
    assert the_outlook(*said, **more) is None


@pytest.mark.parametrize(
    ("blocker", "text", "asked"),
    [
        pytest.param("资金缺口800万元，请市财政研究", "", ("市财政局",), id="asked, without its 局"),
        pytest.param("等市商务局和市财政局会签", "", ("市商务局", "市财政局"), id="two of them"),
        pytest.param("需商务局批复", "", ("市商务局",), id="asked, without its 市"),
        pytest.param("市财政局资金没有到位", "", ("市财政局",), id="named in full"),
        pytest.param("农业局人手不够", "", (), id="the speaker itself"),
        pytest.param("资金缺口", "资金缺口800万元，请市商务局支持", ("市商务局",), id="asked beside the blocker"),
        pytest.param("资金缺口", "已与市商务局对接，资金缺口800万元", (), id="only mentioned beside it"),
        pytest.param("编制待批", "", (), id="nobody"),
        pytest.param("财政紧张", "", (), id="a word that is no name"),
    ],
)
def test_a_blocker_says_of_whom_it_asks_something(blocker, text, asked):
    from bot.rules.summary.asked_of import asked_of

    assert asked_of(blocker, text, ["市农业局", "市财政局", "市商务局", "市委办"], "市农业局") == asked


def test_every_report_of_the_period_is_in_its_list():
    measure = a_measure([a_target()])
    reports = [
        says(measure, date(2016, 5, 10), total=100),
        says(measure, date(2016, 5, 25), text="无变化", no_change=True),
    ]
    week = brief([measure], reports)
    assert [(word.ref, word.quote.report_id) for word in week.filed] == [("二（二）", reports[1].id)]
    assert len(week.filed) == week.totals.reports
