"""How updates reach the bot by polling: confirmed, redelivered, expired, filtered, in conflict."""

import asyncio
import time
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.sandbox import Telegram
from tests.sandbox.conftest import LI, read_all


def texts(updates: object) -> list[str | None]:
    return [update.effective_message.text for update in updates]  # type: ignore[attr-defined]


async def test_updates_come_again_until_the_offset_confirms_them(stand_in: Telegram, bot: Bot) -> None:
    for text in "甲乙丙":
        stand_in.say(LI, text)
    first = await bot.get_updates(timeout=0)
    assert texts(first) == texts(await bot.get_updates(timeout=0)) == ["甲", "乙", "丙"]
    numbers = [update.update_id for update in first]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert texts(await bot.get_updates(offset=numbers[1], timeout=0)) == ["乙", "丙"]
    assert texts(await bot.get_updates(timeout=0, limit=1)) == ["乙"]


async def test_a_negative_offset_forgets_all_but_the_last(stand_in: Telegram, bot: Bot) -> None:
    for text in "甲乙丙":
        stand_in.say(LI, text)
    assert texts(await bot.get_updates(offset=-1, timeout=0)) == ["丙"]
    assert stand_in.world.updates.count() == 1


async def test_a_long_poll_ends_with_the_first_update(stand_in: Telegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.1)
    began = time.perf_counter()
    stand_in.say(LI, "到")
    assert texts(await poll) == ["到"]
    assert time.perf_counter() - began < 0.1


async def test_a_long_poll_without_news_ends_empty_when_its_time_is_up(bot: Bot) -> None:
    began = time.perf_counter()
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < time.perf_counter() - began < 1.5


async def test_a_second_poller_ends_the_first(bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.1)
    assert await bot.get_updates(timeout=0) == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()


async def test_messages_wait_a_day_and_presses_150_seconds_by_the_clock(stand_in: Telegram, bot: Bot) -> None:
    world = stand_in.world
    message = world.post(world.chats[LI], world.me, {"text": "选"})
    stand_in.say(LI, "早")
    press = world.press(world.people[LI], world.chats[LI], message, "a")
    stand_in.clock.advance(timedelta(seconds=151))
    assert texts(await bot.get_updates(timeout=0)) == ["早"]
    with pytest.raises(Exception, match="too old"):
        await bot.answer_callback_query(press.id)
    stand_in.clock.advance(timedelta(hours=24))
    assert await bot.get_updates(timeout=0) == ()


async def test_the_kinds_asked_for_are_remembered(stand_in: Telegram, bot: Bot) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["callback_query"])
    assert await bot.get_updates(timeout=0) == ()  # names no kinds, so the last wish stands
    stand_in.say(LI, "不要")
    assert await bot.get_updates(timeout=0) == ()
    await bot.get_updates(timeout=0, allowed_updates=[])
    stand_in.say(LI, "要")
    assert texts(await read_all(bot)) == ["要"]


async def test_reactions_come_only_to_who_asked(stand_in: Telegram, bot: Bot) -> None:
    number = stand_in.say(LI, "看")["message_id"]
    stand_in.react(LI, number, "👍")
    assert len(await read_all(bot)) == 1
    await bot.get_updates(timeout=0, allowed_updates=["message", "message_reaction"])
    stand_in.react(LI, number, "🔥")
    (update,) = await read_all(bot)
    assert update.message_reaction is not None


async def test_pending_updates_can_be_dropped(stand_in: Telegram, bot: Bot) -> None:
    stand_in.say(LI, "旧")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates(timeout=0) == ()


async def test_an_edit_arrives_as_an_edit_and_the_old_words_stay(stand_in: Telegram, bot: Bot) -> None:
    number = stand_in.say(LI, "120家")["message_id"]
    stand_in.edit(LI, number, "121家")
    first, second = await read_all(bot)
    assert first.message is not None and second.edited_message is not None
    assert (first.message.text, second.edited_message.text) == ("120家", "121家")
    assert second.edited_message.edit_date is not None
    (message,) = stand_in.history(LI)
    assert [old["text"] for old in message["edits"]] == ["120家"]


async def test_dates_follow_the_clock(stand_in: Telegram, bot: Bot) -> None:
    day = stand_in.clock.now() - timedelta(days=3650)
    stand_in.clock.set(day)
    sent = await bot.send_message(LI, "好")
    assert abs(sent.date - day) < timedelta(seconds=5)


async def test_a_raw_update_is_passed_on_as_it_is(stand_in: Telegram) -> None:
    broken = {"message": {"from": {"id": 1}, "text": "half \ud83d"}}
    number = stand_in.raw_update(broken)
    url = f"{stand_in.base_url}{stand_in.world.token}/getUpdates"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        raw = (await answer.json())["result"]
    assert raw == [{"update_id": number, **broken}]


async def test_a_deep_link_arrives_as_start_with_its_parameter(stand_in: Telegram, bot: Bot) -> None:
    stand_in.open_link(LI, "invite_X1")
    (update,) = await read_all(bot)
    assert update.message is not None and update.message.text == "/start invite_X1"
    assert [(mark.type, mark.offset, mark.length) for mark in update.message.entities] == [("bot_command", 0, 6)]
    with pytest.raises(ValueError, match="start parameter"):
        stand_in.open_link(LI, "日" * 3)
