"""Where the clock goes when it is moved, and where it stops on the way."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.calendar import Calendar
from bot.trial.moves import Hours, stops, target

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = Hours(ZONE, 9, 16)
CALENDAR = Calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


TARGETS = {
    "a day later at the same minute": ("day", "2018-10-11 15:00", "2018-10-12 15:00"),
    "the morning after a working day": ("morning", "2018-10-11 15:00", "2018-10-12 09:00"),
    "the same morning before nine": ("morning", "2018-10-12 08:59", "2018-10-12 09:00"),
    "at nine sharp it is the next one": ("morning", "2018-10-12 09:00", "2018-10-15 09:00"),
    "over a weekend": ("morning", "2018-10-12 16:30", "2018-10-15 09:00"),
    "a Saturday that is worked": ("morning", "2018-09-28 10:00", "2018-09-29 09:00"),
    "over the National Day holiday": ("morning", "2018-09-30 10:00", "2018-10-08 09:00"),
    "this week's Friday": ("friday", "2018-10-11 15:00", "2018-10-12 16:00"),
    "the Friday after": ("friday", "2018-10-12 16:00", "2018-10-19 16:00"),
    "the week's last working day is a Sunday": ("friday", "2018-09-28 15:00", "2018-09-30 16:00"),
    "a week that is all off is passed over": ("friday", "2018-09-30 17:00", "2018-10-12 16:00"),
}


@pytest.mark.parametrize(("to", "now", "then"), TARGETS.values(), ids=TARGETS)
def test_a_move_ends_at_the_occasion(to: str, now: str, then: str) -> None:
    assert target(to, at(now), CALENDAR, HOURS) == at(then)


STOPS = {
    "straight to the morning": ("2018-10-11 17:00", "2018-10-12 09:00", ["2018-10-12 09:00"]),
    "past a morning": ("2018-10-11 17:00", "2018-10-12 16:00", ["2018-10-12 09:00", "2018-10-12 16:00"]),
    "past an afternoon and a morning": (
        "2018-10-11 15:00",
        "2018-10-12 15:00",
        ["2018-10-11 16:00", "2018-10-12 09:00", "2018-10-12 15:00"],
    ),
    "days off are not stopped at": ("2018-10-12 17:00", "2018-10-14 17:00", ["2018-10-14 17:00"]),
}


@pytest.mark.parametrize(("now", "until", "found"), STOPS.values(), ids=STOPS)
def test_nothing_that_is_due_on_the_way_is_passed_over(now: str, until: str, found: list[str]) -> None:
    assert stops(at(now), at(until), CALENDAR, HOURS) == [at(one) for one in found]


def test_an_unknown_move_is_refused() -> None:
    with pytest.raises(ValueError, match="no such move"):
        target("back", at("2018-10-11 15:00"), CALENDAR, HOURS)
