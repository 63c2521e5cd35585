"""The buttons under a summary, as things stood in it: the list behind each number, page by page, and the files."""

from collections.abc import Sequence
from datetime import timedelta

from bot.desk import Desk, Letters
from bot.errors import Gone
from bot.handlers.summaries import Wanted, headings_of, made
from bot.render import FORMATS, LEDGER, file_name
from bot.render.doors import LISTS, Address, list_name, things, whole_second, within
from bot.render.text import listed
from bot.render.words import Words
from bot.rules.summary import KINDS, Entry, Indicator, Obstacle, Row, Scope, Silence, Unheard, Word
from bot.store.exporting import loaded_plan
from bot.texts import Button, File, Letter

A_PAGE = 8  # lines of a list
IN_A_ROW = 4  # buttons


def _addressed(desk: Desk, numbers: Sequence[int]) -> Wanted:
    """What a button under a summary speaks of. Raises Gone where that is no longer there."""
    try:
        address = Address.of(numbers)
    except (IndexError, OverflowError):
        raise Gone("gone") from None
    plan = desk.book.plans.get(address.plan_id)
    headings = headings_of(desk, plan) if plan else []
    if plan is None or address.section > len(headings) or address.until > desk.now + timedelta(seconds=1):
        raise Gone("gone")
    if address.unit_id and address.unit_id not in desk.book.units:
        raise Gone("gone")
    return Wanted(
        plan, address, Scope(address.unit_id or None, headings[address.section - 1] if address.section else None)
    )


def summary_as(desk: Desk) -> Letters:
    """The same summary, as things stood in it, as a picture, sheet or document."""
    if desk.words.count(":") == 4:  # a button of an older bot: plan, period, unit, format, section
        plan_id, kind, unit_id, index, section = desk.numbers(5)
        days, seconds = Address(plan_id, KINDS[0], whole_second(desk.now)).packed().split(":")[-2:]
        numbers = [plan_id, kind, unit_id, section, int(days), int(seconds)]
    else:
        index, *numbers = desk.numbers(7)
    if index >= len(FORMATS):
        raise Gone("gone")
    return filed_as(desk, _addressed(desk, numbers), list(FORMATS)[index])


def filed_as(desk: Desk, asked: Wanted, name: str) -> Letter:
    """One summary as a file; as a sheet it carries the plan, which an admin may edit and send back."""
    found, form = made(desk, asked), FORMATS[name]
    plan = loaded_plan(desk.session, asked.plan, asked.address.until) if name == LEDGER else None
    file = File(file_name(found, form, desk.language), form.ink(found, desk.language, plan), form.kind)
    return Letter("", file=file)


def open_list(desk: Desk) -> Letters:
    """The list behind a number, in a message of its own below the summary."""
    return _page(desk, edits=None)


def turn_page(desk: Desk) -> Letters:
    """Another page of the list, in its place."""
    return _page(desk, edits=desk.pressed)


def _page(desk: Desk, edits: int | None) -> Letter:
    index, page, *numbers = desk.numbers(8)
    if index >= len(LISTS):
        raise Gone("gone")
    asked = _addressed(desk, numbers)
    found, key, w = made(desk, asked), LISTS[index], Words(desk.language)
    every = things(found, key)
    pages = max(1, -(-len(every) // A_PAGE))
    page = min(page, pages - 1)
    shown = every[page * A_PAGE : (page + 1) * A_PAGE]
    text = listed(found, key, list_name(key, w), shown, page, pages, len(every), desk.language)
    turns = [
        desk.button(name, f"sn:{index}:{to}:{asked.address.packed()}")
        for name, to in (("page_before", page - 1), ("page_after", page + 1))
        if 0 <= to < pages
    ]
    rows = [*_details(shown), tuple(turns)] if turns else _details(shown)
    if key == "rows" and page == 0:
        rows += within(found, asked.address, desk.language)
    return Letter(text, tuple(rows), edits=edits)


def _details(shown: Sequence[object]) -> list[tuple[Button, ...]]:
    """A button for each measure or unit on the page, each once."""
    doors: dict[str, Button] = {}
    for one in shown:
        if isinstance(one, Silence | Unheard):
            doors[f"o:{one.unit_id}"] = Button(one.unit[:16], f"o:{one.unit_id}")
        elif isinstance(one, Entry | Obstacle | Indicator | Word | Row):
            doors[f"m:{one.measure_id}"] = Button(one.ref, f"m:{one.measure_id}")
    buttons = list(doors.values())
    return [tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW)]
