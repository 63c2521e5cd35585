"""Targets of a measure's text, each tied to its words and its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from bot.documents.counts import acts, is_target, reached, states
from bot.documents.dates import When, times_in
from bot.documents.deeds import DOES
from bot.documents.drafts import DraftTarget
from bot.documents.indicators import indicator_of, op_of, subject_of
from bot.documents.quantities import Quantity, quantities_in
from bot.documents.shape import pieces, shape
from bot.documents.vocabulary import any_of

# Clauses that say how, with whom or for whom, not what will be.
_MEANS: Final = re.compile(
    "^"
    + any_of("""
        其他 以后 按 由 对 即 依据 根据 通过 以 结合 围绕 鼓励 引导 支持 凡 在 依托 同时享受 给予 从 向 经
    """)
)


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    when: When | None


def targets_in(text: str, issued: date | None = None) -> tuple[DraftTarget, ...]:
    """The targets of a text in order: numbers to reach, and states that are due by a date."""
    shaped = shape(text)
    whens = times_in(text, issued)
    found: list[DraftTarget] = []
    carried: When | None = None
    for start, end in pieces(shaped, "。！？\n"):
        dated = [when for when in whens if start <= when.start < end and (when.on or when.recurs is None)]
        inherited = None if dated else carried
        before = len(found)
        for clause in _clauses(shaped, start, end, whens, inherited):
            here = _of_clause(text, shaped, clause, _around(shaped, start, end, clause), counting=len(found) > before)
            found += (one for one in here if one.op != "qualitative" or clause.when is not inherited)
        # A date holds for its sentence and, where that set numbers, for the next: …达到70%。培育…10个.
        carried = (dated[-1] if dated else None) if len(found) > before or not dated else None
    return tuple(found)


def _around(shaped: str, start: int, end: int, clause: _Clause) -> str:
    """The part of a sentence between semicolons that a clause stands in: what is paid beyond them is another matter."""
    return next(
        (shaped[start + a : start + b] for a, b in pieces(shaped[start:end], "；") if start + b >= clause.end),
        shaped[start:end],
    )


def _clauses(shaped: str, start: int, end: int, whens: list[When], inherited: When | None) -> Iterator[_Clause]:
    when = inherited
    for a, b in pieces(shaped[start:end], "，；"):
        here = [one for one in whens if start + a <= one.start < start + b]
        # 到2028年，每年不少于…: how often does not end until when.
        if here and not (when and when.on and all(one.recurs for one in here)):
            when = next((one for one in here if one.on), here[0])
        yield _Clause(start + a, start + b, when)


def _of_clause(text: str, shaped: str, clause: _Clause, sentence: str, counting: bool) -> Iterator[DraftTarget]:
    words = shaped[clause.start : clause.end]
    printed = text[clause.start : clause.end]
    quantities = [one for one in reached(quantities_in(words), words) if is_target(one, words, sentence, counting)]
    dated = bool(clause.when and clause.when.on)
    if quantities and (counting or dated or acts(words, quantities) or states(words, quantities)):
        before = ""
        for one, (a, b) in zip(quantities, pairwise([0, *_cuts(words, quantities), len(words)]), strict=True):
            target = _target(printed, words, one, a, b, clause.when)
            # 分别达到3.5%和2.8%: the second number has no words of its own.
            before = target.indicator or before
            yield replace(target, indicator=before or target.text)
    elif dated and not quantities:
        state = _without_phrase(printed, clause.when)
        if len(state) >= 6 and DOES.search(shape(state)) and not _MEANS.match(shape(state)):
            yield _dated(DraftTarget(state, subject_of(shape(state)), "qualitative"), clause.when)


def _cuts(words: str, quantities: list[Quantity]) -> list[int]:
    """Where a clause with several numbers is parted: behind the first 、 or 和 between two of them."""
    cuts = []
    for first, second in pairwise(quantities):
        sign = re.search("[、和及与]", words[first.end : second.start])
        cuts.append(first.end + (sign.end() if sign else 0))
    return cuts


def _target(printed: str, words: str, one: Quantity, a: int, b: int, when: When | None) -> DraftTarget:
    ahead = _without_phrase(words[a : one.start], when and replace(when, phrase=shape(when.phrase)))
    target = DraftTarget(
        text=_without_phrase(printed[a:b].strip("、 "), when),
        indicator=indicator_of(ahead, words[one.end : b]),
        op="range" if one.value_max is not None else one.op or op_of(words[a : one.start]),
        value=one.value,
        value_max=one.value_max,
        unit=printed[one.unit_at : one.unit_at + len(one.unit)],
    )
    return _dated(target, when)


def _without_phrase(words: str, when: When | None) -> str:
    words = words.strip("，； ")
    return (words.removeprefix(when.phrase) if when else words).strip("，,；;。 ")


def _dated(target: DraftTarget, when: When | None) -> DraftTarget:
    return replace(target, due_on=when.on, phrase=when.phrase) if when else target
