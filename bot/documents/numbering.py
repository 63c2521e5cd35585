"""The marks that open an item: 一、（一） 1. （1） 第三条, their rank and their number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.documents.shape import shape
from bot.documents.vocabulary import any_of

_HAN: Final = "[一二三四五六七八九十百〇零]"
_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")}

# 2.1 and 2.1.1 number items, 2.5万 and 15.5% count.
_NO_DECIMAL: Final = (
    r"(?![\d.%‰-])(?!"
    + any_of("[万亿个倍元吨米亩次年] 千[米瓦克] 公[里斤顷] 平方 立方 度电 户次 人次 小时 分钟 项(?!目)")
    + r")(?=[\u4e00-\u9fff“《（A-Z])"
)

# rank, pattern of the mark, how the mark is written in a ref
MARKS: Final = (
    (1, rf"第(?P<n>{_HAN}{{1,4}}|\d{{1,3}})(?:章|部分|篇|编)[\s、：.]*", "第{}章"),
    (1, rf"(?P<n>{_HAN}{{1,4}})\s*(?:、|\.(?!\d))\s*", "{}"),
    (2, rf"第(?P<n>{_HAN}{{1,4}}|\d{{1,3}})节[\s、：.]*", "第{}节"),
    (2, rf"（\s*(?P<n>{_HAN}{{1,4}})\s*）[、.]?\s*", "（{}）"),
    (2, rf"(?P<n>{_HAN}{{1,3}})）\s*", "（{}）"),
    (3, rf"第(?P<n>{_HAN}{{1,5}}|\d{{1,3}})条[\s、：.]*", "第{}条"),
    (3, r"(?P<n>\d{1,3})\s*(?:[.](?!\d)|、)\s*", "{}"),
    (3, r"(?P<n>\d{1,3})\s+(?=[\u4e00-\u9fff“])(?![年月日个家项名万亿])", "{}"),
    (5, r"(?P<n>\d{1,2}(?:\.\d{1,2}){2,3})[、.]?\s*" + _NO_DECIMAL, "{}"),
    (4, r"(?P<n>\d{1,2}\.\d{1,2})[、.]?\s*" + _NO_DECIMAL, "{}"),
    (4, r"（\s*(?P<n>\d{1,3})\s*）[、.]?\s*", "（{}）"),
    (4, r"(?P<n>\d{1,3})）\s*", "（{}）"),
    (5, r"(?P<n>[①-⑳])\s*", "{}"),
)
_OPEN: Final = tuple((rank, re.compile(pattern), form) for rank, pattern, form in MARKS)


@dataclass(frozen=True)
class Mark:
    """An item's mark: rank 1 to 5, its number, how a ref writes it, and where the text after it begins."""

    rank: int
    number: int
    ref: str
    end: int


def mark_at(shaped: str, place: int = 0) -> Mark | None:
    """The mark that stands at a place of a shaped text."""
    for rank, pattern, form in _OPEN:
        if found := pattern.match(shaped, place):
            return Mark(rank, number_of(found["n"]), form.format(found["n"]), found.end())
    return None


def opens_item(shaped: str) -> bool:
    """Whether a paragraph opens a numbered item."""
    return mark_at(shaped.lstrip("*# ")) is not None


def number_of(written: str) -> int:
    """The value of a mark's number: 十二 is 12, ③ is 3, 2.3 is 3; 0 where it cannot be told."""
    written = written.rpartition(".")[2]
    if written.isdecimal():
        return int(written)
    if "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    total, unit = 0, 0
    for char in written:
        if char in "十百":
            total += (unit or 1) * {"十": 10, "百": 100}[char]
            unit = 0
        else:
            unit = _DIGITS.get(char, 0)
    return total + unit


_BEFORE_ONE: Final = "第、统万十百合之唯专逐如同归惟划不"
_LABELLED: Final = re.compile(r"(?:单位|部门|时限|时间)：[^。]*$")
_BOUNDARY: Final = re.compile(r"[。；！？）〕】］”：\s]")
_CANDIDATE: Final = re.compile(
    rf"（\s*(?:{_HAN}{{1,3}}|\d{{1,2}})\s*）|{_HAN}{{1,3}}、|\d{{1,3}}\s*[.、](?!\d)|第(?:{_HAN}{{1,5}}|\d{{1,3}})[条章]|[①-⑳]"
)


def unfolded(paragraph: str, ranks: tuple[int, ...] = (1, 2, 3, 4, 5)) -> list[str]:
    """A paragraph cut before every mark inside it that carries on a count, or starts one right behind a heading."""
    shaped = shape(paragraph)
    last: dict[int, int] = {}
    cuts = [0]
    if opening := mark_at(shaped):
        last[opening.rank] = opening.number
    heading_from = opening.end if opening else None
    opened = opening.rank if opening else 0
    for found in _CANDIDATE.finditer(shaped, 1):
        mark = mark_at(shaped, found.start())
        if mark is None or mark.rank not in ranks or not _carries_on(mark, last):
            continue
        between = shaped[heading_from : found.start()] if heading_from is not None else ""
        behind_heading = heading_from is not None and len(between) <= 40 and not re.search(r"[。；，]", between)
        bounded = bool(_BOUNDARY.match(shaped, found.start() - 1))
        # …完成时限：2019年6月底前2．动态调整: a line of its own lost its end.
        behind_label = bool(_LABELLED.search(shaped[max(cuts[-1], found.start() - 120) : found.start()]))
        if not (bounded or behind_label or (behind_heading and opened < mark.rank)):
            # A chapter may stand behind a heading's words; 多证合一、 is none, nor is 第一、.
            first = mark.number == 1 and 1 not in last and found.start() < 300
            if mark.rank != 1 or not (first or mark.number > 1) or shaped[found.start() - 1] in _BEFORE_ONE:
                continue
            if re.match(rf"{_HAN}+、", shaped[mark.end :]):
                continue
        cuts.append(found.start())
        # Numbers may run on across headings: 二、……（三）…… 三、……（四）……
        last = {rank: number for rank, number in last.items() if rank <= max(mark.rank, 3)}
        last[mark.rank] = mark.number
        heading_from, opened = mark.end, mark.rank
    return [piece for a, b in zip(cuts, [*cuts[1:], len(paragraph)], strict=True) if (piece := paragraph[a:b].strip())]


def _carries_on(mark: Mark, last: dict[int, int]) -> bool:
    return mark.number == 1 or mark.number == last.get(mark.rank, 0) + 1
