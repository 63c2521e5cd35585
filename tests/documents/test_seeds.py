"""The plans that come with the bot say what a person read in them, field by field."""

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.documents.drafts import DocumentError
from bot.documents.parse import parse
from bot.documents.record import measure_record
from bot.documents.seed import SEEDS, read_seed, read_units, shipped

GOLDEN = Path(__file__).parent.parent / "golden"
BOTH = ["yichun-2016", "jiangxi-2015"]


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", BOTH)
def test_a_shipped_plan_equals_the_table_made_by_hand(code):
    records = [measure_record(measure) for measure in read_seed(SEEDS / code).measures]
    for record, typed in zip(records, golden(code), strict=True):
        text = record.pop("text")
        assert text.startswith(typed.pop("text_start")) and text.endswith(typed.pop("text_end"))
        assert record == typed


@pytest.mark.parametrize("code", BOTH)
def test_the_text_of_every_measure_stands_in_the_document_between_its_title_and_its_bracket(code):
    document = (SEEDS / code / "document.txt").read_text(encoding="utf-8")
    for measure in read_seed(SEEDS / code).measures:
        before, found, after = document.partition(measure.text)
        assert found and before.endswith(measure.title + "。") and after[1:3] in ("责任", "責任"), measure.ref


@pytest.mark.parametrize(
    ("code", "digest"),
    [
        ("yichun-2016", "aac58b2d555248dd5dfdda3aa6bba2bc7685ce8e47237f6a99062cf31f7d2663"),
        ("jiangxi-2015", "f4953ce88c7509d8553abaf257f3ce157be33773d98d9bf2f0fc63d72ddd1fc7"),
    ],
)
def test_a_shipped_document_is_the_published_text_byte_for_byte(code, digest):
    assert hashlib.sha256((SEEDS / code / "document.txt").read_bytes()).hexdigest() == digest


def test_every_printed_unit_is_known_in_the_place_of_its_plan():
    known = {(unit.place, name) for unit in read_units() for name in (unit.name, *unit.aliases)}
    for folder in shipped():
        plan = read_seed(folder)
        assert {(plan.place, unit) for measure in plan.measures for unit in measure.units} <= known


def test_yichun_has_34_single_units_and_relevant_departments_are_those_it_names():
    units = {unit.name: unit for unit in read_units() if unit.place == "宜春市"}
    printed = {name for measure in read_seed(SEEDS / "yichun-2016").measures for name in measure.units}
    single = {
        u.name for u in units.values() if u.kind not in ("group", "government") and {u.name, *u.aliases} & printed
    }
    assert len(single) == 34
    departments = {name for name in single if units[name].kind == "department"}
    assert set(units["市政府有关部门"].members) == departments
    assert units["各县市区政府"].members[:2] == ("袁州区政府", "丰城市政府")


def test_no_name_in_one_place_means_two_units():
    names = [(unit.place, name) for unit in read_units() for name in (unit.name, *unit.aliases)]
    assert len(names) == len(set(names))


def test_gaoans_offices_are_not_yichuns():
    places = {unit.name: unit.place for unit in read_units()}
    assert (places["商务局"], places["市商务局"]) == ("高安市", "宜春市")
    gaoan = read_seed(SEEDS / "gaoan-2016")
    assert [(m.ref, m.leads) for m in gaoan.measures] == [("转发1", ("工信委",)), ("转发2", ("商务局",))]
    document = (SEEDS / "gaoan-2016" / gaoan.document).read_text(encoding="utf-8")
    assert all(measure.text in document for measure in gaoan.measures)


def test_every_link_joins_two_measures_and_equals_the_pairing_made_by_hand():
    yichun, jiangxi = read_seed(SEEDS / "yichun-2016"), read_seed(SEEDS / "jiangxi-2015")
    pairs = [(link.follows, link.ref, link.lead_follows) for link in yichun.links]
    by_hand = [(row["jiangxi"], row["yichun"], row["lead_follows"]) for row in golden("jiangxi-to-yichun")]
    assert pairs == [row for row in by_hand if row[1]]
    assert {link.ref for link in yichun.links} == {measure.ref for measure in yichun.measures}
    assert {link.follows for link in yichun.links} < {measure.ref for measure in jiangxi.measures}


def test_parents_come_before_the_plans_that_follow_them():
    loaded = []
    for folder in shipped():
        plan = read_seed(folder)
        assert plan.parent is None or plan.parent in loaded
        loaded.append(plan.code)


def test_a_day_no_document_states_is_left_empty():
    assert read_seed(SEEDS / "jiangxi-2015").issued_on is None
    assert read_seed(SEEDS / "yichun-2016").issued_on == date(2016, 1, 15)


@pytest.fixture
def gaoan(tmp_path):
    """A copy of the smallest plan, to be spoilt."""
    return Path(shutil.copytree(SEEDS / "gaoan-2016", tmp_path / "gaoan-2016"))


def spoil(folder, old, new):
    path = folder / "measures.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


