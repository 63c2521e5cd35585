"""The spreadsheet goes out, is edited, and comes back: only the edits are changes."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from bot.documents.drafts import BadRow, DocumentError, DraftPlan, DraftTarget, DraftUnit, LoadedPlan, Proposal
from bot.documents.ledger import read_book, read_ledger, write_bad_rows, write_plan
from bot.documents.parse import parse
from bot.documents.seed import SEEDS, read_seed
from bot.documents.whole import read_plan
from bot.render import FORMATS
from tests.documents.bare import write_ledger
from tests.render.autumn_cast import the_city

BOTH = ["yichun-2016", "jiangxi-2015", "gaoan-2016"]


def edited(measures, sheet, cell, value):
    book = load_workbook(io.BytesIO(write_ledger(measures)))
    book[sheet][cell] = value
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("code", BOTH)
def test_a_reviewed_plan_comes_back_as_it_went_out(code):
    measures = read_seed(SEEDS / code).measures
    assert read_ledger(write_ledger(measures)) == (measures, ())


@pytest.mark.parametrize("code", BOTH[:2])
def test_a_parsed_document_comes_back_with_its_limits_and_doubts(code):
    measures = parse(SEEDS / code / "document.txt").measures
    assert parse(write_ledger(measures), "台账.xlsx").measures == measures


WHOLE = read_seed(SEEDS / "yichun-2016")
# The first few measures: every kind of row, and quick to open a hundred times.
MEASURES = WHOLE.measures[:6]
YICHUN = replace(WHOLE, measures=MEASURES, links=WHOLE.links[:6])


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "change"),
    [
        ("台账", "C2", "新标题", {"title": "新标题"}),
        ("台账", "F2", "市工信委、市科技局", {"units": ("市工信委", "市科技局")}),
        ("台账", "E2", None, {"leads": ()}),
    ],
    ids=["a title", "units written as a list", "no lead any more"],
)
def test_an_edited_cell_is_the_only_change(sheet, cell, value, change):
    measures, bad = read_ledger(edited(MEASURES, sheet, cell, value))
    assert not bad and measures[1:] == MEASURES[1:] and measures[0] == replace(MEASURES[0], **change)


def test_an_edited_number_and_day_change_their_target_only():
    row = 2 + len(MEASURES[0].targets)
    first = MEASURES[1].targets[0]
    for cell, value, change in [(f"E{row}", 5, {"value": 5}), (f"H{row}", "2019/6/30", {"due_on": date(2019, 6, 30)})]:
        measures, bad = read_ledger(edited(MEASURES, "目标", cell, value))
        assert not bad and measures[1].targets == (replace(first, **change), *MEASURES[1].targets[1:])


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "label", "reason"),
    [
        ("台账", "F3", None, "台账 第3行", "没有责任单位"),
        ("台账", "A3", "二（一）", "台账 第3行", "重复"),
        ("台账", "A3", None, "台账 第3行", "缺少序号"),
        ("目标", "H2", "年底", "目标 第2行", "日期"),
        ("目标", "D2", "大约", "目标 第2行", "比较只能写"),
        ("目标", "E5", "许多", "目标 第5行", "数字"),
    ],
)
def test_a_bad_row_comes_back_with_its_place_and_reason_and_the_others_load(sheet, cell, value, label, reason):
    measures = MEASURES if cell != "F3" else (MEASURES[0], replace(MEASURES[1], leads=()), *MEASURES[2:])
    read, (bad,) = read_ledger(edited(measures, sheet, cell, value))
    assert bad.label == label and reason in bad.reason
    assert len(read) == 6 - (sheet == "台账")


def test_another_layout_is_not_taken_for_ours():
    book = load_workbook(io.BytesIO(write_ledger(MEASURES)))
    book["台账"]["F1"] = "谁来做"
    data = io.BytesIO()
    book.save(data)
    assert read_ledger(data.getvalue()) is None


def test_a_cell_that_looks_like_a_formula_stays_text():
    odd = replace(MEASURES[0], title="=1+1")
    assert read_ledger(write_ledger([odd]))[0] == (odd,)


SENT_OUT = write_plan(YICHUN)


def touched(*edits):
    """The whole plan's workbook after a person's hands: functions of the book."""
    book = load_workbook(io.BytesIO(SENT_OUT))
    for edit in edits:
        edit(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def put(sheet, cell, value):
    return lambda book: book[sheet].__setitem__(cell, value)


def move_column(sheet, first, second):
    """Two columns exchanged, as dragging them does."""

    def edit(book):
        for row in book[sheet].iter_rows():
            row[first].value, row[second].value = row[second].value, row[first].value

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda book: None, id="nothing"),
        pytest.param(lambda book: book["台账"].insert_cols(3), id="an empty column put in"),
        pytest.param(lambda book: put("台账", "N1", "我的备注")(book), id="a column of one's own"),
        pytest.param(move_column("台账", 2, 4), id="columns exchanged"),
        pytest.param(move_column("目标", 4, 6), id="columns of targets exchanged"),
        pytest.param(lambda book: book["台账"].insert_rows(5), id="a blank row"),
        pytest.param(lambda book: book["台账"].insert_rows(1), id="a row above the header"),
        pytest.param(lambda book: book.create_sheet("进度", 0).append(["序号", "台账"]), id="a sheet of one's own"),
        pytest.param(put("台账", "A2", " 二（一） "), id="spaces around a number"),
        pytest.param(put("台账", "A1", "序 号"), id="a space in a header"),
        pytest.param(put("目标", "H2", "2018年12月31日"), id="a day in words"),
        pytest.param(put("目标", "H2", "２０１８/12/31"), id="a day in full-width digits"),
        pytest.param(put("目标", "H2", "2018.12.31"), id="a day with dots"),
        pytest.param(put("目标", "H2", 43465), id="a day as Excel counts"),
        pytest.param(put("目标", "E5", "６０"), id="a number in full-width digits as text"),
        pytest.param(put("目标", "E5", "60%"), id="a number with its per cent"),
        pytest.param(put("目标", "D5", ">="), id="a sign in place of its word"),
        pytest.param(put("目标", "D5", "不低于"), id="another word for it"),
        pytest.param(put("方案", "B6", "二〇一六年"), id="a field that cannot be read"),
    ],
)
def test_a_hand_that_changes_nothing_changes_nothing(edit):
    book = read_book(touched(edit))
    assert book.measures == MEASURES
    assert [row.reason for row in book.bad_rows if "印发日期" not in row.reason] == []


def test_60_per_cent_typed_into_a_cell_is_60():
    def edit(book):
        book["目标"]["E5"] = 0.6
        book["目标"]["E5"].number_format = "0%"

    assert read_book(touched(edit)).measures == MEASURES


def renumbered(book):
    sheet = book["台账"]
    for row in range(sheet.max_row, 2, -1):
        sheet.cell(row, 1).value = sheet.cell(row - 1, 1).value
    sheet["A2"] = "二（零）"


def test_renumbered_measures_keep_their_targets_and_links():
    book = read_book(touched(renumbered))
    refs = ["二（零）", *(measure.ref for measure in MEASURES)]
    assert book.measures == tuple(replace(one, ref=ref) for one, ref in zip(MEASURES, refs, strict=False))
    assert [link.follows for link in book.links] == [link.follows for link in YICHUN.links]
    assert not book.bad_rows


def test_rows_sorted_otherwise_load_in_their_new_order():
    def edit(book):
        rows = [[cell.value for cell in row] for row in book["台账"].iter_rows(min_row=2)]
        for place, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                book["台账"].cell(place, column).value = value

    assert read_book(touched(edit)).measures == MEASURES[::-1]


def test_a_row_taken_out_takes_its_targets_with_it():
    book = read_book(touched(lambda book: book["台账"].delete_rows(2)))
    assert book.measures == MEASURES[1:] and not book.bad_rows


def test_a_row_added_by_hand_loads_with_the_targets_that_name_it():
    def edit(book):
        book["台账"].append(["九", "九、附则", "新任务", "新内容。", None, "市教育局、市财政局", None])
        book["目标"].append(["九", "新建10所", "新建学校", "等于", 10, None, "所", "2019-12-31", None])

    *same, new = read_book(touched(edit)).measures
    assert tuple(same) == MEASURES
    assert (new.units, new.leads, new.lead_basis) == (("市教育局", "市财政局"), (), "none")
    assert new.targets == (DraftTarget("新建10所", "新建学校", "=", 10, None, "所", date(2019, 12, 31)),)


def test_a_target_of_a_number_nobody_has_comes_back():
    (bad,) = read_book(touched(put("目标", "A2", "二十（二十）"))).bad_rows[:1]
    assert (
        "没有序号 二十（二十）" in bad.reason
        and dict(bad.cells)["计量单位" if "计量单位" in dict(bad.cells) else "原文"]
    )


SHOWN = "H3"  # the targets of 二（二）, a line each


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("等于300家", "等于350家", {"value": 350}),
        ("等于300家", "等于３５０ 家", {"value": 350}),
        ("等于300家，2018-12-31", "等于300家，2019/6/30", {"due_on": date(2019, 6, 30)}),
    ],
    ids=["a number", "full-width digits", "a day"],
)
def test_a_figure_edited_in_the_main_sheet_is_understood(old, new, change):
    shown = load_workbook(io.BytesIO(SENT_OUT))["台账"][SHOWN].value
    assert old in shown
    book = read_book(touched(put("台账", SHOWN, shown.replace(old, new))))
    *others, last = MEASURES[1].targets
    assert book.measures[1] == replace(MEASURES[1], targets=(*others, replace(last, **change))) and not book.bad_rows


@pytest.mark.parametrize(
    ("cell", "value", "sheet"),
    [(SHOWN, "多建几家", "目标"), (SHOWN, None, "目标"), ("I3", "2020年底", "时限")],
    ids=["other words", "all taken out", "a limit"],
)
def test_an_edit_of_what_is_only_shown_is_not_lost_in_silence(cell, value, sheet):
    book = read_book(touched(put("台账", cell, value)))
    assert book.measures == MEASURES
    (bad,) = book.bad_rows
    assert bad.label == "台账 第3行" and f"“{sheet}”表" in bad.reason


def test_a_figure_edited_in_its_own_sheet_needs_no_edit_in_the_main_one():
    book = read_book(touched(put("目标", "E5", 65)))
    assert book.measures[0].targets[3].value == 65 and not book.bad_rows


IDS = tuple(row.measure_id for row in the_city().rows)


def drop_the_subject(book):
    book.properties.subject = None


@pytest.mark.parametrize("language", ["zh", "zht", "en"])
@pytest.mark.parametrize(
    "edit",
    [lambda book: None, drop_the_subject, lambda book: book.remove(book["方案"])],
    ids=["as it went out", "saved by a program that drops its properties", "without its head"],
)
def test_an_export_of_one_unit_is_refused_and_not_taken_for_the_plan(language, edit):
    part = replace(the_city(), scope="市农业局", rows=the_city().rows[:3])
    book = load_workbook(
        io.BytesIO(FORMATS["xlsx"].ink(part, language, LoadedPlan(read_seed(SEEDS / "yichun-2016"), (), IDS)))
    )
    edit(book)
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(DocumentError, match=r"写的是(市农业局的任务|方案的一部分)，不是现在的整份方案.*导出台账"):
        read_plan(data.getvalue(), "台账.xlsx")


@pytest.mark.parametrize(
    ("subject", "columns"),
    [("summary", ["序号", "任务"]), (None, ["序号", "任务", "当前进度", "状态", "灯", "最近报告"])],
    ids=["by its properties", "by its columns"],
)
def test_an_export_of_before_which_held_no_plan_is_refused(subject, columns):
    book = Workbook()
    book.active.title = "台账"
    book.active.append(columns)
    book.active.append(["一"] * len(columns))
    book.properties.subject = subject
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(DocumentError, match=r"旧版汇总导出.*重新导出"):
        read_plan(data.getvalue(), "台账.xlsx")


KNOWN = [
    DraftUnit("市工信委", "department", "宜春市", ("市工业和信息化委员会",)),
    DraftUnit("各县市区政府", "group", "宜春市"),
]
ASKED = [
    Proposal("市工信局", "new", None, "已有单位里没有这个名称"),
    Proposal("市公信委", "typo", "市工信委", "像是笔误"),
    Proposal("工信委", "alias", "市工信委", "只差地方前缀"),
    Proposal("有关企业", "group", None, "指一组单位"),
]


def unit_rows(*edits):
    """What is read of the unit sheet after edits of its cells by name and column."""
    book = load_workbook(io.BytesIO(write_plan(YICHUN, KNOWN, ASKED)))
    sheet = book["单位"]
    header = [cell.value for cell in sheet[1]]
    for name, column, value in edits:
        row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == name)
        row[header.index(column)].value = value
    data = io.BytesIO()
    book.save(data)
    return read_book(data.getvalue())


def test_what_was_proposed_and_left_as_it_is_is_decided():
    found = unit_rows()
    assert found.naming == (("市公信委", "市工信委"), ("工信委", "市工信委"))
    new = {unit.name: unit for unit in found.units}
    assert new["市工信局"] == DraftUnit("市工信局", "department", "宜春市")
    assert new["有关企业"].kind == "group"
    assert new["市工信委"] == KNOWN[0]


@pytest.mark.parametrize(
    ("edits", "name", "unit"),
    [
        (
            [("市工信局", "曾用名", "市工信委"), ("市工信局", "更名日期", "2019-03-01")],
            "市工信局",
            DraftUnit("市工信局", "department", "宜春市", was="市工信委", changed_on=date(2019, 3, 1)),
        ),
        (
            [("市工信委", "并入", "市工信局"), ("市工信委", "更名日期", "2019年3月1日")],
            "市工信委",
            replace(KNOWN[0], into="市工信局", changed_on=date(2019, 3, 1)),
        ),
        (
            [("各县市区政府", "成员", "袁州区政府\n丰城市政府")],
            "各县市区政府",
            replace(KNOWN[1], members=("袁州区政府", "丰城市政府")),
        ),
        ([("市公信委", "处理", "新单位")], "市公信委", DraftUnit("市公信委", "department", "宜春市")),
    ],
    ids=["renamed", "merged", "members of a group", "no typo after all"],
)
def test_an_edit_of_the_unit_sheet_is_what_is_read(edits, name, unit):
    assert {one.name: one for one in unit_rows(*edits).units}[name] == unit


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ([("市公信委", "对应单位", None)], "请在“对应单位”写明"),
        ([("市工信局", "曾用名", "市工信委")], "还要写更名日期"),
        ([("市工信局", "处理", "随便")], "处理只能写"),
        ([("市工信局", "类别", "衙门")], "类别只能写"),
    ],
    ids=["a typo of nobody", "a rename without its day", "an unknown treatment", "an unknown kind"],
)
def test_a_wrong_row_of_units_comes_back(edits, reason):
    (bad,) = unit_rows(*edits).bad_rows
    assert reason in bad.reason and bad.label.startswith("单位 第")


def test_rows_left_out_come_back_as_a_workbook_with_their_cells_and_reasons():
    bad = read_book(touched(put("目标", "H2", "年底"), put("台账", "F2", None), put("台账", "E2", None))).bad_rows
    sheet = load_workbook(io.BytesIO(write_bad_rows(bad))).active
    header, *rows = sheet.iter_rows(values_only=True)
    assert header[:2] == ("位置", "原因") and "任务" in header and "原序号" not in header
    shown = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert shown["目标 第2行"]["截止日"] == "年底" and "日期" in shown["目标 第2行"]["原因"]
    assert shown["台账 第2行"]["任务"] == MEASURES[0].title


def test_a_row_without_cells_still_says_its_reason():
    sheet = load_workbook(io.BytesIO(write_bad_rows([BadRow("第1条", "没有责任单位")]))).active
    assert [cell.value for cell in sheet[2]] == ["第1条", "没有责任单位"]


def test_signs_no_spreadsheet_can_hold_do_not_stop_the_writing():
    odd = replace(MEASURES[0], title="一\x0b二")
    assert read_ledger(write_ledger([odd]))[0][0].title == "一二"


def test_a_new_plan_from_a_sheet_is_the_plan_it_states():
    plan = read_plan(SENT_OUT, "whatever.xlsx")
    assert isinstance(plan, DraftPlan) and plan == YICHUN
