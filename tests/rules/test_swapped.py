"""Days an admin swaps: what may be written, and how the calendar then stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendar import LISTED, Calendar, known_years
from bot.rules.swapped import NotADay, known_how, stretches, swaps
from tests.rules.clock_cast import CHINA

TODAY = date(2027, 1, 5)
SATURDAY, MONDAY = date(2027, 2, 6), date(2027, 2, 8)
UNKNOWN = known_years()[1] + 1


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("2027-02-06 班", {SATURDAY: True}),
        ("2027年2月6日上班", {SATURDAY: True}),
        ("2027/2/8 放假", {MONDAY: False}),
        ("2027.2.8休", {MONDAY: False}),
        ("2027-02-06 默认", {SATURDAY: None}),
        ("2027-02-06 on 2027-02-08 off", {SATURDAY: True, MONDAY: False}),
        ("2027-02-06 班，2027-02-08 休。", {SATURDAY: True, MONDAY: False}),
        ("2027-02-08至2027-02-10 休", {MONDAY + timedelta(n): False for n in range(3)}),
        ("2027年2月8日至10日放假", {MONDAY + timedelta(n): False for n in range(3)}),
        ("2027年1月31日—2月1日休", {date(2027, 1, 31): False, date(2027, 2, 1): False}),
        ("2027-02-08 休 2027-02-08 班", {MONDAY: True}),
    ],
)
def test_what_may_be_written(words, days):
    assert swaps(words, TODAY) == days


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("2027-02-30 休", "2027-02-30 休", id="no such day"),
        pytest.param("2027-01-04 休", "2027-01-04 休", id="a day that is over"),
        pytest.param("2027-02-10至2027-02-08 休", "2027-02-10至2027-02-08 休", id="backwards"),
        pytest.param("2027-02-01至2027-12-31 休", "2027-02-01至2027-12-31 休", id="nearly a year"),
        pytest.param("2027-02-06", "2027-02-06", id="no word"),
        pytest.param("2027-02-06 班 明天休", "明天休", id="the second is no day"),
        pytest.param("2-6 班", "2-6 班", id="no year"),
    ],
)
def test_what_is_refused_whole(words, told):
    with pytest.raises(NotADay) as refused:
        swaps(words, TODAY)
    assert str(refused.value) == told


@given(st.text(alphabet="2027-01至到班休默认 /年月日0123456789，", max_size=40))
@settings(max_examples=300, deadline=None)
def test_nothing_but_days_and_words_gets_through(words):
    try:
        found = swaps(words, TODAY)
    except NotADay:
        return
    assert all(day >= TODAY for day in found)


def test_the_coming_days_are_shown_as_ranges():
    autumn = stretches(CHINA, date(2018, 9, 20), 30)
    assert [(one.first, one.last, one.worked) for one in autumn] == [
        (date(2018, 9, 24), date(2018, 9, 24), False),
        (date(2018, 9, 29), date(2018, 9, 30), True),
        (date(2018, 10, 1), date(2018, 10, 5), False),
    ]
    flood = Calendar({date(2018, 9, 25): False})
    assert [(one.first, one.last, one.by_hand) for one in stretches(flood, date(2018, 9, 20), 7)] == [
        (date(2018, 9, 24), date(2018, 9, 24), False),
        (date(2018, 9, 25), date(2018, 9, 25), True),
    ]


@pytest.mark.parametrize(
    ("year", "listed", "how"),
    [
        pytest.param(2018, 0, "published", id="published"),
        pytest.param(2018, 3, "published", id="published and corrected"),
        pytest.param(UNKNOWN, 0, "estimated", id="unknown"),
        pytest.param(UNKNOWN, LISTED - 1, "estimated", id="unknown, with a few days by hand"),
        pytest.param(UNKNOWN, LISTED, "listed", id="unknown, with its list"),
    ],
)
def test_how_certain_a_year_is(year, listed, how):
    calendar = Calendar({date(year, 2, 1) + timedelta(n): False for n in range(listed)})
    assert known_how(calendar, year) == how
    assert calendar.is_known(date(year, 12, 1)) is (how != "estimated")
    assert (calendar.unknown_year_ahead(date(year - 1, 11, 2)) == year) is (how == "estimated")
