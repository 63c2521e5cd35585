"""What an unknown unit name could be; only proposals: nothing is merged until a person says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from bot.documents.drafts import DraftUnit, Proposal
from bot.documents.shape import shape
from bot.documents.units import is_group

KnownUnit = DraftUnit  # only name, place and aliases are looked at

# Full endings and the short ones that mean the same.
_ENDINGS: Final = {"委员会": "委", "办公室": "办", "中心支行": "中支", "有限责任公司": "公司", "有限公司": "公司"}
# Short forms whose letters do not begin as the full name does.
_SHORTS: Final = {
    "网信办": "互联网信息办",
    "编办": "机构编制委办",
    "文明办": "精神文明建设指导委办",
}
# What a name may go without and still be the same office: 交通（运输）局, 大数据（管理）中心. 教育（体育）局 is another.
_GENERAL: Final = re.compile(
    "(?:管理|监督|监管|运输|技术|工作|服务|事务|行政|综合|资源|保障|执法|发展|建设|规划|和|与|及|的|省|市|县|区)+"
)
# Slips of the pen: written alike or read alike. What two real offices differ by (农 林, 国 地, 银 证) is never here.
_ALIKE: Final = """
    局居 委萎季 建健键 设没 运远 输榆 财材 科料 技枝 农衣 业亚 务物 环坏 境镜 护户 教较 育肓 卫为 生升 划画 民名 信倍
    息熄 旅族旋 质贸 检捡 督都 管官菅营 城诚 住往 资贷 源原 公工 审宙 统纺 体休 人入 社杜 象像 粮梁 药约 监蓝临 融隔 通能
    电申 邮油 网纲冈 络洛 土士 税说锐 末未 已己巳 政正 疗辽 障章 障瘴 保褓 安按 权杈 险检验 化花 广厂 闻间
