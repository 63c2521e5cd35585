"""Who is reminded of what, on which day, and who is left alone."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendar import Calendar, day_of
from bot.rules.cycles import cycle_of
from bot.rules.nudges import KINDS, Addressee, agenda, digests, due, pause_until, rungs_between, why
from models import Nudge, Snooze
from tests.rules.clock_cast import (
    AGRICULTURE,
    CHINA,
    COMMERCE,
    CONTACTS,
    COUNTIES,
    FENG,
    GAO,
    GAOAN,
    LI,
    MEMBERS,
    WANG,
    a_measure,
    a_plan,
    a_target,
    noon,
    says,
)

PLAN = a_plan(date(2016, 1, 15))


def tick(measures, today, reports=(), plan=PLAN, calendar=CHINA, contacts=CONTACTS, **more):
    return due(
        measures, reports, contacts, today=today, plans={plan.id: plan}, calendar=calendar, members=MEMBERS, **more
    )


def days_told(measures, first, last, reports=(), person=LI, kind=None, **more):
    """The days on which somebody is reminded, and of which kinds."""
    day, found = first, {}
    while day <= last:
        kinds = [n.kind for n in tick(measures, day, reports, **more).nudges if n.person_id == person]
        kinds = [one for one in kinds if kind in (None, one)]
        if kinds:
            found[day] = kinds
        day += timedelta(days=1)
    return found


# The ladders

MARCH = [
    date(2016, 3, 22),
    date(2016, 3, 25),
    date(2016, 3, 28),
    date(2016, 3, 30),
    date(2016, 4, 6),
    date(2016, 4, 13),
]


def test_a_cycle_speaks_before_on_and_after_its_due_day_and_then_weekly():
    told = days_told([a_measure()], date(2016, 3, 20), date(2016, 4, 19), kind="cycle")
    assert list(told) == MARCH


def test_a_weekly_reminder_right_before_the_next_cycle_s_first_is_left_out():
    told = days_told([a_measure()], date(2018, 12, 1), date(2018, 12, 25), kind="cycle")
    assert list(told) == [date(2018, 12, 5), date(2018, 12, 12), date(2018, 12, 20), date(2018, 12, 25)]


@settings(deadline=None)
@given(st.sampled_from(["cycle", "target"]), st.dates(date(2016, 1, 1), date(2018, 12, 31)))
def test_a_ladder_goes_up_day_by_day(kind, due_on):
    due_on = CHINA.workday_on_or_before(due_on) if kind == "cycle" else due_on
    rungs = list(rungs_between(KINDS[kind], due_on, due_on - timedelta(days=60), due_on + timedelta(days=120), CHINA))
    assert [rung.day for rung in rungs] == sorted({rung.day for rung in rungs})
    assert [rung.offset for rung in rungs] == sorted({rung.offset for rung in rungs})
    assert all(CHINA.is_workday(rung.day) for rung in rungs)
    half = due_on + timedelta(days=30)
    parted = [
        *rungs_between(KINDS[kind], due_on, due_on - timedelta(days=60), half, CHINA),
        *rungs_between(KINDS[kind], due_on, half + timedelta(days=1), due_on + timedelta(days=120), CHINA),
    ]
    assert parted == rungs, "looked at in two halves, nothing is lost and nothing said twice"


def test_a_target_that_is_reached_is_not_spoken_of_while_another_is_open():
    reached, still_open = a_target(10, date(2016, 6, 30)), a_target(None, date(2016, 12, 30))
    measure = a_measure([reached, still_open])
    reports = [says(measure, date(2016, 4, 20), total=10), says(measure, date(2016, 5, 20), text="推进")]
    assert days_told([measure], date(2016, 5, 26), date(2016, 7, 8), reports, kind="target") == {}
    told = [n for n in tick([measure], date(2016, 12, 30), reports).nudges if n.person_id == LI and n.kind == "target"]
    assert [nudge.target_ids for nudge in told] == [(still_open.id,)]


def test_a_dated_target_speaks_twice_before_its_day_and_until_it_is_finished():
    measure = a_measure([a_target()])
    told = days_told([measure], date(2018, 11, 20), date(2019, 1, 31), kind="target")
    assert list(told) == [
        date(2018, 11, 30),  # thirty days before is a Saturday
        date(2018, 12, 24),  # seven days before; the cap keeps the day before quiet
        date(2019, 1, 2),  # the first working day after
        date(2019, 1, 4),
        date(2019, 1, 11),
        date(2019, 1, 18),
        date(2019, 1, 25),
    ]


def test_a_target_due_on_a_working_day_speaks_on_the_day_itself():
    measure = a_measure([a_target(due_on=date(2017, 6, 30))])
    told = days_told([measure], date(2017, 6, 1), date(2017, 6, 30), kind="target")
    assert list(told) == [date(2017, 6, 23), date(2017, 6, 30)]


@pytest.mark.parametrize(
    ("kind", "due_on", "rungs"),
    [
        pytest.param(
            "cycle",
            date(2016, 2, 5),
            [(date(2016, 2, 2), -3), (date(2016, 2, 5), 0), (date(2016, 2, 6), 1), (date(2016, 2, 15), 3)],
            id="over Spring Festival the working Saturday and Sunday count",
        ),
        pytest.param(
            "target",
            date(2016, 10, 1),
            [(date(2016, 9, 1), -30), (date(2016, 9, 24), -7), (date(2016, 9, 30), 0), (date(2016, 10, 8), 1)],
            id="a date in National Day week is called the Friday before",
        ),
    ],
)
def test_rungs_fall_on_working_days(kind, due_on, rungs):
    if kind == "target":  # 24 September 2016 was a Saturday
        rungs = [(CHINA.workday_on_or_before(day), offset) for day, offset in rungs]
    found = [
        (rung.day, rung.offset)
        for rung in rungs_between(KINDS[kind], due_on, date(2016, 1, 1), date(2016, 12, 31), CHINA)
    ]
    assert found[: len(rungs)] == rungs


@pytest.mark.parametrize(
    "day_off",
    [
        pytest.param(date(2016, 2, 8), id="Spring Festival"),
        pytest.param(date(2016, 3, 26), id="a Saturday"),
        pytest.param(date(2018, 12, 31), id="a plan's last day, swapped off"),
    ],
)
def test_nothing_is_said_on_a_day_off(day_off):
    assert tick([a_measure([a_target()])], day_off).nudges == ()


def test_a_day_the_office_takes_off_is_silent_and_its_rung_moves_before_it():
    flood = Calendar({date(2016, 3, 25): False})
    told = days_told([a_measure()], date(2016, 3, 20), date(2016, 3, 28), calendar=flood)
    assert list(told) == [date(2016, 3, 21), date(2016, 3, 24), date(2016, 3, 28)]


# Who is left alone


@pytest.mark.parametrize(
    ("said_on", "words", "told"),
    [
        pytest.param(date(2016, 3, 1), {}, [], id="reported early"),
        pytest.param(date(2016, 3, 23), {}, MARCH[:1], id="reported after the first reminder"),
        pytest.param(date(2016, 3, 23), {"no_change": True}, MARCH[:1], id="no change is a report"),
        pytest.param(date(2016, 3, 29), {}, MARCH[:3], id="reported late"),
        pytest.param(date(2016, 3, 1), {"unit": COMMERCE}, MARCH, id="the other unit's report is not ours"),
    ],
)
def test_a_report_stops_the_reminders_of_its_cycle(said_on, words, told):
    measure = a_measure()
    february = [says(measure, date(2016, 2, 20)), says(measure, date(2016, 2, 20), unit=COMMERCE)]
    reports = [*february, says(measure, said_on, text="启动二期", **words)]
    assert list(days_told([measure], date(2016, 3, 20), date(2016, 4, 19), reports, kind="cycle")) == told


def test_a_late_report_still_leaves_the_next_one_to_be_asked_for():
    measure = a_measure()
    reports = [says(measure, date(2016, 2, 20)), says(measure, date(2016, 3, 29))]
    told = days_told([measure], date(2016, 4, 1), date(2016, 4, 25), reports, kind="cycle")
    assert list(told) == [date(2016, 4, 20), date(2016, 4, 25)]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda m: setattr(m, "closed_at", noon(date(2016, 3, 1))), id="the measure is closed"),
        pytest.param(lambda m: setattr(m, "withdrawn_at", noon(date(2016, 3, 1))), id="the measure is withdrawn"),
        pytest.param(
            lambda m: setattr(m.duties[0], "withdrawn_at", noon(date(2016, 3, 1))), id="the duty is withdrawn"
        ),
    ],
)
def test_nobody_is_reminded_where_nothing_is_asked(spoil):
    measure = a_measure()
    spoil(measure)
    assert days_told([measure], date(2016, 3, 20), date(2016, 4, 19)) == {}


def test_a_finished_measure_is_quiet_for_everyone():
    measure = a_measure([a_target()])
    done = [says(measure, date(2016, 3, 1), total=300)]
    assert days_told([measure], date(2016, 3, 20), date(2016, 4, 19), done, person=WANG) == {}


def test_a_unit_that_has_finished_its_part_is_left_alone():
    measure = a_measure()
    done = [says(measure, date(2016, 3, 1), unit=COMMERCE, status="done")]
    assert days_told([measure], date(2016, 4, 15), date(2016, 5, 20), done, person=WANG) == {}
    assert days_told([measure], date(2016, 4, 15), date(2016, 5, 20), done, person=LI) != {}


def test_what_was_past_at_loading_makes_no_storm():
    late = a_plan(date(2020, 3, 2), issued_on=date(2016, 1, 15))
    target = a_target()
    measures = [a_measure([target])]
    assert days_told(measures, date(2020, 3, 2), date(2020, 6, 30), plan=late) == {}
    target.opened_at = noon(date(2020, 4, 7))
    told = days_told(measures, date(2020, 3, 2), date(2020, 4, 24), plan=late)
    assert told == {
        date(2020, 4, 8): ["target"],  # the ladder after the date starts where the office opened it
        date(2020, 4, 10): ["target"],
        date(2020, 4, 17): ["target"],
        date(2020, 4, 21): ["cycle"],
        date(2020, 4, 24): ["target", "cycle"],
    }


def test_a_due_day_before_loading_is_not_chased():
    plan = a_plan(date(2016, 3, 28))
    assert days_told([a_measure()], date(2016, 3, 28), date(2016, 4, 19), plan=plan) == {}


def test_a_new_contact_is_not_chased_for_what_was_due_before_them():
    contacts = [Addressee(LI, AGRICULTURE, appointed_on=date(2016, 3, 28))]
    told = days_told([a_measure()], date(2016, 3, 28), date(2016, 4, 25), contacts=contacts)
    assert list(told) == [date(2016, 4, 20), date(2016, 4, 25)]


def test_who_keeps_reporting_on_an_overdue_measure_is_not_chased_every_week():
    measure = a_measure([a_target(due_on=date(2016, 6, 30))])
    reports = [says(measure, date(2016, month, 20), total=10 * month) for month in range(2, 13)]
    told = days_told([measure], date(2016, 6, 28), date(2016, 12, 20), reports)
    assert told == {date(2016, 6, 30): ["target"], date(2016, 7, 1): ["target"], date(2016, 7, 5): ["target"]}


def test_a_report_in_this_cycle_quiets_the_date_of_a_target_too():
    measure = a_measure([a_target()])
    reports = [says(measure, date(2018, 12, 10), total=280)]
    told = days_told([measure], date(2018, 11, 26), date(2018, 12, 31), reports, kind="target")
    assert list(told) == [date(2018, 11, 30)]


# Silence that reports do not break


def test_no_change_after_no_change_brings_a_stagnation_nudge_once_a_cycle():
    measure = a_measure()
    reports = [says(measure, date(2016, month, 20), no_change=month > 2, text="无变化") for month in range(2, 8)]
    told = days_told([measure], date(2016, 3, 1), date(2016, 7, 30), reports)
    assert told == {
        date(2016, 4, 26): ["stagnant"],
        date(2016, 5, 26): ["stagnant"],
        date(2016, 6, 27): ["stagnant"],
        date(2016, 7, 26): ["stagnant"],
    }


def test_who_missed_the_cycle_is_reminded_of_that_and_not_of_stagnation():
    told = days_told([a_measure()], date(2016, 4, 26), date(2016, 4, 26))
    assert told == {date(2016, 4, 26): ["cycle"]}


# Pauses


def test_a_pause_holds_until_its_day_and_then_speaks():
    measure = a_measure()
    snoozes = [Snooze(responsibility_id=measure.duties[0].id, unit_id=AGRICULTURE, until_on=date(2016, 3, 24))]
    told = days_told([measure], date(2016, 3, 20), date(2016, 3, 25), snoozes=snoozes)
    assert list(told) == [date(2016, 3, 24), date(2016, 3, 25)]


def test_a_pause_never_passes_the_due_day():
    measure = a_measure()
    snoozes = [Snooze(responsibility_id=measure.duties[0].id, unit_id=AGRICULTURE, until_on=date(2016, 4, 8))]
    told = days_told([measure], date(2016, 3, 20), date(2016, 4, 1), snoozes=snoozes)
    assert list(told) == [date(2016, 3, 25), date(2016, 3, 28), date(2016, 3, 30)]


def test_a_pause_of_one_unit_is_not_a_pause_of_another():
    measure = a_measure()
    snoozes = [Snooze(responsibility_id=measure.duties[0].id, unit_id=AGRICULTURE, until_on=date(2016, 3, 24))]
    assert date(2016, 3, 22) in days_told([measure], date(2016, 3, 20), date(2016, 3, 25), person=WANG, snoozes=snoozes)


def test_a_pause_ending_after_the_report_says_nothing():
    measure = a_measure()
    snoozes = [Snooze(responsibility_id=measure.duties[0].id, unit_id=AGRICULTURE, until_on=date(2016, 3, 24))]
    reports = [says(measure, date(2016, 2, 20)), says(measure, date(2016, 3, 23))]
    assert days_told([measure], date(2016, 3, 20), date(2016, 3, 25), reports, snoozes=snoozes) == {}


# Who hears it


def test_a_group_is_reminded_through_its_members():
    measure = a_measure(roles=((AGRICULTURE, "lead"), (COUNTIES, "support")))
    reports = [says(measure, date(2016, 2, 20), unit=GAOAN), says(measure, date(2016, 3, 1), unit=GAOAN)]
    answer = tick([measure], date(2016, 3, 25), reports)
    assert [(nudge.person_id, nudge.unit_id) for nudge in answer.nudges][1:] == [(FENG, 15)]
    assert {nudge.person_id for nudge in tick([measure], date(2016, 3, 25)).nudges} == {LI, GAO, FENG}


def test_a_unit_nobody_can_be_reached_for_comes_back_apart():
    contacts = [Addressee(LI, AGRICULTURE, reachable=False), Addressee(WANG, COMMERCE)]
    answer = tick([a_measure()], date(2016, 3, 22), contacts=contacts)
    assert [nudge.person_id for nudge in answer.nudges] == [WANG]
    assert [(one.unit_id, one.kind, one.due_on) for one in answer.unreachable] == [
        (AGRICULTURE, "cycle", date(2016, 3, 25))
    ]


def test_whoever_handles_the_measure_hears_first_and_all_once_it_is_late():
    zhao = 111
    contacts = [Addressee(LI, AGRICULTURE), Addressee(zhao, AGRICULTURE)]
    measure = a_measure(roles=((AGRICULTURE, "lead"),))
    reports = [says(measure, date(2016, 2, 20))]  # by Li
    assert [n.person_id for n in tick([measure], date(2016, 3, 22), reports, contacts=contacts).nudges] == [LI]
    assert [n.person_id for n in tick([measure], date(2016, 3, 28), reports, contacts=contacts).nudges] == [LI, zhao]


def test_supporting_units_are_told_of_a_date_but_not_chased_for_it():
    measure = a_measure([a_target()])
    told = days_told([measure], date(2018, 11, 20), date(2019, 1, 31), person=WANG, kind="target")
    assert list(told) == [date(2018, 11, 30), date(2018, 12, 24)]


def test_five_working_days_late_goes_to_the_office_as_a_list():
    measure = a_measure()
    listed = [day for day in range(26, 32) if tick([measure], date(2016, 3, day)).for_office]
    assert listed == []
    answer = tick([measure], date(2016, 4, 1))
    assert [(one.unit_id, one.days) for one in answer.for_office] == [(AGRICULTURE, 5), (COMMERCE, 5)]
    assert answer.nudges == ()
    assert tick([measure], date(2016, 4, 5)).for_office == ()


def test_why_names_rule_rung_clause_and_date():
    nudge = tick([a_measure()], date(2016, 3, 22)).nudges[0]
    assert why(nudge) == {
        "rule": "cycle",
        "rung": -3,
        "ref": "二（二）",
        "role": "lead",
        "due_on": date(2016, 3, 25),
        "days_left": 3,
        "phrase": None,
        "since_on": None,
        "capacity": "contact",
    }


def test_one_digest_a_person_a_day_with_the_oldest_first():
    late, calm = a_measure([a_target(due_on=date(2016, 3, 21))]), a_measure(ref="二（三）")
    today = tick([calm, late], date(2016, 3, 22))
    bundle = {digest.person_id: digest for digest in digests(today.nudges)}
    assert set(bundle) == {LI, WANG}
    assert [(nudge.kind, nudge.ref) for nudge in bundle[LI].nudges] == [
        ("target", "二（二）"),
        ("cycle", "二（二）"),
        ("cycle", "二（三）"),
    ]
    assert len(bundle[LI].duty_ids) == 2


# After a stop


@pytest.mark.parametrize(
    ("since", "today", "rung"),
    [
        pytest.param(date(2016, 3, 21), date(2016, 3, 23), -3, id="a day late: T-3 is said on T-2"),
        pytest.param(date(2016, 3, 22), date(2016, 3, 23), None, id="nothing was missed"),
        pytest.param(date(2016, 3, 1), date(2016, 3, 29), 1, id="four weeks down: only the latest is said"),
        pytest.param(date(2016, 3, 22), date(2016, 3, 22), -3, id="the same day again: the same answer"),
    ],
)
def test_rungs_missed_while_the_bot_was_down_are_said_once(since, today, rung):
    nudges = [nudge for nudge in tick([a_measure()], today, since=since).nudges if nudge.person_id == LI]
    assert [nudge.rung for nudge in nudges] == ([rung] if rung is not None else [])


@pytest.mark.parametrize(
    ("sent_on", "today", "told"),
    [
        pytest.param([], date(2017, 6, 23), True, id="nothing sent yet"),
        pytest.param([date(2017, 5, 31)], date(2017, 6, 23), True, id="one sent"),
        pytest.param([date(2017, 6, 1), date(2017, 6, 2)], date(2017, 6, 23), False, id="two sent"),
        pytest.param([date(2017, 5, 31)], date(2017, 6, 29), True, id="one sent, so the day before may speak"),
        pytest.param([date(2017, 5, 31), date(2017, 6, 29)], date(2017, 6, 29), True, id="today's own does not count"),
        pytest.param(
            [date(2017, 6, 1), date(2017, 6, 2)], date(2017, 6, 30), True, id="on the day itself there is no cap"
        ),
        pytest.param(None, date(2017, 6, 29), False, id="without a record only the first two rungs speak"),
    ],
)
def test_nobody_is_reminded_more_than_twice_before_a_date(sent_on, today, told):
    measure = a_measure([a_target(due_on=date(2017, 6, 30))])
    about = {"kind": "target", "responsibility_id": measure.duties[0].id, "person_id": LI, "due_on": date(2017, 6, 30)}
    sent = None if sent_on is None else [Nudge(day=day, **about) for day in sent_on]
    nudges = tick([measure], today, sent=sent).nudges
    assert (LI in {nudge.person_id for nudge in nudges if nudge.kind == "target"}) is told


# What a tick loads

SOON, PAST = date(2018, 12, 31), date(2017, 3, 1)


@pytest.mark.parametrize(
    ("today", "whole", "dates"),
    [
        pytest.param(date(2018, 12, 20), True, set(), id="the cycle speaks: everything"),
        pytest.param(date(2018, 12, 21), False, set(), id="a plain day: nothing"),
        pytest.param(date(2018, 11, 30), True, {SOON}, id="five days after a cycle: all, for the office's list"),
        pytest.param(date(2018, 12, 24), False, {SOON, PAST}, id="a Monday: also the date a Monday chases"),
        pytest.param(date(2018, 12, 22), False, set(), id="a day off: nothing"),
    ],
)
def test_a_day_loads_only_what_may_speak(today, whole, dates):
    found = agenda(PLAN, [SOON, PAST], today=today, calendar=CHINA)
    assert (found.whole, found.dates) == (whole, dates)


@settings(deadline=None)
@given(st.dates(date(2016, 2, 1), date(2018, 12, 31)), st.dates(date(2016, 3, 1), date(2018, 12, 31)))
def test_what_is_not_loaded_would_have_said_nothing(today, due_on):
    found = agenda(PLAN, [due_on], today=today, calendar=CHINA)
    if found.is_empty:
        assert tick([a_measure([a_target(due_on=due_on)])], today).nudges == ()


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        pytest.param(None, date(2016, 2, 15), id="acknowledged before the festival: three working days"),
        pytest.param(date(2016, 2, 20), date(2016, 2, 20), id="the day asked for"),
        pytest.param(date(2016, 1, 1), date(2016, 2, 15), id="a day that is past means three working days"),
    ],
)
def test_how_long_a_pause_lasts(asked, until):
    assert pause_until(date(2016, 2, 5), CHINA, asked=asked) == until


# What always holds, over random plans, reports and days

REPORTS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([AGRICULTURE, COMMERCE]),
        st.dates(date(2016, 1, 16), date(2018, 6, 30)),
        st.booleans(),
    ),
    max_size=8,
)
START = st.dates(date(2016, 2, 1), date(2018, 4, 1))
DUE = st.one_of(st.none(), st.dates(date(2015, 6, 1), date(2018, 12, 31)))


def played(dues, said, first, days):
    """Three measures, some reports, and what every tick of the days answers."""
    measures = [a_measure([a_target(due_on=due_on)], ref=f"二（{n}）") for n, due_on in enumerate(dues)]
    reports = [says(measures[n], day, unit=unit, no_change=quiet, text=str(day)) for n, unit, day, quiet in said]
    answers, sent = [], []
    for n in range(days):
        answers.append(tick(measures, first + timedelta(days=n), reports, sent=tuple(sent)))
        sent += answers[-1].nudges
    return measures, reports, answers


@settings(max_examples=40, deadline=None)
@given(st.lists(DUE, min_size=3, max_size=3), REPORTS, START)
def test_nobody_is_told_on_a_day_off_more_than_once_a_day_or_more_than_twice_before_a_date(dues, said, first):
    _, _, answers = played(dues, said, first, 60)
    before: Counter = Counter()
    for answer in answers:
        if answer.nudges:
            assert CHINA.is_workday(answer.day)
        keys = [nudge.key for nudge in answer.nudges]
        assert len(keys) == len(set(keys))
        people = [digest.person_id for digest in digests(answer.nudges)]
        assert len(people) == len(set(people))
        for nudge in answer.nudges:
            if nudge.day < nudge.due_on:
                before[nudge.person_id, nudge.measure_id, nudge.due_on] += 1
    assert all(times <= 2 for times in before.values())


@settings(max_examples=40, deadline=None)
@given(st.lists(DUE, min_size=3, max_size=3), REPORTS, START)
def test_ticking_twice_gives_the_same_answer_whatever_the_order_of_the_snapshot(dues, said, first):
    measures, reports, answers = played(dues, said, first, 14)
    for place, answer in enumerate(answers):
        sent = [nudge for earlier in answers[:place] for nudge in earlier.nudges]
        again = tick(measures[::-1], answer.day, reports[::-1], contacts=CONTACTS[::-1], sent=sent[::-1])
        assert set(again.nudges) == set(answer.nudges)
        assert again.nudges == answer.nudges


@settings(max_examples=40, deadline=None)
@given(st.lists(DUE, min_size=3, max_size=3), REPORTS, START)
def test_nobody_hears_of_a_date_after_reporting_in_its_cycle(dues, said, first):
    _, reports, answers = played(dues, said, first, 30)
    for answer in answers:
        cycle = cycle_of(answer.day, CHINA)
        reported = {
            r.responsibility_id for r in reports if cycle.holds(day_of(r.said_at)) and day_of(r.said_at) <= answer.day
        }
        in_time = {r.responsibility_id for r in reports if cycle.late_until < day_of(r.said_at) <= answer.day}
        for nudge in answer.nudges:
            assert not (nudge.kind == "target" and nudge.duty_id in reported)
            assert not (nudge.kind == "cycle" and nudge.duty_id in in_time)


@settings(max_examples=40, deadline=None)
@given(REPORTS, START)
def test_everyone_who_owes_a_report_on_the_due_day_is_told(said, first):
    measures, reports, answers = played([None, None, None], said, first, 35)
    for answer in answers:
        cycle = cycle_of(answer.day, CHINA)
        if answer.day == cycle.due_on:
            silent = {duty.id for measure in measures for duty in measure.duties} - {
                report.responsibility_id for report in reports if day_of(report.said_at) >= cycle.opens_on
            }
            assert silent <= {nudge.duty_id for nudge in answer.nudges}


def test_every_kind_is_a_row_of_the_table():
    assert set(KINDS) == {"cycle", "target", "stagnant"}
    assert all(kind.code == code for code, kind in KINDS.items())
