"""One file in, one whole plan out; of a loaded plan it keeps what the document does not state."""

from datetime import date

import pytest

from bot.documents.drafts import DocumentError, PlanHead
from bot.documents.ledger import write_plan
from bot.documents.seed import SEEDS, read_seed
from bot.documents.whole import place_of, read_plan

NOTICE = """某市人民政府
关于印发《某市养老服务行动方案》的通知
某政发〔2021〕3号
2021年5月6日
一、任务
（一）建设养老机构。新建养老机构10家。（责任单位：市民政局、市财政局）
（二）培训护理员。2022年底前培训500人。（责任单位：市人社局）
（三）发放补贴。按规定发放。（责任单位：市财政局）
""".encode()
BARE = NOTICE.decode().partition("一、任务")[2].encode()
LOADED = PlanHead(
    "yanglao-2021",
    "某市养老服务行动方案",
    "某市人民政府",
    "某政发〔2021〕3号",
    date(2021, 5, 6),
    place="某市",
    cycle_every="quarter",
    due_day=10,
    parent="province",
    titles=("建设养老机构", "培训护理员", "改造社区"),
)
OTHER = PlanHead("other-2020", "某市教育方案", titles=("建学校", "建设养老机构"))


def test_a_new_document_makes_a_plan_of_its_own_head():
    plan = read_plan(NOTICE, "通知.txt")
    assert (plan.title, plan.issuer, plan.number) == ("某市养老服务行动方案", "某市人民政府", "某政发〔2021〕3号")
    assert (plan.place, plan.issued_on, plan.script) == ("某市", date(2021, 5, 6), "hans")
    assert plan.code.startswith("plan-2021-") and len(plan.code) == len("plan-2021-") + 6
    assert [measure.ref for measure in plan.measures] == ["一（一）", "一（二）", "一（三）"]
    assert plan.measures[1].deadlines[0].on == date(2022, 12, 31)


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        pytest.param("yanglao.docx.txt", None, "plan-2021-", id="a name with a dot"),
        pytest.param("yanglao-2021.txt", None, "yanglao-2021", id="a name fit for a code"),
        pytest.param("通知.txt", "mine-1", "mine-1", id="a code given"),
        pytest.param("2021.txt", None, "plan-2021-", id="a number only"),
    ],
)
def test_the_code_of_a_new_plan(name, given, code):
    assert read_plan(NOTICE, name, code=given).code.startswith(code)


@pytest.mark.parametrize(
    ("data", "name", "given", "code"),
    [
        pytest.param(NOTICE, "通知.txt", None, "yanglao-2021", id="the same title"),
        pytest.param(BARE, "通知.txt", None, "yanglao-2021", id="most of its measures"),
        pytest.param(BARE, "other-2020.txt", None, "other-2020", id="the file is named after it"),
        pytest.param(NOTICE, "通知.txt", "other-2020", "other-2020", id="the code given"),
    ],
)
def test_a_document_belongs_to_the_loaded_plan_it_is_an_edition_of(data, name, given, code):
    assert read_plan(data, name, [OTHER, LOADED], code=given).code == code


def test_half_of_the_measures_are_not_most_of_them():
    assert read_plan(BARE, "通知.txt", [OTHER]).code.startswith("plan-")


def test_a_document_without_a_head_keeps_the_head_that_is_loaded():
    plan = read_plan(BARE, "通知.txt", [LOADED])
    for field in ("title", "issuer", "number", "issued_on", "place", "cycle_every", "due_day", "parent"):
        assert getattr(plan, field) == getattr(LOADED, field), field
    assert plan.doubts == ()


def test_a_new_plan_without_a_head_says_what_it_does_not_know():
    plan = read_plan(BARE, "任务.txt")
    assert plan.title == "任务" and plan.place == "" and plan.issued_on is None
    assert [doubt for doubt in plan.doubts if "地方" in doubt] and [doubt for doubt in plan.doubts if "日期" in doubt]


def test_a_text_without_assignments_says_what_was_looked_for():
    with pytest.raises(DocumentError) as refused:
        read_plan("今天天气好。".encode(), "a.txt")
    assert "牵头单位" in refused.value.sentence


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("宜春市人民政府", "宜春市"),
        ("江西省人民政府办公厅", "江西省"),
        ("中共宜春市委办公室", "宜春市"),
        ("宜春市发展和改革委员会", "宜春市"),
        ("上高县人民政府", "上高县"),
        ("广西壮族自治区人民政府", "广西壮族自治区"),
        ("恩施土家族苗族自治州人民政府", "恩施土家族苗族自治州"),
        ("國務院辦公廳", "全国"),
        ("省人民政府", ""),
        ("教育部", ""),
        ("", ""),
    ],
)
def test_the_place_is_that_of_the_issuer(issuer, place):
    assert place_of(issuer) == place


@pytest.mark.parametrize("code", ["yichun-2016", "jiangxi-2015"])
def test_a_shipped_plan_comes_back_whole_from_its_own_sheet(code):
    plan = read_seed(SEEDS / code)
    assert read_plan(write_plan(plan), "whatever.xlsx") == plan