"""
_ENDING: Final = re.compile("(?:公司|中心|中支|支队|总队|集团|协会|学院|医院|管委|[委办局厅部院行会区县市处社])$")


# Every name is held against every other: what is found of one is kept.
_once = lru_cache(maxsize=8192)
_is_group: Final = _once(is_group)


def proposals(names: Iterable[str], known: Iterable[KnownUnit], place: str) -> tuple[Proposal, ...]:
    """A proposal for each of the names that is no unit of the place, nor another name of one; each name once."""
    units = [unit for unit in known if unit.place == place]
    names_of = {name: unit.name for unit in units for name in (unit.name, *unit.aliases)}
    strangers = [name for name in dict.fromkeys(names) if name not in names_of]
    return tuple(_proposal(name, names_of, place) for name in strangers)


def _proposal(name: str, names_of: dict[str, str], place: str) -> Proposal:
    for kind, same, why in _TESTS:
        found = {unit: spelling for spelling, unit in names_of.items() if same(_bare(name), _bare(spelling), place)}
        if len(found) == 1:
            (unit, spelling) = found.popitem()
            return Proposal(name, kind, unit, why.format(known=spelling, unit=unit))
        if found:
            return Proposal(name, "new", None, f"与{'、'.join(found)}都相近，请指明是哪一个，否则作为新单位")
    if _is_group(name):
        return Proposal(name, "group", None, "指一组单位，请填写成员")
    near = next((unit for spelling, unit in names_of.items() if _related(_bare(name), _bare(spelling), place)), None)
    hint = f"；与已有的{near}名称相近，若是同一单位或由它更名、并入，请写明" if near else ""
    return Proposal(name, "new", None, f"已有单位里没有这个名称{hint}")


def _same_shape(a: str, b: str, place: str) -> bool:
    return a == b


def _same_but_for_place(a: str, b: str, place: str) -> bool:
    return bool(_cores(a, place) & _cores(b, place))


def _same_group(a: str, b: str, place: str) -> bool:
    return _is_group(a) and _is_group(b) and _folded_group(a) == _folded_group(b)


def _same_outside_brackets(a: str, b: str, place: str) -> bool:
    """省市场监管局（省知识产权局） is either of the two."""
    ours, theirs = _plates(a), _plates(b)
    if len(ours) == len(theirs) == 1:
        return False
    return any(_same_but_for_place(one, other, place) for one in ours for other in theirs)


def _is_short_form(a: str, b: str, place: str) -> bool:
    return _pair(a, b, place, _shortens)


def _is_slip(a: str, b: str, place: str) -> bool:
    return _pair(a, b, place, _slips)


def _related(a: str, b: str, place: str) -> bool:
    """Not the same, but near enough to be mentioned: 市教育局 and 市教育体育局, 市工信局 and 市工信委."""
    return _pair(a, b, place, _near)


_TESTS: Final[tuple[tuple[Literal["alias", "typo"], Callable[[str, str, str], bool], str], ...]] = (
    ("alias", _same_shape, "与{known}只是写法（简繁、全半角、空格）不同"),
    ("alias", _same_but_for_place, "与{known}只差地方前缀"),
    ("alias", _same_group, "与{known}是同一组单位的不同写法"),
    ("alias", _same_outside_brackets, "括号内外是同一单位的两块牌子，其中有{known}"),
    ("alias", _is_short_form, "与{known}是同一名称的简称和全称"),
    ("typo", _is_slip, "与{known}只有一字之差，像是笔误"),
)


@_once
def _bare(name: str) -> str:
    return re.sub(r"[\s*]", "", shape(name))


@_once
def _cores(name: str, place: str) -> frozenset[str]:
    """The name with and without the prefix of its place; 市市场监管局 and 市场监管局 share a core."""
    cores = {name}
    for prefix in (place, place[:-1], place[-1:]):
        if prefix and name.startswith(prefix) and len(name) - len(prefix) >= 3:
            cores.add(name[len(prefix) :])
    # 市政府金融办 is 市金融办, but 市政府办 is no 市办.
    cores |= {core.removeprefix("政府") for core in cores if len(core) > 4 and core[-2:] not in ("公室", "公厅")}
    return frozenset(cores | {core.removeprefix("中国") for core in cores if len(core) > 6})


@_once
def _plates(name: str) -> frozenset[str]:
    found = re.fullmatch(r"([^（）]{3,})（([^（）]{3,})）", name)
    return frozenset((found[1], found[2]) if found else (name,))


@_once
def _folded_group(name: str) -> str:
    plain = (
        re.sub("[（）、〔〕]", "", name).replace("人民政府", "政府").replace("相关", "有关").replace("各有关", "有关")
    )
    levels = re.fullmatch("各([市县区旗州]+)(?:政府)?", plain)
    return "各" + "".join(sorted(levels[1])) if levels else plain


def _pair(a: str, b: str, place: str, same: Callable[[str, str], bool]) -> bool:
    """Whether the two names are that to each other, the prefix of the place left aside."""
    if _is_group(a) or _is_group(b):
        return False
    short, long = sorted((_ended(_shortest(a, place)), _ended(_shortest(b, place))), key=len)
    return same(short, long)


@_once
def _shortest(name: str, place: str) -> str:
    level = place[-1:]
    if level and name.startswith(level + level):
        return name[1:]
    if name.startswith(("市场", "市政管")):
        return name
    return min(sorted(_cores(name, place)), key=len)


@_once
def _ended(core: str) -> str:
    for full, short in _ENDINGS.items():
        if core.endswith(full):
            return core.removesuffix(full) + short
    return core


@_once
def _ending(core: str) -> str:
    found = _ENDING.search(core)
    return found[0] if found else core[-1:]


def _shortens(short: str, long: str) -> bool:
    """Whether the letters of the short name stand in the long one in order, beginning and ending alike, and what is
    left out is no office of its own."""
    end = _ending(short)
    if len(short) == len(long) or not long.endswith(end):
        return False
    head, rest = short.removesuffix(end), long.removesuffix(end)
    if _SHORTS.get(short) == long:
        return True
    if not head or head[0] != rest[:1] or len(head) < 2:
        return False
    if rest.startswith(head):
        return bool(_GENERAL.fullmatch(rest[len(head) :]))
    letters = iter(rest)
    return all(char in letters for char in head) and not _misses_one(short, long)


def _misses_one(short: str, long: str) -> bool:
    """Whether one letter of a long name is missing, as a hand misses it: nobody shortens nine letters to eight."""
    return len(long) >= 7 and len(long) - len(short) == 1 and not re.search("[和与及]", long)


def _slips(short: str, long: str) -> bool:
    if len(short) == len(long):
        return _swapped(short, long) or _replaced(short, long)
    if len(long) - len(short) != 1:
        return False
    doubled = any(a == b and long[:n] + long[n + 1 :] == short for n, (a, b) in enumerate(pairwise(long)))
    missed = _misses_one(short, long) and any(long[:n] + long[n + 1 :] == short for n in range(1, len(long) - 1))
    return doubled or missed


def _replaced(a: str, b: str) -> bool:
    """Whether one letter is another that looks or sounds like it. Any other letter may be another office's:
    大学生就业服务中心 and 大学生创业服务中心 are two, long as they are."""
    pairs = _differing(a, b)
    return len(pairs) == 1 and any(pairs[0] <= set(group) for group in _ALIKE.split())


def _differing(a: str, b: str) -> list[set[str]]:
    return [{x, y} for x, y in zip(a, b, strict=True) if x != y]


def _swapped(a: str, b: str) -> bool:
    places = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and a[places[0]] == b[places[1]]
        and a[places[1]] == b[places[0]]
    )


def _near(short: str, long: str) -> bool:
    if len(short) == len(long) >= 5 and len(_differing(short, long)) == 1:
        return True
    head, rest = (one.removesuffix(_ending(one)) for one in (short, long))
    return len(head) >= 2 and (rest.startswith(head) or (head[0] == rest[:1] and _in_order(head, rest)))


def _in_order(letters: str, text: str) -> bool:
    left = iter(text)
    return all(char in left for char in letters)
