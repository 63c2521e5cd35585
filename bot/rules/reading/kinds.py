"""Newly added or in all: how a figure counts, by the words around it."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.beside import Beside
from bot.rules.reading.shapes import Kind

_INCREMENT = re.compile(words.INCREMENT)
_PERIOD = re.compile(words.PERIOD)
_TOTAL = re.compile(words.TOTAL)
_STRONG_TOTAL = re.compile(words.STRONG_TOTAL)
_IN_ALL = re.compile(words.IN_ALL)
_AS_OF = re.compile("截至|截止|到")
_IN_ALL_AFTER = re.compile(r"\s?(?:了)?(?:累计|总共|合计|总数)")
_BARE_VERB = re.compile(words.BARE_VERB)
# The words nearest a figure decide; farther ones speak of something else.
NEAR = 14


def told_kind(figure: Beside) -> tuple[Kind, str]:
    """Return whether a figure is newly added or in all, and the word that says so; unclear where the words leave it open."""
    before = figure.before
    strong = _STRONG_TOTAL.search(before)
    if figure.number.kind == "percent" or strong:
        return "total", _said(strong)
    if figure.is_last and (after := _IN_ALL_AFTER.match(figure.after)):
        return "total", _said(after)
    if new := _INCREMENT.search(before):
        return "increment", _said(new)
    opening = figure.opening
    period = _PERIOD.search(before) or (not _AS_OF.search(opening) and _PERIOD.search(opening)) or None
    if period and not _IN_ALL.search(before):
        return "increment", _said(period)
    if total := _TOTAL.search(before[-NEAR:]):
        return "total", _said(total)
    bare = _BARE_VERB.search(before)
    return ("unclear", _said(bare)) if bare else ("total", "")


def _said(match: re.Match[str] | None) -> str:
    return match[0].strip() if match else ""
