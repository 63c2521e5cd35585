"""Where a measure stands: figures, pace, dates, silence."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendar import end_of
from bot.rules.policy import Policy
from bot.rules.standing import counts_at, moves, said, standing
from bot.rules.standing.values import LAMPS, REASONS, STATES
from tests.rules.clock_cast import (
    AGRICULTURE,
    CHINA,
    COMMERCE,
    COUNTIES,
    FENGCHENG,
    GAOAN,
    MEMBERS,
    a_measure,
    a_plan,
    a_target,
    noon,
    says,
)

PLAN = a_plan(date(2016, 1, 15))
HALFWAY = date(2017, 7, 10)  # 369 of the 739 working days from 15 January 2016 to 31 December 2018


def stands(measure, reports, today, **more):
    return standing(measure, reports, today=today, **{"plan": PLAN, "calendar": CHINA, "members": MEMBERS, **more})


def figure(measure, reports, today=HALFWAY):
    return stands(measure, reports, today).figures[0]


# Figures


@pytest.mark.parametrize(
    ("said", "value"),
    [
        pytest.param([], None, id="nothing said is no figure, not nought"),
        pytest.param([("total", 120)], 120, id="a total"),
        pytest.param([("total", 120), ("total", 150)], 150, id="a later total replaces it"),
        pytest.param([("total", 120), ("more", 30)], 150, id="an increment is added to the total"),
        pytest.param([("more", 30), ("more", 20)], 50, id="increments alone start from nought"),
        pytest.param([("more", 30), ("total", 120), ("more", 5)], 125, id="a total swallows what came before"),
        pytest.param([("total", 120), ("total", 110)], 110, id="a figure may fall"),
    ],
)
def test_the_figure_is_the_last_total_and_the_increments_after_it(said, value):
    measure = a_measure([a_target()])
    reports = [says(measure, date(2016, 3, 1 + n), **{kind: number}) for n, (kind, number) in enumerate(said)]
    assert figure(measure, reports).value == value
    assert figure(measure, reports[::-1]).value == value, "the order they are handed over in does not matter"


def test_a_figure_carries_the_report_the_unit_and_the_value_before():
    measure = a_measure([a_target()])
    first, second = says(measure, date(2016, 3, 1), total=100), says(measure, date(2016, 4, 1), more=20)
    found = figure(measure, [first, second])
    assert (found.value, found.previous) == (120, 100)
    assert (found.report_id, found.unit_id, found.said_on) == (second.id, AGRICULTURE, date(2016, 4, 1))
    assert found.share == 40.0


def test_a_corrected_report_does_not_count_twice():
    measure = a_measure([a_target()])
    wrong = says(measure, date(2016, 3, 1), more=50)
    wrong.retired_at, right = noon(date(2016, 3, 2)), says(measure, date(2016, 3, 1), more=5)
    assert figure(measure, [wrong, right]).value == 5


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        pytest.param(date(2016, 2, 28), False, id="before it was filed"),
        pytest.param(date(2016, 3, 1), True, id="once filed"),
        pytest.param(date(2016, 3, 9), True, id="until retired"),
        pytest.param(date(2016, 3, 10), False, id="once retired"),
    ],
)
def test_a_report_counts_from_its_filing_to_its_retiring(moment, counts):
    report = says(a_measure([a_target()]), date(2016, 3, 1))
    report.retired_at = noon(date(2016, 3, 10))
    assert counts_at(report, noon(moment)) is counts


def test_the_lead_s_figure_wins_over_a_later_one_of_a_supporting_unit():
    measure = a_measure([a_target()])
    reports = [says(measure, date(2016, 3, 1), total=120), says(measure, date(2016, 4, 1), total=40, unit=COMMERCE)]
    assert figure(measure, reports).value == 120


def test_without_a_word_from_the_lead_the_latest_figure_of_anyone_counts():
    measure = a_measure([a_target()])
    assert figure(measure, [says(measure, date(2016, 4, 1), total=40, unit=COMMERCE)]).value == 40
    both = a_measure([a_target()], roles=((AGRICULTURE, "own"), (COMMERCE, "own")))
    reports = [says(both, date(2016, 4, 1), total=40, unit=COMMERCE), says(both, date(2016, 3, 1), total=70)]
    assert figure(both, reports).value == 40, "parts are never added to each other"


def test_the_members_of_a_group_each_bring_their_share():
    measure = a_measure([a_target()], roles=((COUNTIES, "own"),))
    reports = [
        says(measure, date(2016, 3, 1), total=20, unit=GAOAN),
        says(measure, date(2016, 3, 2), total=30, unit=FENGCHENG),
        says(measure, date(2016, 4, 1), total=25, unit=GAOAN),
    ]
    assert figure(measure, reports).value == 55


# Pace


@pytest.mark.parametrize(
    ("today", "share"),
    [
        pytest.param(date(2016, 1, 15), 0.0, id="the day of issue"),
        pytest.param(HALFWAY, 49.9, id="369 of 739 working days"),
        pytest.param(date(2018, 12, 28), 99.9, id="one working day before the end"),
        pytest.param(date(2018, 12, 31), 100.0, id="the last day"),
        pytest.param(date(2019, 3, 1), 100.0, id="never beyond"),
    ],
)
def test_even_pace_counts_working_days_from_the_day_of_issue(today, share):
    assert figure(a_measure([a_target()]), [], today).expected_share == share


@pytest.mark.parametrize(
    ("total", "lamp"),
    [
        pytest.param(150, "green", id="on pace"),
        pytest.param(120, "green", id="ten points behind is not yet behind"),
        pytest.param(119, "yellow", id="more than ten points is"),
        pytest.param(299, "green", id="ahead"),
    ],
)
def test_behind_pace_is_more_than_ten_points_under_it(total, lamp):
    measure = a_measure([a_target()])
    now = stands(measure, [says(measure, date(2017, 7, 3), total=total)], HALFWAY)
    assert now.lamp == lamp
    assert (now.reason("behind") is not None) is (lamp == "yellow")


def test_a_rate_starts_from_where_it_was_found():
    measure = a_measure([a_target(90, unit="%", indicator="电子商务应用率")])
    reports = [says(measure, date(2016, 3, 1), total=60), says(measure, date(2017, 7, 3), total=74)]
    found = figure(measure, reports)
    assert (found.baseline, found.expected_value) == (60, 74.98)
    assert stands(measure, reports, HALFWAY).lamp == "green"
    assert figure(measure, []).expected_share is None, "nobody knows where it starts"


@pytest.mark.parametrize(
    ("total", "today", "needed"),
    [
        pytest.param(None, HALFWAY, 17.03, id="300 in 370 working days"),
        pytest.param(226, HALFWAY, 4.2, id="74 left"),
        pytest.param(300, HALFWAY, None, id="reached"),
        pytest.param(226, date(2019, 1, 4), None, id="past"),
    ],
)
def test_how_much_a_month_is_needed_to_arrive_in_time(total, today, needed):
    measure = a_measure([a_target()])
    reports = [] if total is None else [says(measure, date(2017, 7, 3), total=total)]
    assert figure(measure, reports, today).needed_a_month == needed


@pytest.mark.parametrize(
    ("op", "goal", "value", "reached"),
    [
        pytest.param(">=", 60, 60, True, id="at least: equal is enough"),
        pytest.param(">", 60, 60, False, id="more than: equal is not"),
        pytest.param("=", 300, 310, True, id="a bare number is a floor"),
        pytest.param("range", 1, 1, True, id="a range from its lower end"),
        pytest.param("range", 1, 0, False, id="under a range"),
        pytest.param("<=", 5, 4, True, id="at most"),
        pytest.param("<=", 5, 6, False, id="over the most"),
    ],
)
def test_when_a_number_reaches_its_target(op, goal, value, reached):
    measure = a_measure([a_target(goal, op=op)])
    assert figure(measure, [says(measure, date(2016, 3, 1), total=value)]).reached is reached


# Lamps


@pytest.mark.parametrize(
    ("today", "lamp", "code"),
    [
        pytest.param(date(2016, 2, 1), "green", "on_pace", id="just begun"),
        pytest.param(date(2018, 12, 17), "blue", "due_soon", id="ten working days before"),
        pytest.param(date(2018, 12, 31), "blue", "due_soon", id="on the day"),
        pytest.param(date(2019, 1, 1), "red", "overdue", id="the day after"),
        pytest.param(date(2021, 6, 1), "red", "overdue", id="years after: red until closed"),
    ],
)
def test_a_state_to_reach_by_a_date_turns_blue_then_red(today, lamp, code):
    measure = a_measure([a_target(None, indicator="应急处置体系")])
    recent = [says(measure, date(2016, 1, 20) + timedelta(days=20 * n), text=f"进展{n}") for n in range(108)]
    now = stands(measure, [report for report in recent if report.said_at <= end_of(today)], today)
    assert (now.lamp, now.reasons[0].code) == (lamp, code)


def test_a_red_lamp_says_clause_date_and_days():
    measure = a_measure([a_target()])
    report = says(measure, date(2018, 12, 20), total=250)
    reason = stands(measure, [report], date(2019, 1, 4)).reasons[0]
    assert (reason.code, reason.ref, reason.report_id) == ("overdue", "二（二）", report.id)
    assert reason.values == {"due_on": date(2018, 12, 31), "phrase": "到2018年", "days": 3}


@pytest.mark.parametrize(
    ("last_move", "today", "stagnant"),
    [
        pytest.param(date(2016, 3, 10), date(2016, 5, 25), False, id="on the second due day after, not yet"),
        pytest.param(date(2016, 3, 10), date(2016, 5, 26), True, id="the working day after it"),
        pytest.param(date(2016, 3, 28), date(2016, 5, 26), False, id="a move in the next cycle starts again"),
        pytest.param(None, date(2016, 3, 28), True, id="nothing since the plan was loaded in January"),
        pytest.param(None, date(2016, 3, 25), False, id="nothing, but two whole cycles have not passed"),
    ],
)
def test_two_whole_cycles_in_which_nothing_moves_are_stagnation(last_move, today, stagnant):
    measure = a_measure([])
    reports = [says(measure, last_move, text="启动招标")] if last_move else []
    now = stands(measure, reports, today)
    assert now.stagnant is stagnant
    if stagnant:
        assert now.lamp == "yellow"
        assert now.reasons[0].values == {"moved_on": last_move, "cycles": 2}


@pytest.mark.parametrize(
    ("second", "moved"),
    [
        pytest.param({"total": 130}, True, id="another total"),
        pytest.param({"total": 120}, False, id="the same total"),
        pytest.param({"total": 120, "text": "继续推进，累计120家"}, False, id="the same total in other words"),
        pytest.param({"more": 5}, True, id="some more"),
        pytest.param({"more": 0}, False, id="none more"),
        pytest.param({"no_change": True, "text": "无变化"}, False, id="no change"),
        pytest.param({"text": "已完成选址"}, True, id="new words"),
        pytest.param({"text": "累计120家"}, False, id="the same words again"),
        pytest.param({"text": "资金未到位", "status": "blocked", "blocker": "资金未到位"}, False, id="an obstacle"),
        pytest.param({"percent": 60.0}, True, id="a share of the whole"),
        pytest.param({"status": "done", "text": "已完成"}, True, id="done"),
    ],
)
def test_what_moves_something(second, moved):
    measure = a_measure([a_target()])
    first = says(measure, date(2016, 3, 1), total=120, text="累计120家")
    then = says(measure, date(2016, 4, 1), **second)
    assert (moves([said(first), said(then)])[-1].report_id == then.id) is moved


def test_done_moves_once_and_again_after_it_was_taken_back():
    measure = a_measure([])
    words = [{"status": "done"}, {"status": "done"}, {"status": "at_risk"}, {"status": "done"}]
    reports = [says(measure, date(2016, 3, 1 + n), text="已完成", **more) for n, more in enumerate(words)]
    moved = [line.report_id for line in moves([said(report) for report in reports])]
    assert moved == [reports[0].id, reports[3].id]


def test_undated_and_quiet_at_the_start_is_grey():
    assert stands(a_measure([]), [], date(2016, 2, 1)).lamp == "grey"


def test_what_was_past_when_the_plan_was_loaded_is_inherited_until_the_office_opens_it():
    late = a_plan(date(2020, 3, 2), issued_on=date(2016, 1, 15))
    target = a_target()
    measure = a_measure([target])
    now = stands(measure, [], date(2021, 1, 8), plan=late)
    assert (now.lamp, now.reasons[0].code, now.inherited) == ("grey", "inherited", True)
    target.opened_at = noon(date(2021, 1, 11))
    assert stands(measure, [], date(2021, 1, 8), plan=late).lamp == "grey", "opened later than the day looked at"
    assert stands(measure, [], date(2021, 1, 11), plan=late).lamp == "red"


def test_an_inherited_date_beside_a_live_one_does_not_grey_the_measure():
    plan = a_plan(date(2017, 3, 1), issued_on=date(2016, 1, 15))
    measure = a_measure([a_target(None, date(2016, 12, 31)), a_target(None, date(2018, 12, 31))])
    now = stands(measure, [], date(2017, 3, 10), plan=plan)
    assert (now.lamp, now.due_on, now.inherited) == ("green", date(2018, 12, 31), False)


# Done


@pytest.mark.parametrize(
    ("words", "state"),
    [
        pytest.param({"total": 300}, "done", id="every number reached"),
        pytest.param({"total": 299}, "under_way", id="one short"),
        pytest.param({"status": "done"}, "done", id="the lead says so"),
        pytest.param({"percent": 100.0}, "done", id="a hundred per cent"),
        pytest.param({"percent": 95.0}, "under_way", id="95 per cent is not done"),
        pytest.param({"status": "done", "unit": COMMERCE}, "under_way", id="a supporting unit finishes its part only"),
    ],
)
def test_when_a_measure_is_done(words, state):
    measure = a_measure([a_target()])
    now = stands(measure, [says(measure, date(2016, 3, 1), **words)], date(2016, 3, 2))
    assert now.state == state
    assert now.is_open is (state != "done")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        pytest.param({"no_change": True, "status": None, "text": "无变化"}, "not_started", id="no change is no start"),
        pytest.param({"status": "not_started", "text": "尚未启动"}, "not_started", id="said not to have started"),
        pytest.param({"status": "blocked", "text": "资金未到位"}, "under_way", id="blocked has started"),
        pytest.param({"text": "启动招标"}, "under_way", id="plain progress"),
    ],
)
def test_when_a_measure_is_under_way(words, state):
    measure = a_measure([])
    assert stands(measure, [says(measure, date(2016, 3, 1), **words)], date(2016, 3, 2)).state == state


def test_numbers_alone_never_finish_a_measure_that_also_asks_for_a_state():
    target = a_target()
    measure = a_measure([target, a_target(None)])
    assert stands(measure, [says(measure, date(2016, 3, 1), total=300)], date(2016, 3, 2)).is_open


def test_done_without_the_figures_is_done_and_says_what_is_missing():
    measure = a_measure([a_target()])
    reports = [says(measure, date(2016, 3, 1), total=120), says(measure, date(2016, 4, 1), status="done")]
    now = stands(measure, reports, date(2016, 4, 2))
    assert (now.state, now.lamp) == ("done", "green")
    assert now.reason("done_short").values["value"] == 120


@pytest.mark.parametrize(
    ("later", "state"),
    [
        pytest.param({"more": 2}, "done", id="more of the same does not reopen"),
        pytest.param({"no_change": True, "status": None}, "done", id="no change does not"),
        pytest.param({"status": "at_risk"}, "under_way", id="trouble does"),
        pytest.param({"percent": 80.0}, "under_way", id="a smaller share does"),
    ],
)
def test_what_a_lead_says_after_done(later, state):
    measure = a_measure([a_target()])
    reports = [says(measure, date(2016, 3, 1), status="done"), says(measure, date(2016, 4, 1), **later)]
    assert stands(measure, reports, date(2016, 4, 2)).state == state


def test_where_nobody_leads_every_part_must_be_done():
    measure = a_measure([], roles=((AGRICULTURE, "own"), (COUNTIES, "own")))
    reports = [
        says(measure, date(2016, 3, 1), status="done"),
        says(measure, date(2016, 3, 1), status="done", unit=GAOAN),
    ]
    assert stands(measure, reports, date(2016, 3, 2)).state == "under_way"
    reports.append(says(measure, date(2016, 3, 2), status="done", unit=FENGCHENG))
    assert stands(measure, reports, date(2016, 3, 2)).state == "done"


def test_a_closed_measure_is_closed_from_that_moment_on():
    measure = a_measure([a_target()], closed_at=noon(date(2019, 2, 1)))
    assert stands(measure, [], date(2019, 1, 31)).lamp == "red"
    now = stands(measure, [], date(2019, 2, 1))
    assert (now.state, now.lamp) == ("closed", "green")


# Parts


def test_each_unit_and_each_member_of_a_group_has_its_part():
    measure = a_measure([], roles=((AGRICULTURE, "lead"), (COMMERCE, "support"), (COUNTIES, "support")))
    reports = [
        says(measure, date(2016, 3, 1)),
        says(measure, date(2016, 3, 2), unit=GAOAN, no_change=True, text="无变化"),
    ]
    now = stands(measure, [says(measure, date(2016, 2, 2)), *reports], date(2016, 3, 3))
    assert [(part.unit_id, part.role, part.reported_this_cycle) for part in now.parts] == [
        (AGRICULTURE, "lead", True),
        (COMMERCE, "support", False),
        (GAOAN, "support", False),  # its first word after a silent February was February's
        (FENGCHENG, "support", False),
    ]
    assert now.parts[0].last.text == "进展顺利"


def test_a_unit_with_a_duty_of_its_own_is_not_asked_again_as_a_member():
    measure = a_measure([], roles=((GAOAN, "lead"), (COUNTIES, "support")))
    assert [part.unit_id for part in stands(measure, [], date(2016, 3, 3)).parts] == [GAOAN, FENGCHENG]
    alone = stands(measure, [], date(2016, 3, 3), members={COUNTIES: [GAOAN]})
    assert [part.unit_id for part in alone.parts] == [GAOAN]


def test_a_group_without_entered_members_speaks_for_itself():
    measure = a_measure([], roles=((COUNTIES, "own"),))
    report = says(measure, date(2016, 3, 1), unit=COUNTIES, status="done")
    now = stands(measure, [report], date(2016, 3, 2), members={COUNTIES: []})
    assert ([part.unit_id for part in now.parts], now.state) == ([COUNTIES], "done")


@pytest.mark.parametrize(
    ("later", "stands_in_the_way"),
    [
        pytest.param({"no_change": True, "text": "无变化"}, True, id="no change leaves it"),
        pytest.param({"text": "资金已到位"}, False, id="plain progress clears it"),
        pytest.param({"unit": COMMERCE}, True, id="another unit's progress does not"),
    ],
)
def test_an_obstacle_stands_until_its_speaker_reports_past_it(later, stands_in_the_way):
    measure = a_measure([])
    stuck = says(measure, date(2016, 3, 1), blocker="资金未到位", status="blocked", text="资金未到位")
    now = stands(measure, [stuck, says(measure, date(2016, 3, 8), **later)], date(2016, 3, 9))
    assert (now.blocker is not None) is stands_in_the_way


# What always holds

TOTALS = st.lists(st.tuples(st.dates(date(2016, 1, 15), date(2019, 6, 1)), st.integers(0, 400)), max_size=6)


@settings(deadline=None)
@given(TOTALS, st.dates(date(2016, 1, 15), date(2019, 12, 31)))
def test_every_standing_has_a_lamp_a_state_and_a_reason_it_can_explain(totals, today):
    measure = a_measure([a_target(), a_target(None, date(2016, 12, 31))])
    now = stands(measure, [says(measure, day, total=total) for day, total in totals], today)
    assert now.lamp in LAMPS
    assert now.state in STATES
    for reason in now.reasons:
        assert tuple(reason.values) == REASONS[reason.code]


@settings(deadline=None)
@given(TOTALS, st.dates(date(2016, 1, 15), date(2019, 12, 31)))
def test_reports_of_the_future_change_nothing(totals, today):
    measure = a_measure([a_target()])
    reports = [says(measure, day, total=total) for day, total in totals]
    past = [report for report in reports if report.filed_at <= end_of(today)]
    assert stands(measure, reports, today) == stands(measure, past, today)


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 40), st.dates(date(2016, 2, 1), date(2019, 6, 1)))
def test_a_higher_figure_never_makes_a_graver_lamp(total, more, today):
    measure = a_measure([a_target()])
    lower = stands(measure, [says(measure, date(2016, 1, 20), total=total)], today)
    higher = stands(measure, [says(measure, date(2016, 1, 20), total=total + more)], today)
    assert LAMPS.index(higher.lamp) >= LAMPS.index(lower.lamp)


def test_the_office_may_change_the_numbers():
    measure = a_measure([a_target()])
    reports = [says(measure, date(2017, 7, 3), total=100)]
    assert stands(measure, reports, HALFWAY).lamp == "yellow"
    assert stands(measure, reports, HALFWAY, policy=Policy(behind_points=20)).lamp == "green"
