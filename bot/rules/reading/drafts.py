"""Whose measure each clause is about: the unit's own, another unit's, or one of several that a partial name leaves open."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.rules.reading import progress
from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.counting import Seen
from bot.rules.reading.lexicon import Entry
from bot.rules.reading.names import grams
from bot.rules.reading.naming import CLUE, STRONG, Named, called, clipped, named_by
from bot.rules.reading.note import Note
from bot.rules.reading.obstacles import excuses

_REASON = re.compile(words.REASON_HEADS)
_ANOTHER = re.compile(words.ANOTHER)
_NO_OTHER = re.compile(words.NO_OTHER)
_GENERAL_WORDS = re.compile(words.WE)
_CALLED = re.compile(words.THIS)
_CUE = re.compile(words.CUES)
# More clauses than this are a pasted document: of it only what sounds like progress is read.
CROWD, MOST = 60, 150


@dataclass(slots=True)
class Draft:
    """Clauses about one measure: `index` the unit's own, `foreign` another's, `clues` what a partial name leaves open."""

    index: int | None
    clauses: list[Clause] = field(default_factory=list)
    foreign: int | None = None
    clues: tuple[int, ...] = ()
    named: bool = False
    strong: bool = False
    outright: bool = True
    seen: list[Seen] | None = None
    rivals: tuple[int, ...] = ()

    def entry(self, note: Note) -> Entry | None:
        """Return the measure whose words the clauses are read by."""
        index = self.index if self.index is not None else self.foreign
        if index is None and len(self.clues) == 1:
            index = self.clues[0]
        return None if index is None else note.lexicon.entries[index]

    def same_as(self, other: "Draft") -> bool:
        """Return whether two drafts are about the same thing."""
        return (self.index, self.foreign, self.clues) == (other.index, other.foreign, other.clues)


def decide(note: Note, named: Named, current: Draft | None, fresh: bool, reasoned: bool = False) -> Draft | None:
    """Return whose measure a clause names, or None when it names none of its own."""
    own = note.own
    if named.ref is not None:
        return (
            Draft(named.ref, named=True, strong=True)
            if named.ref in own
            else Draft(None, foreign=named.ref, named=True)
        )
    if named.family:
        clues = tuple(index for index in named.family if index in own)
        one, top, second = named.best(clues)
        if one is not None and named.solid(one) and top >= 1.2 * second:
            return Draft(one, named=True, strong=True)
        if len(clues) > 1:
            return Draft(None, clues=clues, named=True)
        return Draft(clues[0], named=True) if clues else Draft(None, foreign=named.family[0], named=True)
    mine, top, second = named.best(own)
    anyone, peak, _ = named.best()
    about = note.about
    loud = named.runs.get(anyone, 0) >= 4 or named.titled.get(anyone, 0) >= 2 if anyone is not None else False
    if current and current.index is not None and says_thing(named, note.lexicon.entries[current.index]):
        return None
    reordered = [index for index in own[:60] if says_thing(named, note.lexicon.entries[index])]
    if anyone not in own and len(reordered) == 1:
        return Draft(reordered[0], named=True)
    if anyone is not None and loud and peak >= STRONG + 1.5 and top < 0.62 * peak:
        held = named.scores.get(about, 0.0) if about is not None else 0.0
        if held < 0.62 * peak:
            return Draft(None, foreign=anyone, named=True, outright=named.titled.get(anyone, 0) >= 2)
    if mine is None:
        return None
    if current and not fresh:
        held_by = current.index if current.index is not None else current.foreign
        held = named.scores.get(held_by, 0.0) if held_by is not None else 0.0
        # In the midst of a sentence only a title or an indicator said outright turns to another measure.
        outright = named.titled.get(mine, 0.0) >= 2 or (named.runs.get(mine, 0) >= 4 and not reasoned)
        if held >= 0.6 * top or top < max(STRONG + 2, 1.2 * second) or not outright:
            return None
    if about is not None and about != mine and named.scores.get(about, 0.0) >= 0.7 * top:
        return Draft(about, named=True)
    if top >= STRONG and top >= 1.2 * second and named.solid(mine):
        # Named by words of its text only, it may be a detail of another that the sentence names later.
        titled = named.titled.get(mine, 0.0) >= 1
        rivals = () if titled else tuple(index for index in own if named.scores.get(index, 0.0) >= 0.5 * top)
        return Draft(mine, named=True, strong=True, rivals=rivals)
    if about is not None and top < STRONG + 2:
        return None
    if top >= CLUE:
        clues = tuple(index for index in own if named.scores.get(index, 0.0) >= 0.62 * top)
        if len(clues) == 1:
            if named.solid(mine) and top >= 1.4 * second:
                return Draft(clues[0], named=True)
            clues = _near(named, own, 0.4 * top)
            if len(clues) == 1:
                clipped_word = any(
                    clipped(chunk, word) for chunk in named.chunks for word, _ in note.lexicon.entries[mine].pieces
                )
                return Draft(clues[0], named=True) if named.solid(mine) or clipped_word or top >= STRONG else None
        if current and current.index in clues:
            return None
        return Draft(None, clues=clues, named=True)
    return None


def _another(note: Note, current: Draft, clause: Clause) -> bool:
    """Return whether a clause with a percentage begins with something that is none of the current measure's words."""
    said = _ANOTHER.match(clause.text) if any(number.kind == "percent" for number in clause.numbers) else None
    entry = current.entry(note)
    if said is None or entry is None:
        return False
    what = _GENERAL_WORDS.sub("", said["what"]).strip()
    if not what or _NO_OTHER.match(what) or not what.isalnum():
        return False
    return not any(pair in entry.weights for pair in grams(what)) and what not in entry.title


