"""An unknown unit name is proposed as another name, a slip, a group or a new unit; never as what it is not."""

import pytest

from bot.documents.seed import read_seed, read_units, shipped
from bot.rules.proposals import KnownUnit, proposals


def city(*names, place="宜春市"):
    return [KnownUnit(name, "department", place) for name in names]


def one(name, *known, place="宜春市"):
    (found,) = proposals([name], city(*known, place=place), place)
    return found


@pytest.mark.parametrize(
    ("place", "name", "known"),
    [
        pytest.param("江西省", "财政厅", "省财政厅", id="the province elided"),
        pytest.param("江西省", "江西省财政厅", "省财政厅", id="the province in full"),
        pytest.param("宜春市", "宜春市财政局", "市财政局", id="the city in full"),
        pytest.param("宜春市", "市财政局", "财政局", id="the level added"),
        pytest.param("宜春市", "市市场监管局", "市场监管局", id="市市场 and 市场"),
        pytest.param("江西省", "省市场监管局（省知识产权局）", "省市场监管局", id="a second plate in brackets"),
        pytest.param("江西省", "省知识产权局", "省市场监管局（省知识产权局）", id="the second plate alone"),
        pytest.param("宜春市", "发改委", "市发展和改革委员会", id="发改委"),
        pytest.param("宜春市", "市人力资源和社会保障局", "市人社局", id="人社局, the full name new"),
        pytest.param("宜春市", "市工信委", "市工业和信息化委员会", id="工信委"),
        pytest.param("宜春市", "市卫健委", "宜春市卫生健康委员会", id="卫健委"),
        pytest.param("宜春市", "市住建局", "市住房和城乡建设局", id="住建局"),
        pytest.param("宜春市", "市质监局", "市质量技术监督局", id="质监局"),
        pytest.param("宜春市", "市交通局", "市交通运输局", id="交通局"),
        pytest.param("宜春市", "市文旅局", "市文化和旅游局", id="文旅局"),
        pytest.param("宜春市", "市网信办", "市互联网信息办公室", id="网信办"),
        pytest.param("宜春市", "市金融办", "市政府金融办", id="政府 elided"),
        pytest.param("宜春市", "人行宜春市中心支行", "人民银行宜春市中心支行", id="人行"),
        pytest.param("宜春市", "中国电信宜春分公司", "电信宜春分公司", id="中国 elided"),
        pytest.param("上高县", "县大数据中心", "县大数据管理中心", id="大数据中心"),
        pytest.param("江西省", "省發改委", "省发改委", id="the other script"),
        pytest.param("宜春市", "市 发改委", "市发改委", id="a space inside"),
        pytest.param("宜春市", "各县（市、区）人民政府", "各县市区政府", id="a group spelt out"),
        pytest.param("宜春市", "市政府各有关部门", "市政府有关部门", id="a group with 各"),
    ],
)
def test_another_name_of_a_known_unit_is_proposed_as_its_alias(place, name, known):
    found = one(name, known, place=place)
    assert (found.kind, found.of) == ("alias", known), found
    assert known in found.why


@pytest.mark.parametrize(
    ("name", "known"),
    [
        pytest.param("市材政局", "市财政局", id="a letter that looks alike"),
        pytest.param("市公信委", "市工信委", id="a letter that sounds alike"),
        pytest.param("市财政居", "市财政局", id="the ending"),
        pytest.param("市政财局", "市财政局", id="two letters swapped"),
        pytest.param("市发改改委", "市发改委", id="a letter doubled"),
        pytest.param("市食品药品监营局", "市食品药品监管局", id="a letter that looks alike in a long name"),
        pytest.param("市食品药品监督理局", "市食品药品监督管理局", id="a letter missing in a long name"),
    ],
)
def test_a_slip_of_the_pen_is_proposed_as_a_typo(name, known):
    found = one(name, known)
    assert (found.kind, found.of) == ("typo", known), found


