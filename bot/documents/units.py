"""A list of responsible units, split into the names as they are printed."""

from __future__ import annotations

import re
from typing import Final

from bot.documents.shape import depths, shape

_BRACKET: Final = r"(?:[（〔][^（）〔〕]{0,12}[）〕])?"
_LEVEL: Final = (
    r"(?:县级市|地级市|市辖区|设区市|自治区|直辖市|自治州|自治县|县市区|市县区|市区县|区县市|县区|区县|市县|市州|州市|盟市|旗县|旗县区|"
    r"乡镇街道|乡镇|镇街|镇乡|街镇|区镇|镇|乡|街道|街道办|办事处|新区|功能区|开发区|园区|省|市|州|盟|县|区|旗|地)"
)
_TAIL: Final = r"(?:人民政府|政府|管委会|管理委员会|党委|街道办事处|办事处)?"

# 各市、县（市、区）政府 is one name although 、 stands in it; so is 市、县两级政府.
_COLLECTIVE: Final = re.compile(
    rf"各(?:级|有关|相关|地)?{_LEVEL}{_BRACKET}(?:(?:、|和|及){_LEVEL}{_BRACKET}(?![^、，；（〔）〕人政管党街办等]))*{_TAIL}{_BRACKET}"
)
_LEVELS: Final = re.compile(
    rf"(?<![^、，；])(?:省|市|州|县|区|乡|镇)(?:、{_LEVEL}{_BRACKET})+(?:两级|三级|四级|各级)?(?:人民政府|政府|党委|有关部门|相关部门|部门)"
)
# 和 and 及 part two units only between a whole name and another whole one: 工业和信息化厅 is one.
_END: Final = (
    r"(?:委员会|委|办公室|办|局|厅|部|院|署|司|会|处|科|室|组|队|中心|公司|集团|企业|行|政府|办事处|街道|乡|镇|区|县|市|州|盟|旗|"
    r"校|大学|学院|社|联|馆|站|台|所|团|关|网|海关|法院|部门|单位|地方|各地|地区|机构|专班|指挥部|小组|园区|基地|银行|高校|院所|"
    r"平台|党委|系统|学校|医院|主体|省|兵团|总队|支队|电网|电力|铁塔|电信|移动|联通|烟草|邮政|石油|石化)"
)
UNIT_END: Final = re.compile(_END + r"(?:[（〔〈][^）〕〉]*[）〕〉])?\*?$")
_AND: Final = re.compile(
    r"(?:以及|[和及与]|会同)(?=各|有关|相关|省|市|县|区|州|国家|国务院|中央|其他|所在|属地|当地|人民银行|中国)"
)
_AND_OFFICE: Final = re.compile(
    r"(?<=[局委厅办部院])(?:以及|[和及与])(?=[^、，；（）〔〕和及与]{2,12}[局委厅办部院](?:$|[、，；（〔]))"
)
_OPEN_END: Final = re.compile(
    r"等(?:共?(?:\d+|[一二三四五六七八九十]+)(?:个|家)?)?(?P<rest>[^、，；]*)$",
)
_BARE: Final = re.compile(r"^(?:部门|单位|部委|机构|地|市|地市|企业|部门单位|部门和单位|部门、单位|成员单位|负责|)$")
_GROUP: Final = re.compile(
    r"^(?:各|有关|相关|其他|所在|属地|当地|省级|市级|县级|省直|市直|县直)|(?:有关|相关|各)(?:部门|单位|地方|地区|处室|企业)|各部门"
)
_NOT_A_NAME: Final = re.compile(
    r"[的了将谁其为]|要求|需要|应当|应该|不|含|即|如|见|以下|简称|下同|制度|机制|工作$|任务$"
)
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
        for pattern in (_COLLECTIVE, _LEVELS)
        for found in pattern.finditer(shaped)
        for place in range(found.start() + 1, found.end())
    }
    depth = depths(shaped)
    spans, begin = [], 0
    for place, char in enumerate(shaped):
        if depth[place] or place in kept or place < begin:
            continue
        if char in "、，；。/":
            spans.append((begin, place))
            begin = place + 1
        elif char == " " and _whole(shaped[begin:place]) and _whole(re.split(r"[、，；]", shaped[place:])[0]):
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
