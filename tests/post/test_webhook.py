"""The door where Telegram calls us: closed to whoever does not know the secret, and open only for what is written down."""

import json
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.store.database import Database
from bot.webhook import SECRET_HEADER
from models import InboxRow, Report
from tests.cast import Stage, stage_on
from tests.post.test_intake import REPORT, as_update, until

SECRET = "a-secret-of-some-length"


@pytest.fixture
async def hooked(database: Database) -> AsyncIterator[tuple[Stage, str]]:
    """The bot listening, and its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    url = f"http://127.0.0.1:{port}/hook"
    async with stage_on(database, webhook_url=url, webhook_secret=SECRET, port=port) as stage, stage.open():
        yield stage, url


def rows(stage: Stage) -> int:
    return int(stage.database.now(lambda session: session.scalar(select(func.count()).select_from(InboxRow))))


KNOCKS = {
    "no header": ({}, 403),
    "the wrong secret": ({SECRET_HEADER: "a-secret-of-some-lengtH"}, 403),
    "an empty secret": ({SECRET_HEADER: ""}, 403),
    "a secret that is no ASCII": ({SECRET_HEADER: "密码"}, 403),
}


@pytest.mark.parametrize("name", KNOCKS)
async def test_without_the_secret_nothing_changes(name: str, hooked: tuple[Stage, str]) -> None:
    stage, url = hooked
    headers, expected = KNOCKS[name]
    li = stage.appointed("李敏", "市农业局")
    async with (
        aiohttp.ClientSession() as other,
        other.post(url, json=as_update(920_000_001, li, REPORT), headers=headers) as answer,
    ):
        assert answer.status == expected
    assert rows(stage) == 0


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "{}", '{"update_id": "7"}'])
async def test_what_is_no_update_is_refused(body: str, hooked: tuple[Stage, str]) -> None:
    stage, url = hooked
    async with aiohttp.ClientSession() as other, other.post(url, data=body, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 400
    assert rows(stage) == 0


async def test_an_update_posted_twice_has_one_effect(hooked: tuple[Stage, str]) -> None:
    stage, url = hooked
    li = stage.appointed("李敏", "市农业局")
    async with aiohttp.ClientSession(headers={SECRET_HEADER: SECRET}) as other:
        for _ in range(2):
            async with other.post(url, data=json.dumps(as_update(920_000_002, li, REPORT))) as answer:
                assert answer.status == 200
    await until(lambda: li.texts())
    assert stage.database.now(lambda session: session.scalar(select(func.count()).select_from(Report))) == 1


async def test_telegram_itself_gets_through(hooked: tuple[Stage, str]) -> None:
    stage, _ = hooked
    li = stage.appointed("李敏", "市农业局")
    assert "№1" in await li.says(REPORT)
