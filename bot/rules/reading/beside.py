"""A figure with what stands beside it, and the thing those words say it counts."""

import re
from dataclasses import dataclass

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.figures import after_of, before_of, is_rate, without_days
from bot.rules.reading.folding import folded
from bot.rules.reading.lexicon import Entry, Lexicon
from bot.rules.reading.names import bare
from bot.rules.reading.numerals import Number
from bot.rules.reading.things import COMPATIBLE, Counted, counted, flat_unit, only_fit, phrase, same_family

_LEADS = re.compile(words.LEADS_TO_FIGURE)
_SAYS_AMOUNT = re.compile(words.SAYS_AMOUNT)
_KIND_OF_THING = re.compile(words.KINDS_OF_THING)
_RATED = re.compile(words.RATED)
_GETTING = re.compile(words.GETTING)
_BARE_COUNT = re.compile(words.INCREMENT + "|累计|共|达到")
# So many clauses back may a sentence have named what a later figure counts.
BACK = 6


@dataclass(slots=True)
class Beside:
    """One figure of a clause: the words before and after it, `left` and `right` what of them may name a thing."""

    lexicon: Lexicon
    entry: Entry | None
    clauses: list[Clause]
    at: int
    number: Number
    before: str
    after: str
    left: str
    right: str

    @property
    def clause(self) -> Clause:
        """Return the clause that holds the figure."""
        return self.clauses[self.at]

    @property
    def is_last(self) -> bool:
        """Return whether no figure follows in the clause."""
        return self.number is self.clause.numbers[-1]

    @property
    def previous(self) -> Clause | None:
        """Return the clause before, if it belongs to the same sentence."""
        before = self.clauses[self.at - 1] if self.at else None
        return before if before and before.part == self.clause.part else None

    @property
    def opening(self) -> str:
        """Return a short clause before that holds no figure (今年以来，)."""
        before = self.previous
        return before.text if before and not before.numbers and len(before.text) <= 8 else ""

    def counts(self, words_beside: str, rated: bool) -> Counted | None:
        """Return the thing of the measure that words name."""
        return counted(self.lexicon, self.entry, words_beside, self.number, rated) if self.entry else None


def beside(lexicon: Lexicon, entry: Entry | None, clauses: list[Clause], at: int, number: Number) -> Beside:
    """Return a figure with what stands beside it."""
    clause = clauses[at]
    before, after = before_of(clause, number), after_of(clause, number)
    left = phrase(without_days(clause, number, before))
    right = phrase(after) if number is clause.numbers[-1] or not before else ""
    return Beside(lexicon, entry, clauses, at, number, before, after, left, right)


def thing_of(figure: Beside, last: Counted | None, known: bool) -> Counted | None:
    """Return what a figure counts: what the words beside it name, else what the sentence spoke of, else the only target it fits.

    `last` is what the figure before it counted; `known` allows a figure without words to find its target by itself.
    """
    entry, number = figure.entry, figure.number
    if entry is None:
        alone = not figure.left and not figure.right and number.kind == "count"
        return Counted(None, None) if alone and _BARE_COUNT.search(figure.before) else None
    if number.of is not None:
        return _of_so_many(entry, number)
    found = _by_words(figure, last) or _by_sentence(figure, last, known) or _by_label(figure) or _by_verb(figure, known)
    if found and number.kind == "other":
        same = found.thing and flat_unit(found.thing.unit)[:1] == (number.unit or "")[:1]
        return found if same else None
    return found


def _of_so_many(entry: Entry, number: Number) -> Counted | None:
    """Return the one target whose goal stands behind the stroke: 143/300."""
    fits = [thing for thing in entry.things if thing.value == number.of]
    return Counted(fits[0].printed, fits[0]) if len(fits) == 1 else None


def _by_words(figure: Beside, last: Counted | None) -> Counted | None:
    rated = is_rate(figure.clause, figure.number) or bool(last and last.thing and last.thing.kind == "percent")
    for said in (figure.left, figure.left + figure.right, figure.right):
        found = figure.counts(said, rated) if len(said) >= 2 else None
        if found and not rated and _tenths(figure) and not (_RATED.search(said) or found.thing is None):
            return None
        if found and figure.number.kind == "bare" and not _LEADS.search(figure.before):
            found = found if figure.before.strip() and said == figure.left and found.thing else None
        if found:
            return found
    return None


def _by_sentence(figure: Beside, last: Counted | None, known: bool) -> Counted | None:
    """Return what the sentence spoke of before, when the figure has no words of its own."""
    number = figure.number
    if len(figure.left) > 1:
        return None
    about = (
        None
        if last and _other_kind(figure, last)
        else last or (None if figure.left or figure.right else _topic(figure))
    )
    if about and (about.thing is None or number.kind in COMPATIBLE[about.thing.kind]):
        after_colon = not figure.before.strip() and figure.previous is not None and figure.previous.stop == ":"
        if number.kind != "bare" or after_colon or _SAYS_AMOUNT.search(figure.before):
            return about
    if known and len(figure.right) <= 1 and number.kind in ("count", "money") and figure.entry:
        thing = only_fit(figure.entry, number)
        return Counted(thing.printed, thing) if thing else Counted(None, None) if figure.entry.things else None
    return None


def _other_kind(figure: Beside, last: Counted) -> bool:
    """Return whether the word after a figure names a kind of thing that the one before it is not (投了3个项目)."""
    kind = _KIND_OF_THING.match(figure.after)
    return kind is not None and kind[0] not in folded(last.printed or "")


def _topic(figure: Beside) -> Counted | None:
    """Return the thing that the clauses just before, in the same sentence and without figures, are about."""
    number = figure.number
    if number.kind not in ("count", "money", "bare"):
        return None
    for other in reversed(figure.clauses[max(figure.at - BACK, 0) : figure.at]):
        if other.part != figure.clause.part or other.numbers:
            return None
        found = figure.counts(phrase(other.text), False)
        if found and (number.kind == "money" if found.thing is None else same_family(found.thing.unit, number.unit)):
            return found
    return None


def _tenths(figure: Beside) -> bool:
    """Return whether a percentage is told as 六成 or 一半, which people say of work rather than of rates."""
    number, clause = figure.number, figure.clause
    said = clause.text[number.start - clause.start : number.end - clause.start]
    return number.kind == "percent" and ("成" in said or "半" in said)


def _by_verb(figure: Beside, known: bool) -> Counted | None:
    """Return what the measure's text says is got by the one verb before a figure: 三（一）引进1家, of 引进一批大数据企业."""
    number, entry = figure.number, figure.entry
    if not known or entry is None or number.kind != "count" or figure.left or len(figure.right) > 1:
        return None
    verbs = _GETTING.findall(figure.before)
    if not verbs:
        return None
    objects = re.findall(
        f"{verbs[-1]}(?:一批|若干)([^,。;、:()]{{2,14}}(?:{words.KINDS_OF_THING}))(?=[,。;、])", entry.body.text
    )
    if len(set(objects)) != 1:
        return None
    at = entry.body.text.index(objects[0])
    return Counted(bare(entry.body.quote(at, at + len(objects[0]))), None)


def _by_label(figure: Beside) -> Counted | None:
    """Return the thing named by the label before a colon with the word after the figure (大数据：新引进3家企业)."""
    label = next((c for c in figure.clauses[: figure.at] if c.part == figure.clause.part and c.stop == ":"), None)
    if label is None or figure.number.kind not in ("count", "money"):
        return None
    said = figure.left or figure.right
    if not said or (figure.left and not _KIND_OF_THING.fullmatch(figure.left)):
        return None
    return figure.counts(phrase(label.text) + said, False)
