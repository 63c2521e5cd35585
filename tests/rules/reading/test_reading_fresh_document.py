"""A document of another field, parsed on the spot: thirty ways of reporting on it work without a line of code."""

from datetime import date
from functools import cache

import pytest

from bot.cases import PlanWords, words_of
from bot.documents.parse import parse
from bot.rules.reading import Context, Reading, read, reading_to_json

DOCUMENT = """清河县人民政府关于印发《清河县城乡环境提升三年行动方案》的通知

各镇人民政府，县政府各部门：

现将《清河县城乡环境提升三年行动方案》印发给你们，请认真贯彻落实。

2025年3月1日

清河县城乡环境提升三年行动方案

一、重点任务

（一）推进公共厕所改造。对老旧公厕实施提标改造，增设第三卫生间和适老化设施。到2027年底，新建改建公共厕所160座，设置第三卫生间45个，农村卫生厕所普及率达到92%。（责任单位：县城管局、县农业农村局、县文旅局，列第一位的为牵头单位，下同）

（二）健全养老服务网络。建设社区嵌入式养老服务机构，开展居家适老化改造，推广家庭养老床位。到2027年底，建成社区养老服务站60个，完成居家适老化改造1200户，培训养老护理员800人。（责任单位：县民政局、县卫健局、县残联）

（三）落实河湖长制。开展河湖清四乱专项行动，推进小流域综合治理，建设河道视频监控。到2026年底，治理小流域12条，建成河道视频监控点位200个，地表水优良断面比例达到90%。（责任单位：县水利局、县生态环境局、各镇人民政府）

（四）实施垃圾分类。配齐分类收集设施，建设再生资源分拣中心。到2026年底，建成垃圾分类示范小区80个，再生资源分拣中心3座，垃圾回收利用率达到38%。（责任单位：县城管局、县商务局、县住建局）

二、保障措施

（一）加强资金保障。统筹整合涉农资金，设立环境提升专项资金，鼓励社会资本参与。（责任单位：县财政局、县发改局、县农业农村局）

（二）强化考核督查。建立月调度季通报制度，将落实情况纳入年度考核。（责任单位：县政府督查室、县发改局）
"""
ON = date(2026, 3, 10)  # a Tuesday


@cache
def county() -> PlanWords:
    return words_of(parse(DOCUMENT.encode(), "plan.txt"), {})


def said(unit: str, text: str, about: str | None = None) -> Reading:
    context = Context(measure=about) if about else None
    return read(text, county().lexicon, role="contact", unit=unit, sent_on=ON, context=context)


WC, OLD, RIVER, WASTE, MONEY, CHECK = "一（一）", "一（二）", "一（三）", "一（四）", "二（一）", "二（二）"

# unit, message → measure, status, percent, values, day
REPORTS = [
    ("县城管局", "公厕改造累计完成86座", WC, "in_progress", None, [(86, "total")], None),
    ("县城管局", "第三卫生间新增4个，累计21个，目标45个", WC, "in_progress", None, [(4, "increment"), (21, "total")], None),
    ("县文旅局", "旅游景區公厕這塊完成六成", WC, "in_progress", 60, [], None),
    ("县农业农村局", "农村卫生厕所普及率85.6%", WC, "in_progress", None, [(85.6, "total")], None),
    ("县农业农村局", "卫生厕所普及率由81%提高到84%", WC, "in_progress", None, [(84, "total")], None),
    ("县城管局", "公共厕所建好十八座，年底前全部完工", WC, "in_progress", None, [(18, "total")], "2026-12-31"),
    ("县城管局", "公厕停工了，征地没谈下来", WC, "blocked", None, [], None),
    ("县民政局", "社區養老服務站三十五個了", OLD, "in_progress", None, [(35, "total")], None),
    ("县民政局", "适老化改造本月又做了60户，一共710户", OLD, "in_progress", None, [(60, "increment"), (710, "total")], None),
    ("县残联", "居家适老化改造还差300户，预计9月底全部完成", OLD, "in_progress", None, [], "2026-09-30"),
    ("县卫健局", "护理员培训620人", OLD, "in_progress", None, [(620, "total")], None),
    ("县卫健局", "完成過半", OLD, "in_progress", 50, [], None),
    ("县民政局", "养老服务站已全部建成，任务完成", OLD, "done", None, [], None),
    ("县水利局", "小流域治理了5条", RIVER, "in_progress", None, [(5, "unclear")], None),
    ("县水利局", "河道监控点位累计１２０个", RIVER, "in_progress", None, [(120, "total")], None),
    ("县生态环境局", "优良断面比例88.9%，去年是86%", RIVER, "in_progress", None, [(88.9, "total")], None),
    ("县水利局", "河湖长制进展偏慢，怕赶不上汛期", RIVER, "at_risk", None, [], None),
    ("县生态环境局", "还没启动", RIVER, "not_started", None, [], None),
    ("县住建局", "垃圾分类示范小区一共四十二个", WASTE, "in_progress", None, [(42, "total")], None),
    ("县商务局", "分拣中心建成1座，另2座6月底前投用", WASTE, "in_progress", None, [(1, "total")], "2026-06-30"),
    ("县商务局", "回收利用率达到33%", WASTE, "in_progress", None, [(33, "total")], None),
    ("县财政局", "专项资金设立方案在报批，进度四成", MONEY, "in_progress", 40, [], None),
    ("县政府督查室", "正常推进", CHECK, "in_progress", None, [], None),
    ("县城管局", "拉圾分类完成70%", WASTE, "in_progress", 70, [], None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "text", "ref", "status", "percent", "values", "day"), REPORTS, ids=[r[1] for r in REPORTS]
)
def test_reports_are_read(
    unit: str, text: str, ref: str, status: str, percent: float | None, values: list[tuple[float, str]], day: str | None
) -> None:
    reading = said(unit, text)
    assert reading.intent == "report"
    (item,) = reading.items
    expected = None if day is None else date.fromisoformat(day)
    assert (item.measure, item.status, item.percent, item.expected_by) == (ref, status, percent, expected)
    assert [(value.value, value.kind) for value in item.values] == values


OTHERS = [
    ("县城管局", "完成三成", "report", {None}),
    ("县城管局", "公厕完成60%，垃圾分类完成45%", "report", {WC, WASTE}),
    ("县水利局", "养老服务站又建了2个", "report", {None}),
    ("县民政局", "我们局有哪些任务", "my_measures", set()),
    ("县民政局", "收到，谢谢", "other", set()),
    ("县民政局", "下周一再提醒我", "snooze", set()),
]


@pytest.mark.parametrize(("unit", "text", "intent", "refs"), OTHERS, ids=[row[1] for row in OTHERS])
def test_what_is_no_single_report_is_told_apart(unit: str, text: str, intent: str, refs: set[str | None]) -> None:
    reading = said(unit, text)
    assert reading.intent == intent
    assert {item.measure for item in reading.items} == refs


def test_a_question_finds_its_measure() -> None:
    answer = reading_to_json(said("县民政局", "第三卫生间要建多少个"), county().refs)
    assert answer["target"]["measure"] == WC
