"""代报: the office reports for a unit of which nobody can be reached, and everybody sees that it did."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.store import reports
from models import Report
from tests.cast import Someone, Stage


def filed(stage: Stage) -> int:
    return stage.database.now(reports.count)


def the_report(stage: Stage) -> Report:
    return stage.database.now(lambda session: session.scalars(select(Report).where(Report.retired_at.is_(None))).one())


async def test_from_the_card_of_a_measure(empty_stage: Stage, chen: Someone) -> None:
    async with empty_stage.open() as stage:
        await chen.says("/measure 二（三）")
        await chen.presses("宜春市")
        asked = await chen.presses("代报：市旅发委")
        assert "请写市旅发委在" in asked
        card = await chen.says("完成60%")
        assert "代市旅发委报" in card
        assert "整体进度 60%" in card
        assert the_report(stage).on_behalf
        contact = stage.appointed("孙涛", "市旅发委")
        assert "市旅发委 陈晓（代报）：完成60%" in await contact.says("/measure 二（三）")
        assert "（代报）" in await contact.says("/history 二（三）")


async def test_from_the_notice_that_nobody_can_be_reached(empty_stage: Stage, chen: Someone, li: Someone) -> None:
    async with empty_stage.open() as stage:
        await stage.at(datetime(2018, 10, 25, 1, 5, tzinfo=UTC))
        assert any("没有联系得上的联络员" in text for text in chen.texts())
        assert "会记为代报" in await chen.presses("代报：万载县政府")
        await chen.says("完成60%")
        if filed(stage) == 0:
            await chen.presses(chen.buttons()[0])
        assert the_report(stage).on_behalf


async def test_from_the_card_of_a_unit_nobody_can_push(stage: Stage, chen: Someone, li: Someone) -> None:
    await chen.says("/unit 宜春保险协会")
    assert chen.buttons() == ["代报：宜春保险协会"]
    await chen.presses("代报：宜春保险协会")
    assert "代宜春保险协会报" in await chen.says("普惠金融完成60%")
    await chen.says("/unit 市农业局")
    assert chen.buttons() == ["催一下市农业局"]


async def test_in_words(stage: Stage, chen: Someone) -> None:
    card = await chen.says("代市旅发委报：智慧旅游完成60%")
    assert "代市旅发委报" in card
    assert the_report(stage).text == "智慧旅游完成60%"


async def test_in_words_of_traditional_script(empty_stage: Stage) -> None:
    chen = empty_stage.appointed("陳曉", role="office", language="zht")
    async with empty_stage.open() as stage:
        assert "代市旅发委報" in await chen.says("代市旅发委報：智慧旅遊完成60%")
        assert the_report(stage).on_behalf


async def test_a_question_about_it_is_answered_for_that_unit(empty_stage: Stage, chen: Someone) -> None:
    async with empty_stage.open():
        assert "这是哪一项的进展" in await chen.says("代市农业局报：完成60%")
    async with empty_stage.open() as stage:
        assert "代市农业局报" in await chen.presses("三（三）")
        assert the_report(stage).on_behalf


async def test_second_thoughts_on_it(stage: Stage, chen: Someone) -> None:
    await chen.says("代市农业局报：益农信息社累计186家")
    assert "168/300家" in await chen.says("刚才错了，是168家")
    assert the_report(stage).on_behalf
    assert "150/300家" in await chen.edits("代市农业局报：益农信息社累计150家")
    await chen.presses("改")
    card = await chen.says("160家")
    assert "160/300家" in card
    assert "代市农业局报" in card
    assert "已撤回" in await chen.presses("撤销")
    assert filed(stage) == 0


async def test_a_unit_that_can_speak_for_itself_is_asked_instead(stage: Stage, chen: Someone, li: Someone) -> None:
    assert "市农业局有联络员（李敏）" in await chen.says("代市农业局报：益农信息社累计120家")
    await chen.says("/measure 益农信息社")
    await chen.presses("宜春市")
    assert not [label for label in chen.buttons() if label == "代报：市农业局"]
    assert filed(stage) == 0


async def test_after_the_button_the_office_may_still_ask(stage: Stage, chen: Someone) -> None:
    await chen.says("/measure 二（三）")
    await chen.presses("宜春市")
    await chen.presses("代报：市旅发委")
    assert "等于 /summary" in await chen.says("本周汇总", expect=3)
    assert filed(stage) == 0
    assert "代市旅发委报" in await chen.says("完成六成")


async def test_nobody_else_may(stage: Stage, li: Someone) -> None:
    assert "代报由联席会议办公室来做；市旅发委的进展您报不了" in await li.says("代市旅发委报：完成60%")
    assert filed(stage) == 0
    assert li.buttons() == []
    assert "120/300家" in await li.says("代农业局报：益农信息社累计120家")
    assert filed(stage) == 1
    assert "联席会议办公室使用" in await li.presses_data("b:1:1")


async def test_an_unknown_unit(stage: Stage, chen: Someone) -> None:
    assert "没有找到“市月球局”这个单位" in await chen.says("代市月球局报：完成60%")
