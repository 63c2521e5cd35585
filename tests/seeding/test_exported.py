"""The office's export is the plan's own workbook: sent back, only what was edited in the plan's columns is changed."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from bot.documents.drafts import DocumentError, DraftPlan
from bot.documents.seed import SEEDS
from bot.documents.whole import read_plan
from bot.render import FORMATS
from bot.rules.calendar import SHANGHAI, Calendar
from bot.rules.changes import Changes
from bot.rules.reading import Item
from bot.rules.summary import Scope
from bot.seeding import workbook_of
from bot.store import lists, people, plans, reports
from bot.store.book import Shelf
from bot.store.database import Database
from bot.store.exporting import loaded_plan, with_what_stays
from bot.store.summaries import summary_of
from tests.seeding.pilot import said

SAID_AT = datetime(2018, 10, 11, 3, tzinfo=UTC)
FRIDAY = datetime(2018, 10, 12, 16, tzinfo=SHANGHAI)
NOW = datetime(2019, 1, 1, tzinfo=UTC)
FARMS = "二（二）"
Edit = Callable[[Workbook], None]


@pytest.fixture
def told(database: Database) -> Database:
    """The shipped plans with reports filed, one of them beginning like a formula."""

    def file(session: Session) -> None:
        for place, (unit, text, percent) in enumerate(
            [
                ("市农业局", "益农信息社累计120家", 40),
                ("市商务局", "=1+1 两行\n的话", 60),
                ("省農業廳", "推進中 +3", 20),
            ]
        ):
            (who, *_) = people.find_units(session, unit)
            part = Shelf().book(session).parts_of([who.id])[0]
            item = Item(measure=part.measure.id, percent=percent, blocker="缺资金" if place else None)
            reports.file(session, part, item, text=text, said_at=SAID_AT, now=SAID_AT, source=f"t:{place}", person=None)

    database.now(file)
    return database


def exported(database: Database, code: str, language: str = "zh", unit: str | None = None) -> bytes:
    """What /summary hands out as a sheet."""

    def made(session: Session) -> bytes:
        plan = plans.by_code(session, code)
        scope = Scope(people.find_units(session, unit)[0].id) if unit else Scope()
        book = Shelf().book(session)
        found = summary_of(session, book, plan, kind="week", until=FRIDAY, calendar=Calendar(), scope=scope)
        return FORMATS["xlsx"].ink(found, language, loaded_plan(session, plan, FRIDAY))

    return database.now(made)


def by_hand(content: bytes, *edits: Edit) -> bytes:
    book = load_workbook(io.BytesIO(content))
    for edit in edits:
        edit(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def sent_back(database: Database, content: bytes) -> tuple[DraftPlan, Changes]:
    draft = read_plan(content, "改好的.xlsx", database.now(lists.heads))
    return draft, database.now(plans.compare, draft, today=date(2018, 10, 12))


def put(sheet: str, ref: str, column: str, value: Any) -> Edit:
    """The first cell of a measure's row in a column."""

    def edit(book: Workbook) -> None:
        rows = list(book[sheet].iter_rows())
        at = [str(cell.value or "").replace("\n", "") for cell in rows[0]].index(column)
        next(row for row in rows if row[0].value == ref)[at].value = value

    return edit


@pytest.mark.parametrize("language", ["zh", "zht", "en"])
@pytest.mark.parametrize("code", ["yichun-2016", "jiangxi-2015", "gaoan-2016"])
def test_an_export_that_nobody_edited_changes_nothing(told: Database, code: str, language: str) -> None:
    draft, found = sent_back(told, by_hand(exported(told, code, language)))
    assert found.none and said(found) == []
    assert not draft.bad_rows and not draft.doubts
    assert len(found.matched) == len(draft.measures) > 0
    assert draft == told.now(lambda s: replace(loaded_plan(s, plans.by_code(s, code), NOW).draft, units=draft.units))


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param([put("台账", FARMS, "任务", "现代农业")], ["title: “互联网＋”现代农业 → 现代农业"], id="a title"),
        pytest.param(
            [put("目标", FARMS, "数值", 350), put("时限", FARMS, "截止日", date(2019, 6, 30))],
            ["targets “智慧农场”等示范企业 value: 3 → 350", "deadlines 到2018年 on: 2018-12-31 → 2019-06-30"],
            id="a figure and the day of a limit",
        ),
        pytest.param([put("台账", FARMS, "部分", "二、试点")], None, id="a section"),
    ],
)
def test_only_the_edits_are_changes(told: Database, edits: list[Edit], expected: list[str] | None) -> None:
    draft, found = sent_back(told, by_hand(exported(told, "yichun-2016"), *edits))
    assert [one.draft.ref for one in found.changed] == [FARMS]
    assert len(found.changed[0].changes) == len(edits)
    if expected:
        assert said(found) == [f"~ “互联网＋”现代农业 {words}" for words in expected]
    assert not draft.bad_rows and not draft.doubts


@pytest.mark.parametrize(
    ("language", "column"),
    [("zh", "最近报告"), ("zh", "灯"), ("zh", "到期日"), ("zht", "狀態"), ("en", "Latest report")],
)
def test_an_edit_of_how_things_stand_changes_nothing_and_is_named(told: Database, language: str, column: str) -> None:
    content = by_hand(exported(told, "yichun-2016", language), put("台账", FARMS, column, "改一改"))
    draft, found = sent_back(told, content)
    assert found.none and not draft.bad_rows
    (doubt,) = draft.doubts
    assert doubt.startswith(FARMS) and "没有读进去" in doubt and "联络员" in doubt


