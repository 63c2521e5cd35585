"""Which numbers are targets: what a measure brings about or reaches; not subsidies, thresholds, names or the past."""

from __future__ import annotations

import re
from typing import Final

from bot.documents.payments import MAKES, is_paid
from bot.documents.quantities import Quantity
from bot.documents.vocabulary import any_of

# What a target does: something comes to be, reaches or falls to a number.
DOES: Final = re.compile(
    any_of("""
        建成 建设 建立 新建 改建 扩建 改造 打造 培育 培养 培训 孵化 新增 引进 引育 招引 集聚 聚集 汇聚 创建 创成 争创
        达到 达 超过 突破 超 力争 确保 实现 完成 形成 覆盖 开展 举办 组织 扶持 认定 推广 发展 设立 布局 提升 提高
        降低 压缩 缩短 压减 缩减 减少 精简 增长 增加 下降 控制 保持 稳定 扩大 实施 选取 遴选 选树 入库 上线 编制 制定
        制修订 推出 发布 梳理 开发 投放 投入使用 落地 签约 开通 开设 转化 消除 淘汰 完善 推动 参与 对接 接入 推开 运行
        累计 总量 总数 规模(?!以上) 率 比重 占比 比例 强度 产值 收入 成交额 交易额 营业额 营收 数量 人数 户数 至少 不低于
        不少于 年均 示范 试点 选拔 选派 评选 服务 筹建 资助 安排 设置 提供 供应 配备 布设 布局 发放 采购 选聘
        招聘 招录 惠及 补充 收储 盘活 整治 修复 治理 造林 植树 关闭 退出 搬迁 拆除 储备 轮训 遴聘 推介 征集 挖掘 投资
        支持\\d 升级
        续建 投用 整合 签订 签署 再降 降\\d 压降 增至 增加到 增速 涨幅 增幅 净增 拉动
        带动 开工 竣工 启用 投产 配建 增设 引入 吸引 吸纳 带动 帮扶 救助 创作 授牌 命名
    """)
)
# 对年收入超过1000万元的企业 says for whom, 支持 and 鼓励 what others may do.
_CONDITION: Final = re.compile(
    "^"
    + any_of("""
        对 凡 经 鼓励(?!并) 原则上 [^，]{0,6}原则上 允许 可(?!复制|持续|循环|再生) 符合 具有 取得 获得 首次
        年满 毕业 注册(?!区域|[^，]{0,8}商标|[^，]{0,8}品牌) 入选 按 以每 每[^，]{0,6}(?:最高|不超过) 支持
    """)
    + "|(?:以上|以下|以内|超过[^，]*)的(?!目标|规模(?!以上)|增速|速度|水平)"
    + any_of("""
        企业 项目 单位 个人 人员 机构 团队 部分 贷款 重点 大型 中小 公共 投资 用地 用人 [^，]{0,8}$
    """)
    + r"|(?:满|超过|达到|不足)[^，]{0,12}的(?:$|，)|满\d+年"
)
_LETS_MAKE: Final = re.compile("^(?:支持|鼓励).*(?:建成|打造|创建|新建)")
# Ranks, hotlines, what is so already.
_OTHER: Final = re.compile(
    any_of(r"""
        排名 前\d+ 第\d+ 年版 以来 近\d+年 过去 目前 现有 已有 已建成 已经 截至 较上年同期
        \d+个?(?:方面|阶段|环节)
    """)
)
_CALLED: Final = re.compile("(?:电话|编号|号码)：?$")
# 主营业务收入超100亿元企业达到2户: the size of what is counted behind it.
_SIZE_OF: Final = re.compile(
    "(?:级|规模)?的?" + any_of("企业 项目 龙头 产业 集群 园区 大项目 单体 头部 领军 强县 强镇 镇 村 县") + r".*\d"
)
_LENT: Final = re.compile(
    "(?:新增|投放|发放)[^，]{0,10}贷款|贷款(?:投放|余额|增量|新增|规模)|(?:到位|[省市县区境]外|利用)[^，]{0,6}资金"
)
_LISTS: Final = re.compile(
    "以下|下列|包括|包含|分为|涉及|其他|每|按|对|凡|监测|原则上|不得|不超过|限额|标准|约$|共$|为$"
)
_FUNDS: Final = re.compile(any_of("基金 资金 专项 经费 安排 贷款 投资额 成本"))
_REACHES: Final = re.compile(any_of("达到 突破 超过? 实现 不低于"))
_TIME: Final = re.compile("^(?:年|个月|月|天|日|小时|分钟|个?工作日|周)$")
_SHORTENS: Final = re.compile(any_of("压缩 缩短 压减 缩减 减少 减至 降至 控制 不超过 办结 以内"))


def is_target(one: Quantity, words: str, sentence: str, listed: bool = False) -> bool:
    """Whether a quantity in a clause (shaped) is something to reach, by the words of the clause and its sentence.

    `listed` says that a clause before it in the sentence gave a target.
    """
    near = words[max(0, one.start - 12) : one.end + 12]
    if _CALLED.search(words[: one.start]) or re.match("热线|电话|号", words[one.end :]):
        return False
    if _OTHER.search(words[max(0, one.start - 6) : one.end]) or (_OTHER.search(near) and not MAKES.search(words)):
        return False
    if _CONDITION.search(words.strip()) and not _LETS_MAKE.search(words):
        return False
    # 30种大病救治率90%: the illnesses are no aim.
    if one.unit[-1] not in "%点" and re.match(
        "[^，、；和及与\\d]{0,10}(?:率|比例|占比)[^，、；\\d]{0,8}\\d", words[one.end :]
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
    if _TIME.search(one.unit):
        return bool(_SHORTENS.search(words))
    return not re.search("(?:每|满|近|前|约?占)$", words[: one.start]) or one.op == ">="


def states(words: str, quantities: list[Quantity]) -> bool:
    """Whether a clause only says how much there will be: 人均预期寿命79岁, 注册用户1500万户."""
    ahead = words[: quantities[0].start]
    return len(ahead) >= 4 and words[quantities[-1].end :].strip() in ("", "左右") and not _LISTS.search(ahead)


def reached(quantities: list[Quantity], words: str) -> list[Quantity]:
    """The quantities without those that are left behind: 由5个工作日压缩至3个 reaches 3."""
    kept = []
    for place, one in enumerate(quantities):
        behind = words[one.end : quantities[place + 1].start] if place + 1 < len(quantities) else ""
        if not (re.search("[由从][^，、]{0,8}$", words[: one.start]) and re.search("[至到为]", behind)):
            kept.append(one)
    return kept


def _is_sum_to_reach(one: Quantity, words: str) -> bool:
    if not re.search("亿元|万元", one.unit) and not re.search("收入|产值", words):
        return False
    if _SIZE_OF.match(words[one.end :]):
        return False
    return not _FUNDS.search(words) or bool(_REACHES.search(words) or _LENT.search(words))
