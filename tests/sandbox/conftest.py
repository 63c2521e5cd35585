"""A stand-in without rate limits, the library's own Bot against it, and two people.

Li (7) has written to the bot before; Wang (8) never has.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.request import HTTPXRequest

from bot.sandbox import Telegram

LI, WANG, GROUP = 7, 8, -500


@pytest.fixture
async def stand_in() -> AsyncIterator[Telegram]:
    telegram = Telegram(limits=False)
    telegram.add_person(LI, "李", username="li_contact", started=True)
    telegram.add_person(WANG, "王")
    telegram.add_group(GROUP, "联席会议", [LI, WANG], bot="member")
    async with telegram:
        yield telegram


def plain_request(read_timeout: float = 3) -> HTTPXRequest:
    """The library's own client; without certificates, whose loading would take longer than most tests."""
    return HTTPXRequest(connection_pool_size=4, read_timeout=read_timeout, httpx_kwargs={"verify": False})


@pytest.fixture
async def bot(stand_in: Telegram) -> AsyncIterator[Bot]:
    async with Bot(
        stand_in.world.token,
        base_url=stand_in.base_url,
        base_file_url=stand_in.base_file_url,
        request=plain_request(),
        get_updates_request=plain_request(),
    ) as bot:
        yield bot


async def read_all(bot: Bot, **how: Any) -> list[Update]:
    """Everything that waits for the bot, confirmed."""
    updates = list(await bot.get_updates(timeout=0, **how))
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return updates
