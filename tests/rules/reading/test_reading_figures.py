"""Figures: what counts as a result, of what, newly added or in all."""

import pytest

from bot.rules.reading import reading_to_json
from bot.rules.reading.folding import fold
from bot.rules.reading.numerals import numbers_in
from tests.rules.reading.conftest import says, words_of

SHE = "益农信息社"
FIGURES = [
    ("half-width", "186家", 186, "家"),
    ("full-width", "１８６家", 186, "家"),
    ("Chinese numeral", "一百八十六家", 186, "家"),
    ("Chinese numeral, more or less", "两百七十多家", 270, "家"),
    ("ten thousand", "1.2万人", 12000, "人"),
    ("thousands with commas", "3,200台套", 3200, "台套"),
    ("ten thousand in numerals", "一万二千户", 12000, "户"),
    ("money keeps its scale", "412亿元", 412, "亿元"),
    ("money in numerals", "三点六亿元", 3.6, "亿元"),
    ("per cent", "60%", 60, "%"),
    ("full-width per cent", "６０％", 60, "%"),
    ("tenths", "六成", 60, "%"),
    ("tenths and five", "五成五", 55, "%"),
    ("tenths and a half", "七成半", 75, "%"),
    ("more than half", "完成过半", 50, "%"),
    ("three of four", "四分之三", 75, "%"),
    ("per hundred", "百分之四十五", 45, "%"),
]


@pytest.mark.parametrize(("text", "value", "unit"), [row[1:] for row in FIGURES], ids=[row[0] for row in FIGURES])
def test_a_figure_is_read_however_it_is_written(text: str, value: float, unit: str) -> None:
    plain = fold(text).text
    assert [(n.value, n.unit) for n in numbers_in(plain, bytearray(len(plain))) if not n.vague] == [(value, unit)]


NO_FIGURES = [
    "十几家",
    "几十个",
    "3—5家",
    "三四十家",
    "第3家",
    "4G",
    "PM2.5",
    "统一",
    "万一",
    "12333热线",
    "电话0795-3560001",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_vague_words_names_and_telephones_are_no_figures(text: str) -> None:
    assert not says("市农业局", f"{SHE}{text}", about="二（二）").items or not any(
        value for item in says("市农业局", f"{SHE}{text}", about="二（二）").items for value in item.values
    )


RESULTS = [
    ("a goal before it", "目标300家，益农社已建186家", [(186, "total")]),
    ("a goal in the same breath", "益农社目标300家已建186家", [(186, "total")]),
    ("what remains", "益农社累计260家，还差40家", [(260, "total")]),
    ("last year's state", "去年底120家，现在益农社138家", [(138, "total")]),
    ("from one to another", "益农社从120家增加到138家", [(138, "total")]),
    ("newly added and in all", "本月益农社新增8家，累计94家", [(8, "increment"), (94, "total")]),
    ("more than last month", "益农社比上月增加9家，达到141家", [(9, "increment"), (141, "total")]),
    ("so many more than before", "益农社这月163家，比上月多15家", [(163, "total"), (15, "increment")]),
    ("built some, so many in all", "益农社建了7家，累计106家", [(7, "increment"), (106, "total")]),
    ("the goal passed, then where it stands", "益农社突破300家，达到312家", [(312, "total")]),
    ("only chosen", "益农社选了2家", []),
    ("a wish", "争取年底益农社达到300家", []),
    ("a condition", "要是资金到位益农社能到200家", []),
    ("an order", "领导要求益农社达到200家", []),
    ("the plan quoted", "到2018年要建成益农信息社300家", []),
    ("of so many", "益农社：143/300", [(143, "total")]),
    ("another thing counted", "益农社累计187家，组织信息员培训6期、480人次", [(187, "total")]),
    ("places reached", "益农社已覆盖10个县市区，建成143家", [(143, "total")]),
    ("a document number and a telephone", "按赣府发〔2015〕43号，益农社累计90家，电话0795-3998765", [(90, "total")]),
]


@pytest.mark.parametrize(("text", "values"), [row[1:] for row in RESULTS], ids=[row[0] for row in RESULTS])
def test_only_results_are_values(text: str, values: list[tuple[float, str]]) -> None:
    items = says("市农业局", text).items
    assert [(value.value, value.kind) for item in items for value in item.values] == values
    assert all(value.indicator == SHE for item in items for value in item.values)


def test_new_or_in_all_is_left_open_when_the_words_leave_it_open() -> None:
    (item,) = says("市农业局", "益农社建了12家").items
    assert [value.kind for value in item.values] == ["unclear"]


def test_a_bare_figure_finds_the_only_target_it_fits() -> None:
    (item,) = says("市农业局", "累计186家", about="二（二）").items
    assert [(value.indicator, value.target) for value in item.values] == [(SHE, "二（二）#2")]


def test_a_bare_figure_that_fits_two_targets_is_asked_about() -> None:
    (item,) = says("市农业局", "累计2家", about="二（二）").items
    assert [(value.indicator, value.target) for value in item.values] == [(None, None)]


def test_an_unnamed_figure_of_a_known_measure_is_no_value_in_the_answer() -> None:
    reading = says("市农业局", "累计2家", about="二（二）")
    assert reading_to_json(reading, words_of("yichun-2016").refs)["items"][0]["values"] == []


def test_a_figure_after_a_bare_ref_counts_what_the_measure_says_is_got() -> None:
    (item,) = says("市工信委", "三（一）引进1家").items
    assert [(value.indicator, value.value) for value in item.values] == [("国内外知名大数据企业", 1)]


def test_rates_are_values_and_not_the_measures_percentage() -> None:
    (item,) = says("市服务业发展办", "农村电商普及率62%，整体完成70%").items
    assert item.percent == 70
    assert [(value.indicator, value.value) for value in item.values] == [("农村电子商务普及率", 62)]


PERCENTS = [
    ("as a whole", "智慧旅游完成62.5%", 62.5),
    ("denied and put right", "智慧旅游还没到80%，实际65%", 65),
    ("demanded and real", "领导要求年底到九成，智慧旅游实际才七成", 70),
    ("if and when", "智慧旅游现在四成，要是资金到位年底能到八成", 40),
    ("then and now", "智慧旅游上月50%，这个月65%", 65),
    ("of a first phase only", "智慧旅游一期完成80%", None),
    ("two parts make no whole", "旅游公共服务完成40%，旅游市场营销完成60%", None),
    ("a part beside the whole", "旅游市场营销完成60%，智慧旅游整体完成45%", 45),
    ("funds paid", "智慧旅游出资到位三成", None),
    ("over a hundred, to be asked about", "智慧旅游完成120%", 120),
    ("a share of the goal", "智慧旅游占目标任务的44%", 44),
]


@pytest.mark.parametrize(("text", "percent"), [row[1:] for row in PERCENTS], ids=[row[0] for row in PERCENTS])
def test_the_percentage_is_of_the_measure_as_it_is_now(text: str, percent: float | None) -> None:
    (item,) = says("市旅发委", text).items
    assert item.percent == percent
