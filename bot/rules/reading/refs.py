"""Measures called by number: 四(一)1, 二（八）, 第三部分第四条."""

import re

from bot.rules.reading.numerals import han_value

_N = r"[一二三四五六七八九十]{1,3}|\d{1,2}"
_PARTS = "部分|大部分|章|块|方面|大项|篇|大块|大点"
_ITEMS = "条|项|款|点|小点|小项|节"
_REF = re.compile(
    rf"(?P<a>[一二三四五六七八九十]{{1,2}})、?\s?\((?P<b>{_N})\)\s?(?:第?(?P<c>\d{{1,2}}|[一二三四五六七八九](?=条|项|小点|点))(?:条|项|小点|点)?(?![\d.]*(?:%|家|个|所|台|亿|万|\d|\.|月|年|日|号)))?"
    rf"|第(?P<d>{_N})(?:{_PARTS})(?:的|里|中|里的)?[,、 ]?第?[\(]?(?P<e>{_N})\)?(?:{_ITEMS})?(?:(?:的|里的|里)?第(?P<f>{_N})(?:{_ITEMS}))?"
)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(han_value(text) or 0)


def ref_key(ref: str) -> tuple[int, ...]:
    """Return a ref's ordinals as numbers: 四（一）1 → (4, 1, 1)."""
    return tuple(_number(part) for part in re.findall(r"[一二三四五六七八九十]+|\d+", ref))


def refs_in(text: str) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return the refs a folded text calls, each with its place."""
    found = []
    for match in _REF.finditer(text):
        parts = [match[name] for name in ("abc" if match["a"] else "def") if match[name]]
        found.append((match.start(), match.end(), tuple(map(_number, parts))))
    return found
