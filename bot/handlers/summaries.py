"""Summaries on demand: of any plan, unit, section and period, as of any past day; the list behind each number; as files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.render import FORMATS, file_name
from bot.render.doors import LISTS, Address, list_name, things, under, whole_second, within
from bot.render.text import chat, listed, totals
from bot.render.words import Words
from bot.rules.calendar import day_of
from bot.rules.summary import (
    KINDS,
    Entry,
    Indicator,
    Obstacle,
    Row,
    Scope,
    Silence,
    Summary,
    Unheard,
    Word,
    end_of_period,
    moment_of,
    period_asked,
)
from bot.rules.summary.asked import NOW, Asked
from bot.store import people, summaries
from bot.texts import Button, File, Letter
from models import Plan, Unit

A_PAGE = 8  # lines of a list
IN_A_ROW = 4  # buttons


@dataclass(frozen=True)
class Wanted:
    """What a summary is asked of: a plan, and which period of it, of what, as of when."""

    plan: Plan
    address: Address
    scope: Scope


def summary(desk: Desk) -> Letters:
    """/summary, with any of: a period (本周 上月 第三季度 2018年9月), a day, a unit, a section, a plan's code. In a group:
    totals only, nobody named."""
    asked = wanted(desk, desk.words)
    if not desk.private:
        if any(one.scope.unit_id for one in asked):
            raise Refusal("in_private", bot=desk.house.username)
        return [Letter(totals(made(desk, one), desk.language)) for one in asked]
    found = [(one, made(desk, one)) for one in asked]
    return [Letter(chat(it, desk.language), under(it, one.address, desk.language)) for one, it in found]


def this_week(desk: Desk, plan: Plan) -> Summary:
    """A plan's week up to now."""
    return made(desk, Wanted(plan, Address(plan.id, "week", whole_second(desk.now)), Scope()))


def made(desk: Desk, asked: Wanted) -> Summary:
    """The summary that was asked for. Refuses a moment before the plan was loaded."""
    desk.take_time()
    until = asked.address.until.astimezone(desk.house.settings.zone)
    if day_of(until) < asked.plan.loaded_on:
        raise Refusal("before_loaded", plan=asked.plan.code, loaded_on=asked.plan.loaded_on.isoformat())
    return summaries.summary_of(
        desk.session,
        desk.book,
        asked.plan,
        kind=asked.address.kind,
        until=until,
        calendar=desk.house.calendar,
        scope=asked.scope,
        at=time(desk.house.settings.summary_hour),
    )


def wanted(desk: Desk, words: str) -> list[Wanted]:
    """What the words ask for; without a plan's code, every plan that somebody reports on. Refuses what is not known."""
    book = desk.book
    try:
        period = period_asked(words, desk.today)
    except ValueError:
        raise Refusal("no_such_day") from None
    kind, unit, section = period.kind or "week", None, None
    plans = summaries.watched(desk.session, book)
    for word in period.rest.replace("，", " ").split():
        now = next((k for k, names in NOW.items() if any(name in word.lower() for name in names)), None)
        code = next((p for p in book.plans.values() if p.code == word.lower()), None)
        found = units_named(desk, word)
        if code is not None:
            plans = [code]
        elif len(found) > 1:
            raise Refusal("several_units", words=word[:40], units="、".join(one.name for one in found[:5]))
        elif found:
            unit = found[0]
        elif now is not None:
            kind = period.kind or now
        else:
            section = _section(desk, word)
    if unit is not None:
        of_unit = {part.measure.plan_id for part in book.parts_of([unit.id])}
        plans = [book.plans[plan_id] for plan_id in book.plans if plan_id in of_unit] or plans
    if section is not None:
        plans = [plan for plan in plans if any(section in one.sections for one in book.of_plan(plan.id))] or plans
    until = _until(desk, kind, period)
    scope = Scope(unit.id if unit else None, section)
    return [
        Wanted(plan, Address(plan.id, kind, until, scope.unit_id or 0, _place_of(desk, plan, section)), scope)
        for plan in plans
    ]


def _until(desk: Desk, kind: str, period: Asked) -> datetime:
    """The moment up to which a summary of the period speaks: the end of one that is over, else now. Refuses the future."""
    now, day = whole_second(desk.now), period.day
    if day is None or (period.exact and day == desk.today):
        return now
    if day > desk.today:
        raise Refusal("not_yet")
    at = time(desk.house.settings.summary_hour)
    if period.exact:
        return moment_of(kind, day, desk.house.calendar, at)
    return min(now, end_of_period(kind, day, desk.house.calendar, at))


def _sections(desk: Desk, plan: Plan) -> list[str]:
    """A plan's headings in document order."""
    return list(dict.fromkeys(section for one in desk.book.of_plan(plan.id) for section in one.sections))


def _place_of(desk: Desk, plan: Plan, section: str | None) -> int:
    """A heading's place among the plan's, from 1; 0 where there is none."""
    headings = _sections(desk, plan)
    return headings.index(section) + 1 if section in headings else 0


def _section(desk: Desk, word: str) -> str:
    """The section whose heading holds the word. Raises Refusal when there is none."""
    for one in desk.book.measures.values():
        for section in one.sections:
            if word in section:
                return str(section)
    raise Refusal("not_understood_summary", words=word[:40])


def units_named(desk: Desk, words: str) -> list[Unit]:
    """Units by name, alias or part of a name; a name that only lacks its 市 or 省 counts as whole."""
    found = people.find_units(desk.session, words)
    short = [unit for unit in found if unit.name.lstrip("市省") == words.strip()]
    return short or found


# -- buttons -----------------------------------------------------------------------------------------------------------


def _addressed(desk: Desk, numbers: Sequence[int]) -> Wanted:
    """What a button under a summary speaks of. Raises Gone where that is no longer there."""
    try:
        address = Address.of(numbers)
    except (IndexError, OverflowError):
        raise Gone("gone") from None
    plan = desk.book.plans.get(address.plan_id)
    headings = _sections(desk, plan) if plan else []
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
    """One summary as a file."""
    found, form = made(desk, asked), FORMATS[name]
    file = File(file_name(found, form, desk.language), form.ink(found, desk.language), form.kind)
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