def says_thing(named: Named, entry: Entry) -> bool:
    """Return whether a clause is an indicator of a measure in other order (试点城市 of 城市试点), and nothing more."""
    # A title said outright is no indicator.
    if len(named.chunks) != 1 or len(named.chunks[0]) < 4 or max(named.titled.values(), default=0.0) >= 3:
        return False
    return any(set(named.chunks[0]) <= set(thing.name) for thing in entry.things)


def _near(named: Named, own: Iterable[int], least: float) -> tuple[int, ...]:
    return tuple(index for index in own if named.scores.get(index, 0.0) >= least)


def drafts_of(note: Note, clauses: list[Clause]) -> list[Draft]:
    """Return the clauses of a message sorted by the measure they are about, in the order of first mention."""
    drafts: list[Draft] = []
    current: Draft | None = None
    pending: list[Clause] = []
    part = -1
    group: list[Draft] = []
    dealt: list[Clause] = []
    if len(clauses) > CROWD:
        clauses = [clause for clause in clauses if clause.numbers or clause.ref or _CUE.search(clause.text)][:MOST]
    for clause in clauses:
        fresh = clause.part != part
        if fresh and pending and current is None and drafts:
            pending = []
        part = clause.part
        if clause.question and not clause.numbers:
            topic = decide(note, named_by(note.lexicon, clause, note.own), current, fresh)
            if topic and topic.index is not None and current is None:
                # Asked and answered by oneself: 平台上线了吗？上线了.
                drafts.append(topic)
                current = topic
            continue
        if progress.about_figures(clause.text) and not clause.numbers:
            continue
        reason = bool(_REASON.match(clause.text.strip())) or (
            clause.aside and clause.ref is None and current is not None
        )
        named = (
            None if reason else decide(note, named_by(note.lexicon, clause, note.own), current, fresh, excuses(clause))
        )
        if named is None and note.listed(clause.point) is not None:
            named = Draft(note.listed(clause.point), named=True)
        if named is None and current is not None and _another(note, current, clause):
            # Which measure that is must be asked; its figure is not the other's.
            named = Draft(None)
        if named is None:
            if current is None:
                pending.append(clause)
                continue
            together = group and not fresh and all(number.kind == "percent" for number in clause.numbers)
            for draft in group if together else [current]:
                draft.clauses.append(clause)
            continue
        group = []
        if clause in dealt:
            continue
        if each_own := _each_its_own(note, clauses, clause):
            for index, mine in each_own:
                drafts.append(Draft(index, [mine], named=True, strong=True))
                dealt += [other for other in clauses if other.numbers == mine.numbers]
            current, pending = drafts[-1], []
            continue
        shared = _shared(note, clause)
        if shared:
            for index in shared:
                each = next((draft for draft in drafts if draft.index == index), None)
                if each is None:
                    each = Draft(index, named=True)
                    drafts.append(each)
                each.clauses += [*pending, clause]
                group.append(each)
                current = each
            pending = []
            continue
        if current is None or not current.same_as(named):
            same = next((draft for draft in drafts if draft.same_as(named)), None)
            if same is None:
                drafts.append(named)
            current = same or named
        if pending:
            current.clauses = [*pending, *current.clauses]
            pending = []
        current.clauses.append(clause)
    if current is None:
        about = note.about
        drafts = [Draft(about, clauses=pending)]
    return _settled(drafts)


