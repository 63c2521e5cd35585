"""Paragraphs hung on the numbered items they belong to: 二、→（一）→ 1. → （1）."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.documents.assignments import assignments_in
from bot.documents.numbering import Mark, mark_at, unfolded
from bot.documents.roles import starts_with_label
from bot.documents.shape import shape

_PART: Final = re.compile(r"(?:方案|计划|措施|细则|意见|办法|清单|规划|要点|分工|行动|规定|任务)(?:（[^）]*）)?$")


@dataclass(eq=False)
class Item:
    """A numbered item: its mark, the heading that holds it, and its paragraphs (the first without its mark)."""

    rank: int
    number: int
    mark: str
    printed: str
    parent: Item | None
    part: int
    paragraphs: list[str] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The ordinal path as printed: 二（二）, 四（一）1; 第三条 and 2.1.1 tell their place themselves."""
        if self.mark.endswith("条") or "." in self.mark:
            return self.mark
        return (self.parent.path if self.parent else "") + self.mark

    @property
    def above(self) -> list[Item]:
        """The headings that hold the item, outermost first."""
        return [*self.parent.above, self.parent] if self.parent else []


@dataclass
class Outline:
    """All items in document order, the titles of the parts they stand in, and the paragraphs before the first."""

    items: list[Item] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)


def outline(paragraphs: Iterable[str]) -> Outline:
    """The items of a document; whole documents on one line are cut at their marks first."""
    found = Outline(parts=[""])
    stack: list[Item] = []
    loose: list[str] = []
    running = 0
    for paragraph in _cut(paragraphs):
        mark = _mark(paragraph, running)
        if mark is None or starts_with_label(shape(paragraph[mark.end :])):
            text = paragraph if mark is None else paragraph[mark.end :]
            loose.append(text)
            (stack[-1].paragraphs if stack else found.preamble).append(text)
            continue
        if mark.rank == 1 and mark.number == 1 and any(item.rank == 1 for item in stack):
            found.parts.append("")
        if mark.rank == 1 and mark.number == 1:
            found.parts[-1] = _title_of_part(loose)
            stack = []
        rank = mark.rank + (2 if _is_inside(mark, stack) else 0)
        while stack and stack[-1].rank >= rank:
            stack.pop()
        parent = stack[-1] if stack else None
        item = Item(rank, mark.number, mark.ref, paragraph[: mark.end], parent, len(found.parts) - 1)
        item.paragraphs.append(paragraph[mark.end :].strip())
        if parent:
            parent.children.append(item)
        running = mark.number if rank == 3 else running
        stack.append(item)
        found.items.append(item)
        loose = []
    return found


def _is_inside(mark: Mark, stack: list[Item]) -> bool:
    """Whether a mark counts points of an article or of a numbered item that stands alone: 第三条……（一）……（二）……"""
    if mark.rank == 1 or mark.ref.endswith(("条", "节")):
        return False
    article = any(item.mark.endswith("条") for item in stack)
    alone = mark.rank == 2 and bool(stack) and stack[0].rank == 3
    return article or alone


def part_names(parts: list[str]) -> list[str]:
    """Short names of the parts: what their titles do not have in common; empty where there is only one part."""
    if len(parts) < 2:
        return [""] * len(parts)
    titled = [part for part in parts if part]
    ahead = _common(titled) if len(titled) > 1 else 0
    behind = _common([part[ahead:][::-1] for part in titled]) if len(titled) > 1 else 0
    names = [part[ahead : len(part) - behind] if part else "" for part in parts]
    counted = Counter(names)
    return [name if name and counted[name] == 1 else f"第{n}部分" for n, name in enumerate(names, start=1)]


def _common(texts: list[str]) -> int:
    length = 0
    for letters in zip(*texts, strict=False):
        if len(set(letters)) > 1:
            break
        length += 1
    return length


def _title_of_part(loose: list[str]) -> str:
    for paragraph in reversed(loose[-12:]):
        if len(paragraph) <= 45 and _PART.search(shape(paragraph)):
            return paragraph
    return ""


def _mark(paragraph: str, running: int) -> Mark | None:
    """The mark a paragraph begins with; 11.121人才项目 is number 11 where 10 came before."""
    shaped = shape(paragraph)
    begin = len(shaped) - len(shaped.lstrip("#* "))
    digits = re.compile(r"(\d{1,3})\.(?=\d)").match(shaped, begin)
    dotted = mark_at(shaped, begin)
    if dotted and "." in dotted.ref and (dotted.number == 1 or dotted.ref.partition(".")[0] == str(running)):
        return dotted
    if digits and int(digits[1]) == running + 1:
        return Mark(3, running + 1, digits[1], digits.end())
    return mark_at(shaped, begin)


def _cut(paragraphs: Iterable[str]) -> Iterator[str]:
    """The paragraphs, those cut that hold several items: a list （一）…（二）… under one bracket is one item's text."""
    for paragraph in paragraphs:
        assigned = sum(not found.only_times for found in assignments_in(paragraph)) if len(paragraph) > 60 else 0
        headings = unfolded(paragraph, (1, 2)) if len(paragraph) > 60 else []
        if len(headings) >= 3 and (assigned >= 2 or _holds_chapters(headings)):
            yield from unfolded(paragraph)
        elif assigned >= 2:
            yield from unfolded(paragraph, (2, 3, 4))
        else:
            yield paragraph


def _holds_chapters(headings: list[str]) -> bool:
    marks = [mark_at(shape(heading)) for heading in headings]
    return sum(mark is not None and mark.rank == 1 for mark in marks) >= 2
