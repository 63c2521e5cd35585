"""A plan nobody has seen: the same phrasings work without a line of code, because all its words come from itself."""

from datetime import date

import pytest

from bot.rules.reading import Context, Lexicon, MeasureWords, Reading, TargetWords, build_lexicon, read
from bot.rules.reading import vocabulary as words
from bot.rules.reading.names import title_cores
from tests.rules.reading.conftest import words_of

MEASURES = [
    MeasureWords(
        "一（一）",
        "一（一）",
        "加快推进老旧小区改造",
        "完善水电气路配套，加装电梯，推行物业托管。到2027年，改造老旧小区120个，加装电梯300部，物业覆盖率达到95%。",
        ("县住建局", "县民政局", "各乡镇人民政府"),
        [
            TargetWords("a1", "改造老旧小区", "改造老旧小区120个", ">=", 120, "个"),
            TargetWords("a2", "加装电梯", "加装电梯300部", ">=", 300, "部"),
            TargetWords("a3", "物业覆盖率", "物业覆盖率达到95%", ">=", 95, "%"),
        ],
    ),
    MeasureWords(
        "一（二）",
        "一（二）",
        "建设口袋公园",
        "利用边角地建设口袋公园和健身步道。到2027年，建成口袋公园40个、健身步道60公里。",
        ("县住建局", "县文旅局"),
        [
            TargetWords("b1", "口袋公园", "建成口袋公园40个", "=", 40, "个"),
            TargetWords("b2", "健身步道", "健身步道60公里", "=", 60, "公里"),
        ],
    ),
    MeasureWords(
        "二（一）",
        "二（一）",
        "提升养老托育服务",
        "建设社区食堂、日间照料中心，培育普惠托育机构。普惠托位达到2500个。",
        ("县民政局", "县卫健局"),
        [TargetWords("c1", "普惠托位", "普惠托位达到2500个", ">=", 2500, "个")],
    ),
]


@pytest.fixture(scope="module")
def county() -> Lexicon:
    return build_lexicon(MEASURES)


def said(plan: Lexicon, unit: str, text: str, about: str | None = None) -> Reading:
    context = Context(measure=about) if about else None
    return read(text, plan, role="contact", unit=unit, sent_on=date(2026, 3, 10), context=context)


ROWS = [
    ("县住建局", "老旧小区累计改造86个", "一（一）", [("a1", 86, "total")]),
    ("县住建局", "本月电梯又装了12部，共140部", "一（一）", [("a2", 12, "increment"), ("a2", 140, "total")]),
    ("县住建局", "口袋公園建成十八個", "一（二）", [("b1", 18, "total")]),
    ("县文旅局", "步道已完成35公里，目标60公里", "一（二）", [("b2", 35, "total")]),
    ("县卫健局", "托位1800个了，还差700个", "二（一）", [("c1", 1800, "total")]),
    ("县住建局", "物业覆盖率82%", "一（一）", [("a3", 82, "total")]),
]


@pytest.mark.parametrize(("unit", "text", "ref", "values"), ROWS, ids=[row[1] for row in ROWS])
def test_results_are_filed_where_they_belong(
    county: Lexicon, unit: str, text: str, ref: str, values: list[tuple[str, float, str]]
) -> None:
    (item,) = said(county, unit, text).items
    assert item.measure == ref
    assert [(value.target, value.value, value.kind) for value in item.values] == values


def test_the_usual_sentences_work(county: Lexicon) -> None:
    assert said(county, "县住建局", "小区改造进度滞后，居民意见不统一").items[0].status == "at_risk"
    assert said(county, "县卫健局", "普惠托位这条完成六成").items[0].percent == 60
    assert said(county, "县文旅局", "老旧小区改造完成了").items[0].foreign
    assert said(county, "县民政局", "完成过半").items[0].candidates == ("一（一）", "二（一）")
    assert said(county, "县民政局", "我们局有哪些任务").intent == "my_measures"
    assert said(county, "县民政局", "托位要建多少个").intent == "measure"
    assert said(county, "县民政局", "明天再报", "二（一）").until == date(2026, 3, 11)


def test_the_vocabulary_knows_no_words_of_a_plan() -> None:
    general = "\n".join(str(value) for name, value in vars(words).items() if name.isupper() and name != "SAME_WORDS")
    for plan in ("yichun-2016", "jiangxi-2015"):
        for entry in words_of(plan).entries:
            named = [core for core in title_cores(entry.title) if len(core) >= 4]
            named += [thing.name for thing in entry.things if len(thing.name) >= 3]
            assert not [word for word in named if word in general]


def test_a_number_that_two_parts_of_a_plan_share_is_asked_about() -> None:
    parts = [
        MeasureWords(f"{part}/一（一）", f"{part}/一（一）", title, text, ("县住建局",))
        for part, title, text in (("甲", "整治背街小巷", "整治背街小巷。"), ("乙", "新增停车泊位", "新增停车泊位。"))
    ]
    (item,) = said(build_lexicon(parts), "县住建局", "一（一）完成六成").items
    assert item.measure is None
    assert set(item.candidates) == {"甲/一（一）", "乙/一（一）"}
