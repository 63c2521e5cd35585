"""What went wrong in comparable products, and what holds here; each test carries the failure's name."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.store import people, plans, reports
from bot.store.summaries import summary_of
from models import Contact, Evidence, Measure, OfficeChat, Report
from tests.cast import Someone, Stage, text_of

MONDAY_NINE = datetime(2018, 10, 22, 1, tzinfo=UTC)


async def test_old_time_old_person_after_a_change(empty_stage: Stage, liu: Someone, li: Someone) -> None:
    """Whoever speaks for a unit on the day is reminded of what holds on the day; nothing older is pending."""
    async with empty_stage.open() as stage:
        await liu.says("/people")
        await liu.presses("李敏")
        await liu.presses("停用")
        await liu.presses("确认停用")
        link = await liu.says("/invite 市农业局")
        zhang = stage.someone("张华")
        await zhang.says(f"/start {link.partition('start=')[2].split()[0]}", expect=2)
        before = len(li.inbox())
        await stage.at(MONDAY_NINE)
        assert len(li.inbox()) == before
        assert "待报" in text_of(zhang.last())


async def test_a_closed_or_finished_measure_is_not_nudged(stage: Stage, li: Someone) -> None:
    await li.says("现代农业这项全部完成")
    await stage.at(MONDAY_NINE)
    assert "二（二）" not in text_of(li.last())


async def test_promised_reminder_without_code_behind_it(stage: Stage, li: Someone, chen: Someone) -> None:
    """Every kind of line a digest can carry appears in a year without reports."""
    seen: set[str] = set()
    day = datetime(2018, 9, 3, 1, tzinfo=UTC)
    while day < datetime(2019, 1, 20, tzinfo=UTC):
        await stage.at(day)
        day += timedelta(days=1)
    for digest in li.digests():
        seen |= set(re.findall("本期进展|目标到期|久未有进展", text_of(digest)))
    assert {"本期进展", "目标到期"} <= seen


async def test_twice_a_day(stage: Stage, li: Someone) -> None:
    """One digest a person a working day, however often the clock ticks; none on days off."""
    start = datetime(2018, 10, 19, 23, tzinfo=UTC)
    for step in range(96 * 2):
        await stage.at(start + timedelta(minutes=30 * step))
    by_day: dict[date, int] = {}
    for digest in li.digests():
        day = datetime.fromtimestamp(digest["date"], UTC).date()
        by_day[day] = by_day.get(day, 0) + 1
    assert by_day
    assert set(by_day.values()) == {1}
    assert not {day for day in by_day if day.weekday() >= 5}


async def test_leaving_a_group_deletes_data(stage: Stage, liu: Someone, chen: Someone, li: Someone) -> None:
    """Kicked, blocked: nothing is lost; the office hears who cannot be reached; back again, letters come again."""
    await li.says("益农信息社累计120家")
    group = -100900
    stage.telegram.add_group(group, "工作群", [liu.id, chen.id], bot="member")
    message = stage.telegram.say(liu.id, "/bind", chat=group)
    await stage.telegram.wait_for_bot(group, after=message["message_id"])
    stage.telegram.remove_bot(group, liu.id)
    stage.telegram.block(li.id)
    await _until(
        stage, lambda s: s.scalar(select(func.count(OfficeChat.id)).where(OfficeChat.unreachable_at.is_not(None)))
    )
    await stage.tick()
    assert any("联系不上 李敏（市农业局）" in text for text in chen.texts())
    assert stage.database.now(reports.count) == 1
    assert stage.database.now(lambda s: s.scalar(select(func.count(Contact.id)).where(Contact.ended_at.is_(None)))) == 1
    stage.telegram.unblock(li.id)
    assert "121/300家" in await li.says("益农信息社累计121家")


async def _until(stage: Stage, found) -> None:  # type: ignore[no-untyped-def]
    import asyncio

    async with asyncio.timeout(10):
        while not stage.database.now(found):
            await asyncio.sleep(0.02)


async def test_one_staff_per_unit(empty_stage: Stage, chen: Someone) -> None:
    """A unit with three contacts: all are told before a date; what one reports, the others see."""
    three = [empty_stage.appointed(name, "市农业局") for name in ("甲", "乙", "丙")]
    async with empty_stage.open() as stage:
        await stage.at(MONDAY_NINE)
        assert any("待报" in text for one in three for text in one.texts())
        await three[0].says("益农信息社累计120家")
        assert "益农信息社累计120家（№1）" in await three[2].says("/measure 二（二）")
        assert "联络员：甲、乙、丙" in await chen.says("/unit 市农业局")


async def test_comma_joined_units(stage: Stage, chen: Someone) -> None:
    """A unit whose name holds another's is its own unit: 市工信委 and Gaoan's 工信委, 市政府金融办 and 市政府各部门."""
    assert "是哪个单位" in await chen.says("/unit 商务") or chen.buttons()
    assert {"市商务局（宜春市）", "商务局（高安市）"} <= set(chen.buttons())
    assert "市政府金融办（宜春市）" in await chen.says("/unit 市政府金融办")


async def test_co_units_counted_as_leads(stage: Stage, li: Someone, wang: Someone, chen: Someone) -> None:
    """Both the lead and a supporting unit say done: the measure is done once."""
    await li.says("现代农业这项全部完成")
    await wang.says("现代农业这项全部完成")
    found = stage.database.now(_summary, stage)
    assert found.totals.states["done"] == 1
    assert sum(found.totals.lamps.values()) == found.totals.measures == 34


async def test_a_supporting_units_done_is_not_the_measures(stage: Stage, wang: Someone) -> None:
    await wang.says("现代农业这项全部完成")
    assert stage.database.now(_summary, stage).totals.states.get("done", 0) == 0


def _summary(session, stage: Stage):  # type: ignore[no-untyped-def]
    house = stage.house
    plan = plans.by_code(session, "yichun-2016")
    until = stage.clock.now().astimezone(house.settings.zone)
    return summary_of(session, house.shelf.book(session), plan, kind="week", until=until, calendar=house.calendar)


async def test_rule_duplicated_in_four_files(stage: Stage, li: Someone, chen: Someone) -> None:
    """Card, list, summary and sheet agree to the digit on every figure that was reported."""
    card = await li.says("益农信息社累计137家")
    mine, measure = await li.says("/mine"), await li.says("/measure 二（二）")
    await chen.says("/summary")
    summary = next(text for text in chen.texts() if "益农信息社" in text)
    for page in (card, mine, measure, summary):
        assert "137/300" in page
    for page in (card, measure, summary):
        assert "45.7%" in page
    await chen.presses("Excel")
    file = stage.telegram.file(chen.last()["document"]["file_id"]).content
    cells = [
        str(c.value)
        for sheet in load_workbook(BytesIO(file))
        for row in sheet.iter_rows()
        for c in row
        if c.value is not None
    ]
    assert any("137/300" in cell and "45.7%" in cell for cell in cells) or any("137/300" in cell for cell in cells)


async def test_penalty_computed_not_stored(stage: Stage, li: Someone) -> None:
    """Every number is worked out from the ledger: take the reports back and it is gone."""
    await li.says("益农信息社累计137家")
    await li.says("/undo")
    assert "–/300家" in await li.says("/mine")


async def test_overdue_keyed_on_a_date_nobody_set(stage: Stage, chen: Someone) -> None:
    """Measures without a date have a stagnation clock and appear in the summary."""
    found = stage.database.now(_summary, stage)
    undated = {entry.ref for entry in found.stagnant}
    assert {"三（一）", "四（五）1"} <= undated


async def test_re_link_of_a_second_unit_keeps_the_first(stage: Stage, liu: Someone, li: Someone) -> None:
    link = await liu.says("/invite 市林业局")
    await li.says(f"/start {link.partition('start=')[2].split()[0]}", expect=2)
    units = stage.database.now(lambda s: [unit.name for unit in people.who_is(s, li.id)[1]])
    assert units == ["市农业局", "市林业局"]


async def test_csv_formula_injection(stage: Stage, li: Someone, chen: Someone) -> None:
    """A report that looks like a formula is text in the sheet."""
    await li.says('=HYPERLINK("http://x") 益农信息社累计120家')
    await chen.says("/summary")
    await chen.presses("Excel")
    file = stage.telegram.file(chen.last()["document"]["file_id"]).content
    formulas = [
        c.coordinate
        for sheet in load_workbook(BytesIO(file))
        for row in sheet.iter_rows()
        for c in row
        if c.data_type == "f"
    ]
    assert formulas == []


@pytest.mark.parametrize("ref", ["二（六）"])
async def test_each_answers_for_its_own_part(stage: Stage, ref: str) -> None:
    """Where there is no lead, one unit's done leaves the measure under way."""
    stage_one = stage.appointed("陈静", "市人社局")
    await stage_one.says("惠民服务我们这块全部完成")
    found = stage.database.now(_summary, stage)
    row = next(row for row in found.rows if row.ref == ref)
    assert row.state == "under_way"


async def test_the_same_file_twice_is_noticed_and_both_are_kept(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    for _ in range(2):
        before = li.last()["message_id"]
        stage.telegram.send_document(li.id, b"the same", "台账.xlsx")
        await stage.telegram.wait_for_bot(li.id, after=before)
    assert stage.database.now(lambda s: s.scalar(select(func.count(Evidence.id)))) == 2


def test_every_measure_keeps_its_reports_table() -> None:
    """Reports hang on duties, duties on measures; nothing cascades from a plan or a unit to a report."""
    for table in (Report.__table__, Measure.__table__):
        assert all(key.ondelete is None for key in table.foreign_keys)
