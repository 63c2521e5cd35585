"""Who leads, by what an assignment and its document say."""

import pytest

from bot.documents.conventions import Rules, rules_of
from bot.documents.leads import leads_of
from bot.documents.roles import read_body

FIRST = Rules(first_listed=True)
COMMA = Rules(before_comma=True)
NONE = Rules()


@pytest.mark.parametrize(
    ("body", "rules", "leads", "basis"),
    [
        pytest.param("牵头单位：甲局、乙局，责任单位：丙局", NONE, "甲局 乙局", "keyword", id="a label, several leads"),
        pytest.param("牵头单位：甲局", NONE, "甲局", "keyword", id="a label alone"),
        pytest.param("甲局牵头，乙局、丙局按职责分工负责", NONE, "甲局", "keyword", id="a verb"),
        pytest.param("甲局、乙局牵头负责，丙局配合", NONE, "甲局 乙局", "keyword", id="a verb for two"),
        pytest.param("甲局牵头会同乙局负责", NONE, "甲局", "keyword", id="leads together with"),
        pytest.param("甲局会同乙局、丙局负责", NONE, "甲局", "keyword", id="together with"),
        pytest.param("甲局（牵头）、乙局", NONE, "甲局", "keyword", id="a note behind the name"),
        pytest.param("甲局牵头、乙局配合", NONE, "甲局", "keyword", id="a pause between the verbs"),
        pytest.param("甲局牵头，乙局", FIRST, "甲局", "keyword", id="a verb overrides the first-listed rule"),
        pytest.param("责任单位：*甲局、乙局", NONE, "甲局", "asterisk", id="an asterisk before"),
        pytest.param("责任单位：甲局、乙局*", NONE, "乙局", "asterisk", id="an asterisk behind"),
        pytest.param("责任单位：甲局", NONE, "甲局", "single-unit", id="one unit"),
        pytest.param("责任单位：甲局、乙局", NONE, "", "none", id="nothing said: nobody is presumed"),
        pytest.param("责任单位：甲局、乙局", FIRST, "甲局", "first-listed", id="the first by rule"),
        pytest.param("责任单位：各县区政府，乙局", FIRST, "各县区政府", "first-listed-group", id="a group first"),
        pytest.param("甲局、乙局，丙局负责", COMMA, "甲局 乙局", "before-comma", id="those before the first comma"),
        pytest.param("甲局、乙局负责", COMMA, "甲局 乙局", "before-comma", id="no comma: all of them"),
        pytest.param("甲局、乙局按职责分工负责", NONE, "", "each-own-function", id="each by its function"),
        pytest.param("甲局、乙局按职能分工各自负责", FIRST, "", "each-own-function", id="each its own"),
        pytest.param("责任单位：甲局；配合单位：乙局", NONE, "甲局", "main-and-support", id="support named apart"),
        pytest.param("甲局负责，乙局配合", NONE, "甲局", "main-and-support", id="one answers, one helps"),
        pytest.param("责任单位：甲局、乙局", Rules(main_leads=True), "甲局 乙局", "main-and-support", id="by rule"),
    ],
)
def test_the_lead_is_who_the_words_say(body, rules, leads, basis):
    found, ground = leads_of(read_body(body), rules)
    assert (list(found), ground) == (leads.split(), basis)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("列第一位的为牵头单位，下同", FIRST),
        ("列第一位者为牵头单位", FIRST),
        ("排在第一位的部门为牵头部门，下同", FIRST),
        ("排名第一的为牵头单位", FIRST),
        ("首位为牵头单位", FIRST),
        ("列第一位的為牽頭單位,下同", FIRST),
        ("第一个逗号前为牵头单位，多个牵头部门的按照职责分工负责，下同", COMMA),
        ("无牵头单位的，责任单位即为牵头单位", Rules(main_leads=True)),
        ("要建立第一书记制度，市政府为牵头抓总单位", NONE),
    ],
)
def test_a_rule_stated_once_is_found(text, rules):
    assert rules_of(text) == rules


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("责任单位：甲局、乙局，列第一位的为牵头单位，下同", "甲局 乙局"),
        ("甲局、乙局负责（排在第一位的部门为牵头部门，下同）", "甲局 乙局"),
        ("甲局，乙局负责。第一个逗号前为牵头单位，多个牵头部门的按照职责分工负责，下同", "甲局 乙局"),
        ("甲局、乙局。以下均涉及各镇街道，不再单独列出", "甲局 乙局"),
        ("甲局按职责分工负责。具体任务均涉及相关市政府，不再做分工，下同", "甲局"),
        ("牵头领导：某某；责任单位：甲局、乙局；完成时限：年底前", "甲局 乙局"),
        ("甲局牵头，乙局配合，2025年底前完成", "甲局 乙局"),
    ],
)
def test_rules_people_and_times_are_no_units(body, names):
    assert [named.name for named in read_body(body).named] == names.split()
