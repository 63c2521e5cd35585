"""Which measures a person means who names one by number, title, indicator or a word from the text."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from bot.rules.reading.folding import folded
from bot.rules.reading.refs import ref_key, refs_in
from models import Measure


def find(words: str, measures: Sequence[Measure]) -> list[Measure]:
    """The measures that fit best, in document order: by number, else whole title, else part of a title, an indicator,
    or the text. Script and width make no difference. Empty when nothing fits."""
    wanted = _plain(words)
    if not wanted:
        return []
    numbers = {key for _, _, key in refs_in(folded(words))}
    tests: tuple[Callable[[Measure], bool], ...] = (
        lambda one: ref_key(one.ref) in numbers or _plain(one.ref) == wanted,
        lambda one: _plain(one.title) == wanted,
        lambda one: wanted in _plain(one.title),
        lambda one: any(wanted in _plain(target.indicator) for target in one.targets),
        lambda one: wanted in _plain(one.text),
    )
    for test in tests:
        found = [one for one in measures if test(one)]
        if found:
            return found
    return []


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return "".join(sign for sign in folded(text) if sign.isalnum())