TARGET = """lead_basis = "named"

[[measure.target]]
text = "发至企业10家"
indicator = "企业"
op = "="
value = 10
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param('units = ["工信委"]', "units = []", "没有责任单位", id="no units"),
        pytest.param('ref = "转发1"\n', "", "缺少 ref", id="no ref"),
        pytest.param('ref = "转发1"\n', "ref = 1\n", "ref 的写法不对", id="a ref that is a number"),
        pytest.param('leads = ["工信委"]', 'leads = ["公安局"]', "不在责任单位里", id="a lead nobody listed"),
        pytest.param('lead_basis = "named"', 'lead_basis = "guess"', "lead_basis 只能是", id="an unknown basis"),
        pytest.param('lead_basis = "named"\n', TARGET + "due_on = 2016-02-30\n", "读不出来", id="no such day"),
        pytest.param('lead_basis = "named"\n', TARGET + 'due_on = "年底"\n', "日期", id="a day in words"),
        pytest.param('lead_basis = "named"\n', TARGET + "value_max = 12\n", "区间", id="a top without a range"),
        pytest.param('title = "发至全市所有纳税', "title = 发至全市所有纳税", "读不出来", id="a quote forgotten"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason_and_the_others_load(gaoan, old, new, reason):
    spoil(gaoan, old, new)
    plan = read_seed(gaoan)
    assert [measure.ref for measure in plan.measures] == ["转发2"]
    (row,) = plan.bad_rows
    assert row.label.startswith("第1条") and reason in row.reason


def test_a_ref_used_twice_loads_once(gaoan):
    spoil(gaoan, 'ref = "转发2"', 'ref = "转发1"')
    plan = read_seed(gaoan)
    assert len(plan.measures) == 1 and plan.bad_rows[0].label == "第2条 转发1"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("measures.toml", b"[[measure", "measures.toml 写法有误", id="no TOML at all"),
        pytest.param("plan.toml", b"title = 1", "缺少 code", id="a head without a code"),
        pytest.param("measures.toml", "任务".encode("gb18030"), "不是 UTF-8", id="another encoding"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(gaoan, name, content, sentence):
    (gaoan / name).write_bytes(content)
    with pytest.raises(DocumentError, match=sentence):
        read_seed(gaoan)


@pytest.fixture
def yichun(tmp_path):
    """A copy of a plan that is read from its document, to be spoilt."""
    return Path(shutil.copytree(SEEDS / "yichun-2016", tmp_path / "yichun-2016"))


@pytest.mark.parametrize(
    ("overlay", "reason"),
    [
        pytest.param('[[measure]]\nref = "九（九）"\n', "没有读出序号 九（九）", id="a measure nobody read"),
        pytest.param(
            '[[measure]]\nref = "二（一）"\n[[measure.target]]\ntext = "登月"\n',
            "没有读出目标“登月”",
            id="a target nobody read",
        ),
        pytest.param(
            '[[measure]]\nref = "二（一）"\nleads = ["市公安局"]\n', "不在责任单位里", id="a lead nobody listed"
        ),
        pytest.param(
            '[[measure]]\nref = "二（五）"\n[[measure.target]]\ntext = "登月"\nadded = true\nop = "="\nindicator = "登月"\n',
            "缺少数值",
            id="a number without its value",
        ),
    ],
)
def test_a_decision_that_fits_nothing_comes_back_and_the_rest_loads(yichun, overlay, reason):
    (yichun / "overlay.toml").write_text(overlay, encoding="utf-8")
    plan = read_seed(yichun)
    (bad,) = plan.bad_rows
    assert reason in bad.reason and len(plan.measures) == 34


def test_a_decision_about_the_lead_replaces_what_was_read(yichun):
    decision = '[[measure]]\nref = "二（六）"\nleads = ["市人社局"]\nlead_basis = "named"\n'
    (yichun / "overlay.toml").write_text(decision, encoding="utf-8")
    measure = next(one for one in read_seed(yichun).measures if one.ref == "二（六）")
    assert (measure.leads, measure.lead_basis) == (("市人社局",), "named")


def test_a_plan_without_an_overlay_is_what_is_read(yichun):
    (yichun / "overlay.toml").unlink()
    assert read_seed(yichun).measures == parse(yichun / "document.txt").measures


def test_a_folder_without_measures_and_document_is_refused(yichun):
    (yichun / "document.txt").unlink()
    with pytest.raises(DocumentError, match=r"measures\.toml，也找不到文件 .*document\.txt"):
        read_seed(yichun)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(DocumentError, match=r"找不到文件 .*plan\.toml"):
        read_seed(tmp_path)


def test_a_units_part_is_own_only_where_each_answers_by_its_function():
    measures = {measure.ref: measure for measure in read_seed(SEEDS / "yichun-2016").measures}
    assert measures["二（一）"].role_of("市工信委") == "lead"
    assert measures["二（一）"].role_of("市科技局") == "support"
    assert measures["二（六）"].role_of("市人社局") == "own"
    with pytest.raises(KeyError):
        measures["二（一）"].role_of("市公安局")


def test_a_cycle_nobody_knows_is_refused(tmp_path):
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "plan.toml").write_text(
        'code = "x"\ntitle = "x"\nissuer = "x"\nplace = "x"\n[cycle]\nevery = "fortnight"\n', encoding="utf-8"
    )
    (folder / "measures.toml").write_text("", encoding="utf-8")
    with pytest.raises(DocumentError, match="every 只能是 week、month、quarter"):
        read_seed(folder)
