"""The hostile and the busy: second thoughts at the wrong moment, two taps, two questions at once, people who have left.

Each row went wrong once.
"""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store import people
from models import Measure, Plan, Report, Responsibility, Unit
from tests.cast import Someone, Stage, text_of
from tests.conversations.test_people import code_in

NINE = datetime(2018, 10, 12, 1, 1, tzinfo=UTC)  # a Friday morning in Shanghai, September's reports still owed


def standing_now(stage: Stage) -> list[str]:
    """The words of every report that counts."""
    with stage.database.engine.connect() as line:
        return list(line.scalars(select(Report.text).where(Report.retired_at.is_(None)).order_by(Report.id)))


async def revoked(liu: Someone, name: str) -> None:
    await liu.says("/people")
    await liu.presses(name)
    await liu.presses("停用")
    await liu.presses("确认停用")


async def edits_message(who: Someone, text: str, new: str) -> str:
    """Edit the message that says `text`."""
    message = next(m for m in who.messages() if m["from"]["id"] == who.id and m.get("text") == text)
    before = max(m["message_id"] for m in who.messages())
    who.stage.telegram.edit(who.id, message["message_id"], new)
    found = await who.stage.telegram.wait_for_bot(who.id, after=before, timeout=20)
    return text_of(found[-1])


def as_it_stands(who: Someone, message: dict[str, Any]) -> str:
    return text_of(next(m for m in who.messages() if m["message_id"] == message["message_id"]))


async def withdraw_measure(stage: Stage, ref: str) -> None:
    """What a reload does when the plan no longer has the measure."""

    def withdrawn(session: Any) -> None:
        one = session.scalar(
            select(Measure).join(Measure.plan).where(Measure.ref == ref, Measure.plan.has(code="yichun-2016"))
        )
        one.withdrawn_at = stage.clock.now()
        session.flush()
        session.get(Plan, one.plan_id).revision += 1

    stage.database.now(withdrawn)


# -- corrections -------------------------------------------------------------------------------------------------------


