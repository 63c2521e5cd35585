"""Whatever is typed: an answer, never an exception, the same one whatever the script, width, greeting or emoji."""

import json
import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from bot.rules.reading import HOWS, Context, Item, Reading, Value, explain, reason_to_json
from tests.rules.reading.conftest import says, words_of
from tests.rules.reading.scoring import answer, cases_in

TO_TRADITIONAL, TO_SIMPLIFIED = OpenCC("s2t"), OpenCC("t2s")
PIECES = st.sampled_from(
    [
        *[
            "益农信息社",
            "众创空间",
            "智慧旅游",
            "电商交易额",
            "二（二）",
            "四（一）1",
            "第三部分第四条",
            "網際網路",
            "12333",
        ],
        *[
            "累计",
            "新增",
            "完成",
            "还没启动",
            "卡住了",
            "目标",
            "预计",
            "預計",
            "因为",
            "没到位",
            "不是",
            "应该是",
            "撤回",
            "谁牵头",
        ],
        *[
            "三百",
            "186",
            "1.2万",
            "六成",
            "60%",
            "百分之",
            "分之",
            "２０１８年",
            "年底前",
            "下周五",
            "三天后",
            "2月30日",
            "13月",
            "99号",
            "国庆前",
            "春节后",
            "节后",
            "年前",
            "1-3月",
            "-20%",
            "下个月",
        ],
        *["减少了", "还差", "去年底", "尚未建成", "以这条为准", "刚才错了", "那块", "下周报", "所以", "袁州区", "全市"],
        *["家", "个", "亿元", "？", "，", "。", "、", "1、", "①", "“", "”", "（", "）", "/", "😀", "a", "b"],
        "\n",
        " ",
    ]
)
# The plan's own words, whole and cut, between the general ones and noise.
PLAN_WORDS = sorted(
    {core for plan in ("yichun-2016", "jiangxi-2015") for entry in words_of(plan).entries for core in entry.cores}
    | {thing.name for plan in ("yichun-2016", "jiangxi-2015") for e in words_of(plan).entries for thing in e.things}
)
NAMES = st.sampled_from(PLAN_WORDS)
CUT = st.tuples(NAMES, st.integers(0, 6), st.integers(1, 6)).map(lambda cut: cut[0][cut[1] : cut[1] + cut[2]])
FIGURES = st.one_of(
    st.integers(0, 10**15).map(str), st.floats(0, 1e6, allow_nan=False).map(lambda f: f"{f:.2f}"), st.just("一千零八十")
)
SENTENCES = st.lists(st.one_of(PIECES, NAMES, CUT, FIGURES, st.text(max_size=4)), max_size=40).map("".join)
MESSAGES = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join), SENTENCES)
UNITS = st.sampled_from(["市农业局", "市发改委", "市环保局", "没有的单位", None])
PLANS = st.sampled_from(["yichun-2016", "jiangxi-2015"])
ABOUT = st.sampled_from([None, "二（二）", "没有的条"])


@settings(max_examples=400, deadline=None)
@given(MESSAGES, UNITS, PLANS, ABOUT, st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_any_text_has_an_answer(text: str, unit: str | None, plan: str, about: str | None, on: date) -> None:
    reading = says(unit, text, about=about, plan=plan, on=on)
    assert isinstance(reading, Reading)
    for item in reading.items:
        assert item.blocker is None or item.blocker in text
        assert item.expected_by is None or on <= item.expected_by <= on + timedelta(days=36525)
        assert item.percent is None or 0 <= item.percent <= 200  # above 100 it is asked about


LAST = Item(measure="二（二）", percent=40, values=(Value("益农信息社", None, 165, "total", "家"),))
CONTEXTS = st.sampled_from(
    [
        None,
        Context(measure="二（二）"),
        Context(measures=("二（二）", "三（三）", "没有的条")),
        Context(last_report=LAST),
    ]
)


@settings(max_examples=300, deadline=None)
@given(MESSAGES, UNITS, PLANS, CONTEXTS, st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_any_reading_can_be_explained(
    text: str, unit: str | None, plan: str, context: Context | None, on: date
) -> None:
    reasons = explain(text, words_of(plan), unit=unit, sent_on=on, context=context)
    for reason in reasons:
        assert reason.how in HOWS[reason.about]
        json.dumps(reason_to_json(reason), ensure_ascii=False)
    measures = [reason.item for reason in reasons if reason.about == "measure"]
    assert measures == list(range(len(measures)))


NUMERALS = re.compile(r"[0-9０-９零〇○一二两兩三四五六七八九十百千万萬亿億半廿]")


@settings(max_examples=300, deadline=None)
@given(MESSAGES, UNITS)
def test_a_text_without_numerals_has_no_value(text: str, unit: str | None) -> None:
    plain = "".join(char for char in NUMERALS.sub("", text) if not char.isnumeric())
    assert not any(item.values for item in says(unit, plain, about="二（二）").items)


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _narrow(text: str) -> str:
    return text.translate(str.maketrans("，：；（）！？", ",:;()!?"))


DISGUISES = {
    "greeted": lambda text: "领导好！" + text,
    "thanked": lambda text: text + "，谢谢",
    "with emoji before": lambda text: "👍" + text,
    "with emoji after": lambda text: text + "😀🎉",
    "in traditional characters": TO_TRADITIONAL.convert,
    "in simplified characters": TO_SIMPLIFIED.convert,
    "full-width": _wide,
    "half-width marks": _narrow,
    "with blanks around": lambda text: "  " + text + " \n",
}
CASES = [case for case in cases_in("cases.jsonl") if len(case["text"]) > 3]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_disguises_do_not_change_what_is_understood(disguise: str) -> None:
    changed = []
    for case in CASES:
        plain, other = answer(case), answer({**case, "text": DISGUISES[disguise](case["text"])})
        for one in (*plain["items"], *other["items"]):
            one.pop("blocker")  # quoted in the script of the message
        if plain != other:
            changed.append(case["text"])
    assert not changed


def test_disguises_hardly_ever_change_a_message_of_our_own() -> None:
    # A share, because a few of these are half sentences whose meaning hangs on standing alone; one in seven will do.
    some = [case for case in cases_in("phrases.jsonl")[::7] if 3 < len(case["text"]) < 300]
    changed = []
    for case in some:
        plain = answer(case)
        for disguise, dress in DISGUISES.items():
            other = answer({**case, "text": dress(case["text"])})
            same = [{**one, "blocker": None} for one in plain["items"]] == [
                {**one, "blocker": None} for one in other["items"]
            ]
            if not same or (plain["intent"], plain["until"]) != (other["intent"], other["until"]):
                changed.append((disguise, case["text"]))
    assert len(changed) <= 0.005 * len(some) * len(DISGUISES), changed
