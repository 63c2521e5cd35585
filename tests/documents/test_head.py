"""The head of a document: title, number, issuer, day, script; nothing is made up."""

from datetime import date

import pytest

from bot.documents.head import Head, head_of, issued_of
from bot.documents.parse import parse
from bot.documents.seed import SEEDS

NOTICE = """某政办发〔2021〕3号
某市人民政府办公室
关于印发《某市优化营商环境行动方案》的通知
各县区人民政府：
现印发给你们。
某市人民政府办公室
2021年5月6日
某市优化营商环境行动方案
一、任务
（一）甲。乙。（责任单位：市教育局）"""


def test_a_notice_is_read_to_its_head():
    assert head_of(NOTICE.split("\n")) == Head(
        "某市优化营商环境行动方案", "某政办发〔2021〕3号", "某市人民政府办公室", date(2021, 5, 6), "hans"
    )


def test_a_text_that_begins_with_its_first_item_has_an_empty_head():
    assert parse(SEEDS / "jiangxi-2015" / "document.txt").head == Head(script="hant")


def test_of_two_letters_in_one_file_the_one_next_to_the_plan_counts():
    head = parse(SEEDS / "yichun-2016" / "document.txt").head
    assert (head.title, head.issued_on) == ("关于贯彻落实省政府加快推进“互联网+”行动的实施细则", date(2016, 1, 15))


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["某市人民政府", "2019年6月6日", "正文"], date(2019, 6, 6)),
        (["关于印发方案的通知", "某政发〔2018〕3号"], date(2018, 1, 1)),
        (["三年行动方案（2021—2023年）"], date(2021, 1, 1)),
        (["没有日期的方案"], None),
    ],
)
def test_the_day_of_issue_is_read_from_the_head_of_the_document(lines, day):
    assert issued_of(lines) == day


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["关于印发方案的通知", "某政发〔2018〕3号"], "某政发〔2018〕3号"),
        (["某政发〔2018〕3号 关于印发方案的通知"], "某政发〔2018〕3号"),
        (["关于印发方案的通知（某政发〔2018〕3号）"], "某政发〔2018〕3号"),
        (["为贯彻落实省人民政府关于加快发展的意见（赣府发〔2015〕43号）精神，结合我市实际，" + "制定本方案。" * 5], ""),
    ],
    ids=["a line of its own", "before the title", "in brackets", "the number of another document"],
)
def test_the_number_is_the_documents_own(lines, number):
    assert head_of(lines).number == number
