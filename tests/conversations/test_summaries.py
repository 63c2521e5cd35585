"""Summaries by themselves and on demand: which come, to whom; any past day as it was; the list behind every number."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import Someone, Stage, text_of
from tests.conversations.test_office import says_in

FRIDAY = datetime(2018, 10, 12, 8, tzinfo=UTC)  # four in the afternoon
AUGUST_ENDS = datetime(2018, 8, 31, 8, tzinfo=UTC)  # a Friday
OCTOBER_ENDS = datetime(2018, 10, 31, 8, tzinfo=UTC)  # a Wednesday


def files(who: Someone) -> list[str]:
    return [message["document"]["file_name"] for message in who.inbox() if "document" in message]


def summaries(who: Someone) -> list[str]:
    return [text for text in who.texts() if re.search("[周月季]度?汇总　", text)]


async def test_a_month_that_ends_with_its_week_comes_in_one_message_that_says_so(
    empty_stage: Stage, chen: Someone, li: Someone
) -> None:
    stage = empty_stage
    stage.clock.set(AUGUST_ENDS - timedelta(minutes=5))
    async with stage.open():
        await stage.at(AUGUST_ENDS)
        await stage.later(minutes=1)
        (only,) = summaries(chen)
        assert only.startswith("今天同时是几个周期的最后一个工作日，周汇总、月度汇总一并送上，文件附后。")
        assert [re.search("第35周汇总|8月汇总", name)[0] for name in files(chen)] == ["第35周汇总", "8月汇总"]


async def test_a_month_that_ends_in_midweek_comes_alone(stage: Stage, chen: Someone, li: Someone) -> None:
    await stage.at(OCTOBER_ENDS)
    assert [text.splitlines()[1] for text in summaries(chen)][-1].startswith("月度汇总　2018年10月1日—10月31日")
    assert "10月汇总" in files(chen)[-1]


async def test_each_chooses_which_summaries_come(stage: Stage, liu: Someone, chen: Someone, li: Someone) -> None:
    assert "目前订阅：周汇总、月度汇总、季度汇总" in await chen.says("/subscribe")
    assert "目前订阅：月度汇总、季度汇总" in await chen.presses("☑ 每周")
    assert "目前订阅：无" in await liu.says("/subscribe"), "an admin gets none unasked"
    await liu.presses("☐ 每周")
    await stage.at(FRIDAY)
    assert summaries(chen) == []
    assert len(summaries(liu)) == 1


async def test_a_contact_cannot_subscribe(stage: Stage, li: Someone) -> None:
    assert "给联席会议办公室使用" in await li.says("/subscribe")


async def test_a_summary_missed_over_the_weekend_says_when_it_was_due(empty_stage: Stage, chen: Someone) -> None:
    empty_stage.clock.set(FRIDAY + timedelta(days=2, hours=17))
    async with empty_stage.open():
        await empty_stage.tick()
    assert "本应10月12日 16:00送到，因系统停机迟发" in summaries(chen)[0]


# -- any past day ------------------------------------------------------------------------------------------------------


async def test_asked_again_later_a_summary_says_what_was_sent_whatever_came_since(
    stage: Stage, chen: Someone, li: Someone, wang: Someone
) -> None:
    await li.says("益农信息社累计120家")
    await stage.at(FRIDAY - timedelta(hours=1))
    await li.says("物联网示范基地2个，资金缺口800万元，请市财政局研究")
    await stage.at(FRIDAY)
    (sent,) = summaries(chen)
    await stage.later(minutes=30)  # on Friday evening, too late for that week
    await li.says("益农信息社累计150家")
    await li.says("/undo")
    await stage.later(days=5)
    await li.says("益农信息社累计180家")
    stage.telegram.block(wang.id)
    await stage.later(days=30)
    await chen.says("/remind 市商务局")
    await stage.tick()
    assert any("联系不上" in text for text in chen.texts())
    assert "180/300" in await chen.says("/summary")
    assert await chen.says("/summary 2018-10-12") == sent
    assert "180/300" not in await chen.says("/summary 10月13日")
    assert "180/300家" in await chen.says("/summary 上月"), "October ended on the 31st"
    assert "10月1日—10月31日" in chen.texts()[-1]


async def test_a_document_asked_for_under_an_old_summary_is_of_that_day(
    stage: Stage, chen: Someone, li: Someone
) -> None:
    await li.says("益农信息社累计120家")
    await chen.says("/summary")
    old = chen.last()
    word = next(b["callback_data"] for b in old["reply_markup"]["inline_keyboard"][-1] if "Word" in b["text"])
    await stage.later(days=40)
    await li.says("益农信息社累计180家")
    await chen.presses_data(word, old)
    assert "第41周汇总_2018-10-11" in files(chen)[-1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("/summary 上周", "周汇总　2018年10月1日—10月7日"),
        ("/summary 市农业局 上月", "月度汇总　2018年9月1日—9月30日"),
        ("/summary 第三季度", "季度汇总　2018年6月30日—9月30日"),
        ("/summary 2018-06-30 本月", "月度汇总　2018年6月1日—6月30日"),
        ("来个上月的汇总", "月度汇总　2018年9月1日—9月30日"),
        ("/summary 2018年2月30日", "没有这一天"),
        ("/summary 2019-01-01", "那天还没有到"),
        ("/summary 2015年", "是 2016-02-01 载入的"),
    ],
)
async def test_what_time_may_be_asked_for(stage: Stage, chen: Someone, li: Someone, words: str, expected: str) -> None:
    assert expected in await chen.says(words)


# -- the list behind every number --------------------------------------------------------------------------------------


async def test_every_number_opens_a_list_of_that_many_things_and_each_leads_on(
    stage: Stage, chen: Someone, li: Someone
) -> None:
    await li.says("益农信息社累计120家，资金缺口800万元，请市商务局支持")
    text = await chen.says("/summary")
    counted = [button.rpartition(" ") for button in chen.buttons() if button[-1].isdigit()]
    assert {name for name, _, _ in counted} >= {"停滞", "未报单位", "联系不上", "需协调", "本期进展", "全部举措"}
    summary = chen.last()
    for name, _, count in counted:
        page = await chen.presses(f"{name} {count}")
        assert re.search(rf"（{count}[项家份]）", page.splitlines()[0]), name
        listed = len(re.findall(r"(?m)^[🔴🟡🔵🟢⚪二三四]", page))
        while any("下一页" in label for label in chen.buttons()):
            page = await chen.presses("下一页")
            listed += len(re.findall(r"(?m)^[🔴🟡🔵🟢⚪二三四]", page))
        if name not in ("未报单位", "联系不上"):
            assert listed == int(count), name
        for button in [one for row in summary["reply_markup"]["inline_keyboard"] for one in row]:
            assert len(button["callback_data"]) <= 64
    assert "停滞" in text


async def test_a_blocker_says_whose_decision_it_waits_for(stage: Stage, chen: Someone, li: Someone) -> None:
    await li.says("二（二）受阻，资金缺口800万元，请市商务局支持")
    await chen.says("/summary")
    page = await chen.presses("需协调 1")
    assert "提请市商务局研究解决" in page and "№1" in page and "二（二）" in page
    assert "120" not in page
    assert "二（二）" in await chen.presses("二（二）")


async def test_the_list_of_all_measures_opens_by_state_and_by_lamp(stage: Stage, chen: Someone, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await chen.says("/summary")
    await chen.presses("全部举措 34")
    assert "推进中 1" in chen.buttons()
    page = await chen.presses("推进中 1")
    assert "推进中（1项）" in page and "二（二）" in page


async def test_a_list_is_not_for_contacts_nor_for_made_up_buttons(stage: Stage, chen: Someone, li: Someone) -> None:
    await chen.says("/summary")
    (data,) = {
        button["callback_data"]
        for row in chen.last()["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"].startswith("停滞")
    }
    await li.says("/mine")
    assert "给联席会议办公室使用" in await li.presses_data(data)
    for wrong in ("sl:99:0:1:0:0:0:17815:0", "sl:1:0:1:9:0:0:17815:0", "sl:1:0:1:0:0:0:99999999:0", "sl:1", "sl:x"):
        assert "按钮已失效" in await chen.presses_data(wrong)


async def test_a_group_is_told_the_totals_of_all_that_ends_and_has_no_buttons(
    empty_stage: Stage, liu: Someone, chen: Someone, li: Someone
) -> None:
    stage, group = empty_stage, -100500
    stage.clock.set(AUGUST_ENDS - timedelta(hours=1))
    async with stage.open():
        stage.telegram.add_group(group, "联席会议工作群", [liu.id, chen.id], bot="member")
        await says_in(stage, group, liu, "/bind")
        await stage.at(AUGUST_ENDS)
        last = [message for message in stage.telegram.history(group) if message["from"]["is_bot"]][-1]
    assert "周汇总、月度汇总合在一起" in text_of(last)
    assert "市农业局" not in text_of(last) and "reply_markup" not in last
