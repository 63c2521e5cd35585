"""What is said of one measure, as a report item."""

import re

from bot.rules.reading import progress
from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.counting import Seen, values_of
from bot.rules.reading.drafts import Draft
from bot.rules.reading.figures import before_of, is_rate, not_a_result, part_only
from bot.rules.reading.moments import expected_of
from bot.rules.reading.naming import content
from bot.rules.reading.note import Note
from bot.rules.reading.numerals import Number
from bot.rules.reading.obstacles import obstacle
from bot.rules.reading.shapes import Item, Status, Value

_REASON = re.compile(words.REASON_HEADS)
_ONGOING = re.compile(words.ONGOING)
_TO_A_DEGREE = re.compile(words.FINISHED_TO)
_DONE_SIGN = re.compile("[了已完好]")
_FILLERS = re.compile(words.FILLERS)
_AS_A_WHOLE = re.compile(f"{words.AS_A_WHOLE}|{words.THIS_WHOLE}")
# 完成120% is filed once the sender has said so twice; farther over it is a growth or a slip.
MOST = 200


def seen_in(note: Note, draft: Draft) -> list[Seen]:
    """Return the figures of a draft, those that count and those left out, worked out once."""
    if draft.seen is None:
        known = draft.index is not None or draft.named
        draft.seen = values_of(note.lexicon, draft.entry(note), draft.clauses, known)
    return draft.seen


def values_for(note: Note, draft: Draft) -> list[Value]:
    """Return the figures a draft gives for indicators."""
    return [seen.value for seen in seen_in(note, draft) if seen.value]


def item_of(note: Note, draft: Draft) -> Item:
    """Return what a draft's clauses say of its measure."""
    entry = draft.entry(note)
    keys = note.lexicon.entries
    values = values_for(note, draft)
    status = status_of(note, draft, values)
    whole = whole_percent(note, draft)
    percent = None if whole is None else whole.value
    candidates: tuple[int, ...] = ()
    if draft.index is None and draft.foreign is None:
        candidates = draft.clues or note.own
        if note.context and note.context.measures and not draft.clues:
            asked = {note.lexicon.by_key[key].index for key in note.context.measures if key in note.lexicon.by_key}
            candidates = tuple(index for index in note.own if index in asked) or note.own
    if percent is not None and status == "done" and percent < 100:
        status = "in_progress"
    expected = expected_of(note, entry, draft.clauses)
    return Item(
        measure=keys[draft.index].key if draft.index is not None else None,
        candidates=tuple(keys[index].key for index in candidates),
        foreign=draft.foreign is not None,
        named=keys[draft.foreign].key if draft.foreign is not None else None,
        status=status,
        percent=percent,
        values=tuple(values),
        blocker=obstacle(note.folded, draft.clauses, status) if status != "done" else None,
        expected_by=expected,
    )


def leftover(note: Note, draft: Draft, clause: Clause) -> int:
    """Return how many characters of a clause name something other than the measure itself."""
    entry = draft.entry(note)
    chunks = content(note.lexicon, clause)
    flat = "".join(chunks)
    if entry:
        for other in (entry, *(note.lexicon.entries[index] for index in note.own[:60])):
            for core in other.cores:
                flat = flat.replace(core, "")
        for thing in entry.things:
            if thing.title_like:
                flat = flat.replace(thing.name, "")
    if entry:
        # The title in another order or clipped (审批简化) is still the title.
        flat = "".join(char for char in flat if char not in entry.title_signs)
    return len(_FILLERS.sub("", flat))


def status_of(note: Note, draft: Draft, values: list[Value]) -> Status | None:
    """Return the status the clauses give together."""
    found: set[Status] = set()
    unchanged = facts = moving = False
    for clause in draft.clauses:
        text = clause.text
        if clause.question or progress.conditional(text):
            continue
        trouble = progress.trouble(text)
        unchanged = unchanged or progress.no_change(text)
        moving = moving or progress.resumed(text)
        if trouble == "not_started" and leftover(note, draft, clause) and _REASON.match(text):
            trouble = None
        if trouble:
            found.add(trouble)
        elif not _ahead(note, clause) and progress.finished(
            text, leftover(note, draft, clause), _figure_follows(clause)
        ):
            found.add("done")
        elif (
            any(n.kind == "percent" and n.value for n in clause.numbers)
            or progress.partly(text)
            or (progress.stepped(text) and _DONE_SIGN.search(text))
        ):
            facts = True
    if moving:
        found.discard("blocked")
    for status in ("blocked", "at_risk"):
        if status in found:
            return "blocked" if status == "blocked" else "at_risk"
    if "not_started" in found and not values and not facts and "done" not in found:
        return "not_started"
    ongoing = any(_ONGOING.search(clause.text) for clause in draft.clauses if not clause.question)
    if "done" in found and "not_started" not in found and not ongoing:
        return "done"
    if unchanged and not values and not facts and not found:
        return None
    return "in_progress"


def _ahead(note: Note, clause: Clause) -> bool:
    """Return whether a clause speaks of a day still to come."""
    return any(day.on and not day.past and (day.on > note.sent_on or day.closing) for day in clause.days)


def _figure_follows(clause: Clause) -> bool:
    """Return whether a figure stands right after a completion word (完成60%)."""
    return any(_TO_A_DEGREE.search(before_of(clause, number)) for number in clause.numbers)


def whole_percent(note: Note, draft: Draft) -> Number | None:
    """Return the figure that says how far the measure as a whole is, the last one said; rates and parts do not count."""
    taken = {value.value for value in values_for(note, draft) if value.unit == "%"}
    said: list[tuple[Clause, Number]] = []
    cores = entry.cores if (entry := draft.entry(note)) else ()
    for clause in draft.clauses:
        for number in () if clause.question else clause.numbers:
            if number.kind == "percent" and number.value not in taken and not of_no_whole(clause, number, cores):
                said.append((clause, number))
    if len(said) > 1 and (parts := [pair for pair in said if _of_part(note, draft, *pair)]):
        # A40%、B60%: two parts make no whole, and a part beside the whole is not it.
        said = [pair for pair in said if pair not in parts]
    return said[-1][1] if said else None


def _of_part(note: Note, draft: Draft, clause: Clause, number: Number) -> bool:
    """Return whether a percentage has a subject of its own that is only a part of the measure."""
    before = before_of(clause, number)
    subject = Clause(number.start - len(before), number.start, before, clause.part)
    return not _AS_A_WHOLE.search(before) and leftover(note, draft, subject) >= 2


def of_no_whole(clause: Clause, number: Number, cores: tuple[str, ...]) -> str | None:
    """Return why a percentage does not say how far the measure as a whole is, or None."""
    if number.value > MOST:
        return "over_hundred"
    if reason := not_a_result(clause, number):
        return reason
    if is_rate(clause, number):
        return "rate"
    return "part" if part_only(clause, number, cores) else None
