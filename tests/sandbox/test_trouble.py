"""Trouble: limits that answer 429, and faults made to order before or after the effect."""

import time
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.sandbox import Telegram
from bot.sandbox.limits import Limits
from tests.sandbox.conftest import GROUP, LI, plain_request

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library's own, of retry_after

PACE = [
    ("a short burst to one chat", {}, [(7, 0.0)] * 3, 0),
    ("the fourth in a second", {}, [(7, 0.0)] * 4, 1),
    ("one a second goes on for ever", {}, [(7, float(second)) for second in range(100)], 0),
    ("30 chats in one second", {}, [(chat, 0.0) for chat in range(30)], 0),
    ("the 31st chat", {}, [(chat, 0.0) for chat in range(31)], 1),
    ("20 to a group in 20 seconds", {}, [(-5, float(second)) for second in range(20)], 0),
    ("the 30th to a group, one a second", {}, [(-5, float(second)) for second in range(30)], 1),
    ("limits off", {"on": False}, [(7, 0.0)] * 500, 0),
]


@pytest.mark.parametrize(("how", "sent", "wait"), [case[1:] for case in PACE], ids=[case[0] for case in PACE])
def test_the_pace_allows(how: dict[str, bool], sent: list[tuple[int, float]], wait: int) -> None:
    limits = Limits(**how)
    waits = [limits.retry_after(chat, now) for chat, now in sent]
    assert waits[-1] == wait


async def test_too_fast_is_429_in_body_and_header(stand_in: Telegram, bot: Bot) -> None:
    stand_in.world.limits.change(True, burst=1)
    await bot.send_message(LI, "一")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(LI, "二")
    assert refused.value._retry_after == timedelta(seconds=1)
    url = f"{stand_in.base_url}{stand_in.world.token}/sendMessage"
    async with aiohttp.ClientSession() as session, session.post(url, data={"chat_id": LI, "text": "三"}) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    assert [message["text"] for message in stand_in.history(LI)] == ["一"]


TROUBLE = [
    ("dropped before", {"kind": "drop_before"}, NetworkError, 0),
    ("dropped after", {"kind": "drop_after"}, NetworkError, 1),
    ("late after the effect", {"kind": "delay_after", "seconds": 0.6}, TimedOut, 1),
    ("late before the effect", {"kind": "delay_before", "seconds": 0.1}, None, 1),
    ("500 before", {"kind": "status", "status": 500}, NetworkError, 0),
    ("502 in HTML after", {"kind": "status_after", "status": 502, "body": "html"}, NetworkError, 1),
    ("garbage", {"kind": "status", "status": 200, "body": "garbage"}, TelegramError, 0),
    ("429", {"kind": "status", "status": 429, "retry_after": 7}, RetryAfter, 0),
]


@pytest.mark.parametrize(("fault", "raised", "stored"), [case[1:] for case in TROUBLE], ids=[c[0] for c in TROUBLE])
async def test_a_fault_leaves(
    stand_in: Telegram, fault: dict[str, object], raised: type[TelegramError] | None, stored: int
) -> None:
    request = plain_request(read_timeout=0.3)
    async with Bot(
        stand_in.world.token, base_url=stand_in.base_url, request=request, get_updates_request=plain_request()
    ) as bot:
        stand_in.faults.add(method="sendMessage", **fault)  # type: ignore[arg-type]
        if raised is None:
            await bot.send_message(LI, "好")
        else:
            with pytest.raises(raised):
                await bot.send_message(LI, "好")
        assert len(stand_in.history(LI)) == stored
        await bot.send_message(LI, "又好了")


async def test_a_fault_can_wait_for_its_chat_and_its_turn(stand_in: Telegram, bot: Bot) -> None:
    stand_in.faults.add("status", method="sendMessage", chat_id=GROUP, nth=2)
    await bot.send_message(GROUP, "一")
    await bot.send_message(LI, "别处")
    with pytest.raises(NetworkError):
        await bot.send_message(GROUP, "二")
    await bot.send_message(GROUP, "三")


async def test_latency_is_added_to_every_answer(stand_in: Telegram, bot: Bot) -> None:
    stand_in.latency = 0.1
    began = time.perf_counter()
    await bot.send_message(LI, "好")
    assert 0.1 <= time.perf_counter() - began < 0.3
