"""What a contact reports is filed when it is clear and asked about when it is not; never on a guess."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.desk import Desk, Letters
from bot.handlers import digest
from bot.handlers.card import card
from bot.handlers.doubts import ask_kind, ask_odd, ask_which, ask_whose
from bot.handlers.hearing import context_of, says_total
from bot.handlers.kept import Kept, words_on
from bot.handlers.passing import foreign
from bot.rules.odd import odd
from bot.rules.reading import Item, Reading, Value
from bot.rules.reading.folding import folded
from bot.rules.reading.progress import no_change
from bot.rules.standing import Figure, Said, ledger
from bot.rules.standing.figures import RATES, book_of
from bot.store import drafts, outbox, reports
from bot.store.book import Part
from bot.texts import Letter
from models import Draft, Report


def file_all(desk: Desk, reading: Reading, draft: Draft | None = None) -> Letters:
    """File each item that is clear and ask about each that is not; an open button is answered by what it was about."""
    letters: list[Letter] = []
    used_draft = False
    heard = words_on(desk, reading, context_of(desk, draft))
    for index, item in enumerate(reading.items):
        kept = heard.of_item(index)
        parts = _meant(desk, part_of(desk, item), draft)
        if parts:
            part = parts[0]
            used_draft = used_draft or (draft is not None and draft.payload.get("measure") == part.measure.id)
            several = len(parts) > 1
            letters.append(
                ask_whose(desk, parts, item, index, kept) if several else file_or_ask(desk, part, item, index, kept)
            )
        elif item.foreign:
            letters.append(foreign(desk, item, kept))
        else:
            letters.append(ask_which(desk, item, index, kept))
    if draft is not None and used_draft:
        draft.ended_at = desk.now
    return letters


def _meant(desk: Desk, part: Part | None, draft: Draft | None) -> list[Part]:
    """Of several units' parts in one measure those that may be meant: by the button pressed or the card answered, by the
    unit's name in the words, by which of them leads."""
    if part is None:
        return []
    parts = [one for one in desk.book.parts_of(desk.unit_ids) if one.measure.id == part.measure.id]
    about = outbox.about(desk.session, desk.chat_id, desk.reply_to) if desk.reply_to else []
    begun = draft.payload if draft is not None and draft.kind == "about" and not about else None
    tests: tuple[Callable[[Part], bool], ...] = (
        lambda one: begun is not None and (one.duty.id, one.unit.id) == (begun["duty"], begun.get("unit")),
        lambda one: begun is not None and one.duty.id == begun["duty"],
        lambda one: one.duty.id in about,
        lambda one: folded(one.unit.name).lstrip("市省") in folded(desk.words),
        lambda one: one.duty.role == "lead",
    )
    for test in tests:
        parts = [one for one in parts if test(one)] or parts
    return list({one.unit.id: one for one in reversed(parts)}.values())[::-1]


def part_of(desk: Desk, item: Item) -> Part | None:
    """The caller's part in the measure the item names: its own, or one it shares as a member of a group, which reading
    takes for another's because it looks only at names."""
    key = item.named if item.foreign else item.measure
    return (
        next((p for p in desk.book.parts_of(desk.unit_ids) if p.measure.id == key), None) if key is not None else None
    )


def file_or_ask(
    desk: Desk, part: Part, item: Item, index: int, kept: Kept | None = None, *, edits: int | None = None
) -> Letter:
    """File a clear item. Where a figure may be new or a total and it matters, or does not fit what is known, ask first.

    `kept` are the words the item was read from where they are not the ones on the desk.
    """
    lines = desk.said_of(part.measure) if item.values else []
    all_figures = desk.figures(part.measure, lines) if item.values else ()
    figures = own_figures(desk, part, all_figures, lines)
    known: dict[int | str | None, Figure] = {figure.target_id: figure for figure in figures if figure.value}
    words = kept.text if kept else desk.words
    unclear = next((v for v in item.values if v.target in known and _may_be_new(v, known[v.target], words)), None)
    if unclear is not None:
        return ask_kind(desk, part, item, index, unclear, known[unclear.target], kept, edits)
    queried = odd(item, figures, desk.book.policy)
    if queried and not drafts.asked_before(desk.session, desk.me, "odd", words, part.duty.id, desk.now):
        return ask_odd(desk, part, item, index, queried, kept, edits)
    before = {figure.target_id: figure.value for figure in all_figures}
    return filed(desk, part, item, index, before_figures=before, kept=kept, edits=edits)


def own_figures(desk: Desk, part: Part, figures: tuple[Figure, ...], lines: list[Said]) -> tuple[Figure, ...]:
    """The measure's figures with what this unit itself has said so far: a county's number is not less than before because
    all the counties together have more."""
    if not any(figure.value is not None for figure in figures):
        return figures
    said = book_of(ledger(lines, desk.now))
    own = {target: speakers.get((part.duty.id, part.unit.id)) for target, speakers in said.items()}
    return tuple(
        replace(figure, value=series.value if (series := own.get(figure.target_id)) else None) for figure in figures
    )


def _may_be_new(value: Value, figure: Figure, words: str) -> bool:
    """Whether a figure may have been added rather than be the total: nobody said which, and it is less than before."""
    if value.kind == "unclear":
        return True
    less = figure.value is not None and value.value < figure.value
    return value.kind == "total" and less and value.unit not in RATES and not says_total(words)


def filed(
    desk: Desk,
    part: Part,
    item: Item,
    index: int,
    *,
    before_figures: dict[int, float | None],
    kept: Kept | None = None,
    revises: Report | None = None,
    anew: bool = False,
    edits: int | None = None,
) -> Letter:
    """File the item and answer with its card; `before_figures` is what the card compares with."""
    kept = kept or words_on(desk)
    report = reports.file(
        desk.session,
        part,
        item,
        text=kept.text,
        said_at=kept.said_at,
        now=desk.now,
        source=f"{desk.source}:{index}",
        person=desk.me,
        chat_id=desk.chat_id,
        message_id=kept.message_id,
        revises=revises,
        anew=anew,
        files_wait=desk.caller.files_wait,
        on_behalf=desk.on_behalf,
        reading=kept.why,
        unchanged=_only_tells_why_not(item, kept.text),
    )
    digest.tick_off(desk, part, report)
    return card(desk, part, report, before_figures, edits)


def _only_tells_why_not(item: Item, words: str) -> bool:
    """Whether an item says that nothing has changed and what is in the way, in one breath (没有变化，还在等资金)."""
    told = item.status or item.percent is not None or item.values or item.expected_by
    if told or not item.blocker:
        return False
    return any(item.blocker in line and no_change(line) for line in re.split("[\n；;]", words))


def figures_before(desk: Desk, part: Part) -> dict[int, float | None]:
    """Target → the value that stands now, for a card to compare with."""
    return {figure.target_id: figure.value for figure in desk.figures(part.measure)}
