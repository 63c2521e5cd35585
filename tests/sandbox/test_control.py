"""People played from outside: the same verbs over HTTP, events, the log, figures."""

import asyncio
import sys

import aiohttp
import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox import Telegram
from bot.sandbox.client import Sandbox
from tests.sandbox.conftest import LI, WANG, read_all

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("已完成", callback_data="done:1")]])


@pytest.fixture
async def outside(stand_in: Telegram):  # type: ignore[no-untyped-def]
    async with Sandbox(stand_in.site) as sandbox:
        yield sandbox


async def echo(bot: Bot, rounds: int) -> None:
    """A bot that answers every message with its text and every press with a word."""
    offset = 0
    for _ in range(rounds):
        for update in await bot.get_updates(offset=offset, timeout=2):
            offset = update.update_id + 1
            if update.callback_query:
                await update.callback_query.answer("收到")
                await update.callback_query.edit_message_text("完成了")
            elif update.message:
                await bot.send_message(update.message.chat.id, f"{update.message.text}？", reply_markup=KEYBOARD)


async def test_a_conversation_from_another_process(outside: Sandbox, bot: Bot) -> None:
    await outside.add_person(9, "陈", username="chen")
    talking = asyncio.create_task(echo(bot, 2))
    said = await outside.say(9, "益农信息社120家")
    (heard,) = await outside.wait_for_bot(9, after=said["message_id"])
    assert heard["text"] == "益农信息社120家？"
    answer = await outside.press(9, heard["message_id"], "已完成")
    assert (answer["answered"], answer["text"]) == (True, "收到")
    assert (await outside.wait_for_edit(9, heard["message_id"]))["text"] == "完成了"
    assert await outside.presses(unanswered=True) == []
    await talking
    assert [message["text"] for message in await outside.history(9)] == ["益农信息社120家", "完成了"]


async def test_mistakes_come_back_as_what_they_are(outside: Sandbox, stand_in: Telegram, bot: Bot) -> None:
    with pytest.raises(LookupError, match="nobody has the id 99"):
        await outside.say(99, "好")
    sent = await bot.send_message(LI, "选", reply_markup=KEYBOARD)
    with pytest.raises(LookupError, match="there are: 已完成"):
        await outside.press(LI, sent.message_id, "未完成")
    with pytest.raises(TimeoutError):
        await outside.wait_for_bot(LI, after=sent.message_id, timeout=0.05)
    assert not (await outside.press(LI, sent.message_id, "已完成", timeout=0.05))["answered"]
    assert len(stand_in.presses(unanswered=True)) == 1


async def test_events_tell_everything_that_changed_and_wait_for_it(outside: Sandbox, stand_in: Telegram) -> None:
    last = (await outside.get("events", since=-1))["last"]
    waiting = asyncio.create_task(outside.get("events", since=last, timeout=5))
    await asyncio.sleep(0.05)
    stand_in.say(LI, "好")
    (event,) = (await waiting)["events"]
    assert (event["kind"], event["message"]["text"]) == ("message", "好")
    assert (await outside.get("events", since=event["seq"], timeout=0))["events"] == []


async def test_the_clock_is_moved_from_outside(outside: Sandbox, stand_in: Telegram) -> None:
    shown = await outside.post("clock", {"set": "2016-09-30T09:00:00+08:00"})
    assert shown.startswith("2016-09-30T01:00:0")
    await outside.post("clock", {"advance_seconds": 86400})
    assert stand_in.clock.now().day == 1
    with pytest.raises(ValueError, match="zone"):
        await outside.post("clock", {"set": "2016-09-30T09:00:00"})


async def test_files_go_out_and_come_back_from_outside(outside: Sandbox, bot: Bot) -> None:
    sent = await outside.send_document(LI, b"\x00\xff", "证明.pdf")
    assert await outside.file(sent["document"]["file_id"]) == b"\x00\xff"
    assert len(await read_all(bot)) == 1


async def test_a_form_with_a_file_will_do_as_well(stand_in: Telegram) -> None:
    form = aiohttp.FormData({"person": str(LI), "caption": "2018"})
    form.add_field("content", "附件".encode(), filename="2018.txt")
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{stand_in.site}/sandbox/do/send_document", data=form)
        sent = (await answer.json())["result"]
    assert (sent["caption"], sent["document"]["file_name"], sent["document"]["file_size"]) == ("2018", "2018.txt", 6)


async def test_it_also_runs_by_itself() -> None:
    token = "42:" + "x" * 35
    alone = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox", "--port", "0", "--token", token, "--no-rate-limits"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert alone.stdout is not None
        site = (await alone.stdout.readline()).decode().split()[0].removeprefix("TELEGRAM_API_URL=")
        async with Sandbox(site) as sandbox:
            await sandbox.add_person(LI, "李", started=True)
            async with Bot(token, base_url=f"{site}/bot") as bot:
                assert (bot.id, (await bot.send_message(LI, "好")).chat.id) == (42, LI)
    finally:
        alone.terminate()
        await alone.wait()


async def test_the_log_has_every_call_and_never_the_token(outside: Sandbox, stand_in: Telegram, bot: Bot) -> None:
    await bot.send_document(LI, b"12345", filename="a.txt")
    (call,) = await outside.log("sendDocument")
    assert call["params"]["document"] == {"file": "a.txt", "size": 5}
    assert stand_in.world.token not in str(stand_in.log())


async def test_trouble_and_limits_are_set_from_outside(outside: Sandbox, stand_in: Telegram) -> None:
    await outside.post("faults", {"rules": [{"kind": "drop_after", "method": "sendMessage"}]})
    assert stand_in.faults.rules[0].method == "sendmessage"
    await outside.post("faults", {"rules": []})
    assert stand_in.faults.rules == []
    assert (await outside.post("limits", {"on": True, "burst": 9}))["burst"] == 9


async def test_a_bulk_feed_is_measured(outside: Sandbox, bot: Bot) -> None:
    await outside.post("bulk", {"people": [LI, WANG], "texts": ["甲", "乙"], "count": 20})
    await echo(bot, 1)
    figures = await outside.get("stats")
    assert (figures["asked"], figures["answered"], figures["waiting"]) == (20, 20, 0)
    assert figures["per_second"] > 0 and 0 < figures["p50_ms"] <= figures["p99_ms"] <= figures["max_ms"]
    assert (await outside.post("stats", {}))["asked"] == 0


async def test_a_page_of_another_site_is_turned_away(stand_in: Telegram) -> None:
    async with aiohttp.ClientSession() as session:
        for origin, status in (("http://elsewhere.example", 403), (stand_in.site, 200)):
            answer = await session.get(f"{stand_in.site}/sandbox/world", headers={"Origin": origin})
            assert answer.status == status


async def test_the_menu_of_commands_goes_by_place_and_language(stand_in: Telegram, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "帮助")], scope=BotCommandScopeAllPrivateChats(), language_code="zh")
    assert stand_in.commands(LI) == [{"command": "help", "description": "帮助"}]
    assert stand_in.commands(LI, chat=-500) == [{"command": "help", "description": "Help"}]
    assert (await bot.get_my_commands())[0].description == "Help"
    assert await bot.set_my_short_description("督办", language_code="zh")
    assert (await bot.get_my_short_description("zh")).short_description == "督办"
