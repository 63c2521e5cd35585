"""Why a message was read so: each figure, the measure, the status and the day by the words they rest on; what was set aside."""

import json
from typing import Any

import pytest

from bot.rules.reading import HOWS, Context, Item, Value, explain, reason_to_json
from tests.rules.reading.conftest import SPRING, words_of

LAST = Context(last_report=Item(measure="二（二）", values=(Value("益农信息社", None, 165, "total", "家"),)))
ASKED = Context(measure="二（二）")


def told(unit: str, text: str, context: Context | None = None) -> list[tuple[str, str, str]]:
    reasons = explain(text, words_of("yichun-2016"), unit=unit, sent_on=SPRING, context=context)
    for reason in reasons:
        assert reason.how in HOWS[reason.about]
        json.dumps(reason_to_json(reason), ensure_ascii=False)
    return [(reason.about, reason.how, reason.words) for reason in reasons]


ROWS: list[tuple[str, str, Context | None, list[tuple[str, str, str]]]] = [
    ("市农业局", "益農信息社累計１８６家", None, [("measure", "indicator", "益農信息社"), ("value", "total", "１８６家")]),
    ("市农业局", "二（二）新增12家农社", None, [("measure", "number", "二（二）")]),
    ("市工信委", "大数据这块正常推进", None, [("measure", "title", "大数据"), ("status", "words", "正常推进")]),
    ("市农业局", "目标300家，已建186家", ASKED, [("measure", "context", ""), ("aside", "goal", "300家")]),
    ("市农业局", "去年底120家，现在186家，还差114家", ASKED, [("aside", "earlier", "120家"), ("aside", "remaining", "114家")]),
    ("宜春银监分局", "完成60%", None, [("measure", "only_one", ""), ("percent", "words", "60%")]),
    ("市科技局", "又新增了2个", None, [("measure", "open", ""), ("value", "increment", "2个")]),
    ("市旅发委", "推不动，资金没到位", None, [("status", "words", "推不动"), ("blocker", "words", "资金没到位")]),
    ("市旅发委", "年底前全部完成", None, [("expected_by", "words", "年底")]),
    ("市旅发委", "完成60%，电话0795-3560001", None, [("aside", "phone", "电话0795-3560001")]),
    ("市旅发委", "按〔2015〕43号文，完成六成", None, [("aside", "document", "〔2015〕43号"), ("percent", "words", "六成")]),
    ("市农业局", "打错了 是156家", LAST, [("measure", "last_report", ""), ("value", "total", "156家")]),
    ("市农业局", "你好", None, [("intent", "nothing", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "text", "context", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_a_reading_is_explained_by_the_words_it_rests_on(
    unit: str, text: str, context: Context | None, expected: list[tuple[str, str, str]]
) -> None:
    found = told(unit, text, context)
    assert [one for one in expected if one not in found] == []


KINDS = [
    ("本月新增8家", "increment", "新增"),
    ("累计94家", "total", "累计"),
    ("建了8家", "unclear", "建了"),
    ("94家", "total", ""),
]


@pytest.mark.parametrize(("text", "kind", "because"), KINDS, ids=[row[0] for row in KINDS])
def test_the_word_that_told_new_from_total_is_named(text: str, kind: str, because: str) -> None:
    reasons = explain("益农信息社" + text, words_of("yichun-2016"), unit="市农业局", sent_on=SPRING)
    (value,) = [reason for reason in reasons if reason.about == "value"]
    assert (value.how, value.because) == (kind, because)


def test_every_reason_of_several_items_says_which_it_belongs_to() -> None:
    text = "大数据新引进企业2家；云计算基地一期主体封顶；物联网这块还没动"
    reasons: Any = explain(text, words_of("yichun-2016"), unit="市工信委", sent_on=SPRING)
    assert [reason.item for reason in reasons if reason.about == "measure"] == [0, 1, 2]
