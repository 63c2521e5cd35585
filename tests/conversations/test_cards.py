"""The card that answers a report: what it shows, its two buttons, why it was read so, and what is asked at close-out."""

import pytest
from sqlalchemy import select

from models import Report
from tests.cast import Someone, Stage


async def test_a_card_tells_how_far_how_fast_and_since_when(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计100家")
    card = await li.says("益农信息社累计120家，卡在资金没到位")
    assert "二（二）" in card
    assert "益农信息社 120/300家 40%" in card
    assert "序时" in card
    assert "比上次+20" in card
    assert "困难：" in card
    assert li.buttons() == ["改", "撤销"]


async def test_a_percentage_is_compared_with_the_last_one(stage: Stage, li: Someone) -> None:
    await li.says("现代农业完成50%")
    assert "整体进度 60%，比上次+10" in await li.says("现代农业完成60%")


async def test_material_is_asked_for_at_close_out_only(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    assert "补充材料" not in li.buttons()
    await li.says("益农信息社累计300家")
    assert li.buttons() == ["改", "撤销", "补充材料"]
    await li.says("物联网产业完成30%")
    assert "附在 №2 上" in await li.presses("补充材料")
    before = li.last()["message_id"]
    stage.telegram.send_photo(li.id, b"the last shop")
    await stage.telegram.wait_for_bot(li.id, after=before)
    assert "已附在 №2" in li.texts()[-1], "the report it was asked for, not the newest"


async def test_why_a_card_reads_so(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    first = li.last()
    await li.says("物联网产业完成30%")
    assert "三（三）" in await li.says("/why")
    answer = await li.replies_to(first, "/why")
    assert "二（二）" in answer
    assert "原话：“益农信息社累计120家”" in answer
    assert "“益农信息社”是这一项的指标" in answer
    assert "“120家”记为益农信息社累计 120家，因为有“累计”" in answer
    assert "物联网产业完成30%" in await li.says("/why 2")


async def test_why_names_what_was_tapped(stage: Stage, li: Someone) -> None:
    await li.says("完成60%")
    await li.presses("三（三）")
    assert "您点选" in await li.says("/why")


async def test_why_quotes_no_words_where_a_button_was_pressed(stage: Stage, li: Someone) -> None:
    await li.says("/measure 二（二）")
    await li.presses("无变化")
    said = await li.says("/why")
    assert "按了按钮" in said
    assert "原话" not in said


async def test_why_of_anothers_report_is_for_the_office(
    stage: Stage, li: Someone, wang: Someone, chen: Someone
) -> None:
    await li.says("物联网产业完成30%")
    assert "不是贵单位承担" in await wang.says("/why 1")
    assert "物联网产业完成30%" in await chen.says("/why 1")
    assert "还没有报过进展" in await chen.says("/why 99")


# -- nothing has changed -------------------------------------------------------------------------------------------------


async def test_no_change_takes_a_reason_by_one_more_tap(stage: Stage, li: Someone) -> None:
    await li.says("/measure 二（二）")
    await li.presses("无变化")
    assert li.buttons() == ["等资金", "等上级文件", "等部门配合", "未到时间", "其他", "改", "撤销"]
    assert "原因：等上级文件" in await li.presses("等上级文件")
    assert li.buttons() == ["改", "撤销"]
    history = await li.says("/history 二（二）")
    assert "无变化" in history
    assert "原因：等上级文件" in history


async def test_the_reason_stands_in_the_summary_and_does_not_stop_the_clock(
    stage: Stage, li: Someone, chen: Someone
) -> None:
    await li.says("/measure 三（三）")
    await li.presses("无变化")
    await li.presses("等资金")
    summary = await chen.says("/summary 市农业局")
    assert "（单位说：等资金）" in summary, "still stagnant, and the unit's own word for it"


@pytest.mark.parametrize(
    ("words", "is_no_change"),
    [
        ("物联网产业没有变化，还在等资金", True),
        ("物联网产业没有变化\n云计算卡在资金", False),
        ("物联网产业等资金", False),
    ],
    ids=["in one breath", "of another measure", "an obstacle alone"],
)
async def test_no_change_and_why_in_one_breath_moves_nothing(
    stage: Stage, li: Someone, words: str, is_no_change: bool
) -> None:
    await li.says(words, expect=1 + words.count("\n"))
    last = stage.database.now(lambda session: session.scalars(select(Report).order_by(Report.id.desc())).first())
    assert last.no_change is is_no_change
    assert last.blocker
    assert (last.no_change_why == last.blocker) is is_no_change


async def test_another_reason_is_written(stage: Stage, li: Someone) -> None:
    await li.says("/measure 二（二）")
    await li.presses("无变化")
    assert "请写一句" in await li.presses("其他")
    assert "原因：等市里统一招标" in await li.says("等市里统一招标")


async def test_a_report_after_asking_for_a_reason_is_a_report(stage: Stage, li: Someone) -> None:
    await li.says("/measure 二（二）")
    await li.presses("无变化")
    await li.presses("其他")
    assert "120/300家" in await li.says("益农信息社累计120家")
