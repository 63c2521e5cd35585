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


def kind_of(figure: Beside) -> Kind:
    """Return whether a figure is newly added or in all; unclear where the words leave it open."""
    before = figure.before
    if figure.number.kind == "percent" or _STRONG_TOTAL.search(before):
        return "total"
    if figure.is_last and _IN_ALL_AFTER.match(figure.after):
        return "total"
    if _INCREMENT.search(before):
        return "increment"
    opening = figure.opening
    in_period = _PERIOD.search(before) or (_PERIOD.search(opening) and not _AS_OF.search(opening))
    if in_period and not _IN_ALL.search(before):
        return "increment"
    if _TOTAL.search(before[-NEAR:]):
        return "total"
    return "unclear" if _BARE_VERB.search(before) else "total"
