"""How updates are pushed: with the secret, in order within a chat, again until they are taken."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox import Telegram
from tests.sandbox.conftest import LI, WANG

BUTTON = InlineKeyboardButton("好", callback_data="按了")


class Door:
    """The bot's own server: answers with the next of `answers`, 200 once they are used up."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None]] = []
        self.answers: list[web.Response] = []
        self.url = ""
        self.slow = 0.0
        self.inside = self.most = 0

    async def open(self, request: web.Request) -> web.Response:
        update: Any = await request.json()
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(self.slow)
        self.inside -= 1
        said = update["message"]["text"] if "message" in update else update["callback_query"]["data"]
        self.seen.append((said, request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return self.answers.pop(0) if self.answers else web.Response()

    async def saw(self, count: int) -> list[str]:
        for _ in range(200):
            if len(self.seen) >= count:
                break
            await asyncio.sleep(0.01)
        return [text for text, _ in self.seen]


@pytest.fixture
async def door(stand_in: Telegram) -> AsyncIterator[Door]:
    stand_in.world.webhook.first_delay = 0.05
    door, app = Door(), web.Application()
    app.router.add_post("/hook", door.open)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    door.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield door
    await stand_in.world.webhook.close()
    await runner.cleanup()


async def test_an_update_is_pushed_with_the_secret_and_taken_off_the_queue(
    stand_in: Telegram, bot: Bot, door: Door
) -> None:
    stand_in.say(LI, "早")
    await bot.set_webhook(door.url, secret_token="s3cret")
    stand_in.say(LI, "晚")
    assert await door.saw(2) == ["早", "晚"]
    assert door.seen[0][1] == "s3cret"
    await asyncio.sleep(0.02)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == (door.url, 0)


async def test_a_refused_update_comes_again_before_the_next_of_its_chat(
    stand_in: Telegram, bot: Bot, door: Door
) -> None:
    door.answers = [web.Response(status=500), web.Response(status=503)]
    await bot.set_webhook(door.url)
    stand_in.say(LI, "一")
    stand_in.say(LI, "二")
    assert await door.saw(1) == ["一"]
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 2
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert await door.saw(4) == ["一", "一", "一", "二"]


async def test_the_bot_may_say_when_to_come_again(stand_in: Telegram, bot: Bot, door: Door) -> None:
    door.answers = [web.Response(status=429, headers={"Retry-After": "1"})]
    await bot.set_webhook(door.url)
    stand_in.say(LI, "一")
    await door.saw(1)
    await asyncio.sleep(0.5)
    assert len(door.seen) == 1
    await asyncio.sleep(0.7)
    assert len(door.seen) == 2


async def test_one_chat_is_in_order_and_two_are_side_by_side(stand_in: Telegram, bot: Bot, door: Door) -> None:
    door.slow = 0.05
    await bot.set_webhook(door.url)
    for text in "一二三":
        stand_in.say(LI, text)
    await door.saw(3)
    assert door.most == 1
    stand_in.say(LI, "四")
    stand_in.say(WANG, "五")
    seen = await door.saw(5)
    assert seen[:3] == ["一", "二", "三"]
    assert door.most == 2


async def test_a_press_overtakes_a_message_that_is_stuck(stand_in: Telegram, bot: Bot, door: Door) -> None:
    sent = await bot.send_message(LI, "选", reply_markup=InlineKeyboardMarkup.from_button(BUTTON))
    door.answers = [web.Response(status=500)]
    await bot.set_webhook(door.url)
    stand_in.say(LI, "一")
    await door.saw(1)
    await stand_in.press(LI, sent.message_id, "好", timeout=0)
    assert await door.saw(3) == ["一", "按了", "一"]


async def test_what_was_not_pushed_is_left_for_polling(stand_in: Telegram, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    stand_in.say(LI, "一")
    await asyncio.sleep(0.1)
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"
    await bot.delete_webhook()
    assert len(await bot.get_updates(timeout=0)) == 1