async def test_who_has_left_edits_an_old_message(stage: Stage, liu: Someone, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await revoked(liu, "李敏")
    assert "没有担任联络员" in await li.edits("益农信息社累计130家")
    assert standing_now(stage) == ["益农信息社累计120家"]


async def test_editing_a_message_that_was_corrected_in_words_counts_nothing_twice(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await li.says("益农信息社新增5家")
    assert "126/300家" in await li.says("刚才错了，是6家")
    assert "127/300家" in await edits_message(li, "益农信息社新增5家", "益农信息社新增7家")
    assert len(standing_now(stage)) == 2


async def test_an_edit_that_leaves_out_new_or_total_means_what_the_message_meant(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await li.says("益农信息社新增8家")
    assert "129/300家" in await li.edits("益农信息社9家")


async def test_a_total_in_a_correction_takes_the_place_of_what_was_new(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await li.says("益农信息社新增8家")
    assert "168/300家" in await li.says("刚才错了，益农信息社累计168家")


async def test_the_example_under_the_amend_button_works(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计186家")
    await li.presses("改")
    assert "168/300家" in await li.says("是168家，不是186家")


async def test_after_the_amend_button_another_units_measure_is_refused(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await li.presses("改")
    assert "不是市农业局承担的举措" in await li.says("智慧旅游完成六成")
    assert standing_now(stage) == ["益农信息社累计120家"]


async def test_after_the_amend_button_words_on_another_measure_are_its_own_report(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await li.presses("改")
    assert "✅ 已记 三（二）" in await li.says("云计算产业完成50%")
    assert standing_now(stage) == ["益农信息社累计120家", "云计算产业完成50%"]


async def test_after_the_amend_button_no_line_is_dropped(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await li.presses("改")
    await li.says("益农信息社累计130家\n云计算产业完成50%", expect=2)
    cards = li.texts()[-2:]
    assert any("130/300家" in text for text in cards)
    assert any("三（二）" in text and "50%" in text for text in cards)


async def test_undo_passes_over_a_measure_that_was_withdrawn(stage: Stage, li: Someone) -> None:
    await li.says("云计算产业完成50%")
    await li.says("益农信息社累计120家")
    await withdraw_measure(stage, "二（二）")
    assert "已撤回 №1" in await li.says("/undo")
    assert "没有报过进展" in await li.says("/undo")
    assert "没有报过进展" in await li.says("/history")


async def test_a_file_after_its_measure_was_withdrawn_is_still_kept(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await withdraw_measure(stage, "二（二）")
    stage.telegram.send_photo(li.id, b"picture")
    await stage.telegram.wait_for_bot(li.id, count=2)
    assert "📎 已收到" in li.texts()[-1]


# -- questions that are open -------------------------------------------------------------------------------------------


async def test_two_questions_at_once_are_both_answered(stage: Stage, li: Someone) -> None:
    await li.says("完成60%")
    await li.says("卡住了，资金没批下来")
    for message in li.inbox()[-2:]:
        data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        assert "已记" in await li.presses_data(data, message)
    assert len(standing_now(stage)) == 2


async def test_a_question_about_words_that_were_edited_is_no_longer_open(stage: Stage, li: Someone) -> None:
    await li.says("完成60%")
    question = li.last()
    assert "120/300家" in await li.edits("益农信息社累计120家")
    data = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert "已经处理过" in await li.presses_data(data, question)
    assert standing_now(stage) == ["益农信息社累计120家"]


async def test_choosing_the_measure_still_asks_new_or_total(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    await stage.later(hours=2)
    await li.says("完成60%，8家")
    assert "是累计，还是新增" in await li.presses("二（二）")
    assert "128/300家" in await li.presses("新增 8")


async def test_an_old_figure_chosen_late_does_not_overtake_a_newer_one(stage: Stage, li: Someone) -> None:
    await li.says("完成60%")
    question = li.last()
    await stage.later(hours=1)
    await li.says("现代农业完成80%")
    button = next(b for row in question["reply_markup"]["inline_keyboard"] for b in row if "二（二）" in b["text"])
    await li.presses_data(button["callback_data"], question)
    assert "自报 80%" in await li.says("/measure 二（二）")


async def test_no_change_tapped_twice_is_one_report(stage: Stage, li: Someone) -> None:
    await li.says("/measure 二（二）")
    await li.presses("无变化")
    await li.presses("无变化")
    assert len(standing_now(stage)) == 1


async def test_what_is_asked_in_the_digest_can_be_chosen(stage: Stage, li: Someone) -> None:
    await stage.at(NINE)
    await li.replies_to(li.digests()[-1], "完成50%")
    while not any("有序推进实施" in label for label in li.buttons()):
        await li.presses("其他")


async def test_a_number_that_was_not_counted_is_not_passed_over(stage: Stage, li: Someone) -> None:
    assert "没有计数" in await li.says("现代农业完成300%")
    assert "没有计数" not in await li.says("现代农业正在推进")


async def test_the_button_of_a_withdrawn_measure_says_so(stage: Stage, li: Someone) -> None:
    await li.says("/measure 二（二）")
    card = li.last()
    await withdraw_measure(stage, "二（二）")
    for button in card["reply_markup"]["inline_keyboard"][0]:
        assert "已不在方案里" in await li.presses_data(button["callback_data"], card)


# -- what a contact reads ----------------------------------------------------------------------------------------------


async def test_mine_counts_what_the_digest_counts(stage: Stage, li: Someone, zhou: Someone) -> None:
    assert "还有 7 项待报" in await li.says("/mine")
    page = await zhou.says("/mine")
    assert "还有 10 项待报" in page
    assert any("加快发展大数据产业" in label for label in zhou.buttons())


async def test_the_first_figure_is_compared_with_nothing(stage: Stage, li: Someone) -> None:
    assert "比上次" not in await li.says("益农信息社累计120家")
    assert "比上次+5" in await li.says("益农信息社累计125家")


async def test_undo_puts_the_line_back_into_the_digest(stage: Stage, li: Someone) -> None:
    await stage.at(NINE)
    digest = li.digests()[-1]
    await li.says("益农信息社累计120家")
    await stage.tick()
    assert "待报 6 项" in as_it_stands(li, digest)
    await li.says("/undo")
    await stage.tick()
    assert "待报 7 项" in as_it_stands(li, digest)


async def test_two_contacts_at_once(stage: Stage, li: Someone) -> None:
    """The second is told, nothing is lost: the line in the other's digest is ticked as well."""
    other = stage.appointed("李四", "市农业局")
    await stage.at(NINE)
    digest = other.digests()[-1]
    await li.says("益农信息社累计120家")
    await stage.tick()
    assert "✅ 二（二）" in as_it_stands(other, digest)


async def test_a_sticker_of_an_office_member_is_not_taken_for_a_contacts(stage: Stage, chen: Someone) -> None:
    await chen.says("/help")
    stage.telegram.raw_update(
        {
            "message": {
                "message_id": 900_001,
                "date": int(stage.clock.now().timestamp()),
                "chat": {"id": chen.id, "type": "private", "first_name": chen.name},
                "from": {"id": chen.id, "is_bot": False, "first_name": chen.name},
                "dice": {"emoji": "🎲", "value": 3},
            }
        }
    )
    await stage.telegram.wait_for_bot(chen.id, count=2)
    assert "报进展可写" not in chen.texts()[-1]


# -- the office and the admin ------------------------------------------------------------------------------------------


async def test_a_summary_of_several_units_is_not_guessed(stage: Stage, chen: Someone) -> None:
    answer = await chen.says("/summary 局")
    assert "范围" not in answer
    assert "写全名" in answer


async def test_reminding_of_a_number_both_plans_have_asks_which(
    stage: Stage, chen: Someone, li: Someone, lin: Someone
) -> None:
    assert "哪一项" in await chen.says("/remind 二（二）")
    assert not [text for text in li.texts() + lin.texts() if "尽快报" in text]
    assert "已提醒市农业局" in await chen.presses("宜春市")
    await stage.tick()
    assert any("尽快报" in text for text in li.texts())


async def test_reminding_of_a_measure_with_many_units_is_one_answer(stage: Stage, chen: Someone) -> None:
    stage.appointed("陈静", "市人社局")
    await chen.says("/remind 市人社局")
    await chen.says("/remind 惠民服务")
    before = len(chen.inbox())
    answer = await chen.presses("宜春市")
    assert len(chen.inbox()) == before + 1
    assert "没有联系得上的联络员" in answer
    assert "今天已经催过" in answer


async def test_a_reminder_of_last_evening_was_not_today(stage: Stage, chen: Someone, li: Someone) -> None:
    stage.clock.set(datetime(2018, 10, 11, 10, tzinfo=UTC))  # 18:00
    await chen.says("/remind 市农业局")
    stage.clock.set(datetime(2018, 10, 12, 2, tzinfo=UTC))  # 10:00 the next day
    assert "已提醒市农业局" in await chen.says("/remind 市农业局")


async def test_remind_without_a_unit_shows_how_to_remind(stage: Stage, chen: Someone) -> None:
    assert "/remind 市农业局" in await chen.says("/remind")


async def test_the_file_of_a_sections_summary_is_of_that_section(stage: Stage, chen: Someone) -> None:
    await chen.says("/summary 发展重点")
    data = [b["callback_data"] for row in chen.last()["reply_markup"]["inline_keyboard"] for b in row]
    await chen.presses("Excel")
    from io import BytesIO

    from openpyxl import load_workbook

    sent = chen.last()["document"]
    book = load_workbook(BytesIO(stage.telegram.file(sent["file_id"]).content))
    refs = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any(ref.startswith("二（") for ref in refs)
    assert "三（一）" not in refs, data


async def test_everybody_can_be_found_however_many_there_are(stage: Stage, liu: Someone) -> None:
    for number in range(45):
        stage.appointed(f"第{number}人", "市财政局")
    li = stage.appointed("李敏", "市农业局")
    await liu.says("/people 农业局")
    assert "李敏" in await liu.presses(li.name)


async def test_a_link_for_a_new_phone_ends_with_the_person(
    stage: Stage, liu: Someone, li: Someone, lu: Someone
) -> None:
    await liu.says("/people")
    await liu.presses("李敏")
    link = await liu.presses("换账号")
    await revoked(liu, "李敏")
    assert "已作废" in await lu.says(f"/start {code_in(link)}")


async def test_two_open_one_link_at_the_same_moment(stage: Stage, liu: Someone) -> None:
    code = code_in(await liu.says("/invite 市农业局"))
    a, b = stage.someone("甲"), stage.someone("乙")
    await asyncio.gather(a.says(f"/start {code}"), b.says(f"/start {code}"))
    await asyncio.sleep(0.2)
    firsts = [who.texts()[0] for who in (a, b)]
    assert sum("已成为" in text for text in firsts) == 1
    assert sum("已被使用" in text for text in firsts) == 1


async def in_group(stage: Stage, who: Someone, group: int, text: str) -> str:
    """Write in a group; what the bot says there."""
    before = max((m["message_id"] for m in stage.telegram.history(group)), default=0)
    stage.telegram.say(who.id, text, chat=group)
    return text_of((await stage.telegram.wait_for_bot(group, after=before, timeout=20))[-1])


async def test_a_group_hears_totals_of_all_and_no_units_name(stage: Stage, liu: Someone, chen: Someone) -> None:
    group, at = -4_000_001, f"@{stage.house.username}"
    stage.telegram.add_group(group, "工作群", [liu.id, chen.id])
    stage.telegram.add_bot(group, liu.id)
    await stage.telegram.wait_for_bot(group)
    assert "没有绑定" in await in_group(stage, liu, group, f"/unbind{at}")
    assert "请私聊" in await in_group(stage, chen, group, f"/summary{at} 市农业局")
    assert "范围：二、发展重点" in await in_group(stage, chen, group, f"/summary{at} 发展重点")


async def test_who_speaks_for_two_units_reports_for_the_one_whose_button_was_pressed(
    stage: Stage, liu: Someone
) -> None:
    both = stage.someone("两头跑")
    for unit in ("市农业局", "市商务局"):
        await both.says(f"/start {code_in(await liu.says(f'/invite {unit}'))}", expect=2)
        await stage.tick()  # liu has been told of it before she writes again
    with stage.database.engine.connect() as line:
        rows = line.execute(
            select(Responsibility.id, Unit.name, Measure.id)
            .join(Unit, Unit.id == Responsibility.unit_id)
            .join(Measure, Measure.id == Responsibility.measure_id)
            .where(Measure.ref == "二（二）", Unit.name == "市商务局")
        ).all()
    await both.presses_data(f"r:{rows[0][0]}", both.last())
    await both.says("完成60%")
    with stage.database.engine.connect() as line:
        assert line.scalars(select(Report.responsibility_id)).all() == [rows[0][0]]


async def test_one_with_both_posts_asks_the_office_what_is_overdue(stage: Stage, liu: Someone, li: Someone) -> None:
    await li.says(f"/start {code_in(await liu.says('/invite office'))}")
    assert "二（六）" in await li.says("哪些逾期了")
    assert "市农业局的举措" in await li.says("/mine")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("收到", "好的"),
        ("谢谢！", "好的"),
        ("👍", "好的"),
        ("我的举措", "市农业局的举措"),
        ("怎么用", "怎么用"),
        ("开会通知", "没有记"),
    ],
)
async def test_small_talk_is_answered_shortly(stage: Stage, li: Someone, words: str, answer: str) -> None:
    assert answer in await li.says(words)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("/summary 上周", "10月1日—10月7日"),
        ("/summary 上个月", "9月1日—9月30日"),
        ("/summary 2018年9月", "9月1日—9月30日"),
        ("上周汇总", "10月1日—10月7日"),
    ],
)
async def test_a_period_that_is_over_is_not_answered_with_the_present_one(
    stage: Stage, chen: Someone, words: str, period: str
) -> None:
    assert period in await chen.says(words)


async def test_a_measure_two_plans_have_is_the_most_local_ones(
    stage: Stage, chen: Someone, li: Someone, lin: Someone
) -> None:
    assert "宜春市 ·" in await chen.says("二（二）进展")


@pytest.mark.parametrize("words", ["/unit 火星", "/remind 市财政局", "/remind 惠民服务"])
async def test_the_office_is_not_sent_to_what_only_admins_may_use(stage: Stage, chen: Someone, words: str) -> None:
    answer = await chen.says(words)
    assert "/units" not in answer and "/invite" not in answer


async def test_a_measure_that_two_plans_have_is_asked_about(empty_stage: Stage) -> None:
    """One contact, a city's unit and a province's: the unit written out decides, else the bot asks."""
    both = empty_stage.appointed("孙涛", "市农业局")

    def second(session: Session) -> None:
        person, _ = people.who_is(session, both.id)
        assert person is not None
        people.appoint(session, person, people.find_units(session, "省農業廳")[0].id, empty_stage.clock.now())

    empty_stage.database.now(second)
    async with empty_stage.open():
        assert "这是哪一项" in await both.says("益农信息社累计150家")
        assert "1500/2000家" in await both.says("農業廳益農信息社累計1500家")


async def test_a_lost_group_is_told_to_the_admins(stage: Stage, liu: Someone) -> None:
    group = -100777
    stage.telegram.add_group(group, "联席会议工作群", [liu.id], bot="member")
    message = stage.telegram.say(liu.id, "/bind", chat=group)
    await stage.telegram.wait_for_bot(group, after=message["message_id"])
    stage.telegram.remove_bot(group, liu.id)
    await stage.telegram.wait_for_bot(liu.id)
    assert "已不在“联席会议工作群”群里" in liu.texts()[-1]


async def test_a_units_summary_tells_of_no_other_units_silence(stage: Stage, chen: Someone, li: Someone) -> None:
    assert "应报未报" not in await chen.says("/summary 市科技局") or "市林业局" not in chen.texts()[-1]


async def test_an_overdue_measure_has_no_days_left_on_a_holiday(stage: Stage, chen: Someone, li: Someone) -> None:
    await stage.at(datetime(2019, 1, 1, 2, tzinfo=UTC))
    assert "还有 0 个工作日" not in await li.says("/measure 二（二）")


async def test_a_unit_that_became_part_of_another_is_not_invited(stage: Stage, liu: Someone, chen: Someone) -> None:
    def merged(session: Session) -> None:
        old, into = (people.find_units(session, name)[0] for name in ("宜春保险协会", "市商务局"))
        old.merged_into_id = into.id
        for duty in session.scalars(select(Responsibility).where(Responsibility.unit_id == old.id)):
            duty.withdrawn_at = stage.clock.now()
        for plan in session.scalars(select(Plan)):
            plan.revision += 1

    stage.database.now(merged)
    assert "宜春保险协会已并入市商务局，请邀请：/invite 市商务局" in await liu.says("/invite 宜春保险协会")
    assert "合计：举措0项，收到报告0份" in await chen.says("/summary 宜春保险协会")