@pytest.mark.parametrize(
    ("name", "known"),
    [
        pytest.param("市农业局", "市林业局", id="农业 and 林业"),
        pytest.param("市国税局", "市地税局", id="国税 and 地税"),
        pytest.param("市文化局", "市文广新局", id="文化 and 文广新"),
        pytest.param("市教育局", "市教育体育局", id="教育 and 教育体育"),
        pytest.param("市农业局", "市农业农村局", id="农业 and 农业农村"),
        pytest.param("市工信局", "市工信委", id="a committee become a bureau"),
        pytest.param("市政府办", "市政府金融办", id="政府办 and 金融办"),
        pytest.param("市财政局", "县财政局", id="another level"),
        pytest.param("宜春银监分局", "宜春证监分局", id="银监 and 证监"),
        pytest.param("电信宜春分公司", "联通宜春分公司", id="two companies"),
        pytest.param("市第二人民医院", "市第一人民医院", id="second and first"),
        pytest.param("市就业服务中心", "市创业服务中心", id="就业 and 创业"),
        pytest.param("市大学生就业服务中心", "市大学生创业服务中心", id="就业 and 创业 in long names"),
        pytest.param("市职业技术学院附属第二医院", "市职业技术学院附属第一医院", id="second and first in long names"),
        pytest.param("市东城街道办事处", "市西城街道办事处", id="east and west"),
        pytest.param("市城管局", "市城乡规划建设局", id="城管 and 城建"),
        pytest.param("市商务局", "市工商局", id="商务 and 工商"),
        pytest.param("市水务局", "市水利局", id="水务 and 水利"),
        pytest.param("市政府办", "市办", id="政府 that cannot be elided"),
        pytest.param("市政府办公室", "市办公室", id="政府办公室 and 办公室"),
        pytest.param("市政府", "市政府办", id="a government and its office"),
        pytest.param("市公安局交警支队", "市公安局", id="a part and the whole"),
    ],
)
def test_another_office_is_a_new_unit(name, known):
    found = one(name, known)
    assert (found.kind, found.of) == ("new", None), found
    back = one(known, name)
    assert (back.kind, back.of) == ("new", None), back


@pytest.mark.parametrize("name", ["各县市区政府", "市直有关部门", "有关单位", "各乡镇（街道）", "市级相关部门"])
def test_a_collective_is_proposed_as_a_group(name):
    assert one(name, "市财政局").kind == "group"


def test_all_departments_are_not_those_concerned():
    assert one("市政府各部门", "市政府有关部门").kind == "group"


def test_a_name_near_two_units_is_merged_into_neither():
    found = one("市城管局", "市城市管理局", "市城区管理局")
    assert (found.kind, found.of) == ("new", None) and "市城市管理局、市城区管理局" in found.why


@pytest.mark.parametrize(
    ("name", "known"),
    [("市教育局", "市教育体育局"), ("市工信局", "市工信委"), ("市大学生就业服务中心", "市大学生创业服务中心")],
)
def test_a_neighbour_is_mentioned_but_not_merged(name, known):
    found = one(name, known)
    assert (found.kind, found.of) == ("new", None) and known in found.why


def test_units_of_another_place_are_not_looked_at():
    known = [*city("市商务局"), *city("商务局", place="高安市")]
    (found,) = proposals(["商务委"], known, "高安市")
    assert found.kind == "new" and "市商务局" not in found.why


def test_a_known_name_or_alias_is_not_asked_about_and_a_stranger_once():
    known = [KnownUnit("市质量技术监督局", "department", "宜春市", ("市质监局",))]
    assert proposals(["市质监局", "市质量技术监督局"], known, "宜春市") == ()
    assert len(proposals(["市水务局", "市水务局"], known, "宜春市")) == 1


def test_no_two_units_of_the_shipped_plans_are_taken_for_one_another():
    units = read_units()
    for plan in map(read_seed, shipped()):
        for unit in [unit for unit in units if unit.place == plan.place]:
            others = [other for other in units if other != unit]
            for found in proposals([unit.name], others, plan.place):
                assert found.kind in ("new", "group"), found
