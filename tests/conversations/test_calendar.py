"""The days an admin swaps count for the clock, in this process and in others; an unknown year is told of in time."""

from datetime import UTC, date, datetime

from bot.app import house_for
from bot.jobs import tick
from bot.rules.calendar import known_years
from tests.cast import Someone, Stage

THURSDAY_AFTERNOON = datetime(2018, 10, 11, 8, tzinfo=UTC)
FRIDAY_AFTERNOON = datetime(2018, 10, 12, 8, tzinfo=UTC)
LAST_KNOWN = known_years()[1]


async def test_a_friday_off_moves_the_summary_to_thursday(
    stage: Stage, liu: Someone, chen: Someone, li: Someone
) -> None:
    answer = await liu.says("/calendar 2018-10-12 休\n2018-10-13 班")
    assert "已记下 2 天" in answer and "· 2018年10月12日　休息（管理员录入）" in answer
    await stage.at(THURSDAY_AFTERNOON)
    assert not any("周汇总" in text for text in chen.texts()), "Saturday is worked now, and the week's last day"
    assert "恢复原样" in await liu.says("/calendar 2018-10-13 默认")
    await stage.tick()
    assert any("周汇总　2018年10月1日—10月11日" in text for text in chen.texts())


async def test_another_process_follows(stage: Stage, liu: Someone) -> None:
    other = house_for(stage.settings, stage.database, stage.clock.now)
    await liu.says("/calendar 2018-10-12 休")
    assert other.calendar.is_workday(date(2018, 10, 12))
    await tick(other)
    assert not other.calendar.is_workday(date(2018, 10, 12))


async def test_one_bad_day_and_none_is_changed(stage: Stage, liu: Someone) -> None:
    answer = await liu.says("/calendar 2018-10-12 休 2018-10-32 班")
    assert "没有看懂“2018-10-32 班”" in answer and "没有作任何改动" in answer
    assert "管理员录入" not in await liu.says("/calendar")


async def test_the_calendar_is_the_admins_to_change(stage: Stage, liu: Someone, chen: Someone) -> None:
    assert "只给管理员" in await chen.says("/calendar 2018-10-12 休")
    assert "2018 年：放假安排已公布" in await liu.says("/calendar")


async def test_in_november_the_admins_hear_once_that_next_year_is_unknown(stage: Stage, liu: Someone) -> None:
    told = f"{LAST_KNOWN + 1} 年的放假安排还没有掌握"
    await stage.at(datetime(LAST_KNOWN, 10, 30, 2, tzinfo=UTC))
    assert not any(told in text for text in liu.texts())
    november = datetime(LAST_KNOWN, 11, 3, 0, 30, tzinfo=UTC)
    await stage.at(november)
    assert not any(told in text for text in liu.texts()), "half past eight"
    await stage.later(days=2, hours=1)
    await stage.later(days=1)
    assert len([text for text in liu.texts() if told in text]) == 1


async def test_in_an_unknown_year_the_summary_says_that_it_is_estimated(
    stage: Stage, liu: Someone, chen: Someone
) -> None:
    stage.clock.set(datetime(LAST_KNOWN + 1, 3, 3, 2, tzinfo=UTC))
    assert "按周一至周五估算" in await chen.says("/summary")
    assert f"{LAST_KNOWN + 1} 年：放假安排尚不掌握" in await liu.says("/calendar")
