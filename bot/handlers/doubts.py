"""Questions before a report is filed: which measure, new or total, is this odd figure meant. The words wait in a draft."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk import Desk
from bot.handlers.kept import Kept, keep
from bot.rules.odd import Odd
from bot.rules.reading import Item, Value
from bot.rules.standing import Figure
from bot.store import outbox
from bot.store.book import Part
from bot.texts import Button, Letter
from bot.texts.form import number
from models import Draft

MOST_BUTTONS = 4  # more is a form; the rest is behind 其他


def ask_which(desk: Desk, item: Item, index: int, kept: Kept | None = None) -> Letter:
    """Nothing is filed on a guess: the caller's own measures as buttons, the likeliest first; the words are kept."""
    parts = desk.book.parts_of(desk.unit_ids)
    about = set(outbox.about(desk.session, desk.chat_id, desk.reply_to)) if desk.reply_to else set()
    likely = [key for key in item.candidates if any(part.measure.id == key for part in parts)]
    likely += [part.measure.id for part in parts if part.duty.id in about]
    own = [part.measure.id for part in parts]
    pages = _paged(list(dict.fromkeys(likely)), list(dict.fromkeys(own)))
    draft = keep(desk, "which", item, None, index, kept, pages=pages)
    return which_page(desk, draft, 0)


def _paged(likely: list[object], own: list[int]) -> list[list[object]]:
    """The measures in the order they are offered: those it may be first, then all the others, four at a time."""
    first = (likely or list(own))[:MOST_BUTTONS]
    rest = [one for one in [*likely, *own] if one not in first]
    rest = list(dict.fromkeys(rest))
    return [first, *(rest[start : start + MOST_BUTTONS] for start in range(0, len(rest), MOST_BUTTONS))]


def which_page(desk: Desk, draft: Draft, page: int, *, edits: int | None = None) -> Letter:
    """One page of the question: at most four measures, 其他 where there are more, 返回 where there were others before."""
    pages = draft.payload["pages"]
    parts = {part.measure.id: part for part in reversed(desk.book.parts_of(desk.unit_ids))}
    offered = [parts[one] for one in pages[page] if one in parts]
    rows = [[Button(f"{part.measure.ref} {part.measure.title}", f"p:{draft.id}:{part.duty.id}")] for part in offered]
    last = page + 1 >= len(pages)
    ways = [
        desk.button("none_of_these", f"c:{draft.id}") if last else desk.button("other", f"pp:{draft.id}:{page + 1}")
    ]
    if page:
        ways.append(desk.button("back", f"pp:{draft.id}:{page - 1}"))
    return desk.letter("ask_which", text=draft.payload["text"], buttons=[*rows, ways], edits=edits)


def ask_whose(desk: Desk, parts: Sequence[Part], item: Item, index: int, kept: Kept) -> Letter:
    """Several of the caller's units have a part in the measure and nothing says which one speaks."""
    draft = keep(desk, "whose", item, None, index, kept, measure=parts[0].measure.id)
    rows = [[Button(part.unit.name, f"ps:{draft.id}:{part.unit.id}")] for part in parts[:MOST_BUTTONS]]
    rows.append([desk.button("cancel", f"c:{draft.id}")])
    about = list(dict.fromkeys(part.duty.id for part in parts))
    return desk.letter("ask_whose", measure=parts[0].measure, buttons=rows, about=about)


def ask_kind(
    desk: Desk, part: Part, item: Item, index: int, value: Value, figure: Figure, kept: Kept | None, edits: int | None
) -> Letter:
    """New or a total: each button says what would come of it."""
    values = tuple(replace(one, kind="unclear") if one == value else one for one in item.values)
    draft = keep(desk, "kind", replace(item, values=values), part, index, kept)
    grown = (figure.value or 0.0) + value.value
    blanks = {"value": number(value.value), "unit": value.unit or ""}
    rows = [
        [desk.button("as_total", f"k:{draft.id}:0", **blanks)],
        [desk.button("as_increment", f"k:{draft.id}:1", total=number(grown), **blanks)],
        [desk.button("cancel", f"c:{draft.id}")],
    ]
    said = {"measure": part.measure, "value": value, "figure": figure}
    return desk.letter("ask_kind", **said, buttons=rows, edits=edits, about=[part.duty.id])


def ask_odd(
    desk: Desk, part: Part, item: Item, index: int, odd: Sequence[Odd], kept: Kept | None, edits: int | None
) -> Letter:
    """A figure that does not fit what is known is asked about, not refused; `odd` is what does not fit."""
    draft = keep(desk, "odd", item, part, index, kept)
    rows = [
        [desk.button("as_said", f"od:{draft.id}:1", said=_said(item))],
        [desk.button("say_again", f"od:{draft.id}:0"), desk.button("cancel", f"c:{draft.id}")],
    ]
    return desk.letter("ask_odd", measure=part.measure, odd=odd, buttons=rows, edits=edits, about=[part.duty.id])


def _said(item: Item) -> str:
    """The figures of an item in short, as a button quotes them."""
    told = [f"{number(value.value)}{value.unit or ''}" for value in item.values]
    told += [f"{number(item.percent)}%"] if item.percent is not None else []
    return "、".join(told)
