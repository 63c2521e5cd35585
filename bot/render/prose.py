"""How a brief puts a measure, a list or a sentence into words on its paper."""

from collections.abc import Iterator, Sequence
from itertools import count

from bot.render.paper import CENTRE, NUMBER_4, Paper
from bot.render.words import Words
from bot.rules.summary import Entry, Summary

NUMERALS = "一二三四五六七八九十"
MOST = 60  # of one list; all of them are in the ledger


class Prose:
    """One brief being written: its paper, its summary and its words."""

    def __init__(self, summary: Summary, language: str) -> None:
        self.s, self.w, self.paper = summary, Words(language), Paper.blank(language)
        self.english = language == "en"

    def numerals(self) -> Iterator[tuple[str, str]]:
        """一、 and （一）, 二、 and （二） …; 1. and (1) in English."""
        for n in count(1):
            if self.english:
                yield f"{n}. ", f"({n}) "
            else:
                yield f"{NUMERALS[n - 1]}、", f"（{NUMERALS[n - 1]}）"

    def items(self, entries: Sequence[Entry]) -> None:
        """1．measure (units): why, for each; beyond MOST only how many more."""
        for number, entry in enumerate(entries[:MOST], start=1):
            self.item(number, self.named(entry), self.stopped(self.w.why(entry)))
        self.rest(entries)

    def rest(self, things: Sequence[object]) -> None:
        """Where the things that are not listed can be found."""
        if len(things) > MOST:
            self.paper.text(self.w.of("brief.rest", n=len(things) - MOST))

    def item(self, number: int, name: str, text: str) -> None:
        """1．name: text."""
        # A full-width stop stands in the middle of its square in traditional faces.
        self.paper.text((f"{number}．" if self.w.language == "zh" else f"{number}. ") + self.headed(name, text))

    def named(self, entry: Entry) -> str:
        """A measure with those who answer for it."""
        units = self.w.names(entry.units, 3)
        named = self.w.named(entry.ref, entry.title)
        return f"{named} ({units})" if self.english else f"{named}（{units}）"

    def headed(self, name: str, text: str) -> str:
        """name: text."""
        return f"{name}: {text}" if self.english else f"{name}：{text}"

    def run_on(self, *sentences: str) -> str:
        """Sentences, one after the other."""
        return (" " if self.english else "").join(one for one in sentences if one)

    def stopped(self, text: str) -> str:
        """A sentence from a clause."""
        return text and text + ("." if self.english else "。")

    def caption(self, text: str) -> None:
        """The heading of a table."""
        self.paper.line(text, "heading", NUMBER_4, align=CENTRE, before=4, keep=True)


def bare(text: str) -> str:
    """Somebody's words without the stop at their end, to stand inside a sentence."""
    return text.rstrip("。；.; \n")
