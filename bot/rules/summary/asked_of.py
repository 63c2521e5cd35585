"""Of whom a blocker asks something: the units its words name, or those the report around it asks."""

import re
from collections.abc import Iterable

_ENDINGS = re.compile(r"(?:委员会|委員會|办公室|辦公室|[局委办厅辦廳])$")
_PLACE = re.compile(r"^[市省县區区縣]")
_ASKS = r"(?:请|請|需|等|待|由|报|報|协调|協調|提交)[^，,。；;\n]{0,6}"
FEWEST = 2  # a name has more characters: two say nothing of whose it is


def asked_of(blocker: str, text: str, units: Iterable[str], speaker: str) -> tuple[str, ...]:
    """The units named in the blocker, else those the report's text asks (请市财政研究, 需发改委批复), in the order they are
    named; never the speaker's own. A unit may be named without its 市 or its 局 where it is asked."""
    others = [unit for unit in units if unit and unit != speaker]
    named = {unit: place for unit in others if (place := blocker.find(unit)) >= 0}
    for words in (blocker, text):
        if not named:
            named = {unit: place for unit in others if (place := _asked(words, unit)) >= 0}
    return tuple(sorted(named, key=lambda unit: named[unit]))


def _asked(words: str, unit: str) -> int:
    """Where the words ask the unit for something; -1 where they do not."""
    for name in (unit, _PLACE.sub("", unit), _ENDINGS.sub("", unit)):
        if len(name) > FEWEST and (match := re.search(_ASKS + re.escape(name), words)):
            return match.end()
    return -1
