"""Replies to a digest, corrections in every wording, and what stays to be seen of what was said before."""

from datetime import UTC, datetime

import pytest

from bot.store import reports
from tests.cast import Someone, Stage

MORNING = datetime(2018, 10, 22, 1, 5, tzinfo=UTC)  # 09:05, three working days before the 25th


def filed(stage: Stage) -> int:
    return stage.database.now(reports.count)


async def test_several_lines_in_reply_to_a_digest_answer_several_measures(stage: Stage, li: Someone) -> None:
    await stage.at(MORNING)
    digest = li.digests()[-1]
    lines = "益农信息社累计120家\n云计算正常推进\n物联网产业完成30%"
    message = stage.telegram.say(li.id, lines, reply_to=digest["message_id"])
    await stage.telegram.wait_for_bot(li.id, after=message["message_id"], count=3)
    assert filed(stage) == 3
    await stage.tick()
    shown = next(m["text"] for m in li.inbox() if m["message_id"] == digest["message_id"])
    assert shown.count("✅") == 3


@pytest.mark.parametrize(
    "words",
    ["刚才错了，是168家", "报错了，应该是168家", "益农信息社168家，以这条为准", "不是186家，是168家"],
)
async def test_a_correction_in_words(stage: Stage, li: Someone, words: str) -> None:
    await li.says("益农信息社累计186家")
    card = await li.says(words)
    assert "已更正" in card
    assert "168/300家" in card
    assert filed(stage) == 1


@pytest.mark.parametrize("words", ["剛才錯了，是1168家", "益農信息社1168家，以這條為準"])
async def test_a_correction_in_traditional_script(stage: Stage, lin: Someone, words: str) -> None:
    await lin.says("益農信息社累計1186家")
    assert "1168/2000家" in await lin.says(words)
    assert filed(stage) == 1


@pytest.mark.parametrize("words", ["撤回", "撤销刚才那条", "刚才那条作废"])
async def test_taking_back_in_words(stage: Stage, li: Someone, words: str) -> None:
    await li.says("益农信息社累计186家")
    assert "已撤回 №1" in await li.says(words)
    assert filed(stage) == 0


async def test_the_history_keeps_every_word_with_who_and_when(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计186家")
    await li.says("刚才错了，是168家")
    await li.presses("撤销")
    history = await li.says("/history 二（二）")
    assert "№1 2018年10月11日 15:00 市农业局 李敏" in history
    assert "益农信息社累计186家（已更正）" in history
    assert "刚才错了，是168家（已撤回）" in history
    assert "更正 №1" in history
