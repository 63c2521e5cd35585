"""What a target counts, and how its number compares, from the words around the number."""

from __future__ import annotations

import re
from typing import Final

from bot.documents.vocabulary import any_of

_HEDGES: Final = re.compile(
    "^"
    + any_of(r"""
        其中 力争 争取 确保 努力 使 并 同时 再 要 全面 基本 初步 着力 重点 积极 加快 大力 累计 全年 每年 全省 全市
        全县 全区 我省 我市 我县 我区 全国 \d{1,3}[.、] （[一二三四五六七八九十\d]{1,3}） [一二三四五六七八九十]是
    """)
    + "+"
)
_LEADING: Final = re.compile(
    "^"
    + any_of("""
        建成 建设 建立 新建 打造 培育 培养 培训 引进 引育 集聚 聚集 创建 争创 开展 举办 组织 扶持 认定 推广 发展 设立
        实施 选取 遴选 完成 形成 实现 新增 新培育 新认定 新引进 新打造 孵化 布局 开发 编制 制定 推出 发布 上线 压缩 缩短
        压减 降低 减少 提高 提升 建 共 个
    """)
    + "+"
)
_TRAILING: Final = re.compile(
    any_of("""
        达到 达 突破 超过 超 不低于 不少于 至少 提高[到至] 提升[到至] 增加到 增长到 降至 降低到 下降到 压缩[至到] 缩短至
        压减[至到] 减至 减少到 至 控制在 稳定在 保持在 实现 为 力争 约 近 总数 累计 新增 完成 要 共 分别 压缩 缩短 压减
        由[^，]* 从[^，]*
    """)
    + "+$"
)
_NUMBER_TAIL: Final = re.compile("^(?:及?以上|左右|以内|以下|的)+")
_TIME_AHEAD: Final = re.compile(r"^(?:力争|争取|确保)?[到至]?(?:\d{4}|今|本)年(?:年?底|末)?前?[，、]?")

# Words right before a number, and the comparison they make.
_COMPARISONS: Final = (
    (">", re.compile("(?:(?<!不)超过|突破|(?<!不)超(?!过))[^，]{0,2}$")),
    (
        "<=",
        re.compile(
            any_of("不超过 不高于 不多于 降至 降低到 下降到 压缩[至到] 缩短至 控制在 低于 压减至 减至") + "[^，]{0,2}$"
        ),
    ),
    (
        ">=",
        re.compile(any_of("不低于 不少于 不小于 至少 达到 达 提高[到至] 提升[到至] 增加到 保持在") + "[^，]{0,2}$"),
    ),
)


def op_of(ahead: str) -> str:
    """The comparison the words before a number make; a bare number is =."""
    ahead = re.sub("不(?:低于|少于|小于)", "至少", ahead)
    return next((op for op, pattern in _COMPARISONS if pattern.search(ahead)), "=")


def indicator_of(ahead: str, behind: str) -> str:
    """What is counted: the noun behind the number (3家企业), else the subject before it (普及率达到80%)."""
    noun = _NUMBER_TAIL.sub("", behind).strip("、。 ")
    if len(noun) > 1 and not re.match("覆盖|到|至|实现", noun):
        return noun
    return _TRAILING.sub("", subject_of(ahead)) or noun or _TRAILING.sub("", ahead)


def subject_of(words: str) -> str:
    """The words without the date, the hedges and the verb they begin with."""
    words = _HEDGES.sub("", _TIME_AHEAD.sub("", words))
    return _HEDGES.sub("", _LEADING.sub("", words)).strip("、。， ")
