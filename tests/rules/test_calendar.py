"""Working days as the State Council published them, and the cycles that rest on them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendar import Calendar, day_of, end_of, known_years
from bot.rules.cycles import Cycles, cycle_after, cycle_before, cycle_of, cycles_at, is_settled
from tests.rules.clock_cast import CHINA, a_plan

SPRING_2016 = date(2016, 2, 8)
DAYS = st.dates(date(2015, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        pytest.param(date(2016, 2, 5), True, id="the Friday before Spring Festival"),
        pytest.param(date(2016, 2, 6), True, id="the Saturday worked in exchange"),
        pytest.param(date(2016, 2, 7), False, id="New Year's Eve by the moon"),
        pytest.param(date(2016, 2, 14), True, id="the Sunday worked after it"),
        pytest.param(date(2016, 10, 3), False, id="Monday of National Day week"),
        pytest.param(date(2016, 10, 8), True, id="the Saturday after National Day"),
        pytest.param(date(2018, 12, 29), True, id="the Saturday that pays for New Year's Eve 2018"),
        pytest.param(date(2018, 12, 31), False, id="the last day of 2018"),
        pytest.param(date(2016, 3, 5), False, id="a plain Saturday"),
        pytest.param(date(2016, 3, 7), True, id="a plain Monday"),
    ],
)
def test_a_day_is_worked_as_published(day, worked):
    assert CHINA.is_workday(day) is worked


def test_the_office_s_list_wins_over_what_is_published():
    flood = Calendar({date(2016, 7, 4): False, date(2016, 7, 9): True})
    assert not flood.is_workday(date(2016, 7, 4))
    assert flood.is_workday(date(2016, 7, 9))
    assert flood.workdays_between(date(2016, 7, 1), date(2016, 7, 10)) == 5


def test_a_calendar_does_not_change_under_those_who_count_with_it():
    days_off = {date(2016, 7, 4): False}
    flood = Calendar(days_off)
    days_off[date(2016, 7, 5)] = False
    assert flood.workdays_between(date(2016, 7, 1), date(2016, 7, 8)) == 4
    assert flood.is_workday(date(2016, 7, 5))


def test_a_year_not_yet_published_is_monday_to_friday_and_said_to_be_estimated():
    unknown = date(known_years()[1] + 1, 10, 1)
    assert not CHINA.is_known(unknown)
    assert CHINA.is_workday(unknown) is (unknown.weekday() < 5)
    assert Calendar({unknown: False}).is_known(unknown)
    assert CHINA.is_known(SPRING_2016)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        pytest.param(date(2016, 11, 1), None, id="the next year is published"),
        pytest.param(date(known_years()[1], 10, 31), None, id="October is too early to ask"),
        pytest.param(date(known_years()[1], 11, 1), known_years()[1] + 1, id="November: somebody must load a list"),
    ],
)
def test_in_november_an_unpublished_year_is_announced(today, year):
    assert CHINA.unknown_year_ahead(today) == year


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        pytest.param(date(2016, 3, 25), -3, date(2016, 3, 22), id="three days before a Friday: Tuesday"),
        pytest.param(date(2016, 2, 25), -3, date(2016, 2, 22), id="three days before a Thursday: Monday"),
        pytest.param(date(2016, 2, 6), 1, date(2016, 2, 14), id="after the working Saturday: the Sunday a week later"),
        pytest.param(date(2016, 9, 30), 1, date(2016, 10, 8), id="after National Day: the working Saturday"),
        pytest.param(date(2018, 12, 31), -1, date(2018, 12, 29), id="before New Year's Eve: the working Saturday"),
        pytest.param(date(2018, 12, 31), 1, date(2019, 1, 2), id="after New Year's Eve: the second"),
        pytest.param(date(2018, 12, 31), 0, date(2018, 12, 31), id="none: the day itself"),
    ],
)
def test_working_days_are_counted_on_the_calendar(day, n, expected):
    assert CHINA.add_workdays(day, n) == expected


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        pytest.param(date(2016, 3, 4), date(2016, 3, 7), 1, id="Friday to Monday"),
        pytest.param(date(2016, 3, 7), date(2016, 3, 4), -1, id="Monday back to Friday"),
        pytest.param(date(2016, 9, 30), date(2016, 10, 7), 0, id="a week that is all holiday"),
        pytest.param(date(2015, 12, 31), date(2016, 12, 31), 250, id="the year 2016"),
        pytest.param(date(2015, 12, 31), date(2018, 12, 31), 250 + 249 + 250, id="three years"),
    ],
)
def test_days_between_leave_out_the_first_and_count_the_last(a, b, days):
    assert CHINA.workdays_between(a, b) == days == sum_by_hand(a, b)


def sum_by_hand(a, b):
    if b < a:
        return -sum_by_hand(b, a)
    return sum(CHINA.is_workday(date.fromordinal(n)) for n in range(a.toordinal() + 1, b.toordinal() + 1))


@pytest.mark.parametrize(
    ("day", "last"),
    [
        pytest.param(date(2016, 3, 2), date(2016, 3, 4), id="a plain week ends on Friday"),
        pytest.param(date(2016, 2, 1), date(2016, 2, 6), id="a week with a working Saturday"),
        pytest.param(date(2016, 10, 5), date(2016, 10, 9), id="National Day week ends on its working Sunday"),
        pytest.param(date(2020, 1, 29), None, id="the week that was wholly off in 2020 has none"),
    ],
)
def test_the_week_s_brief_goes_up_on_its_last_working_day(day, last):
    assert CHINA.last_workday_of_week(day) == last


def test_months_and_quarters_end_on_a_working_day():
    assert CHINA.last_workday_of_month(date(2016, 4, 3)) == date(2016, 4, 29)
    assert CHINA.last_workday_of_quarter(date(2018, 11, 3)) == date(2018, 12, 29)


def test_a_day_is_the_day_in_yichun():
    late = datetime(2016, 3, 1, 17, 0, tzinfo=ZoneInfo("UTC"))
    assert day_of(late) == date(2016, 3, 2)
    assert day_of(end_of(date(2016, 3, 1))) == date(2016, 3, 1)


@settings(deadline=None)
@given(DAYS, st.integers(-60, 60))
def test_adding_working_days_lands_on_one_and_can_be_counted_back(day, n):
    start = CHINA.workday_on_or_before(day)
    end = CHINA.add_workdays(start, n)
    assert CHINA.is_workday(end)
    assert CHINA.workdays_between(start, end) == n


# Cycles


@pytest.mark.parametrize(
    ("day", "every", "opens_on", "due_on"),
    [
        pytest.param(date(2016, 3, 10), "month", date(2016, 2, 26), date(2016, 3, 25), id="March runs to the 25th"),
        pytest.param(date(2016, 3, 25), "month", date(2016, 2, 26), date(2016, 3, 25), id="the due day is in it"),
        pytest.param(date(2016, 3, 26), "month", date(2016, 3, 26), date(2016, 4, 25), id="the day after opens April"),
        pytest.param(date(2016, 6, 20), "month", date(2016, 5, 26), date(2016, 6, 24), id="a Saturday rolls to Friday"),
        pytest.param(date(2017, 1, 20), "month", date(2016, 12, 24), date(2017, 1, 25), id="December's was a Sunday"),
        pytest.param(date(2016, 2, 1), "quarter", date(2015, 12, 26), date(2016, 3, 25), id="a quarter"),
        pytest.param(date(2016, 3, 2), "week", date(2016, 2, 27), date(2016, 3, 4), id="a week is due on Friday"),
        pytest.param(date(2016, 10, 4), "week", date(2016, 10, 1), date(2016, 10, 14), id="a week off joins the next"),
    ],
)
def test_a_cycle_is_due_on_its_day_or_the_working_day_before(day, every, opens_on, due_on):
    cycle = cycle_of(day, CHINA, every)
    assert (cycle.opens_on, cycle.due_on) == (opens_on, due_on)
    assert cycle.holds(day)


def test_a_cycle_of_unknown_length_is_refused():
    with pytest.raises(ValueError, match="fortnight"):
        cycle_of(SPRING_2016, CHINA, "fortnight")


MARCH = cycle_of(date(2016, 3, 1), CHINA)
FEBRUARY = cycle_before(MARCH, CHINA)


@pytest.mark.parametrize(
    ("said", "settled"),
    [
        pytest.param([], False, id="silence"),
        pytest.param([date(2016, 3, 1)], False, id="the first word after a silent February is February's, late"),
        pytest.param([date(2016, 2, 20), date(2016, 3, 1)], True, id="where February was given, it is March's"),
        pytest.param([date(2016, 3, 1), date(2016, 3, 18)], True, id="a second one is March's"),
        pytest.param([date(2016, 3, 11)], False, id="up to the middle it is February's"),
        pytest.param([date(2016, 3, 12)], True, id="in the second half it is March's"),
        pytest.param([date(2016, 2, 20)], False, id="February's does not serve March"),
    ],
)
def test_which_cycle_a_report_settles(said, settled):
    assert is_settled(MARCH, FEBRUARY, said) is settled


def test_a_cycle_due_before_the_plan_was_loaded_takes_no_report_from_the_next():
    cycles = cycles_at(a_plan(date(2016, 3, 1)), date(2016, 3, 10), CHINA)
    assert cycles == Cycles(MARCH, None, None)
    assert cycles.settled([date(2016, 3, 2)])
    assert not cycles.missed([])


@settings(deadline=None)
@given(DAYS, st.sampled_from(["week", "month", "quarter"]))
def test_every_day_lies_in_exactly_one_cycle(day, every):
    cycle = cycle_of(day, CHINA, every)
    assert cycle.opens_on <= day <= cycle.due_on
    assert CHINA.is_workday(cycle.due_on)
    assert cycle_of(cycle.opens_on, CHINA, every) == cycle
    assert cycle_before(cycle_after(cycle, CHINA), CHINA) == cycle
    assert cycle_after(cycle, CHINA).opens_on.toordinal() == cycle.due_on.toordinal() + 1
