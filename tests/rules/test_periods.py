"""When summaries go out, from which moment a past day is looked at, and what people call a time."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendar import SHANGHAI, Calendar
from bot.rules.summary.asked import Asked, period_asked
from bot.rules.summary.periods import KINDS, end_of_period, kinds_due, last_workday, moment_of, since_of
from tests.rules.clock_cast import CHINA

FOUR = time(16)
THURSDAY = date(2018, 10, 11)


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        pytest.param(date(2018, 10, 12), ("week",), id="a plain Friday"),
        pytest.param(date(2018, 10, 11), (), id="a plain Thursday"),
        pytest.param(date(2018, 10, 31), ("month",), id="a month that ends on a Wednesday"),
        pytest.param(date(2018, 8, 31), ("week", "month"), id="a month that ends with its week"),
        pytest.param(date(2018, 9, 30), ("week", "month", "quarter"), id="a Sunday worked before National Day"),
        pytest.param(date(2018, 9, 28), (), id="the Friday before it"),
        pytest.param(date(2018, 12, 29), ("week", "month", "quarter"), id="the Saturday that pays for New Year's Eve"),
        pytest.param(date(2018, 12, 31), (), id="the last day of the year, which is off"),
        pytest.param(date(2018, 2, 14), ("week",), id="the eve of Spring Festival's eve"),
        pytest.param(date(2018, 2, 24), ("week",), id="the Saturday worked after Spring Festival"),
    ],
)
def test_which_summaries_go_out(day, kinds):
    assert kinds_due(day, CHINA) == kinds


@given(st.dates(date(2015, 1, 1), date(2029, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_every_period_has_one_day_on_which_its_summary_goes_out_and_it_is_worked(day):
    for kind in KINDS:
        last = last_workday(kind, day, CHINA)
        assert last is None or CHINA.is_workday(last)
        assert last is None or last_workday(kind, last, CHINA) == last
        moment = datetime.combine(last or day, FOUR, SHANGHAI)
        since = since_of(kind, moment, CHINA, FOUR)
        assert since < moment and CHINA.is_workday(since.date())
        # nothing falls between two summaries: the one before ended where this one begins
        assert last_workday(kind, since.date(), CHINA) == since.date()


@pytest.mark.parametrize(
    ("kind", "day", "moment"),
    [
        pytest.param("week", date(2018, 10, 12), (2018, 10, 12, 16, 0, 0), id="as it was sent"),
        pytest.param("week", date(2018, 10, 10), (2018, 10, 10, 23, 59, 59), id="a day on which none went out"),
        pytest.param("month", date(2018, 10, 12), (2018, 10, 12, 23, 59, 59), id="a month's, in the middle"),
        pytest.param("month", date(2018, 10, 31), (2018, 10, 31, 16, 0, 0), id="a month's, as it was sent"),
    ],
)
def test_from_when_a_past_day_is_looked_at(kind, day, moment):
    assert moment_of(kind, day, CHINA, FOUR) == datetime(*moment, tzinfo=SHANGHAI)


def test_a_report_of_friday_evening_belongs_to_the_week_after_whenever_that_is_asked_for():
    wednesday = datetime(2018, 10, 17, 23, 59, 59, tzinfo=SHANGHAI)
    assert since_of("week", wednesday, CHINA, FOUR) == datetime(2018, 10, 12, 16, tzinfo=SHANGHAI)


def test_a_swapped_day_moves_the_summary():
    flood = Calendar({date(2018, 10, 12): False})
    assert kinds_due(date(2018, 10, 11), flood) == ("week",)
    assert end_of_period("week", date(2018, 10, 12), flood, FOUR) == datetime(2018, 10, 11, 16, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "kind", "day", "exact", "rest"),
    [
        ("", None, None, False, ""),
        ("市农业局", None, None, False, "市农业局"),
        ("本月 市农业局", None, None, False, "本月 市农业局"),
        ("上月", "month", date(2018, 9, 30), False, ""),
        ("市农业局 上个月", "month", date(2018, 9, 30), False, "市农业局"),
        ("上個月份", "month", date(2018, 9, 30), False, ""),
        ("上周", "week", date(2018, 10, 4), False, ""),
        ("上星期 发展重点", "week", date(2018, 10, 4), False, "发展重点"),
        ("上季度", "quarter", date(2018, 9, 30), False, ""),
        ("去年", "year", date(2017, 1, 1), False, ""),
        ("2016年", "year", date(2016, 1, 1), False, ""),
        ("9月", "month", date(2018, 9, 1), False, ""),
        ("九月份", "month", date(2018, 9, 1), False, ""),
        ("十二月", "month", date(2017, 12, 1), False, ""),
        ("11月", "month", date(2017, 11, 1), False, ""),
        ("10月", "month", date(2018, 10, 1), False, ""),
        ("2017年3月", "month", date(2017, 3, 1), False, ""),
        ("2017-03", "month", date(2017, 3, 1), False, ""),
        ("第三季度", "quarter", date(2018, 7, 1), False, ""),
        ("2017年四季度", "quarter", date(2017, 10, 1), False, ""),
        ("2017Q2", "quarter", date(2017, 4, 1), False, ""),
        ("2018-06-30", None, date(2018, 6, 30), True, ""),
        ("本月 2018年6月30日", None, date(2018, 6, 30), True, "本月"),
        ("6月30日 市农业局", None, date(2018, 6, 30), True, "市农业局"),
        ("12月1日", None, date(2017, 12, 1), True, ""),
        ("昨天", None, date(2018, 10, 10), True, ""),
        ("yichun-2016", None, None, False, "yichun-2016"),
        ("yichun-2016 last month", "month", date(2018, 9, 30), False, "yichun-2016"),
    ],
)
def test_what_people_call_a_time(words, kind, day, exact, rest):
    found = period_asked(words, THURSDAY)
    assert (found.kind, found.day, found.exact, found.rest.strip()) == (kind, day, exact, rest)


def test_a_day_that_is_not_there_is_refused():
    with pytest.raises(ValueError):
        period_asked("2018年2月30日", THURSDAY)


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_words_are_either_a_time_or_left_as_they_are(words):
    try:
        found = period_asked(words, THURSDAY)
    except ValueError:
        return
    assert found.day is not None or found == Asked(rest=words)
