"""The words assignments are written with: labels, verbs, and what tells a time from a name. Lists only."""

from __future__ import annotations

from typing import Final


def any_of(words: str) -> str:
    """A pattern for any of the words, tried in the order given; words are parted by white space and may be
    patterns."""
    return "(?:" + "|".join(words.split()) + ")"


# Roles as the words give them; who leads is decided elsewhere, with the rules of the whole document.
LEAD, MAIN, SUPPORT, OWN, TIME, PERSON = "lead", "main", "support", "own", "time", "person"

_BODY: Final = any_of("单位 部门 处室 科室 机关 机构 区域")

# 责任单位：, 牵头部门：, 完成时限： … the first kind that fits wins; persons are read over.
LABELS: Final = (
    (
        PERSON,
        any_of("牵头 责任单位 责任 分管 包抓 包联 挂钩 督办 市级 县级 联系 主管")
        + "?"
        + any_of("[省市县区]?领导 责任人 负责人 联系人"),
    ),
    (
        TIME,
        any_of("完成 办结 整改 实施 时间 工作 时限 进度 推进 落实 任务")
        + "?"
        + any_of("时间节点 时间要求 时间 时限要求 时限 期限 节点 进度要求 进度安排 进度 安排"),
    ),
    (LEAD, any_of("总?牵头(?:责任|实施|负责|落实|主办)? 主办 主责 主要责任 第一责任 主要承办") + _BODY),
    (
        SUPPORT,
        any_of("""
            协同配合 配合责任 配合落实 配合实施 配合 协办责任 协办 协同 协助 参与责任 参与 参加 支持 会办 协作
            其他责任 共同责任
        """)
        + _BODY,
    ),
    (
        MAIN,
        any_of("""
            具体责任 具体负责 具体实施 组织实施 责任落实 落实责任 工作责任 责任 落实 实施 承办 负责 承担 执行
            建设 相关
        """)
        + any_of(f"{_BODY} 主体 分工"),
    ),
)

# What may stand between and behind: 牵头负责, 负责组织实施.
_DO: Final = (
    any_of("""
        负责 组织 落实 实施 推进 开展 协调 抓总 督办 承办 推动 抓好 做好 具体 共同 工作 完成 执行 指导 督导
        制定 办理 牵头 建设
    """)
    + "*"
)
_OWN_PART: Final = (
    any_of("按照? 依据 根据 依 在 结合 照")
    + "(?:各自)?(?:工作)?"
    + any_of("职责 职能 任务 责任 职权")
    + "(?:任务)?"
    + any_of("分工 范围 权限")
    + "?(?:要求)?内?"
)

# A verb behind names, at the end of a clause: A牵头，B、C配合，各市按职责分工负责.
VERBS: Final = (
    (OWN, f"(?:{_OWN_PART}|按?分工|按?分别|按?各自)" + any_of("分别 各自 依法 认真 共同 分工") + f"*(?:承担|{_DO})*"),
    (LEAD, any_of("共同 联合 统筹 总") + "?" + any_of("牵头 主办 主抓 抓总") + _DO),
    (
        SUPPORT,
        any_of("积极 共同 做好 协同")
        + "?"
        + any_of("配合 参与 参加 协助 协同 协办 协作 支持")
        + f"{_DO}(?:配合|支持)?",
    ),
    (
        MAIN,
        any_of("""
            共同 具体 联合 统筹 组织 结合(?:各自)?(?:实际|职责|职能) 主要 全面 分头 抓好 认真 按要求 按规定 分级
        """)
        + "*"
        + any_of("负责 贯彻落实 落实 实施 推进 承办 承担 执行 推动")
        + any_of("落实 实施 推进 组织 到位 抓好")
        + "*",
    ),
)

# Words of a time phrase that stands among names: 2025年底前完成, 持续推进.
TIME_WORDS: Final = any_of(r"""
    \d{4}年 年底 年内 月底 月份 季度 半年 每年 每季 每月 长期 持续 常年 全年 适时 即时 近期 已完成 完成$
    按.*(?:时限|节点|要求) “?十[四五六]五
""")

# How the names of units end.
UNIT_ENDS: Final = any_of("""
    委员会 委 办公室 办 局 厅 部 院 署 司 会 处 科 室 组 队 中心 公司 集团 企业 行 政府 办事处 街道 乡 镇 区 县
    市 州 盟 旗
    校 大学 学院 社 联 馆 站 台 所 团 关 网 海关 法院 部门 单位 地方 各地 地区 机构 专班 指挥部 小组 园区 基地
    银行 高校 院所
    平台 党委 系统 学校 医院 主体 省 兵团 总队 支队 电网 电力 铁塔 电信 移动 联通 烟草 邮政 石油 石化
""")
# Words no unit's name holds.
NOT_IN_NAMES: Final = any_of("[的了将谁其为不含即如见] 要求 需要 应当 应该 以下 简称 下同 制度 机制 工作$ 任务$ \\d{3}")

# Levels of government inside collectives: 各市、县（市、区）政府.
LEVELS: Final = any_of("""
    县级市 地级市 市辖区 设区市 自治区 直辖市 自治州 自治县 县市区 市县区 市区县 区县市 县区 区县 市县 市州
    州市 盟市 旗县区 旗县
    乡镇街道 乡镇 镇街 镇乡 街镇 区镇 镇 乡 街道办 街道 办事处 新区 功能区 开发区 园区 省 市 州 盟 县 区 旗 地
""")
