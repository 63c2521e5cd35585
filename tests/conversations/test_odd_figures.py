"""Figures that do not fit what is known are asked about, once, and never refused."""

import pytest

from bot.store import reports
from tests.cast import Someone, Stage


def filed(stage: Stage) -> int:
    return stage.database.now(reports.count)


ODD = {
    "a total that falls": ("益农信息社累计186家", "益农信息社累计168家", "比上次的 186 还少", "对，就是168家"),
    "ten times the last": ("益农信息社累计30家", "益农信息社累计300家", "十倍以上", "对，就是300家"),
    "far over the target": ("益农信息社累计290家", "益农信息社累计1200家", "远超目标 300家", "对，就是1200家"),
    "a percentage its own figures contradict": (
        "益农信息社累计100家",
        "现代农业完成90%，益农信息社累计120家",
        "可按益农信息社的数字算是 40%",
        "对，就是120家、90%",
    ),
    "another unit of measure": ("益农信息社累计100家", "益农信息社累计120台", "按“家”算", "对，就是120台"),
}


@pytest.mark.parametrize("case", ODD)
async def test_an_odd_figure_is_asked_about_and_filed_as_said(stage: Stage, li: Someone, case: str) -> None:
    before, words, asked, yes = ODD[case]
    await li.says(before)
    question = await li.says(words)
    assert asked in question
    assert li.buttons() == [yes, "改一下", "不记了"]
    assert filed(stage) == 1
    assert "✅ 已记" in await li.presses("对，就是")
    assert filed(stage) == 2
    assert "您确认就是这样" in await li.says("/why")


async def test_the_question_waits_through_a_restart_and_may_be_answered_in_words(
    empty_stage: Stage, li: Someone
) -> None:
    async with empty_stage.open():
        await li.says("益农信息社累计186家")
        await li.says("益农信息社累计168家")
    async with empty_stage.open():
        assert "168/300家" in await li.says("对")


async def test_the_same_words_are_not_asked_about_twice(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计186家")
    await li.says("益农信息社累计168家")
    assert "168/300家" in await li.says("益农信息社累计168家"), "said again, it is meant"
    assert "已经处理过" in await li.presses("对，就是")
    assert filed(stage) == 2


async def test_a_slip_is_said_again(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await li.says("益农信息社累计1300家")
    assert "请写" in await li.presses("改一下")
    assert "130/300家" in await li.says("130家")
    assert filed(stage) == 2


async def test_a_slip_is_dropped(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await li.says("益农信息社累计1300家")
    assert "没有记" in await li.presses("不记了")
    assert filed(stage) == 1


async def test_a_supporting_units_number_is_compared_with_its_own(stage: Stage, li: Someone, wang: Someone) -> None:
    await li.says("益农信息社累计186家")
    card = await wang.says("益农信息社累计12家")
    assert "✅ 已记" in card
    assert "贵单位报的 12家 已记；总数以市农业局所报为准" in card
    assert "还少" in await wang.says("益农信息社累计10家")


async def test_odd_figures_in_traditional_script(stage: Stage, lin: Someone) -> None:
    await lin.says("益農信息社累計1500家")
    assert "還少" in await lin.says("益農信息社累計1250家")
    assert lin.buttons()[0].startswith("對，就是1250家")
    assert "1250/2000家" in await lin.presses("對，就是")
