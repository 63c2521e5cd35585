"""Slips, second thoughts and half sentences: what they change, what they leave alone, and what must be asked about."""

import pytest

from bot.rules.reading import Item, Reading, Value
from tests.rules.reading.conftest import says

SHE = "益农信息社"
GREW = Item(measure="二（二）", status="in_progress", values=(Value(SHE, None, 12, "increment", "家"),))
STOOD = Item(measure="二（二）", status="in_progress", values=(Value(SHE, None, 156, "total", "家"),))
SHARE = Item(measure="二（三）", status="in_progress", percent=60)


def told(reading: Reading) -> list[tuple[str | None, float | None, list[tuple[float, str]]]]:
    return [(i.measure, i.percent, [(v.value, v.kind) for v in i.values]) for i in reading.items]


CORRECTIONS = [
    ("a total after an increment", "市农业局", GREW, "刚才错了，累计是168家", [("二（二）", None, [(168, "total")])]),
    ("an increment stays one", "市农业局", GREW, "刚才错了，是11家", [("二（二）", None, [(11, "increment")])]),
    ("a total stays one", "市农业局", STOOD, "刚才错了，是168家", [("二（二）", None, [(168, "total")])]),
    ("only the kind was wrong", "市农业局", GREW, "不对，12家是累计数，不是新增", [("二（二）", None, [(12, "total")])]),
    ("another measure of ours", "市商务局", STOOD, "刚才错了，智慧旅游是60%", [("二（三）", 60, [])]),
    ("a measure that is not ours", "市农业局", STOOD, "刚才错了，智慧旅游是60%", [(None, 60, [])]),
    ("a bare figure for a percentage", "市旅发委", SHARE, "60应该是65", [("二（三）", 65, [])]),
    ("a full-width comma parts two figures", "市农业局", STOOD, "不是156，165", [("二（二）", None, [(165, "total")])]),
    ("in all, said in other words", "市农业局", GREW, "更正，一共是109家", [("二（二）", None, [(109, "total")])]),
    ("a slip of the hand", "市农业局", STOOD, "手滑，165", [("二（二）", None, [(165, "total")])]),
    ("this one stands", "市农业局", STOOD, "168家，以这条为准", [("二（二）", None, [(168, "total")])]),
    (
        "this one stands, for two measures",
        "市农业局",
        STOOD,
        "益农信息社168家，物联网产业完成30%，以这条为准",
        [("二（二）", None, [(168, "total")]), ("三（三）", 30, [])],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "last", "text", "items"), [r[1:] for r in CORRECTIONS], ids=[r[0] for r in CORRECTIONS]
)
def test_a_correction_changes_what_it_says_and_where(
    unit: str, last: Item, text: str, items: list[tuple[str | None, float | None, list[tuple[float, str]]]]
) -> None:
    reading = says(unit, text, last_report=last)
    assert reading.intent == "correct"
    assert told(reading) == items


NO_RESULTS = [
    ("below zero", "累计-5家"),
    ("below zero, full-width", "累计－5家"),
    ("gone", "减少了3家"),
    ("closed", "撤销3家"),
    ("not yet built", "尚未建成185家"),
    ("not yet built, the other way round", "尚未建成的还有185家"),
    ("under way", "还有6家在建"),
]


@pytest.mark.parametrize("text", [row[1] for row in NO_RESULTS], ids=[row[0] for row in NO_RESULTS])
def test_what_is_not_there_is_no_result(text: str) -> None:
    (item,) = says("市农业局", text, about="二（二）").items
    assert (item.status, item.values) == ("in_progress", ())


def test_a_percentage_below_zero_is_none() -> None:
    (item,) = says("市旅发委", "完成-20%", about="二（三）").items
    assert (item.status, item.percent) == ("in_progress", None)


def test_a_dash_after_a_name_is_no_minus() -> None:
    (item,) = says("市农业局", "益农信息社—186家").items
    assert [value.value for value in item.values] == [186]


def test_each_of_several_measures_keeps_its_figure() -> None:
    reading = says("市工信委", "大数据完成60%，云计算那块完成30%，物联网才10%")
    assert told(reading) == [("三（一）", 60, []), ("三（二）", 30, []), ("三（三）", 10, [])]


def test_a_clause_on_something_unnamed_is_asked_about() -> None:
    reading = says("市服务业发展办", "智慧旅游完成60%，B那块完成30%")
    assert told(reading) == [("二（三）", 60, []), (None, 30, [])]
    assert len(reading.items[1].candidates) > 1


RESPECTIVELY = [
    ("信贷支持、融资规模分别完成60%和50%", "市政府金融办", [("四（二）2", 60), ("四（二）3", 50)]),
    (
        "网络设施、集聚园区、公共平台进度分别为80%、55%、40%",
        "市工信委",
        [("四（一）1", 80), ("四（一）2", 55), ("四（一）3", 40)],
    ),
]


@pytest.mark.parametrize(("text", "unit", "items"), RESPECTIVELY, ids=[row[0] for row in RESPECTIVELY])
def test_figures_given_respectively_go_to_their_measures(text: str, unit: str, items: list[tuple[str, float]]) -> None:
    assert [(item.measure, item.percent) for item in says(unit, text).items] == items


PARTS = [
    ("one place, then all", "袁州区益农信息社32家，全市198家", [198]),
    ("an aside by places", "益农信息社新建16家（其中袁州区5家、丰城市6家），累计203家", [16, 203]),
    ("what something else was connected to", "益农信息社累计90家，接入电商平台25个", [90]),
]


@pytest.mark.parametrize(("text", "values"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
def test_a_part_is_not_the_whole(text: str, values: list[float]) -> None:
    (item,) = says("市农业局", text).items
    assert [value.value for value in item.values] == values


IDLE = ["还差2个人吃饭", "4月20日启动会在301开", "还有3家没来开会", "下周开工作会", "来了3个人"]


@pytest.mark.parametrize("text", IDLE)
def test_talk_with_figures_and_days_is_no_report(text: str) -> None:
    assert says("市旅发委", text, about="二（三）").intent == "other"


MISSPELT = [("市旅发委", "智惠旅游完成60%", "二（三）"), ("市交通运输局", "便洁交通完成65%", "二（九）")]


@pytest.mark.parametrize(("unit", "text", "ref"), MISSPELT, ids=[row[1] for row in MISSPELT])
def test_a_title_with_one_wrong_character_is_known(unit: str, text: str, ref: str) -> None:
    assert [item.measure for item in says(unit, text).items] == [ref]


ASKED = [("a bare figure", "8家"), ("nearly done", "基本完成"), ("nearly done, said so", "大体完成了")]


@pytest.mark.parametrize("text", [row[1] for row in ASKED], ids=[row[0] for row in ASKED])
def test_a_half_sentence_is_a_report_whose_measure_is_asked(text: str) -> None:
    reading = says("市农业局", text)
    assert reading.intent == "report"
    assert (reading.items[0].measure, reading.items[0].status) == (None, "in_progress")


LATER = [
    ("next week, after thanks", "收到，下周报", "2017-04-17"),
    ("next month begins on its first", "下个月再催吧", "2017-05-01"),
    ("not before the end of the month", "月底前别催", "2017-04-30"),
    ("after a feast", "过完五一再说", "2017-05-02"),
    ("after the next feast, whichever", "节后再说", "2017-05-02"),
]


@pytest.mark.parametrize(("text", "until"), [row[1:] for row in LATER], ids=[row[0] for row in LATER])
def test_later_is_a_day(text: str, until: str) -> None:
    reading = says("市旅发委", text, about="二（三）")
    assert (reading.intent, str(reading.until)) == ("snooze", until)
