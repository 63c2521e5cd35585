"""Whatever text comes: parse does not fall over, and names nothing that does not stand in it."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.parse import parse
from bot.documents.seed import SEEDS
from tests.documents.bare import write_ledger

WORDS = """
    一、 （一） 1. １． （1） 第三条 ① 附件 。 ； ， 、 ： （ ） 〔 〕 【 】 [ ] “ ” 《 》 * |
    责任单位： 牵头单位： 配合部门： 完成时限： 牵头 负责 配合 按职责分工负责 会同 等部门 等 和 及 下同
    列第一位的为牵头单位 第一个逗号前为牵头单位 以下均需各市落实，不再列出 市教育局 各县（市、区）政府 省有关部门
    到2018年 2019年13月 年底前 每年 持续推进 建成 达到 300家 1—2家 九十九亿 ５０％ 5000台（套）以上 给予 超过 分别
    加强领导 推进建设
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t", "\u3000", " "])


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=60))
def test_any_text_is_parsed_and_every_unit_stands_in_it(pieces):
    text = "".join(pieces)
    bare = re.sub(r"[\s\u200b-\u200f\ufeff\u00ad\x00-\x1f\x7f]", "", text)
    for measure in parse(text.encode("utf-8", "ignore"), "a.txt").measures if text.strip() else ():
        assert measure.units and set(measure.leads) <= set(measure.units)
        assert all(unit in bare for unit in measure.units)
        assert all(target.text for target in measure.targets)


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_the_spreadsheet_of_what_was_parsed_parses_to_the_same(pieces):
    measures = parse(("（一）修路。" + "".join(pieces) + "（责任单位：市交通局）").encode(), "a.txt").measures
    again = parse(write_ledger(measures), "台账.xlsx")
    assert again.measures == measures and not again.bad_rows


@pytest.mark.parametrize(
    "text",
    [
        "（" * 200_000,
        "（）" * 60_000,
        "、" * 200_000,
        "7" * 200_000,
        "“" * 200_000,
        "（一）" * 20_000,
        "责任单位：" * 40_000,
        "（一）甲。（责任单位：" + "市教育局、" * 20_000 + "）",
        "\t".join(f"列{n}" for n in range(10_000)) + "\n" + "\t".join(["甲"] * 10_000),
    ],
    ids=["open", "pairs", "commas", "digits", "quotes", "marks", "labels", "one list", "ten thousand columns"],
)
def test_no_text_takes_long(text):
    begun = time.process_time()
    parse(text.encode(), "a.txt")
    assert time.process_time() - begun < 5


def test_a_thousand_measures_take_less_than_five_seconds():
    text = (SEEDS / "yichun-2016" / "document.txt").read_text(encoding="utf-8")
    begun = time.process_time()
    assert len(parse((text * 30).encode(), "a.txt").measures) == 1020
    assert time.process_time() - begun < 5
