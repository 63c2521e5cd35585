"""The spreadsheet goes out, is edited, and comes back: only the edits are changes."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from bot.documents.ledger import read_ledger, write_ledger
from bot.documents.parse import parse
from bot.documents.seed import SEEDS, read_seed

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


MEASURES = read_seed(SEEDS / "yichun-2016").measures


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
    assert len(read) == 34 - (sheet == "台账")


def test_another_layout_is_not_taken_for_ours():
    book = load_workbook(io.BytesIO(write_ledger(MEASURES)))
    book["台账"]["F1"] = "谁来做"
    data = io.BytesIO()
    book.save(data)
    assert read_ledger(data.getvalue()) is None


def test_a_cell_that_looks_like_a_formula_stays_text():
    odd = replace(MEASURES[0], title="=1+1")
    assert read_ledger(write_ledger([odd]))[0] == (odd,)
