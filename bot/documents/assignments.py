"""Where a paragraph assigns units: in a bracket, or on a line of its own behind a label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.documents.roles import Body, ends_with_verb, has_label, is_assignment, read_body, starts_with_label
from bot.documents.shape import CLOSING, depths, pairs, partners_in, shape
from bot.documents.units import looks_like_unit

# Brackets that explain words never assign, whatever they end in.
_EXPLAINS: Final = re.compile(r"^(?:含|即|包括|以下|下称|简称|如|例如|其中|不含|详见|见|附|注|试行|暂行|原|另)")
_INLINE: Final = re.compile(r"(?<=[。；！ ])(?:责任|牵头|主办|承办|实施|落实|负责)(?:责任)?(?:单位|部门)：")
_OPENS_WITH_LABEL: Final = re.compile("[（〔［【](?=[^，。；、：（〔［【]{2,10}：)")
_NEAR: Final = 60  # characters around a bracket that tell whether it assigns
_OFFICE: Final = re.compile("[局委办厅部院会社署行中心司]$")
_ONE_OFFICE: Final = re.compile("^[省市县区州盟旗][^，。；、的]{2,12}[局委办厅部院会署]$")
_ONE_UNIT: Final = re.compile("^[^，。；、的]{3,16}[局委办厅部院署]$")
_ENDED: Final = re.compile(r"[。；！？”）〕】…]\s*$")
_ENDS_AFTER: Final = re.compile(r"^\s*(?:[。；（〔［【]|$)")


@dataclass(frozen=True)
class Assignment:
    """A span of a paragraph that assigns units (or only sets a time), and what it says."""

    start: int
    end: int
    body: Body

    @property
    def only_times(self) -> bool:
        """Whether it names no unit."""
        return not self.body.named


def assignments_in(paragraph: str) -> list[Assignment]:
    """The assignments of a paragraph in order; none where brackets only explain."""
    shaped = shape(paragraph)
    if starts_with_label(shaped) and not _is_sentence(shaped):
        return [Assignment(0, len(paragraph), read_body(paragraph))]
    found = _behind_labels(paragraph, shaped)
    for start, end in [*pairs(shaped), *_left_open(shaped)]:
        inner = paragraph[start + 1 : end]
        sign = shaped[start + 1 : end]
        if shaped[start] == "【" and shaped[end + 1 : end + 2] not in ("", "。", "（", "【"):
            continue
        if _EXPLAINS.match(sign) or not _may_assign(
            sign, shaped[max(0, start - _NEAR) : start], shaped[end + 1 : end + _NEAR]
        ):
            continue
        body = read_body(inner)
        if body.named or body.times:
            found.append(Assignment(start, end + 1, body))
    return sorted(found, key=lambda one: one.start)


def _left_open(shaped: str) -> list[tuple[int, int]]:
    """The place of a bracket that opens with a label and never closes, or closes with another sign: it ends with its
    paragraph."""
    opened = [found.start() for found in _OPENS_WITH_LABEL.finditer(shaped)]
    partners = partners_in(shaped) if opened else {}
    start = next((one for one in reversed(opened) if one not in partners), None)
    if start is None or not starts_with_label(shaped[start + 1 : start + 40]):
        return []
    end = len(shaped.rstrip("。 "))
    closed = shaped[end - 1] in CLOSING and end - 1 not in partners.values()
    return [(start, end - 1 if closed else end)]


def _behind_labels(paragraph: str, shaped: str) -> list[Assignment]:
    """Assignments that close a sentence without a bracket: ……资助。责任单位：市科技局、市财政局。"""
    found: list[Assignment] = []
    for label in _INLINE.finditer(shaped):
        if depths(shaped)[label.start()] or (found and label.start() < found[-1].end):
            continue
        end = shaped.find("。", label.end())
        while end >= 0 and starts_with_label(shaped[end + 1 :]):
            end = shaped.find("。", end + 1)
        end = len(shaped) if end < 0 else end + 1
        body = read_body(paragraph[label.start() : end])
        names = [named.name for named in body.named]
        if names and sum(map(looks_like_unit, names)) >= 0.7 * len(names):
            found.append(Assignment(label.start(), end, body))
    return found


def _may_assign(sign: str, before: str, after: str) -> bool:
    if has_label(sign):
        return True
    if starts_with_label(sign):
        return True
    ended = bool(_ENDED.search(before)) or not before.strip()
    if not (ended or _ENDS_AFTER.match(after)):
        return False
    if ends_with_verb(sign):
        return is_assignment(sign)
    if re.search("[、，]", sign):
        return ended and is_assignment(sign)
    # One office alone in the last bracket of a paragraph; behind another office it is that one's second name.
    office = _ONE_OFFICE.match(sign) or (_ENDED.search(before) and _ONE_UNIT.match(sign) and looks_like_unit(sign))
    return bool(office and re.match(r"^\s*。?\s*$", after) and not _OFFICE.search(before))


def _is_sentence(shaped: str) -> bool:
    return (
        len(shaped) > 80 and bool(re.search(r"。.*。", shaped)) and not re.search(r"(?:单位|部门)[】］〕]?[：]", shaped)
    )
