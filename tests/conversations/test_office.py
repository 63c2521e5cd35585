"""What the office asks for, by command and in words; what it is told without asking."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from tests.cast import Someone, Stage, text_of

WEDNESDAY = datetime(2018, 11, 14, 2, tzinfo=UTC)


async def test_overdue_lists_what_is_past_and_unfinished(stage: Stage, chen: Someone) -> None:
    answer = await chen.says("/overdue")
    assert "二（六）" in answer  # 争取2016年底
    assert "2016年12月31日到期" in answer
    assert "二（二）" not in answer


async def test_silent_names_units_that_owe_a_report(stage: Stage, chen: Someone, li: Someone, wang: Someone) -> None:
    await stage.at(WEDNESDAY)
    answer = await chen.says("/silent")
    assert "市农业局" in answer
    for text in ("益农信息社累计120家", "云计算正常推进", "物联网完成三成", "集聚园区完成五成"):
        await li.says(text)
    listed = [line for line in (await chen.says("/silent")).splitlines() if line.startswith("· 市农业局")]
    assert listed == [] or "3 项" in listed[0], "only what it shares with every department is left"


@pytest.mark.parametrize("words", ["农业局进展怎么样", "/unit 农业局", "/unit 市农业局"])
async def test_how_a_unit_stands(stage: Stage, chen: Someone, li: Someone, words: str) -> None:
    await li.says("益农信息社累计120家")
    answer = await chen.says(words)
    assert "联络员：李敏" in answer
    assert "益农信息社累计120家（№1）" in answer


@pytest.mark.parametrize(
    ("words", "command"),
    [("来个本周汇总", "/summary"), ("哪些逾期了", "/overdue"), ("谁还没报", "/silent"), ("工信委啥进度", "/unit")],
)
async def test_a_question_in_words_says_which_command_it_was(
    stage: Stage, chen: Someone, li: Someone, words: str, command: str
) -> None:
    assert f"等于 {command}" in await chen.says(words)


async def test_reminding_a_unit_once_a_day(stage: Stage, chen: Someone, li: Someone) -> None:
    assert "已提醒市农业局（李敏）" in await chen.says("/remind 市农业局")
    await stage.tick()
    assert "联席会议办公室请市农业局尽快报一下" in li.texts()[-1]
    assert "今天已经催过了" in await chen.says("催一下农业局")


async def test_reminding_a_unit_without_a_contact(stage: Stage, chen: Someone) -> None:
    assert "没有联系得上的联络员" in await chen.says("/remind 市林业局")


async def test_a_reply_to_the_reminder_is_a_report(stage: Stage, chen: Someone, li: Someone) -> None:
    await chen.says("/remind 市农业局")
    await stage.tick()
    assert "120/300家" in await li.replies_to(li.last(), "益农信息社累计120家")


@pytest.mark.parametrize(
    "words", ["本周", "本月", "本季度", "全年", "市农业局", "yichun-2016", "发展重点", "本月 市农业局"]
)
async def test_summaries_of_a_period_a_unit_a_plan_a_section(
    stage: Stage, chen: Someone, li: Someone, words: str
) -> None:
    await li.says("益农信息社累计120家")
    answer = await chen.says(f"/summary {words}")
    assert "益农信息社 120/300" in answer


async def test_a_summary_of_nothing_known(stage: Stage, chen: Someone) -> None:
    assert "没有听明白“火星”" in await chen.says("/summary 火星")


@pytest.mark.parametrize(("label", "suffix"), [("图片", None), ("Excel", ".xlsx"), ("Word", ".docx")])
async def test_the_summary_as_a_file(stage: Stage, chen: Someone, li: Someone, label: str, suffix: str | None) -> None:
    await chen.says("/summary")
    await chen.presses(label)
    message = chen.last()
    assert message["document"]["file_name"].endswith(suffix) if suffix else message["photo"]


async def test_inherited_dates_make_one_list_and_no_storm(stage: Stage, chen: Someone, li: Someone) -> None:
    """Dates already past when a plan is loaded: one list, no nudges, until the office opens them."""
    from sqlalchemy import update

    from models import Plan

    def loaded_later(session):  # type: ignore[no-untyped-def]
        session.execute(update(Plan).values(loaded_on=date(2019, 2, 1), revision=Plan.revision + 1))

    stage.database.now(loaded_later)
    await stage.at(datetime(2019, 2, 13, 2, tzinfo=UTC))
    assert all("目标到期" not in text for text in li.texts())
    assert "没有逾期" in await chen.says("/overdue")
    assert "益农信息社300家，2018年12月31日" in await chen.presses("载入前已到期")
    assert "纳入催办" in await chen.presses("把宜春市的纳入催办")
    await chen.says("/overdue")
    assert any("二（二）" in text and "已过" in text for text in chen.texts())


async def test_the_weekly_summary_comes_once_however_often_the_clock_ticks(
    stage: Stage, chen: Someone, li: Someone
) -> None:
    await stage.at(datetime(2018, 10, 12, 8, tzinfo=UTC))
    for _ in range(3):
        await stage.later(minutes=1)
    assert len([text for text in chen.texts() if "周汇总" in text]) == 1


async def test_a_late_weekly_summary_says_so(empty_stage: Stage, chen: Someone) -> None:
    async with empty_stage.open():
        await empty_stage.at(datetime(2018, 10, 12, 7, tzinfo=UTC))
    async with empty_stage.open():
        await empty_stage.at(datetime(2018, 10, 12, 11, tzinfo=UTC))
        assert "因系统停机迟发" in "".join(chen.texts())


async def test_the_group_gets_totals_and_nobody_is_named(
    stage: Stage, liu: Someone, chen: Someone, li: Someone
) -> None:
    group = -100500
    stage.telegram.add_group(group, "联席会议工作群", [liu.id, chen.id], bot="member")
    await says_in(stage, group, liu, "/bind")
    await stage.at(datetime(2018, 10, 12, 8, tzinfo=UTC))
    shown = [text_of(m) for m in stage.telegram.history(group) if m["from"]["is_bot"]]
    assert "已绑定" in shown[0]
    assert "34" in shown[-1]
    assert "市农业局" not in shown[-1] and "李敏" not in shown[-1]


async def says_in(stage: Stage, group: int, who: Someone, text: str) -> str:
    message = stage.telegram.say(who.id, text, chat=group)
    found = await stage.telegram.wait_for_bot(group, after=message["message_id"])
    return text_of(found[-1])


async def test_only_an_admin_binds_a_group(stage: Stage, liu: Someone, chen: Someone) -> None:
    group = -100501
    stage.telegram.add_group(group, "工作群", [chen.id, liu.id], bot="member")
    assert "只给管理员" in await says_in(stage, group, chen, "/bind")


async def test_a_command_for_private_chats_is_not_answered_in_public(stage: Stage, chen: Someone) -> None:
    group = -100502
    stage.telegram.add_group(group, "工作群", [chen.id], bot="member")
    assert "请私聊" in await says_in(stage, group, chen, "/overdue")


async def test_the_group_moves_and_is_followed(stage: Stage, liu: Someone, chen: Someone) -> None:
    group = -600
    stage.telegram.add_group(group, "工作群", [liu.id, chen.id], bot="member")
    await says_in(stage, group, liu, "/bind")
    new = stage.telegram.migrate(group)
    await stage.at(datetime(2018, 10, 12, 8, tzinfo=UTC))
    assert any("34" in text_of(m) for m in stage.telegram.history(new) if m["from"]["is_bot"])


async def test_a_long_summary_does_not_hold_up_a_report(stage: Stage, chen: Someone, li: Someone) -> None:
    """What only reads is worked beside the writers: a report filed meanwhile is answered first."""
    await chen.says("/summary")
    order: list[int] = []
    message, button = chen._button("图片")

    async def picture() -> None:
        await stage.telegram.press(chen.id, message["message_id"], button["callback_data"])
        await stage.telegram.wait_for_bot(chen.id, after=message["message_id"], timeout=20)
        order.append(chen.id)

    async def report() -> None:
        await asyncio.sleep(0.05)
        await li.says("益农信息社累计120家")
        order.append(li.id)

    await asyncio.gather(picture(), report())
    assert order == [li.id, chen.id]
