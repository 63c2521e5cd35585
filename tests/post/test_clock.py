"""Late rather than never, never twice: what other products got wrong when the process was away at the minute."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.jobs import tick
from bot.rules.summary import Summary
from bot.store import summaries
from bot.store.book import Book
from models import Contact, OutboxMessage, Person, Plan
from tests.cast import LOADED_AT, Someone, Stage, text_of

DUE_DAY = datetime(2018, 10, 25, 0, 50, tzinfo=UTC)  # Thursday, 08:50 in Shanghai; reports are due that day
DAY_BEFORE = DUE_DAY - timedelta(days=1)


async def test_a_nudge_missed_while_stopped_comes_once_in_hours_and_says_it_is_late(
    empty_stage: Stage, li: Someone
) -> None:
    stage = empty_stage
    stage.clock.set(DUE_DAY)
    async with stage.open():
        await stage.tick()
        assert li.digests() == []
    stage.clock.set(DUE_DAY + timedelta(hours=3, minutes=10))  # twelve
    async with stage.open():
        await stage.tick()
        await stage.tick()
        await stage.later(minutes=1)
    assert len(li.digests()) == 1
    assert "因系统停机迟发" in text_of(li.digests()[0])


async def test_a_nudge_missed_till_the_night_waits_for_the_next_working_morning(
    empty_stage: Stage, li: Someone
) -> None:
    stage = empty_stage
    stage.clock.set(DUE_DAY + timedelta(hours=13))  # 21:50
    async with stage.open():
        await stage.tick()
        assert li.digests() == []
        await stage.at(DUE_DAY + timedelta(days=1, minutes=11))  # 09:01, Friday
        assert len(li.digests()) == 1


async def test_a_tick_every_minute_for_two_days_with_two_restarts_makes_one_digest_a_person_a_day(
    empty_stage: Stage, li: Someone, wang: Someone
) -> None:
    stage, moment = empty_stage, DAY_BEFORE
    for minutes in (13, 1500, 1367):  # stopped two minutes after nine on the first day, and again the next forenoon
        stage.clock.set(moment)
        async with stage.open():
            for minute in range(minutes):
                stage.clock.set(moment + timedelta(minutes=minute))
                await tick(stage.house)
            await stage.tick()
        moment += timedelta(minutes=minutes)
    for who in (li, wang):
        days = [message["date"] // 86_400 for message in who.digests()]
        assert len(days) == len(set(days)) <= 2
        assert days, f"{who.name} was never reminded"


async def test_five_hundred_who_have_blocked_us_do_not_hold_up_the_one_who_has_not(empty_stage: Stage) -> None:
    stage = empty_stage
    li = stage.appointed("李敏", "市农业局")

    def muted(session) -> None:  # type: ignore[no-untyped-def]
        unit_id = session.query(Contact).one().unit_id
        last = session.query(Person).one()
        last.telegram_id += 0
        for number in range(500):
            who = Person(
                telegram_id=9000 + number,
                chat_id=9000 + number,
                name=f"停用{number}",
                joined_at=LOADED_AT,
                unreachable_at=LOADED_AT,
            )
            session.add(who)
            session.flush()
            session.add(Contact(person_id=who.id, unit_id=unit_id, appointed_at=LOADED_AT))

    stage.database.now(muted)
    wang = stage.appointed("王强", "市商务局")  # behind them all
    async with stage.open():
        await stage.at(DUE_DAY + timedelta(minutes=11))
    assert len(li.digests()) == len(wang.digests()) == 1
    letters = stage.database.now(lambda session: session.query(OutboxMessage.chat_id).filter_by(kind="digest").all())
    assert {chat for (chat,) in letters} == {li.id, wang.id}


async def test_summaries_stopped_between_two_plans_go_on_with_those_that_are_left(
    empty_stage: Stage, chen: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    summary_of = summaries.summary_of

    def stopped_once(session: Session, book: Book, plan: Plan, **more: Any) -> Summary:
        made.append(plan.code)
        if len(made) == 2:
            raise OSError("the power fails")
        return summary_of(session, book, plan, **more)

    monkeypatch.setattr(summaries, "summary_of", stopped_once)
    stage = empty_stage
    stage.clock.set(datetime(2018, 10, 19, 8, 1, tzinfo=UTC))  # Friday, 16:01 in Shanghai
    async with stage.open():
        await stage.tick()
        await stage.tick()
        await stage.tick()
    first, failed, *rest = made
    assert rest[0] == failed and first not in rest and len(rest) == len(set(rest)), "each once, but for what failed"
    assert sum("周汇总" in text for text in chen.texts()) == len(set(made))
