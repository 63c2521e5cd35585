"""Of whom a blocker asks something: the units its words name."""

import re
from collections.abc import Iterable

_ENDINGS = re.compile(r"(?:委员会|委員會|办公室|辦公室|[局委办厅辦廳])$")
_PLACE = re.compile(r"^[市省县區区]")
FEWEST = 2  # characters of a name that say whose it is


def asked_of(words: str, units: Iterable[str], speaker: str) -> tuple[str, ...]:
    """The units named in the words, in the order they are named; never the speaker's own. A unit may be named without its
    市 and its 局 where somebody is asked (请市财政研究, 需发改委批复)."""
    asking = bool(re.search("[请請需待等由协協报報]", words))
    found: list[tuple[int, str]] = []
    for unit in units:
        if unit == speaker or not unit:
            continue
        names = [unit, *(_short(unit) if asking else ())]
        place = min((at for name in names if (at := words.find(name)) >= 0), default=-1)
        if place >= 0:
            found.append((place, unit))
    return tuple(unit for _, unit in sorted(found))


def _short(unit: str) -> list[str]:
    """市财政局 → 财政局, 市财政."""
    without_place, without_ending = _PLACE.sub("", unit), _ENDINGS.sub("", unit)
    return [name for name in (without_place, without_ending) if len(name) > FEWEST and name != unit]
