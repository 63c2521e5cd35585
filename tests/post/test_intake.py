"""Each update is written down before it is confirmed and has its effect once; a bad one is set aside and the rest goes on."""

import asyncio
import json
import logging
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.handlers import PRESSES
from bot.sandbox import TOKEN
from bot.store import inbox, reports
from bot.store.inbox import Incoming
from models import InboxRow, Report
from tests.cast import Someone, Stage, copied, stage_on

REPORT = "益农信息社累计120家"


def count(stage: Stage, *where: Any) -> int:
    return stage.database.now(lambda session: session.scalar(select(func.count()).select_from(InboxRow).where(*where)))


def as_update(number: int, who: Someone, text: str) -> dict[str, Any]:
    """An update as Telegram would send it; its message is not in the chat's history."""
    card = {"id": who.id, "is_bot": False, "first_name": who.name}
    chat = {"id": who.id, "type": "private", "first_name": who.name}
    message = {"message_id": number, "date": 1_539_241_200, "chat": chat, "from": card, "text": text}
    return {"update_id": number, "message": message}


async def until(holds: Any, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never happened"
        await asyncio.sleep(0.02)


async def test_a_repeated_update_has_no_second_effect(stage: Stage, li: Someone) -> None:
    assert stage.bot is not None
    update = as_update(910_000_001, li, REPORT)
    await stage.bot.intake.take([update])
    await until(lambda: li.texts())
    await stage.bot.intake.take([update, update])
    await asyncio.sleep(0.2)
    assert stage.database.now(reports.count) == 1
    assert len(li.texts()) == 1


async def test_an_update_written_down_before_a_kill_is_handled_after_the_restart(
    empty_stage: Stage, li: Someone
) -> None:
    stage, update = empty_stage, as_update(910_000_002, li, REPORT)
    bot_id = int(TOKEN.partition(":")[0])
    row = Incoming(910_000_002, str(li.id), json.dumps(update))
    stage.database.now(inbox.write_down, bot_id, "worker-that-died", stage.clock.now(), [row])
    async with stage.open():
        await until(lambda: li.texts())
    assert "№1" in li.texts()[0]
    assert count(stage, InboxRow.state == "waiting") == 0


async def test_a_row_held_without_knowing_is_found_again(stage: Stage, li: Someone) -> None:
    assert stage.bot is not None
    row = Incoming(910_000_003, str(li.id), json.dumps(as_update(910_000_003, li, REPORT)))
    stage.database.now(inbox.write_down, stage.house.bot_id, stage.house.worker, stage.clock.now(), [row])
    for _ in range(3):
        await stage.bot.intake.adopt()
    await until(lambda: li.texts())
    assert stage.database.now(reports.count) == 1


BROKEN = {
    "a sender without is_bot": {
        "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "from": {"id": 1}}
    },
    "a message that is a word": {"message": "hello"},
    "a date that is text": {"message": {"message_id": 1, "date": "heute", "chat": {"id": 1, "type": "private"}}},
}


@pytest.mark.parametrize("name", BROKEN)
async def test_an_update_nobody_can_read_is_set_aside_and_the_rest_goes_on(
    name: str, stage: Stage, li: Someone, liu: Someone
) -> None:
    number = stage.telegram.raw_update(BROKEN[name])
    assert "№1" in await li.says(REPORT)
    await until(lambda: count(stage, InboxRow.state == "poison"))
    await stage.tick()
    assert any(str(number) in text for text in liu.texts()), "the operator was not told"
    assert count(stage, InboxRow.state == "waiting") == 0


async def test_half_a_surrogate_pair_does_not_deafen_the_bot(stage: Stage, li: Someone) -> None:
    assert stage.bot is not None
    await stage.bot.intake.take([as_update(910_000_004, li, "益农信息社\ud83d")])
    assert "№1" in await li.says(REPORT)


async def test_a_handler_that_throws_is_tried_again_then_set_aside_and_no_button_spins(
    stage: Stage, li: Someone, liu: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def broken(desk: Any) -> None:
        tries.append(desk.now)
        raise RuntimeError("a bug of ours")

    monkeypatch.setitem(PRESSES, "mine", (broken, "contact"))
    await li.says("/start")
    message = li.last()
    press = await stage.telegram.press(li.id, message["message_id"], "mine")
    assert press["answered"]
    await until(lambda: count(stage, InboxRow.state == "poison"))
    await stage.tick()
    assert len(tries) == inbox.MOST_ATTEMPTS
    assert any("RuntimeError" in text for text in liu.texts())
    assert "№1" in await li.says(REPORT)


@pytest.mark.parametrize("seconds", [1.5, 3.0])
async def test_a_database_locked_by_another_process_delays_and_loses_nothing(
    seconds: float, stage: Stage, li: Someone, wang: Someone
) -> None:
    path, locked = str(stage.database.url.database), threading.Event()

    def hold() -> None:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        locked.set()
        time.sleep(seconds)
        other.execute("ROLLBACK")
        other.close()

    holder = threading.Thread(target=hold)
    holder.start()
    await asyncio.to_thread(locked.wait)
    asked = [stage.telegram.say(who.id, text) for who, text in ((li, REPORT), (wang, "二（二）完成60%"))]
    await until(lambda: li.texts() and wang.texts(), seconds + 10)
    holder.join()
    assert len(asked) == 2
    made = stage.database.now(lambda session: session.scalar(select(func.count()).select_from(Report)))
    assert made == 2


async def test_a_database_locked_for_longer_than_we_wait_is_asked_again(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.database.BUSY_MS", 200)
    database = copied(template, tmp_path / "impatient.db")
    async with stage_on(database) as stage:
        li = stage.appointed("李敏", "市农业局")
        async with stage.open():
            other = sqlite3.connect(str(database.url.database), isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            stage.telegram.say(li.id, REPORT)
            await asyncio.sleep(1.5)
            assert li.texts() == []
            other.execute("ROLLBACK")
            other.close()
            await until(lambda: li.texts())
            await asyncio.sleep(0.5)
        assert stage.database.now(reports.count) == 1
        assert len(li.texts()) == 1
    database.close()


async def test_a_second_poller_does_not_stop_us(stage: Stage, li: Someone) -> None:
    async with aiohttp.ClientSession() as other:
        for _ in range(3):
            await other.get(f"{stage.telegram.base_url}{TOKEN}/getUpdates", params={"timeout": "0"})
            await asyncio.sleep(0.05)
        stage.telegram.say(li.id, REPORT)
        await until(lambda: li.texts(), 20)
    assert "№1" in li.texts()[0]


async def test_no_token_code_or_report_is_in_the_logs(
    empty_stage: Stage, li: Someone, liu: Someone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with empty_stage.open(ticking=True):
        await li.says(REPORT)
        await li.says("二（二）卡住了，缺资金三百万")
        await liu.says("/invite 市教育局")
        code = next(word for text in liu.texts() for word in text.replace("=", " ").split() if len(word) > 20)
        empty_stage.telegram.raw_update({"message": {"text": REPORT}})
        await until(lambda: count(empty_stage, InboxRow.state == "poison"))
    written = caplog.text
    assert "poison" in written or "failed" in written, "nothing was logged at all"
    for secret in (TOKEN, TOKEN.partition(":")[2], code, REPORT, "缺资金三百万"):
        assert secret not in written
