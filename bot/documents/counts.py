"""Which numbers are targets: what a measure brings about or reaches; not subsidies, thresholds, names or the past."""

from __future__ import annotations

import re
from typing import Final

from bot.documents.deeds import ACTS, DOES
from bot.documents.payments import MAKES, is_paid, promises
from bot.documents.quantities import Quantity
from bot.documents.vocabulary import any_of

# 对年收入超过1000万元的企业 says for whom, 支持 and 鼓励 what others may do.
_CONDITION: Final = re.compile(
    "^"
    + any_of("""
        对(?!接|口|外|标|照) 凡 经(?!典|济|营|费|开) 鼓励(?!并) 原则上 [^，]{0,6}原则上 允许
        可(?!复制|持续|循环|再生) 按(?!期|时|摩) 以每 每[^，]{0,6}(?:最高|不超过) 支持
    """)
    + r"|(?:满|超过|达到|不足)[^，]{0,12}的(?:$|，)|满\d+年"
)
_FITS: Final = re.compile(
    "^"
    + any_of("""
        符合 具有 取得 获得 首次 年满 毕业(?!企业|生) 入选
        注册(?!区域|[^，]{0,8}(?:商标|品牌|志愿者|用户|会员|人数))
    """)
)
_KIND_OF: Final = re.compile(
    "(?:以上|以下|以内|超过[^，]*)的(?!目标|规模(?!以上)|增速|速度|水平)"
    + any_of("""
        企业 项目 单位 个人 人员 机构 团队 部分 贷款 重点 大型 中小 公共 投资 用地 用人 [镇村县]占 [^，\\d]{0,8}$
    """)
)
# 支持100个项目, 对200户实施改造: what is done with so many, where nobody is paid.
_WITH_SO_MANY: Final = re.compile(r"^(?:重点)?(?:支持|对)\d")
_LETS_MAKE: Final = re.compile("^(?:支持|鼓励).*(?:建成|打造|创建|新建)")
# Ranks, hotlines, what is so already.
_OTHER: Final = re.compile(
    any_of(r"""
        排名 (?<![底末日月年度天])前\d+ 第\d+ 年版 以来 近\d+年 过去 目前 现有 已有 已建成 已经 截至 较上年同期
        \d+个?(?:方面|阶段|环节)
    """)
)
_CALLED: Final = re.compile("(?:电话：|编号：?|号码：?)$")
# 主营业务收入超100亿元企业达到2户: the size of what is counted behind it.
_SIZE_OF: Final = re.compile(
    r"(?:级|规模)?的?[^，、；\d]{0,6}?"
    + any_of("企业 项目 龙头 产业 集群 园区 大项目 单体 头部 领军 强县 强镇 镇 村 县")
    + r".*\d"
)
_LENT: Final = re.compile(
    "(?:新增|投放|发放)[^，]{0,10}贷款|贷款(?:投放|余额|增量|新增|规模)|(?:到位|[省市县区境]外|利用)[^，]{0,6}资金"
)
_LISTS: Final = re.compile(
    "以下|下列|包括|包含|分为|涉及|其他|每|按|对|凡|监测|原则上|不得|不超过|限额|标准(?!农田|厂房|化|地)|约$|共$|为$"
)
_FUNDS: Final = re.compile(any_of("基金 资金 专项(?!债) 经费 安排 贷款 投资额 成本"))
_REACHES: Final = re.compile(any_of("达到 突破 超过? 实现 不低于 扩大[到至] 增加到 提高到 增至"))
_TIME: Final = re.compile("^(?:年|个月|月|天|日|小时|个小时|分钟|个?工作日|周)$")
_SHORTENS: Final = re.compile(
    any_of("压缩 缩短 压减 压降 缩减 减少 减至 降至 降低到 降到 下降到 降为 控制 不超过 办结 审结 以内")
)
_LASTS: Final = re.compile("(?<!公示)(?<!公告)(?:不少于|不低于|不短于|达到|延长[至到])[^，]{0,2}$|天数$")
# 1000吨级以上泊位, 10千伏线路, 3米以下炉膛, 1公里范围内: the size of what is meant.
_SIZED: Final = re.compile("(?:米|公里|千米|吨|千瓦|兆瓦|W|伏|伏安|A|亩|公顷|升|克)$")
_A_SIZE: Final = re.compile(r"级|范围|半径|(?:及?以下|及以上)的?[\u4e00-\u9fff]|以上[^、，]*\d")
_DESCRIBES: Final = re.compile("^(?:项目)?(?:(?:总投资|总建筑面积)[约额超]?$|占地|涉及)(?![^，]*(?:完成|达到|突破))")
_OFTEN: Final = re.compile("每(?:年|半年|个?季度?|个?月|周|日|天|旬)[^，；。]*$")


