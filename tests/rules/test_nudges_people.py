"""Stand-ins, leaders, pauses and new kinds: who hears, who does not, and that a row of the table is enough."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendar import SHANGHAI, Calendar
from bot.rules.nudges import KINDS, Absence, Addressee, Snapshot, digests, due
from bot.rules.nudges.occasions import occasion
from bot.rules.policy import DEFAULT, changed
from bot.rules.rehearsal import compared, mornings
from bot.rules.standing import said
from models import Pause, Snooze
from tests.rules.clock_cast import (
    AGRICULTURE,
    CHINA,
    COMMERCE,
    CONTACTS,
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
ZHAO, BOSS = 111, 112
DUE_ON = date(2016, 3, 25)
LEADERS = (*CONTACTS, Addressee(BOSS, AGRICULTURE, is_leader=True))


def tick(measures, today, reports=(), contacts=CONTACTS, **more):
    return due(measures, reports, contacts, today=today, plans={1: PLAN}, calendar=CHINA, members=MEMBERS, **more)


def heard(answer):
    return {(nudge.person_id, nudge.capacity) for nudge in answer.nudges}


def absent(who, other, first, last, reachable=True):
    return Absence(who, other, first, last, reachable)


WEEK = (date(2016, 3, 21), date(2016, 3, 27))


@pytest.mark.parametrize(
    ("absences", "hear"),
    [
        pytest.param([], {(LI, "contact")}, id="everybody is there"),
        pytest.param([absent(LI, ZHAO, *WEEK)], {(ZHAO, "stand_in")}, id="the stand-in instead"),
        pytest.param([absent(LI, ZHAO, DUE_ON, DUE_ON)], {(ZHAO, "stand_in")}, id="for that one day"),
        pytest.param([absent(LI, ZHAO, date(2016, 3, 26), WEEK[1])], {(LI, "contact")}, id="only from tomorrow"),
        pytest.param([absent(LI, ZHAO, WEEK[0], date(2016, 3, 24))], {(LI, "contact")}, id="until yesterday"),
        pytest.param(
            [absent(LI, ZHAO, *WEEK), absent(ZHAO, WANG, *WEEK)], {(WANG, "stand_in")}, id="the stand-in's stand-in"
        ),
        pytest.param([absent(LI, ZHAO, *WEEK), absent(ZHAO, LI, *WEEK)], {(LI, "contact")}, id="in a circle: oneself"),
        pytest.param([absent(LI, ZHAO, *WEEK, reachable=False)], set(), id="a stand-in nobody reaches"),
    ],
)
def test_who_hears_while_somebody_is_away(absences, hear):
    measure = a_measure(roles=((AGRICULTURE, "lead"),))
    answer = tick([measure], DUE_ON, absences=absences)
    assert heard(answer) == hear
    assert {one.unit_id for one in answer.unreachable} == (set() if hear else {AGRICULTURE})


def test_a_colleague_who_stands_in_hears_once_and_as_themselves():
    contacts = (Addressee(LI, AGRICULTURE), Addressee(ZHAO, AGRICULTURE))
    measure = a_measure(roles=((AGRICULTURE, "lead"),))
    assert heard(tick([measure], DUE_ON, contacts=contacts, absences=[absent(LI, ZHAO, *WEEK)])) == {(ZHAO, "contact")}


@pytest.mark.parametrize(
    ("day", "hears"),
    [
        pytest.param(date(2016, 3, 22), False, id="three working days before"),
        pytest.param(DUE_ON, False, id="on the day"),
        pytest.param(date(2016, 3, 28), False, id="a working day late"),
        pytest.param(date(2016, 3, 30), True, id="three working days late"),
        pytest.param(date(2016, 4, 1), False, id="five working days late: that is for the office"),
        pytest.param(date(2016, 4, 6), False, id="a week on"),
    ],
)
def test_a_leader_is_told_once_of_what_stays_undone(day, hears):
    answer = tick([a_measure()], day, contacts=LEADERS)
    assert ((BOSS, "leader") in heard(answer)) is hears
    reported = [says(one := a_measure(), date(2016, 2, 20)), says(one, date(2016, 3, 20))]
    assert (BOSS, "leader") not in heard(tick([one], day, reported, contacts=LEADERS))


def test_a_unit_with_nobody_but_its_leader_goes_to_the_office_at_once():
    contacts = [Addressee(BOSS, AGRICULTURE, is_leader=True)]
    answer = tick([a_measure(roles=((AGRICULTURE, "lead"),))], date(2016, 3, 22), contacts=contacts)
    assert answer.nudges == ()
    assert [one.unit_id for one in answer.unreachable] == [AGRICULTURE]


def a_pause(measure, first, last=None, ended=None, made=date(2016, 3, 1)):
    return Pause(measure_id=measure.id, from_on=first, until_on=last, why="调整", made_at=noon(made), ended_at=ended)


@pytest.mark.parametrize(
    ("first", "last", "ended", "told"),
    [
        pytest.param(date(2016, 3, 1), None, None, False, id="without an end"),
        pytest.param(date(2016, 3, 1), DUE_ON, None, False, id="its last day counts"),
        pytest.param(date(2016, 3, 1), date(2016, 3, 24), None, True, id="over by itself"),
        pytest.param(date(2016, 3, 1), None, noon(date(2016, 3, 24)), True, id="ended by the office"),
        pytest.param(date(2016, 3, 26), None, None, True, id="not yet begun"),
    ],
)
def test_nobody_is_reminded_of_a_paused_measure(first, last, ended, told):
    measure, other = a_measure([a_target(due_on=DUE_ON)]), a_measure(ref="二（三）")
    answer = tick([measure, other], DUE_ON, pauses=[a_pause(measure, first, last, ended)])
    assert (measure.id in {nudge.measure_id for nudge in answer.nudges}) is told
    assert other.id in {nudge.measure_id for nudge in answer.nudges}


def test_a_new_kind_is_a_new_row():
    """A report the office has sent back: asked for again the next working day, then weekly, of that unit alone."""

    def of_returned(kind, at, now, woken):
        last = now.last
        if last is None or last.status != "returned":
            return []
        found = occasion(kind, at, last.day, only=(last.duty_id, last.unit_id))
        return [found] if found else []

    returned = replace(
        KINDS["stagnant"], code="returned", weekly=True, told=("support",), chased=("support",), finds=of_returned
    )
    returned = replace(returned, owed=lambda at, occasion, days: True, may_speak=lambda kind, at, measure: True)
    kinds = {**KINDS, "returned": returned}
    measure = a_measure()
    reports = [says(measure, date(2016, 3, 1), unit=COMMERCE, status="returned")]
    told = {}
    for day in range(1, 19):
        answer = tick([measure], date(2016, 3, day), reports, kinds=kinds)
        found = [nudge.person_id for nudge in answer.nudges if nudge.kind == "returned"]
        told |= {day: found} if found else {}
    assert told == {2: [WANG], 9: [WANG], 16: [WANG]}


# A policy is tried before it is switched on


def test_a_longer_lead_is_seen_as_more_messages_and_counted_by_unit():
    measures = [a_measure(), a_measure([a_target(due_on=date(2016, 6, 30))], ref="二（三）")]
    snapshot = Snapshot({1: PLAN}, measures, [], CONTACTS, CHINA, MEMBERS)
    wanted = changed(DEFAULT, "office_after", 9)
    same, other = compared(snapshot, DEFAULT, date(2016, 6, 20)), compared(snapshot, wanted, date(2016, 6, 20))
    assert same.before == same.after
    assert same.most_changed == []
    assert other.before.messages == other.after.messages
    earlier = compared(snapshot, changed(DEFAULT, "cycle_before", 6), date(2016, 6, 20))
    days = [found.day for found in mornings(replace(snapshot, policy=changed(DEFAULT, "cycle_before", 6)), *WEEK)]
    assert date(2016, 3, 22) not in days, "six working days before is a week earlier"
    assert earlier.after.kinds["cycle"] <= earlier.before.kinds["cycle"], "more is crowded out than is added"


@pytest.mark.parametrize(("name", "number"), [("cycle_before", 0), ("nudges_before", 4), ("weather", 3)])
def test_a_number_out_of_bounds_is_no_policy(name, number):
    with pytest.raises(ValueError, match="from"):
        changed(DEFAULT, name, number)


# What always holds, over random plans, calendars, reports, snoozes, pauses and absences

DAYS = st.dates(date(2016, 2, 1), date(2016, 7, 31))
SPANS = st.tuples(DAYS, st.integers(0, 20)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))


@st.composite
def worlds(draw):
    """A few measures, what is said of them, who is away when, what is put off, and days the office has swapped."""
    dues = draw(st.lists(st.one_of(st.none(), DAYS), min_size=1, max_size=3))
    measures = [a_measure([a_target(due_on=due_on)], ref=f"二（{n}）") for n, due_on in enumerate(dues)]
    reports = [
        says(measures[n % len(measures)], day, unit=unit, no_change=quiet, text=str(day))
        for n, unit, day, quiet in draw(
            st.lists(
                st.tuples(st.integers(0, 2), st.sampled_from([AGRICULTURE, COMMERCE]), DAYS, st.booleans()), max_size=8
            )
        )
    ]
    people = st.sampled_from([LI, WANG, ZHAO])
    absences = [
        Absence(away, other, *span, reachable)
        for away, other, span, reachable in draw(st.lists(st.tuples(people, people, SPANS, st.booleans()), max_size=3))
    ]
    pauses = [
        a_pause(measures[n % len(measures)], *span, made=span[0])
        for n, span in draw(st.lists(st.tuples(st.integers(0, 2), SPANS), max_size=2))
    ]
    snoozes = [
        Snooze(responsibility_id=measures[0].duties[0].id, unit_id=AGRICULTURE, until_on=until)
        for until in draw(st.lists(DAYS, max_size=1))
    ]
    swapped = Calendar(dict(draw(st.lists(st.tuples(DAYS, st.booleans()), max_size=6))))
    lines = [said(report)._replace(filed_at=morning(report.said_at)) for report in reports]
    more = {"absences": absences, "pauses": pauses, "snoozes": snoozes}
    return Snapshot({1: PLAN}, measures, lines, LEADERS, swapped, MEMBERS, **more)


def morning(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI).replace(hour=8)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_whatever_happens_nobody_is_nagged(world):
    before = defaultdict(set)  # a person may be told of it on one day as a contact and as a stand-in
    for answer in mornings(world, date(2016, 2, 1), date(2016, 8, 15)):
        assert world.calendar.is_workday(answer.day)
        bundles = digests(answer.nudges)
        assert len({bundle.person_id for bundle in bundles}) == len(bundles)
        away = {one.away_id for one in world.absences if one.from_on <= answer.day <= one.to_on}
        off = {
            one.measure_id
            for one in world.pauses
            if one.from_on <= answer.day and answer.day <= (one.until_on or date.max)
        }
        for nudge in answer.nudges:
            assert nudge.measure_id not in off, "paused"
            assert (nudge.capacity == "leader") == (nudge.person_id == BOSS)
            assert nudge.capacity != "leader" or nudge.due_on < answer.day
            assert (nudge.for_id is not None) == (nudge.capacity == "stand_in") or nudge.person_id == BOSS
            assert nudge.for_id is None or nudge.for_id in away
            for snooze in world.snoozes:
                held = (snooze.responsibility_id, snooze.unit_id) == (nudge.duty_id, nudge.unit_id)
                assert not (held and answer.day < min(snooze.until_on, nudge.due_on)), "snoozed"
            if nudge.day < nudge.due_on:
                before[nudge.person_id, nudge.measure_id, nudge.due_on].add(nudge.day)
            heard = [one for one in world.reports if (one.duty_id, one.unit_id) == (nudge.duty_id, nudge.unit_id)]
            if nudge.kind == "cycle" and nudge.due_on < answer.day:
                assert not any(nudge.due_on < one.day <= answer.day for one in heard), "chased after reporting"
    assert all(len(days) <= 2 for days in before.values())


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_whatever_happens_a_day_asked_twice_says_the_same_and_a_missed_day_is_made_up_for(world):
    days = [date(2016, 3, 1) + timedelta(days=n) for n in range(60)]
    worked = [day for day in days if world.calendar.is_workday(day)]
    for day, following in pairwise(worked):
        assert world.due(day) == world.due(day)
        missed = {(n.duty_id, n.unit_id, n.kind) for n in world.due(day).nudges if n.due_on >= following}
        made_up = {(n.duty_id, n.unit_id, n.kind) for n in world.due(following, since=day - timedelta(days=1)).nudges}
        reported = {(one.duty_id, one.unit_id) for one in world.reports if one.day in (day, following)}
        changed_hands = world.pauses or world.absences or world.snoozes
        if not changed_hands:
            assert {one for one in missed if one[:2] not in reported} <= made_up
