"""Figures in a folded text: 186, 1.2万, 一百八十六, 三点六亿, 60%, 六成, 过半, 四分之三."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.reading import vocabulary as words

_SCALES = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十万": 1e5, "百": 1e2}
_DIGITS = "零一二两三四五六七八九"
_HAN = f"[{_DIGITS}十百千万亿廿]"
# Longer rows of figures are account numbers or noise: no count of a plan has thirteen digits.
_ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?(?!\d)|\d{1,12}(?:\.\d{1,6})?(?!\d)"
_COUNTER = words.COUNTERS
_NUMBER = re.compile(
    rf"(?P<hundred>百分之(?P<hundredth>(?:{_ARABIC})|{_HAN}{{1,6}}(?:点{_HAN}{{1,6}})?))"
    rf"|(?P<fraction>(?P<under>{_HAN}{{1,3}}|\d{{1,2}})分之(?P<over>{_HAN}{{1,3}}|\d{{1,2}}))"
    rf"|(?P<tenths>(?P<tenth>[一二两三四五六七八九\d](?:\.\d)?)成(?P<half>[一二三四五六七八九半])?(?!立|功|都|为|员|果|效|本|品|长|交|熟|型|份|绩|熟|了|套|批|片|人|立|品|文|都)|(?P<tenths2>[一二两三四五六七八九\d](?:\.\d)?)成(?P<half2>[五半])?(?=了))"
    r"|(?P<over_half>过半|一大半|大半|(?:(?<=完成)|(?<=进度)|(?<=推进)|(?<=[了过约近到成才]))(?:约|近|差不多|大概|大约)?一半)"
    r"|(?P<ratio>(?<![\d/.])(?P<part>\d{1,6})\s?/\s?(?P<whole>\d{1,6})(?![\d/.]))"
    rf"|(?P<plain>(?<![a-z\d.])(?P<digits>{_ARABIC})\s?(?P<scale>千万|百万|十万|[千万亿百](?!分|米))?)"
    rf"|(?P<han>(?P<few>几|数)?{_HAN}{{1,14}}(?:点{_HAN}{{1,6}})?(?:万|亿)?(?P<vague>几)?)"
)
_AFTER = re.compile(
    rf"(?P<more>多|余|来|几)?\s?(?P<unit>%|个百分点|百分点|‰|亿元|万元|亿|万|{_COUNTER})?(?P<more2>多|余)?"
)
_LATIN = re.compile(r"[a-z]")
_MONEY = re.compile(words.MONEY_WORDS)
_RATE = re.compile(words.RATE_BEFORE)
# 三四十, 五六家: two neighbouring digits are a guess, not a figure.
_GUESS = re.compile("^[一二三四五六七八九]{2}[十百千万]?$")


# More figures than this are a table somebody pasted.
MOST = 400
# No plan counts so far; what does is an account number or a slip of the finger.
LARGEST = 1e13


@dataclass(frozen=True, slots=True)
class Number:
    """A figure where it stands: percent, count, money or bare; `vague` ones (十几, 3—5) say none; 143/300 is 143 `of` 300."""

    start: int
    end: int
    value: float
    unit: str | None
    kind: str
    vague: bool = False
    of: float | None = None


@lru_cache(maxsize=4096)
def han_value(text: str) -> float | None:
    """Return what a Chinese numeral says, or None when it says no number."""
    import cn2an  # loaded at the first Chinese numeral only: it costs 100 ms

    text = text.replace("廿", "二十")
    if text in _SCALES:
        text = "一" + text
    try:
        return float(cn2an.cn2an(text, "smart"))
    except (ValueError, KeyError, IndexError, TypeError, OverflowError):
        return None


def _small(text: str) -> float | None:
    return float(text.replace(",", "")) if text[0].isdigit() else han_value(text)


def _share(match: re.Match[str]) -> float | None:
    if match["hundred"]:
        return _small(match["hundredth"])
    if match["fraction"]:
        under, over = _small(match["under"]), _small(match["over"])
        return round(100 * over / under, 2) if under and over is not None and over <= under else None
    if match["tenths"]:
        whole = _small(match["tenth"] or match["tenths2"])
        half = match["half"] or match["half2"]
        if whole is None:
            return None
        return 10 * whole + (0 if not half else 5 if half == "半" else (han_value(half) or 0))
    return 50.0


def numbers_in(text: str, taken: bytearray) -> list[Number]:
    """Return the figures of a folded text outside the places already taken by dates, telephones and list numbers."""
    found: list[Number] = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if any(taken[start:end]):
            continue
        if len(found) >= MOST:
            break
        if match["ratio"]:
            part, whole = float(match["part"]), float(match["whole"])
            if 0 <= part <= whole:
                found.append(Number(start, end, part, None, "count", of=whole))
            continue
        if match["plain"] is None and match["han"] is None:
            value = _share(match)
            if value is not None and 0 <= value <= 1000:
                found.append(Number(start, end, value, "%", "percent"))
            continue
        number = _counted(text, match)
        if number and number.value < LARGEST:
            found.append(number)
    return _without_ranges(text, found)


def _counted(text: str, match: re.Match[str]) -> Number | None:
    """Return the figure of a match with its counter, None where digits or numerals are part of a word."""
    start, end = match.span()
    after = _AFTER.match(text, end)
    unit = after["unit"] if after else None
    more = after["more"] if after else None
    tail = after.end() if after and (unit or more) else end
    if match["han"] and not _stands_alone(text, start, match["han"], unit):
        return None
    if match["plain"] and not unit and _LATIN.match(text, end) and text[end] != "m":
        return None
    amount, scale = _amount(match)
    vague = more == "几" or bool(match["few"] or match["vague"]) or bool(match["han"] and _GUESS.match(match["han"]))
    if amount is None:
        return Number(start, tail, 0, unit, "count", vague=True)
    if unit in ("亿", "万") and not scale:
        scale, unit = unit, None
    if (unit and unit.endswith("元")) or (
        not unit and (scale == "亿" or (scale == "万" and _MONEY.search(text[max(start - 8, 0) : start])))
    ):
        return Number(start, tail, round(amount, 6), (scale or "") + (unit or "元"), "money", vague)
    value = round(amount * _SCALES.get(scale or "", 1), 6)
    if unit is None and value <= 100 and _RATE.search(text[max(start - 12, 0) : start]):
        return Number(start, tail, value, "%", "percent", vague)
    return Number(start, tail, value, unit, _kind(unit), vague)


def _stands_alone(text: str, start: int, raw: str, unit: str | None) -> bool:
    """Return whether a Chinese numeral is a figure: it has a counter or two signs, and is no ordinal or bare 万."""
    before = text[start - 1] if start else ""
    if before == "第" or (raw in ("万", "千", "百", "亿", "十", "千万", "百万") and not (raw == "十" and unit)):
        return False
    if unit == "个" and text[start + len(raw) + 1 : start + len(raw) + 2] == "一":
        return False  # 六个一 is a name
    return len(raw) > 1 or bool(unit and (not before or before not in "十几数"))


def _amount(match: re.Match[str]) -> tuple[float | None, str | None]:
    """Return the figure before its 万 or 亿, and that word."""
    if match["plain"]:
        return float(match["digits"].replace(",", "")), match["scale"]
    raw = match["han"].strip("几数")
    if len(raw) > 1 and raw[-1] in "万亿":
        return han_value(raw[:-1]), raw[-1]
    return han_value(raw), None


def _kind(unit: str | None) -> str:
    if unit is None:
        return "bare"
    if unit in ("%", "个百分点", "百分点", "‰"):
        return "percent" if unit == "%" else "points"
    return "count" if unit in words.COUNT_COUNTERS else "other"


_RANGE = re.compile(r"^\s?(?:—|-|~|至|到)\s?$")


def _without_ranges(text: str, found: list[Number]) -> list[Number]:
    """Mark the two ends of 3—5家 as vague: a range is no figure."""
    out = list(found)
    for index in range(len(out) - 1):
        left, right = out[index], out[index + 1]
        gap = text[left.end : right.start]
        between_signs = bool(_RANGE.match(gap)) and gap.strip() in ("—", "-", "~")
        if between_signs and left.unit in (None, right.unit):
            out[index] = Number(left.start, left.end, left.value, left.unit, left.kind, True)
            out[index + 1] = Number(right.start, right.end, right.value, right.unit, right.kind, True)
    return out
