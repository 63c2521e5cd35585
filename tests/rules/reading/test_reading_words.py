"""Status, obstacles and days, by the words people use."""

from datetime import date

import pytest

from bot.rules.reading.dates import days_in
from bot.rules.reading.folding import fold
from tests.rules.reading.conftest import SPRING, says

STATUS = {
    "not_started": ["还没启动", "暂未开展", "尚未动工", "没动", "还没开始弄"],
    "blocked": ["卡住了", "推不动", "停工了", "暂停，等批复", "搞不下去了，没人配合"],
    "at_risk": ["进度滞后", "推进偏慢", "估计要拖", "怕赶不上", "可能要延期", "压力很大，难以按期完成"],
    "done": ["搞定", "已办结", "全部完成", "任务完成了", "早就完成了啊", "做完了", "已完成√"],
    "in_progress": [
        "正常推进",
        "没有滞后，按计划走",
        "没停，一直在做",
        "还没完成",
        "基本完成，还剩点收尾",
        "即将完成",
        "完成60%",
        "方案已印发",
        "已复工，正在推进",
        "还不能算完成",
        "预计年底前全部完成",
    ],
    None: ["没啥变化", "跟上月一样", "無變化", "老样子"],
}
ROWS = [(text, status) for status, texts in STATUS.items() for text in texts]


@pytest.mark.parametrize(("text", "status"), ROWS, ids=[row[0] for row in ROWS])
def test_a_status_is_what_the_words_say(text: str, status: str | None) -> None:
    (item,) = says("市旅发委", text, about="二（三）").items
    assert item.status == status


def test_a_finished_part_is_not_a_finished_measure() -> None:
    (item,) = says("市城管局", "智慧城管平台招标搞完了").items
    assert item.status == "in_progress"


OBSTACLES = [
    ("信用信息平台卡住了，各部门不肯给数据", "各部门不肯给数据"),
    ("移动互联网推广工程推进偏慢，主要是技术人员不够", "技术人员不够"),
    ("宽带乡村工程还没启动，等省公司批复", "等省公司批复"),
    ("诚信体系平台滞后，因为資金一直沒到位", "資金一直沒到位"),
]


@pytest.mark.parametrize(("text", "blocker"), OBSTACLES, ids=[row[1] for row in OBSTACLES])
def test_an_obstacle_is_quoted_character_for_character(text: str, blocker: str) -> None:
    unit = "市发改委" if "平台" in text else "电信宜春分公司"
    (item,) = says(unit, text).items
    assert item.blocker == blocker
    assert item.blocker in text


DAYS = [
    ("12月底前", date(2017, 12, 31)),
    ("年底前", date(2017, 12, 31)),
    ("月底", date(2017, 4, 30)),
    ("下月底", date(2017, 5, 31)),
    ("下个月15号", date(2017, 5, 15)),
    ("3月底前", date(2018, 3, 31)),
    ("明年6月底", date(2018, 6, 30)),
    ("11月15日前", date(2017, 11, 15)),
    ("2018年6月", date(2018, 6, 30)),
    ("十二月二十日前", date(2017, 12, 20)),
    ("三季度末", date(2017, 9, 30)),
    ("下周五", date(2017, 4, 21)),
    ("本周五", date(2017, 4, 14)),
    ("三天后", date(2017, 4, 14)),
    ("国庆前", date(2017, 9, 30)),
    ("20号", date(2017, 4, 20)),
    ("５號", date(2017, 5, 5)),
]


@pytest.mark.parametrize(("text", "day"), DAYS, ids=[row[0] for row in DAYS])
def test_a_day_counts_from_the_day_of_sending(text: str, day: date) -> None:
    assert [found.on for found in days_in(fold(text).text, SPRING)] == [day]


PROMISES = [
    ("预计6月30日全部完成", date(2017, 6, 30)),
    ("可能要拖到明年3月底", date(2018, 3, 31)),
    ("还剩一个，9月底前完工", date(2017, 9, 30)),
    ("月底开工", None),
    ("截至3月31日完成60%", None),
    ("怕年底完不成", None),
    ("领导要求年底前完成", None),
    ("要是顺利年底能完成", None),
    ("3月已完成招标", None),
]


@pytest.mark.parametrize(("text", "day"), PROMISES, ids=[row[0] for row in PROMISES])
def test_only_a_day_for_finishing_is_expected(text: str, day: date | None) -> None:
    items = says("市旅发委", text, about="二（三）").items
    assert [item.expected_by for item in items if item.expected_by] == ([day] if day else [])
