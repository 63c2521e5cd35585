"""The sheets of the ledger, their columns and the words an editor chooses from. Lists only."""

from __future__ import annotations

from typing import Final

from bot.documents.drafts import LEAD_BASES

HEAD, MAIN, TARGETS, LIMITS, UNITS, LINKS, BAD = "方案", "台账", "目标", "时限", "单位", "对应", "没有载入的行"

# What a row was called when the sheet went out; rows may then be renumbered and moved. Hidden from view.
ORIGIN, WAS_TARGETS, WAS_LIMITS = "原序号", "原目标", "原时限"
# What stood in the columns beside the plan's own, sealed: an edit there changes nothing, but somebody should hear so.
WAS_STANDING = "原进展"
HIDDEN: Final = (ORIGIN, WAS_TARGETS, WAS_LIMITS, WAS_STANDING)

# The row of the head that says a workbook holds only a part of the plan.
PART_OF: Final = "范围"
PART_NOTE: Final = "这份表不是现在的整份方案，供查看，不能当作方案载入"

# Columns and their widths; names of units and sections stand one a line in their cell.
SHEETS: Final = {
    HEAD: {"项目": 14, "填写": 60, "说明": 50},
    MAIN: {
        "序号": 12,
        "部分": 22,
        "任务": 24,
        "内容": 60,
        "牵头单位": 20,
        "责任单位": 28,
        "牵头依据": 18,
        "目标": 40,
        "完成时限": 24,
        "疑问": 32,
        ORIGIN: 8,
        WAS_TARGETS: 8,
        WAS_LIMITS: 8,
    },
    TARGETS: {
        "序号": 12,
        "原文": 48,
        "指标": 28,
        "比较": 10,
        "数值": 10,
        "上限": 10,
        "计量单位": 10,
        "截止日": 12,
        "时间原话": 16,
        ORIGIN: 8,
    },
    LIMITS: {"序号": 12, "原话": 40, "截止日": 12, "周期": 12, ORIGIN: 8},
    UNITS: {
        "名称": 28,
        "处理": 10,
        "对应单位": 28,
        "类别": 12,
        "地方": 12,
        "别名": 24,
        "成员": 32,
        "曾用名": 24,
        "更名日期": 12,
        "并入": 24,
        "说明": 50,
    },
    LINKS: {"序号": 12, "上级序号": 12, "牵头对应": 10, ORIGIN: 8},
}
# Without these the main sheet is another layout.
NEEDED: Final = frozenset({"序号", "任务", "内容", "牵头单位", "责任单位", "牵头依据"})
MAIN_NAMES: Final = (MAIN, "举措")  # what it was called at first

NOTES: Final = {
    (MAIN, "目标"): "这里可以改数值和日期；增删目标、改指标或计量单位，请到“目标”表。",
    (MAIN, "完成时限"): "这一栏供查看。改时限请到“时限”表。",
    (MAIN, "责任单位"): "一行一个单位。牵头单位也列在这里。",
    (MAIN, "序号"): "可以改号、移行、增行、删行；删掉一行就是撤销这条任务。",
    (TARGETS, "序号"): "填“台账”表里这条任务的序号。",
    (LIMITS, "序号"): "填“台账”表里这条任务的序号。",
    (UNITS, "处理"): "已有：照旧；别名、笔误：在“对应单位”写明是谁；新单位：新建。留空：不作说明。",
    (UNITS, "成员"): "一组单位的成员，一行一个。",
    (UNITS, "曾用名"): "单位更名：名称写新的，曾用名写旧的，并写更名日期。",
    (UNITS, "并入"): "单位撤并：写并入哪个单位，并写日期（更名日期一栏）。",
}

# A cell that begins with = would be a formula; these words are also what an editor chooses from.
OP_WORDS: Final = {
    "=": "等于",
    ">=": "不少于",
    ">": "超过",
    "<=": "不超过",
    "<": "少于",
    "range": "区间",
    "qualitative": "定性",
}
RECUR_WORDS: Final = {
    "ongoing": "持续",
    "annual": "每年",
    "semiannual": "每半年",
    "quarterly": "每季度",
    "monthly": "每月",
    "weekly": "每周",
}
KIND_WORDS: Final = {
    "department": "部门",
    "government": "政府",
    "company": "企业",
    "branch": "分支机构",
    "association": "社会组织",
    "group": "一组单位",
}
CYCLE_WORDS: Final = {"week": "每周", "month": "每月", "quarter": "每季度"}
SCRIPT_WORDS: Final = {"hans": "简体", "hant": "繁体"}
YES: Final = {True: "是", False: "否"}
BASIS_WORDS: Final = LEAD_BASES

KNOWN, ALIAS, TYPO, NEW = "已有", "别名", "笔误", "新单位"
TREATMENTS: Final = (KNOWN, ALIAS, TYPO, NEW)
TREATMENT_OF: Final = {"alias": ALIAS, "typo": TYPO, "new": NEW, "group": NEW}

# What an editor may choose from, by sheet and column.
CHOICES: Final = {
    (MAIN, "牵头依据"): tuple(BASIS_WORDS.values()),
    (TARGETS, "比较"): tuple(OP_WORDS.values()),
    (LIMITS, "周期"): tuple(RECUR_WORDS.values()),
    (UNITS, "处理"): TREATMENTS,
    (UNITS, "类别"): tuple(KIND_WORDS.values()),
    (LINKS, "牵头对应"): tuple(YES.values()),
}

# The head of the plan, a row each: the row's name, the field, what to write.
FIELDS: Final = {
    "代码": ("code", "小写字母、数字和连字符，如 yichun-2016；同一方案不要改"),
    "名称": ("title", ""),
    "发文机关": ("issuer", ""),
    "文号": ("number", "没有就空着"),
    "印发日期": ("issued_on", "如 2016-01-15；不知道就空着"),
    "地方": ("place", "责任单位所在的地方，如 宜春市"),
    "文字": ("script", "简体或繁体"),
    "报送周期": ("cycle_every", "每周、每月或每季度"),
    "报送日": ("due_day", "每月几日前报，1 到 31"),
    "上级方案": ("parent", "它落实的那份方案的代码；没有就空着"),
    "文件": ("document", "读自哪个文件"),
    "疑问": ("doubts", "读文件时拿不准的地方，一行一个；看过可以删"),
}
