"""A list of responsible units, split into the names as they are printed."""

from __future__ import annotations

import re
from typing import Final

from bot.documents.shape import depths, shape
from bot.documents.vocabulary import LEVELS, NOT_IN_NAMES, UNIT_ENDS, any_of

_BRACKET: Final = "(?:[（〔][^（）〔〕]{0,12}[）〕])?"
_GOVERNMENT: Final = any_of("人民政府 政府 管委会 管理委员会 党委 街道办事处 办事处") + "?"

# Names that hold 、 themselves: 各市、县（市、区）政府, 市、县两级政府, 市直有关部门、单位.
_COLLECTIVES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        f"(?:各(?:级|有关|相关|地)?|有关|相关|所在地?|属地|其他){LEVELS}{_BRACKET}"
        f"(?:[、和及]{LEVELS}{_BRACKET}(?![^、，；（〔）〕人政管党街办等]))*{_GOVERNMENT}{_BRACKET}",
        f"(?<![^、，；])[省市州县区乡镇](?:、{LEVELS}{_BRACKET})+(?:两级|三级|四级|各级)?"
        + any_of("人民政府 政府 党委 有关部门 相关部门 部门"),
        # 各县、市、区商务主管部门: the offices of all levels.
        f"(?:各(?:有关|相关)?|有关|相关){LEVELS}{_BRACKET}(?:、{LEVELS}{_BRACKET})+[\u4e00-\u9fff]{{0,8}}"
        + any_of("主管 行政 监管 管理 职能 有关 相关")
        + "部门",
        "(?:有关|相关|各)(?:部门|委办局)[、和及](?:单位|企业|机构)",
        "各?(?:党委|[省市县区]委)、(?:人民)?政府(?=$|[、，；])",
    )
)
UNIT_END: Final = re.compile(UNIT_ENDS + r"(?:[（〔〈][^）〕〉]*[）〕〉])?\*?$")

# 和 and 及 part two units only between a whole name and another: 工业和信息化厅 is one, 教育局和各县政府 are two.
_AND: Final = re.compile(
    "(?:以及|会同|[和及与])(?="
    + any_of("各 有关 相关 省 市 县 区 州 国家 国务院 中央 其他 所在 属地 当地 人民银行 中国")
    + ")"
)
_AND_OFFICE: Final = re.compile(
    "(?<=[局委厅办部院府会])(?:以及|[和及与])(?!(?:人民)?政府)"
    "(?=[^、，；（）〔〕和及与]{2,12}[局委厅办部院会](?:$|[、，；（〔]))"
)
_OPEN_END: Final = re.compile(r"(?<![高中初平同])等(?:共?(?:\d+|[一二三四五六七八九十]+)[个家]?)?(?P<rest>[^、，；]*)$")
_BARE: Final = re.compile(
    "^" + any_of("部门 单位 部委 机构 地 市 地市 企业 部门单位 部门[和及、]单位 单位和部门 成员单位 负责") + "?$"
)
_GROUP: Final = re.compile(
    "^(?:各|有关|相关|其他|所在|属地|当地)|(?:有关|相关|各|[省市县区][级直])(?:部门|单位|地方|地区|处室|企业)"
)
_NOT_A_NAME: Final = re.compile(NOT_IN_NAMES)
_NOTE: Final = re.compile(r"[（〔〈](牵头|牵头单位|牵头部门|主办|负责|配合|参与)[）〕〉]$")


def split_units(text: str) -> list[str]:
    """The names in a list, in order, as printed but without inner spaces; 等有关部门 is a name, 等部门 is none."""
    shaped = shape(text)
    names: list[str] = []
    for begin, end in _spans(shaped):
        names += _opened(_squeezed(text[begin:end]))
    return [name for name in names if name]


def is_group(name: str) -> bool:
    """Whether the name means several units: 各市、县政府, 省级有关部门."""
    return bool(_GROUP.search(shape(name)))


def looks_like_unit(name: str) -> bool:
    """Whether a name could be a unit's: it ends as units' names end and holds no word a name never holds."""
    shaped = shape(name).replace(" ", "")
    outside = re.sub(r"[（〔〈].*?[）〕〉]", "", shaped)
    if not 2 <= len(outside) <= 32 or _NOT_A_NAME.search(outside):
        return False
    return bool(UNIT_END.search(shaped)) or bool(_GROUP.search(shaped))


def note_of(name: str) -> tuple[str, str]:
    """The name without a role noted behind it, and that role: 市教育局（牵头）→ 市教育局, 牵头."""
    found = _NOTE.search(shape(name))
    return (name[: found.start()], found[1]) if found else (name, "")


def _spans(shaped: str) -> list[tuple[int, int]]:
    kept = {
        place
        for pattern in _COLLECTIVES
        for found in pattern.finditer(shaped)
        for place in range(found.start() + 1, found.end())
    }
    depth = depths(shaped)
    spans, begin = [], 0
    for place, char in enumerate(shaped):
        if depth[place] or place in kept or place < begin:
            continue
        if char in "、，；。/" or (
            char == " " and _whole(shaped[begin:place]) and _whole(re.split(r"[、，；]", shaped[place:])[0])
        ):
            spans.append((begin, place))
            begin = place + 1
        elif (found := _AND.match(shaped, place) or _AND_OFFICE.match(shaped, place)) and _whole(shaped[begin:place]):
            spans.append((begin, place))
            begin = found.end()
    spans.append((begin, len(shaped)))
    return spans


def _whole(name: str) -> bool:
    name = re.sub(r"等[^、]*$", "", name).strip()
    return len(name) > 1 and bool(UNIT_END.search(name))


def _opened(name: str) -> list[str]:
    shaped = shape(name)
    found = _OPEN_END.search(shaped)
    if not found or depths(shaped)[found.start()]:
        return [name]
    rest = name[found.start("rest") :]
    head = name[: found.start()]
    return [head] if _BARE.match(shape(rest)) or not looks_like_unit(rest) else [head, rest]


def _squeezed(name: str) -> str:
    return re.sub(r"\s+", "", name).strip("。.；;：:，,、")
