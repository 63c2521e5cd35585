"""An item's title, as its first sentence, its line or the label of a paragraph gives it."""

from __future__ import annotations

import re
from typing import Final

from bot.documents.shape import depths, shape
from bot.documents.vocabulary import any_of

# Longer than this, or shorter but with several clauses, a first sentence is the body already.
_LONGEST: Final = 60
_LONGEST_WITH_CLAUSES: Final = 48
_LONGEST_ALONE: Final = 30
# With several clauses these begin a body: 各地要……，对……的企业，……
_BODY_BEGINS: Final = re.compile(r"到?\d{4}年|[对凡在]|各地|各级|各有关|按照|根据|依托|结合|针对|为")

# Headings that hold any plan's measures and name none of them.
NAMES_NOTHING: Final = re.compile(
    "^"
    + any_of("主要 重点 工作 具体 政策 保障 目标 改革 推进 支持")
    + "*"
    + any_of("任务 措施 举措 工作 内容 要求 目标 分工 政策 事项")
    + "(?:及?分工|和?措施)?$"
)

_LABEL: Final = re.compile(r"^[-·*\s]*(?P<label>“[^”]{1,14}”(?:[^，。；：]{0,10})|[^，。；：“”（）]{2,20})：")
_DASHED: Final = re.compile(r"^(?:-{1,2}|·)\s*(?P<label>[^，。；：]{2,30})[。：]")


def title_and_body(head: str) -> tuple[str, str]:
    """The title a heading paragraph begins with and the text after it; no title where the body starts at once."""
    shaped = shape(head)
    parted = re.match(r"^([^，。；：、\s“”]{4,25}) +(?=\S{8})", shaped)
    # A blank parts a title from its text, unless it only breaks a title that ends in 。 itself.
    if parted and not re.match(r"[^，。；：]{0,30}。", shaped):
        return head[: parted.end()].strip(), head[parted.end() :].strip()
    stop = _stop(shaped)
    if stop is None:
        colon = re.match(r"^([^，。；：]{2,25})：(?=.{15})", shaped)
        if colon:
            return head[: colon.end() - 1].strip(), head[colon.end() :].strip()
        ended = re.search(r"[；，]$", shaped)
        whole = head.strip().rstrip("：:")
        return (whole, "") if len(whole) <= 60 and not ended else ("", head.strip())
    first, rest = head[:stop].strip(), head[stop + 1 :].strip()
    if not _is_title(shape(first), bool(rest)):
        colon = re.match(r"^([^，。；：“”]{2,20})：(?=.{15})", shaped)
        if colon:
            return head[: colon.end() - 1].strip(), head[colon.end() :].strip()
        return "", head.strip()
    return first, rest


def label_of(paragraph: str) -> str:
    """The label an unnumbered paragraph begins with: “一核”：, 金融支持：, ——强化协同。; else nothing."""
    shaped = shape(paragraph)
    found = _DASHED.match(shaped) or _LABEL.match(shaped)
    return paragraph[found.start("label") : found.end("label")].strip() if found else ""


def first_clause(text: str) -> str:
    """The words before the first sign of a text, for want of a title."""
    shaped = shape(text)
    found = re.match(r"(?:(?:力争)?(?:到|至)?\d{4}年[^，]{0,6}，)?(?P<clause>[^，。；：\n]{1,40})", shaped)
    return text[found.start("clause") : found.end()].strip() if found else ""


def _stop(shaped: str) -> int | None:
    for place, depth in enumerate(depths(shaped)):
        if shaped[place] == "。" and not depth:
            return place
    return None


def _is_title(shaped: str, has_body: bool) -> bool:
    clauses = len(re.findall(r"[，；：]", shaped))
    if clauses and _BODY_BEGINS.match(shaped):
        return False
    if not has_body:
        return bool(shaped) and clauses <= 1 and len(shaped) <= _LONGEST_ALONE
    return bool(shaped) and clauses <= 2 and len(shaped) <= (_LONGEST_WITH_CLAUSES if clauses else _LONGEST)
