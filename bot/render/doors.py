"""The buttons under a summary: every number opens its list, every format its file, both as things stood in that summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.render import FORMATS
from bot.render.words import Words
from bot.rules.standing.values import LAMPS, STATES
from bot.rules.summary import KINDS, Summary
from bot.texts import Button, label

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
# The lists a number opens, the gravest first. Their places are in buttons people have kept: new ones go to the end.
LISTS = (
    *("red", "behind", "stagnant", "soon", "silent", "unreachable", "blockers"),
    *("changed", "finished", "inherited", "indicators", "paused", "filed", "rows"),
    *(f"state.{state}" for state in STATES),
    *(f"lamp.{lamp}" for lamp in LAMPS),
)
UNDER_A_SUMMARY = LISTS[: LISTS.index("rows") + 1]
COLUMNS = 3


@dataclass(frozen=True)
class Address:
    """Which summary: of which plan, period, unit (0: all) and section (its place from 1; 0: all), as of when."""

    plan_id: int
    kind: str
    until: datetime
    unit_id: int = 0
    section: int = 0

    def packed(self) -> str:
        """As numbers between colons: some thirty characters of a button's 64."""
        days, rest = divmod(self.until - EPOCH, DAY)
        return f"{self.plan_id}:{KINDS.index(self.kind)}:{self.unit_id}:{self.section}:{days}:{-(-rest // timedelta(seconds=1))}"

    @classmethod
    def of(cls, numbers: Sequence[int]) -> "Address":
        """The address those numbers are. Raises IndexError for a kind of period there is not."""
        plan_id, kind, unit_id, section, days, seconds = numbers
        return cls(plan_id, KINDS[kind], EPOCH + timedelta(days=days, seconds=seconds), unit_id, section)


def whole_second(moment: datetime) -> datetime:
    """The next full second: what a button can say, and no earlier, so that what has just been filed is in."""
    return moment.replace(microsecond=0) + timedelta(seconds=bool(moment.microsecond))


def things(s: Summary, key: str) -> Sequence[object]:
    """What is in a list of LISTS."""
    which, _, value = key.partition(".")
    if which == "state":
        return s.rows_with(state=value)
    if which == "lamp":
        return s.rows_with(lamp=value)
    found: Sequence[object] = getattr(s, key)
    return found


def list_name(key: str, w: Words) -> str:
    """What a list is called on a button."""
    if "." in key:
        return w.of(key)
    return w.of(f"sheet.{key}") if key != "rows" else w.of("list.rows")


def under(s: Summary, address: Address, language: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons under a summary: a list for each number that is not nought, then the files."""
    rows = _numbers(s, address, language, UNDER_A_SUMMARY)
    files = (
        Button(label(language, f"as_{name}"), f"s:{index}:{address.packed()}") for index, name in enumerate(FORMATS)
    )
    return (*rows, tuple(files))


def within(s: Summary, address: Address, language: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons under the list of all measures: those in each state, those with each lamp."""
    keys = [key for key in LISTS if "." in key]
    return _numbers(s, address, language, keys)


def _numbers(s: Summary, address: Address, language: str, keys: Sequence[str]) -> tuple[tuple[Button, ...], ...]:
    w = Words(language)
    buttons = [
        Button(f"{list_name(key, w)} {count}", f"sl:{LISTS.index(key)}:0:{address.packed()}")
        for key in keys
        if (count := len(things(s, key)))
    ]
    return tuple(tuple(buttons[at : at + COLUMNS]) for at in range(0, len(buttons), COLUMNS))