def _settled(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with what was half named joined to the measure that the message names outright."""
    kept: list[Draft] = []
    for draft in drafts:
        sure = [other for other in drafts if draft.clues and other.index in draft.clues] or _detailed(draft, drafts)
        if len(sure) == 1:
            sure[0].clauses = sorted([*draft.clauses, *sure[0].clauses], key=lambda clause: clause.start)
        elif draft.foreign is not None and not draft.outright and (beside := _beside(draft, drafts)):
            beside.clauses = sorted([*draft.clauses, *beside.clauses], key=lambda clause: clause.start)
        else:
            kept.append(draft)
    return kept


def _detailed(draft: Draft, drafts: list[Draft]) -> list[Draft]:
    """Return the measure that the same sentence goes on to call 这条, of which a draft's words may be a detail."""
    parts = {clause.part for clause in draft.clauses}
    return [
        other
        for other in drafts
        if other.index in draft.rivals
        and other.index != draft.index
        and parts == {clause.part for clause in other.clauses}
        and any(_CALLED.search(clause.text) for clause in other.clauses)
    ]


def _beside(draft: Draft, drafts: list[Draft]) -> Draft | None:
    """Return the own measure that the same sentence names outright, when another's is named by words of its text only."""
    parts = {clause.part for clause in draft.clauses}
    strong = [one for one in drafts if one.strong and parts == {clause.part for clause in one.clauses}]
    return strong[0] if len(strong) == 1 else None


def _each_its_own(note: Note, clauses: list[Clause], clause: Clause) -> list[tuple[int, Clause]]:
    """Return each named measure with the clause that holds its figure (A、B分别完成60%和50%), or nothing."""
    head, each, _ = clause.text.partition(words.EACH)
    if not each or not clause.numbers:
        return []
    onward = clauses[clauses.index(clause) + 1 :]
    figures = list(clause.numbers)
    for other in onward:
        # The list of figures may have been cut at its marks: 80%、55%、40%.
        if other.part != clause.part or len(other.numbers) != 1 or len(other.text) > 8:
            break
        figures += other.numbers
    found: list[int] = []
    for piece in re.split("[、和与及]", head):
        named = named_by(note.lexicon, Clause(clause.start, clause.start + len(piece), piece, clause.part), note.own)
        mine, top, second = named.best(note.own)
        if mine is None or not named.titled.get(mine) or top < 1.2 * second:
            return []
        found.append(mine)
    if len(found) < 2 or len(found) != len(figures) or len(set(found)) != len(found):
        return []
    return [(index, replace(clause, numbers=[number])) for index, number in zip(found, figures, strict=True)]


def _shared(note: Note, clause: Clause) -> list[int]:
    """Return the several measures that one predicate is about (准入限制、诚信体系都按计划推进), or nothing."""
    if clause.more_refs:
        indexes = [called(note.lexicon, ref)[0] for ref in (*clause.more_refs, clause.ref) if ref]
        return list(dict.fromkeys(index for index in indexes if index in note.own and index is not None))
    if (
        any(number.unit not in ("条", "项", "块", "件") for number in clause.numbers)
        or not re.search("[、和与及]", clause.text)
        or not re.search("都|均|全部|也|各|分别|同步", clause.text)
    ):
        return []
    found: list[int] = []
    start = 0
    for piece in re.split("[、和与及]", clause.text):
        part = Clause(clause.start + start, clause.start + start + len(piece), piece, clause.part)
        start += len(piece) + 1
        named = named_by(note.lexicon, part, note.own)
        mine, top, second = named.best(note.own)
        outright = mine is not None and (named.titled.get(mine) or named.runs.get(mine, 0) >= 4)
        if mine is not None and outright and top >= 1.25 * second and mine not in found:
            found.append(mine)
    return found if len(found) > 1 else []
