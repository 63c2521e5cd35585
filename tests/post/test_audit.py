"""The day's account, from the rows: the office hears one line where something is wrong, the operators what it was."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from models import OutboxMessage
from tests.cast import Someone, Stage

MORNING = datetime(2018, 10, 25, 1, 1, tzinfo=UTC)  # 09:01 on a due day; the summary of the Friday before comes late
AN_HOUR_LATER = MORNING + timedelta(minutes=61)


async def test_a_good_day_is_written_down_and_nobody_is_told(
    stage: Stage, liu: Someone, chen: Someone, li: Someone
) -> None:
    await stage.at(MORNING)
    await stage.at(AN_HOUR_LATER - timedelta(minutes=3))
    assert "还没有记录" in await liu.says("/audit")
    await stage.at(AN_HOUR_LATER)
    assert not any("巡检有异常" in text or "没有全部送到" in text for text in (*liu.texts(), *chen.texts()))
    account = await liu.says("/audit")
    assert "10月25日" in account and "应发 2 份，已发 2 份" in account and "⚠️" not in account


async def test_who_did_not_get_a_digest_and_why_is_told_to_those_who_must_know(
    stage: Stage, liu: Someone, chen: Someone, li: Someone, wang: Someone
) -> None:
    stage.telegram.block(wang.id)
    await stage.at(MORNING)

    def two_more(session) -> None:  # type: ignore[no-untyped-def]
        letter = {"kind": "digest", "priority": 5, "chat_id": 1, "letter": {"text": "x"}, "about": [], "repeats": 1}
        more = {"made_at": MORNING, "not_before": MORNING + timedelta(days=9), "attempts": 1}
        session.execute(insert(OutboxMessage).values(letter | more | {"state": "unknown", "last_error": "Timed out"}))
        session.execute(insert(OutboxMessage).values(letter | more | {"state": "waiting", "last_error": "429"}))

    stage.database.now(two_more)
    await stage.at(AN_HOUR_LATER)
    account = "应发 5 份，已发 2 份；按 Telegram 要求暂缓 1；联系不上 1；不知是否送达 1"
    assert f"提醒没有全部送到：{account}。管理员已收到详情。" in chen.texts()
    detail = liu.texts()[-1]
    assert account in detail and "· Timed out ×1" in detail
    assert "⚠️ 10月25日" in await liu.says("/audit")
    told = len(chen.texts())
    await stage.later(hours=1)
    assert len(chen.texts()) == told, "once a day"


async def test_digests_made_late_are_given_an_hour_too(empty_stage: Stage, liu: Someone, li: Someone) -> None:
    stage = empty_stage
    stage.clock.set(MORNING + timedelta(hours=3))
    async with stage.open():
        await stage.tick()
        assert "还没有记录" in await liu.says("/audit")
        await stage.later(minutes=61)
        assert "应发 1 份，已发 1 份" in await liu.says("/audit")


async def test_a_morning_without_decisions_is_the_first_thing_to_be_told(
    stage: Stage,
    liu: Someone,
    chen: Someone,
    li: Someone,
    monkeypatch,  # type: ignore[no-untyped-def]
) -> None:
    async def broken(house: object) -> None:
        raise ValueError("broken")

    from bot.jobs import JOBS

    monkeypatch.setitem(JOBS, "nudge", broken)
    await stage.at(AN_HOUR_LATER)
    assert any("今天的提醒没有生成" in text for text in chen.texts())
    assert "今天的提醒没有生成" in liu.texts()[-1]
    assert "提醒没有生成" in await liu.says("/audit")