def test_a_measure_taken_out_and_one_put_in_are_just_that(told: Database) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["台账"]
        sheet.delete_rows(2)
        for name, value in {1: "九（九）", 3: "新任务", 4: "推进一件没有先例的新事情。", 6: "市农业局"}.items():
            sheet.cell(sheet.max_row + (name == 1), name, value)

    _, found = sent_back(told, by_hand(exported(told, "yichun-2016"), edit))
    assert [one.ref for one in found.added] == ["九（九）"]
    assert [one.ref for one in found.withdrawn] == ["二（一）"] and not found.changed


def test_an_export_of_one_unit_withdraws_nothing_because_it_is_refused(told: Database) -> None:
    content = exported(told, "yichun-2016", unit="市农业局")
    rows = list(load_workbook(io.BytesIO(content))["台账"].values)
    assert 1 < len(rows) < 35
    with pytest.raises(DocumentError, match="写的是市农业局的任务"):
        read_plan(content, "改好的.xlsx", told.now(lists.heads))


@pytest.mark.parametrize(
    "later",
    [
        lambda plan: replace(plan, measures=plan.measures[1:], links=()),
        lambda plan: replace(plan, measures=(replace(plan.measures[0], title="改过的"), *plan.measures[1:])),
    ],
    ids=["a measure was withdrawn", "a title was changed"],
)
def test_an_export_of_a_day_before_the_plan_was_loaded_anew_shows_it_as_it_was_and_is_refused(
    told: Database, later: Callable[[DraftPlan], DraftPlan]
) -> None:
    was = told.now(lambda s: loaded_plan(s, plans.by_code(s, "yichun-2016"), FRIDAY))
    told.now(plans.load, later(was.draft), datetime(2018, 11, 1, tzinfo=UTC), date(2018, 11, 1))
    content = exported(told, "yichun-2016")
    rows = [row[:3] for row in load_workbook(io.BytesIO(content))["台账"].iter_rows(min_row=2, values_only=True)]
    assert rows == [(one.ref, "\n".join(one.sections), one.title) for one in was.draft.measures]
    with pytest.raises(DocumentError, match="写的是2018年10月12日的方案"):
        read_plan(content, "改好的.xlsx", told.now(lists.heads))


def test_a_bad_row_among_the_targets_takes_no_target_away(told: Database) -> None:
    """Nor does the workbook that goes back with the answer, when it is sent in next."""
    content = by_hand(
        exported(told, "yichun-2016"), put("目标", FARMS, "截止日", "年底"), put("台账", FARMS, "任务", "现代农业")
    )
    draft, found = sent_back(told, content)
    assert [row.reason for row in draft.bad_rows] == ["截止日应写成 2018-12-31 这样的日期，不能是“年底”"]
    assert said(found) == ["~ “互联网＋”现代农业 title: “互联网＋”现代农业 → 现代农业"]
    stays = with_what_stays(draft, found)
    loaded = told.now(lambda s: loaded_plan(s, plans.by_code(s, "yichun-2016"), NOW).draft)
    of = {one.ref: one for one in loaded.measures}
    assert [one.targets for one in stays.measures] == [of[one.ref].targets for one in stays.measures]
    told.now(plans.load, draft, FRIDAY, FRIDAY.date())
    after = told.now(lambda s: loaded_plan(s, plans.by_code(s, "yichun-2016"), NOW).draft)
    assert [one.targets for one in after.measures] == [one.targets for one in loaded.measures]


def test_a_bad_row_of_the_ledger_stands_as_loaded_in_the_workbook_that_goes_back(told: Database) -> None:
    def edit(book: Workbook) -> None:
        book["台账"]["E3"], book["台账"]["F3"] = None, None

    draft, found = sent_back(told, by_hand(exported(told, "yichun-2016"), edit))
    assert found.none and [one.ref for one in found.spared] == [FARMS]
    stays = with_what_stays(draft, found)
    loaded = told.now(lambda s: loaded_plan(s, plans.by_code(s, "yichun-2016"), NOW).draft)
    assert [one.ref for one in stays.measures] == [one.ref for one in loaded.measures]


@pytest.mark.parametrize(("source", "code"), [("document.txt", "yichun-2016"), ("yanglao.txt", "yanglao")])
def test_a_workbook_made_without_the_database_finds_its_plan_or_names_it_by_its_document(
    database: Database, source: str, code: str
) -> None:
    """Where nobody could know the plan, what no document says (its parent, its cycle) stays as loaded."""
    known = (SEEDS / "yichun-2016" / "document.txt").read_bytes()
    other = "宜春市养老服务方案\n一、完善养老服务网络。建成社区养老服务站200个。（责任单位：市民政局）".encode()
    draft = read_plan(known if source == "document.txt" else other, source)
    back, found = sent_back(database, workbook_of(draft, source))
    assert back.code == code and back.document == source
    assert found.head == () and not found.withdrawn
    assert len(found.added) == (code == "yanglao")
