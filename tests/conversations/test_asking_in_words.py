"""The office and contacts ask in words: the answer is the command's, and says which command it was."""

import pytest

from bot.store import reports
from tests.cast import Someone, Stage

SAME = {
    "本周汇总": ("/summary", "/summary"),
    "哪些逾期": ("/overdue", "/overdue"),
    "谁还没报": ("/silent", "/silent"),
    "市农业局进展怎么样": ("/unit 市农业局", "/unit"),
    "益农信息社怎么样了": ("/measure 二（二）", "/measure"),
}
TRADITIONAL = {
    "本週彙總": ("/summary", "/summary"),
    "哪些逾期": ("/overdue", "/overdue"),
    "誰還沒報": ("/silent", "/silent"),
}


@pytest.mark.parametrize("words", SAME)
async def test_words_get_the_commands_answer_and_its_name(stage: Stage, chen: Someone, li: Someone, words: str) -> None:
    await li.says("益农信息社累计120家")
    command, named = SAME[words]
    by_words = await chen.says(words)
    by_command = await chen.says(command)
    if "请点一下" in by_command:
        by_command = await chen.presses("宜春市")
    assert by_words == f"{by_command}\n\n（等于 {named}）"


@pytest.mark.parametrize("words", TRADITIONAL)
async def test_also_in_traditional_script(empty_stage: Stage, li: Someone, words: str) -> None:
    chen = empty_stage.appointed("陳曉", role="office", language="zht")
    async with empty_stage.open():
        command, named = TRADITIONAL[words]
        by_words = await chen.says(words)
        assert by_words == f"{await chen.says(command)}\n\n（等於 {named}）"


async def test_a_push_in_words(stage: Stage, chen: Someone, li: Someone) -> None:
    answer = await chen.says("催一下农业局")
    assert "已提醒市农业局" in answer
    assert "（等于 /remind）" in answer


async def test_the_ledger_in_words(stage: Stage, chen: Someone, li: Someone) -> None:
    answer = await chen.says("导出台账")
    assert chen.last()["document"]["file_name"].endswith(".xlsx")
    assert "（等于 /summary，再点文件按钮）" in answer


async def test_a_contact_asks_in_words_too(stage: Stage, li: Someone) -> None:
    assert "（等于 /mine）" in await li.says("我还有哪些没报")
    assert "（等于 /measure）" in await li.says("益农信息社目标是多少？")
    assert stage.database.now(reports.count) == 0


async def test_what_only_the_office_may_know_is_not_told_to_a_contact(stage: Stage, li: Someone) -> None:
    assert "市商务局" not in await li.says("谁还没报")
