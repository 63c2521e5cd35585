"""A summary as a message: for the office, for a group (totals, nobody named), and plain for a terminal."""

from collections.abc import Sequence
from html import unescape
from re import sub

from bot import texts
from bot.render.words import Words, short_title
from bot.rules.summary import Summary


def chat(summary: Summary, language: str = "zh") -> str:
    """The whole summary in Telegram's HTML, exceptions first; an empty line is where it may be parted."""
    return _say("summary", summary, language)


def totals(summary: Summary, language: str = "zh") -> str:
    """Only the counts: what a group may read."""
    return _say("summary_totals", summary, language)


def listed(
    summary: Summary,
    key: str,
    name: str,
    shown: Sequence[object],
    page: int,
    pages: int,
    total: int,
    language: str = "zh",
) -> str:
    """One page of the list behind a number."""
    more = {"key": key, "name": name, "shown": shown, "page": page, "pages": pages, "total": total}
    return _say("summary_list", summary, language, **more)


def plain(summary: Summary, language: str = "zh") -> str:
    """The whole summary without markup."""
    return unescape(sub(r"<[^>]+>", "", chat(summary, language)))


def _say(template: str, summary: Summary, language: str, **more: object) -> str:
    words = Words(language)
    never = sum(words.is_never(one) for one in summary.stagnant)
    return texts.say(language, template, s=summary, w=words, plan=short_title(summary.plan_title), never=never, **more)
