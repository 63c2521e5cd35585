"""Which numbers belong to money that is promised or charged: a subsidy, its cap, and for what it is paid."""

from __future__ import annotations

import re
from typing import Final

from bot.documents.quantities import Quantity
from bot.documents.shape import pieces
from bot.documents.vocabulary import any_of

# Strong enough to be a target even in a sentence that also promises money.
MAKES: Final = re.compile(
    any_of(r"""
        建成 新建 打造 培育 引进 集聚 新增 创建 争创 认定 孵化 建设 布局 达到 突破 开展 举办 力争 选拔 遴选 评选 选派
        扶持 培养 资助 筹建 支持\d
    """)
)
_PROMISES: Final = re.compile(
    any_of("""
        给予 奖励 补助(?!标准|资金支出|对象) 补贴(?!性|覆盖|发放率) 费率 奖补 补偿(?!资金|基金) 贴息 返还 减免(?!纸质|证明|材料) 免收 免征 减按
        减征 退还 优惠 落户奖 一次性(?!塑料|用品|餐|筷|杯|制品|消费|告知|办|通过) 授信 租金 缴纳(?!比例|率) 征收 税率 税前 扣除
        罚款 注册资本 出资 奖金 资金支持 担保费 保费(?!规模|收入) 创业贷款 贷款额度 最高可?(?:贷|申请) 封顶
        拨付(?!时限|时间|率|进度|比例) 扶持资金 扶持标准 收费标准 电价 气价 计提
    """)
)
# 补助标准提高到360元 is itself an aim.
_RAISED: Final = re.compile("[^，；]*标准[^，；]{0,16}(?:提高|增加|达到|不低于)[^，；]*")
# 渗透率达到30% beside a subsidy is reached all the same, unless the subsidy is paid for it.
_SHARE: Final = re.compile(
    any_of("率 比重 占比 时间 时限 [电气水价]价 成本")
    + "[^，；]{0,8}"
    + any_of("达到? 提高 提升 压缩 压减 缩短 下降 降低 再降 降至 不低于 超过 增长")
)
_PAYS: Final = re.compile(
    any_of("给予 奖 补助 补贴 返还 减免 减按 减征 贴息 封顶 最高 (?<!担保)(?<!平均)费率 税率 优惠 扣除 的$")
)
_DONE: Final = re.compile("完成|新增|改造|新建")
_PAID_FOR: Final = re.compile(
    "^[，；]?(?:(?:可|将|一次性|每[^，]{0,4}|分别|再|按)*(?:给予|奖励|奖补|补助|补贴|享受)|按[^，]{2,20}(?:给予|奖|补)"
    "|最高|对(?:符合|上述|其|该|达到|获|首次))"
)
# What money draws in its wake, and how many get it: 吸引社会资本50亿元, 发放租赁补贴3.5万户.
_DRAWS: Final = re.compile(any_of("吸引 带动 拉动 突破 达到 实现 完成 引进 扩大到 累计 减轻"))
_RECEIVE: Final = re.compile("发放[^，]{0,14}(?:补贴|贷款|补助|救助金)$|(?:惠及|受益)[^，]*$")
_CAPS: Final = re.compile(any_of("最高 最长 最多 不超过 不高于 每[家户人名个年年辆亩][^，]{0,6}$"))
_LETS: Final = re.compile("^(?:支持|鼓励|对|凡|允许)")


def promises(sentence: str) -> bool:
    """Whether money is promised or charged in the words."""
    return bool(_PROMISES.search(_RAISED.sub("", sentence)))


def is_paid(one: Quantity, words: str, sentence: str, listed: bool) -> bool:
    """Whether a quantity in a clause says what is paid, or for what, by its sentence up to the next semicolon."""
    if _RAISED.match(words) or not promises(sentence):
        return False
    ahead, _, behind = sentence.partition(words)
    counted = "元" not in one.unit and one.unit not in ("%", "年", "平方米", "个百分点")
    if _PROMISES.search(words):
        shared = one.unit in ("%", "个百分点", "元") and _SHARE.search(words) and not _PAYS.search(words)
        granted = "授信" in words and re.search("累计|新增|突破|达到?|户均|不低于", words) and "给予" not in words
        drawn = (shared or granted) and not _PAID_FOR.match(behind)
        return not (drawn or (counted and _RECEIVE.search(words[: one.start])))
    if words.rstrip().endswith("的"):
        return True
    ahead, behind = _RAISED.sub("", ahead), _RAISED.sub("", behind)
    if counted and _RECEIVE.search(words[: one.start]):
        return False
    before, after = _promise_of(ahead), _promise_of(behind)
    # 每台最高补贴3000元 is paid for what stands right before it.
    if after.startswith("每") and not behind.lstrip("，；").startswith(after):
        return False
    if after and _PAID_FOR.match(after):
        plain = counted and _DONE.search(words) and not _PAID_FOR.match(behind)
        return not (plain or (counted and (listed or MAKES.search(words))))
    if after and not before:
        return bool(_LETS.match(ahead) and not listed and not MAKES.search(words))
    if _CAPS.search(words[: one.start]):
        return True
    if counted:
        return not (listed or MAKES.search(words) or _DONE.search(words))
    return not (_DRAWS.search(words) if "元" in one.unit else _SHARE.search(words) or listed)


def _promise_of(clauses: str) -> str:
    """The first clause that promises money; empty where none does."""
    return next((clauses[a:b] for a, b in pieces(clauses, "，；") if _PROMISES.search(clauses[a:b])), "")
