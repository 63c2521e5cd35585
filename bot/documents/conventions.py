"""Rules a document states once for all its assignments: 列第一位的为牵头单位，下同 and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.documents.shape import shape
from bot.documents.vocabulary import any_of

_BODIES: Final = any_of("责任单位 责任部门 实施单位 单位 部门 者")
_IS: Final = any_of("即为 为 是 系")
_FIRST: Final = any_of("""
    位?[列排居]名?在?(?:首位|第一位?|首|最?前面?) 首位 首列 首个 首家 排序第一 第一个 第一位 第一家 第一
""")

FIRST_LISTED: Final = re.compile(
    f"{_FIRST}的?{_BODIES}?的?{_IS}总?"
    + any_of("牵头 主要 主办 主责 第一")
    + any_of("责任 负责 落实 实施")
    + "?(?:单位|部门)?"
)
BEFORE_COMMA: Final = re.compile(
    "(?:第一个)?(?:逗号|“，”)(?:之前|以前|前)面?的?(?:单位|部门)?(?:为|是)牵头(?:单位|部门)?"
)
ASTERISK: Final = re.compile(
    any_of("带 加 标注 标有 标 注有 注 打 有 前 后") + r"?.{0,3}(?:\*|星号|星标).{0,8}(?:为|是)(?:牵头|主要|主责)"
)
MAIN_LEADS: Final = re.compile("(?:无|没有|未明确)牵头(?:单位|部门)的，?(?:第一)?责任(?:单位|部门)[即就]?为牵头")

# 以下各项均需各市、县政府落实，不再列出: other units that are meant everywhere and named nowhere.
EVERYWHERE: Final = re.compile(
    r"(?:(?<=[，；。、）])|^)[^，；。（〔]{0,60}[均都](?:涉及|需|须|由|为)[^。；]{0,80}?不再"
    + any_of("单独 重复 一一 逐一 另行")
    + "?"
    + any_of("列出 做分工 作分工 分工 列明 标注 注明")
)
_LIKEWISE: Final = re.compile("以?下同")
_AND_THE_REST: Final = re.compile(
    r"[，；。]?(?:多个牵头(?:单位|部门)[^。；）〕]*|其他(?:单位|部门|均)?为[^。；）〕，]*|其余[^。；）〕，]*)"
)


@dataclass(frozen=True)
class Rules:
    """What a document says once for all its assignments."""

    first_listed: bool = False
    before_comma: bool = False
    main_leads: bool = False


def rules_of(text: str) -> Rules:
    """The rules a document states anywhere in its text."""
    shaped = re.sub(r"\s", "", shape(text))
    return Rules(*(bool(pattern.search(shaped)) for pattern in (FIRST_LISTED, BEFORE_COMMA, MAIN_LEADS)))


def take_out(text: str) -> tuple[str, str, str]:
    """An assignment without the rules it states, the rules taken out, and among them the one that holds
    everywhere."""
    taken: list[str] = []
    everywhere = ""
    for pattern in (EVERYWHERE, FIRST_LISTED, BEFORE_COMMA, ASTERISK, _AND_THE_REST, _LIKEWISE):
        while found := pattern.search(shape(text)):
            if pattern is _AND_THE_REST and not taken:
                break
            if pattern is EVERYWHERE:
                everywhere = found[0]
            taken.append(text[found.start() : found.end()])
            text = text[: found.start()] + "，" + text[found.end() :]
    # A rule in a bracket of its own leaves the bracket empty.
    return re.sub(r"[（〔(\[][，,；;。\s]*[）〕)\]]", "，", text), "，".join(taken), everywhere
