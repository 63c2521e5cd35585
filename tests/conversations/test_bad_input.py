"""Forged, stale, foreign, huge and hostile input: a clear sentence or nothing, never a traceback, nothing lost."""

import pytest
from sqlalchemy.orm import Session

from bot.handlers import COMMANDS, PRESSES
from bot.store import reports
from tests.cast import Someone, Stage, text_of

FORGED = (
    "", "x", "m", "m:", "m:abc", "m:-1", "m:0", "m:999999999", "m:1:2:3", "m:99999999999999999999", "zz:1", "p:1:1", "u:1",
    "e:1", "xx:1", "s:1:0:0:0", "g:1:1", "z:yichun-2016:0", "i:admin", "l:de", "w:20181399", "r:1", "n:1", "k:1:1", "c:1",
    "za:1:1:0", "zd:1", "zk:1:0:0", "zr:1", "zn:0", "ze:1",
)  # fmt: skip


@pytest.mark.parametrize("data", FORGED)
async def test_forged_buttons(stage: Stage, li: Someone, data: str) -> None:
    await li.says("/mine")
    answer = await li.presses_data(data or ":", li.last())
    assert answer
    assert "没有处理成" not in answer
    assert stage.database.now(reports.count) == 0


def _measure_called(session: Session, stage: Stage, title: str) -> int:
    return next(one.id for one in stage.house.shelf.book(session).measures.values() if one.title == title)


async def test_another_units_measure_by_its_number(stage: Stage, li: Someone) -> None:
    await li.says("/mine")
    tourism = stage.database.now(_measure_called, stage, "“互联网+”智慧旅游")
    answer = await li.presses_data(f"m:{tourism}")
    assert "不是贵单位承担" in answer


async def test_another_persons_report(stage: Stage, li: Someone, wang: Someone) -> None:
    await li.says("益农信息社累计120家")
    await wang.says("/mine")
    assert "已失效" in await wang.presses_data("u:1")
    assert stage.database.now(reports.count) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<b>益农信息社</b>累计120家 <i>x</i>",
        "益农信息社累计120家 &amp; &lt; \u202e\u0000 <",
        "现代农业卡住了，<资金>没到位 & 人手不够",
        "益农信息社累计120家 <script>alert(1)</script>",
    ],
)
async def test_html_in_a_message_is_text(stage: Stage, li: Someone, chen: Someone, text: str) -> None:
    await li.says(text)
    await li.says("/history 二（二）")
    await chen.says("/unit 市农业局")
    assert not [call for call in stage.telegram.log() if call["status"] == 400]
    assert not any(entity["type"] == "italic" for m in chen.inbox() for entity in m.get("entities", ()))


async def test_ten_thousand_characters(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家。" + "这是一段很长的说明，" * 400)
    assert "120/300家" in li.texts()[-1]
    assert all(len(text) <= 4096 for text in li.texts())


@pytest.mark.parametrize("text", ["/nonsense", "/measure", "/measure 火星", "/history", "/unit", "/start@other_bot"])
async def test_unknown_commands_and_empty_arguments(stage: Stage, li: Someone, text: str) -> None:
    answer = await li.says(text)
    assert answer
    assert "Traceback" not in answer


async def test_every_button_sent_has_a_handler(stage: Stage, liu: Someone, chen: Someone, li: Someone) -> None:
    """Promised button without code behind it."""
    for text in ("/mine", "/measure 二（二）", "益农信息社累计120家", "完成60%", "/language"):
        await li.says(text)
    for text in ("/summary", "/overdue", "/silent", "/unit 市农业局", "/inherited"):
        await chen.says(text)
    for text in ("/invite", "/people", "/invite 商务局", "/reseed"):
        await liu.says(text)
    await liu.says("/people")
    await liu.presses("李敏")
    await liu.presses("停用")
    sent = {
        button["callback_data"].partition(":")[0]
        for who in (li, chen, liu)
        for message in who.inbox()
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    }
    assert len(sent) > 10
    assert sent <= set(PRESSES)


async def test_every_command_in_the_help_text_works(stage: Stage, liu: Someone, chen: Someone, li: Someone) -> None:
    for who in (li, chen, liu):
        page = await who.says("/help")
        offered = {line.split()[0].lstrip("/") for line in page.splitlines() if line.startswith("/")}
        assert offered <= {command.name for command in COMMANDS}
        for name in offered - {"bind", "unbind"}:
            answer = await who.says(f"/{name}")
            assert "没有处理成" not in answer and "只给管理员" not in answer, name


async def test_every_press_is_answered(stage: Stage, li: Someone) -> None:
    """Spinner on success."""
    await li.says("/measure 二（二）")
    for data in ("m:1", "n:1", "boom", "p:9:9"):
        await li.presses_data(data)
    assert stage.telegram.presses(unanswered=True) == []


async def test_a_handler_that_throws_is_tried_again_then_told(
    stage: Stage, li: Someone, liu: Someone, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    def broken(*args: object, **named: object) -> None:
        raise RuntimeError("益农信息社 secret words")

    monkeypatch.setattr("bot.handlers.hearing.hear", broken)
    assert "没有处理成，已记录" in await li.says("益农信息社累计120家")
    await stage.tick()
    assert any("没处理成，已放到一边" in text for text in liu.texts())
    monkeypatch.undo()
    assert "120/300家" in await li.says("益农信息社累计120家")


async def test_a_long_answer_is_split_between_rows(stage: Stage, chen: Someone, li: Someone) -> None:
    """Long reports split well, or are sent as a file, never cut mid-row."""
    zhao = stage.appointed("赵磊", "市发改委")
    await zhao.says("/mine")
    await stage.tick()
    pages = zhao.texts()
    titles = [line for text in pages for line in text.splitlines() if "（牵头）" in line or "（配合）" in line]
    assert len(titles) == 26
    assert all(len(text) <= 4096 for text in pages)


async def test_texts_are_the_persons_own_in_logs_of_nobody(stage: Stage, li: Someone, caplog) -> None:  # type: ignore[no-untyped-def]
    """Full updates in INFO logs: no token, no code, no words of a report."""
    caplog.set_level("INFO")
    await li.says("益农信息社累计120家，联系人小李")
    assert "小李" not in caplog.text
    assert stage.telegram.world.token not in caplog.text
    assert text_of(li.last())


async def test_one_person_cannot_flood_the_others_out(stage: Stage, li: Someone, wang: Someone) -> None:
    """Inbound rate limit per person: told once, then not heard for the rest of the minute; the others are."""
    before = len(li.inbox())
    for _ in range(60):
        stage.telegram.say(li.id, "/help")
    await stage.telegram.wait_for_bot(li.id, count=41, timeout=20)
    assert "承担" in await wang.says("/measure 二（三）") or wang.inbox()
    texts = li.texts()[before:]
    assert sum("太快" in text for text in texts) == 1
    assert len(texts) == 41