def is_target(one: Quantity, words: str, sentence: str, listed: bool = False) -> bool:
    """Whether a quantity in a clause (shaped) is something to reach, by the words of the clause and its sentence.

    `listed` says that a clause before it in the sentence gave a target.
    """
    near = words[max(0, one.start - 12) : one.end + 12]
    if _CALLED.search(words[: one.start]) or re.match("热线|电话|号", words[one.end :]):
        return False
    if one.unit == "个" and words.startswith("环节", one.end) and _SHORTENS.search(words):
        return True
    if _OTHER.search(words[max(0, one.start - 6) : one.end]) or (_OTHER.search(near) and not MAKES.search(words)):
        return False
    if _is_condition(one, words.strip(), sentence) or _is_size(one, words):
        return False
    # 30种大病救治率90%: the illnesses are no aim.
    if one.unit[-1] not in "%点" and re.match(
        "[^，、；和及与\\d]{0,16}(?:率|比例|占比)[^，、；\\d]{0,8}\\d", words[one.end :]
    ):
        return False
    if one.unit == "岁" and not re.search("寿命|年龄", words[: one.start]):
        return False
    # 《规划》102项工程 counts what another document lists.
    if one.unit == "项" and re.search("[》”]$|规划$|部署$", words[: one.start]):
        return False
    if "元" in one.unit and not _is_sum_to_reach(one, words):
        return False
    if is_paid(one, words, sentence, listed):
        return False
    ahead = words[: one.start]
    if _TIME.search(one.unit):
        # 20年一遇 is a standard, 不少于30天 a length to keep.
        lasts = _LASTS.search(ahead) and one.unit not in ("年", "个月", "月")
        return bool(_SHORTENS.search(words) or lasts or (one.unit == "年" and words[one.end :].startswith("一遇")))
    return not re.search("(?:每|满|(?<![底末日月年度天])前|约?占)$", ahead) or one.op == ">="


def acts(words: str, quantities: list[Quantity]) -> bool:
    """Whether a clause with numbers says what is done: 清淤渠道30公里, 每月排查1次."""
    often = quantities[0].unit in ("次", "场", "期", "届") and _OFTEN.search(words)
    often = often or re.match("每年|全年|年内|[一二三四五两]年", words)
    return bool(often or DOES.search(words) or ACTS.search(words))


def states(words: str, quantities: list[Quantity]) -> bool:
    """Whether a clause only says how much there will be: 人均预期寿命79岁, 注册用户1500万户."""
    ahead = words[: quantities[0].start]
    return len(ahead) >= 2 and words[quantities[-1].end :].strip() in ("", "左右") and not _LISTS.search(ahead)


def reached(quantities: list[Quantity], words: str) -> list[Quantity]:
    """The quantities without those that are left behind: 由5个工作日压缩至3个 reaches 3."""
    kept = []
    for place, one in enumerate(quantities):
        behind = words[one.end : quantities[place + 1].start] if place + 1 < len(quantities) else ""
        if not (re.search("[由从][^，、]{0,8}$", words[: one.start]) and re.search("[至到为]", behind)):
            kept.append(one)
    return kept


def _is_condition(one: Quantity, words: str, sentence: str) -> bool:
    if _LETS_MAKE.search(words):
        return False
    paid = promises(sentence)
    if _CONDITION.search(words) and (paid or not _WITH_SO_MANY.search(words)):
        return True
    if _FITS.search(words) and (paid or words.endswith("的")):
        return True
    kind = _KIND_OF.search(words)
    # 80%以上的村达到标准 is a share to reach, 占比80%以上的企业 says which.
    if one.unit == "%" and not re.search("[率比占超达增降]", words[: one.start]):
        kind = None
    return bool(kind and (paid or one.start < kind.end()))


def _is_size(one: Quantity, words: str) -> bool:
    if _DESCRIBES.search(words[: one.start]):
        return True
    behind = words[one.unit_at + len(one.unit) :]
    if re.match("以下的?[\u4e00-\u9fff]", behind) and one.unit[-1] not in "%元":
        return True
    rated = one.unit == "千伏" and re.match("(?:及?以[上下])?[\u4e00-\u9fff]", behind) and behind != "以上"
    return bool(rated or (_SIZED.search(one.unit) and _A_SIZE.match(behind)))


def _is_sum_to_reach(one: Quantity, words: str) -> bool:
    ahead = words[: one.start]
    # 总投资50亿元的项目 is what a project is like, 完成总投资50亿元 is done.
    if re.search("最[高多低](?:可达|不超过)?$|(?<!完成)(?<!实现)总投资[约额超]?$", ahead):
        return False
    if not re.search("[亿万][美欧]?元", one.unit) and not re.search(
        "收入|产值|(?:标准|[人户]均)[^，]*(?:提高|增加|增长|达到)|工资|增收|价[^，]*(?:下降|降低)", words
    ):
        return False
    if _SIZE_OF.match(words[one.end :]) or re.match("级?的(?!目标|规模|产值|收入|投资|销售)", words[one.end :]):
        return False
    return not _FUNDS.search(words) or bool(
        _REACHES.search(words) or _LENT.search(words) or re.search("(?:争取|吸引|撬动|带动|引导|募集)", ahead)
    )
