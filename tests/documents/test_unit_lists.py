"""How a list of units is parted: names stay as printed, and 、 inside a collective parts nothing."""

import pytest

from bot.documents.units import is_group, looks_like_unit, note_of, split_units


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        pytest.param("市教育局、市科技局", "市教育局 市科技局", id="two offices"),
        pytest.param("省财政厅,省税务局;海关", "省财政厅 省税务局 海关", id="half-width signs"),
        pytest.param("各市、县、区政府", "各市、县、区政府", id="three levels, one name"),
        pytest.param("省司法厅，各县（市、区）政府", "省司法厅 各县（市、区）政府", id="a bracket in a collective"),
        pytest.param("各区、县（市）政府、市公安局", "各区、县（市）政府 市公安局", id="a collective first"),
        pytest.param("各市、县〔市、区〕人民政府", "各市、县〔市、区〕人民政府", id="square brackets"),
        pytest.param("各区、县级市", "各区、县级市", id="levels without a government"),
        pytest.param("各有关区、县级市、市水务局", "各有关区、县级市 市水务局", id="those concerned"),
        pytest.param("各省、自治区、直辖市人民政府", "各省、自治区、直辖市人民政府", id="provinces"),
        pytest.param("各设区市政府、新区管委会", "各设区市政府 新区管委会", id="a government closes it"),
        pytest.param("市、县两级政府，市司法局", "市、县两级政府 市司法局", id="levels without 各"),
        pytest.param("省农业厅，有关州、市人民政府", "省农业厅 有关州、市人民政府", id="those concerned without 各"),
        pytest.param("各县、市、区商务主管部门", "各县、市、区商务主管部门", id="the offices of three levels"),
        pytest.param(
            "各县（市、区）人民政府和开发区管委会", "各县（市、区）人民政府 开发区管委会", id="和 behind 政府"
        ),
        pytest.param("各高等院校、职业院校", "各高等院校 职业院校", id="等 inside a word"),
        pytest.param("各地区、各部门", "各地区 各部门", id="two collectives"),
        pytest.param("市直有关部门、单位", "市直有关部门、单位", id="bodies of one phrase"),
        pytest.param("工业和信息化局、文化和旅游局", "工业和信息化局 文化和旅游局", id="和 inside a name"),
        pytest.param("市教育局和各县区政府", "市教育局 各县区政府", id="和 between names"),
        pytest.param("省法院和检察院", "省法院 检察院", id="和 between offices"),
        pytest.param("市科技局及市有关部门", "市科技局 市有关部门", id="及 between names"),
        pytest.param("省财政厅等省级相关部门，各市政府", "省财政厅 省级相关部门 各市政府", id="等 and a collective"),
        pytest.param("市公安局等部门", "市公安局", id="等 and a bare noun"),
        pytest.param("省教育厅等12个部门", "省教育厅", id="等 and a number"),
        pytest.param("甲市、乙市、丙市政府", "甲市 乙市 丙市政府", id="an elided ending stays as printed"),
        pytest.param("市委组织部（人才办）、团市委", "市委组织部（人才办） 团市委", id="an alias in brackets"),
        pytest.param("省市场监管（知识产权）局", "省市场监管（知识产权）局", id="a bracket inside a name"),
        pytest.param("省財政廳　各市人民政府", "省財政廳 各市人民政府", id="a blank for a comma"),
        pytest.param("市 发改委、市财 政局", "市发改委 市财政局", id="blanks inside names"),
    ],
)
def test_a_list_is_parted_into_names(printed, names):
    assert split_units(printed) == names.split()


@pytest.mark.parametrize("name", ["各县市区政府", "省级有关部门", "市政府各部门", "省政府有關部門", "各级国资委"])
def test_a_collective_is_a_group(name):
    assert is_group(name)


@pytest.mark.parametrize("name", ["市政府金融办", "省直机关工委", "市级机关事务管理局", "人民银行某市中心支行"])
def test_one_office_is_no_group(name):
    assert not is_group(name)


@pytest.mark.parametrize("words", ["以下简称平台", "谁审批", "牵头建立的机制", "12345热线", "产业"])
def test_words_that_are_no_unit_do_not_look_like_one(words):
    assert not looks_like_unit(words)


def test_a_role_noted_behind_a_name_is_told_from_an_alias():
    assert note_of("市教育局（牵头）") == ("市教育局", "牵头")
    assert note_of("市委组织部（人才办）") == ("市委组织部（人才办）", "")
