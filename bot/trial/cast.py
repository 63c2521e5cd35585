"""The cast: who may be played, which invite let them in, and one sentence about each. Names are made up."""

from dataclasses import dataclass

CONTACTS_IN_YICHUN = "宜春市联络员"
CONTACTS_IN_JIANGXI = "江西省聯絡員"
OFFICE = "联席会议办公室"
OUTSIDE = "外面"


@dataclass(frozen=True)
class Player:
    """One person in Telegram. `role` is what the invite gives, empty for a stranger; `unit` is that of this `place`."""

    key: str
    telegram_id: int
    name: str
    part: str
    line: str
    role: str = "contact"
    place: str = ""
    unit: str = ""
    language: str = "zh"


@dataclass(frozen=True)
class Group:
    """The office's group; `members` are keys of players, the first made it."""

    key: str
    chat_id: int
    title: str
    part: str
    line: str
    members: tuple[str, ...]


def _in_yichun(key: str, number: int, name: str, unit: str, line: str) -> Player:
    return Player(key, number, name, CONTACTS_IN_YICHUN, f"{unit}：{line}", "contact", "宜春市", unit)


def _in_jiangxi(key: str, number: int, name: str, unit: str, line: str) -> Player:
    return Player(key, number, name, CONTACTS_IN_JIANGXI, f"{unit}：{line}", "contact", "江西省", unit, "zht")


PLAYERS = (
    _in_yichun("limin", 700_000_011, "李敏", "市农业局", "二（二）由它牵头"),
    _in_yichun("wangqiang", 700_000_012, "王强", "市商务局", "多项举措里配合"),
    _in_yichun("chenjing", 700_000_013, "陈静", "市人社局", "二（六）各管一块"),
    _in_yichun("zhaolei", 700_000_014, "赵磊", "市发改委", "二十六项都有它"),
    _in_yichun("zhoufang", 700_000_015, "周芳", "高安市政府", "各县市区之一"),
    _in_jiangxi("linmeihua", 700_000_021, "林美華", "省農業廳", "省方案，用繁體"),
    _in_jiangxi("hezhiqiang", 700_000_022, "何志強", "省商務廳", "省方案，用繁體"),
    Player("chenxiao", 700_000_031, "陈晓", OFFICE, "工作人员：看汇总，发催办", "office"),
    Player("liu", 700_000_032, "刘主任", OFFICE, "管理员：请人进来，载入方案", "admin"),
    Player("stranger", 700_000_041, "路人", OUTSIDE, "机器人不认识这个人", ""),
)
GROUP = Group("group", -4_000_101, "联席会议工作群", OFFICE, "办公室的群：每周五收总数", ("liu", "chenxiao"))

# Everybody else who speaks for a unit is in the database but not on the page; these units have nobody yet.
NOBODY_YET = ("宜春保险协会", "江西證監局")
OTHERS_FROM = 700_001_000  # the Telegram ids of the others
