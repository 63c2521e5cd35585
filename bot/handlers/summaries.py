"""Summaries on demand: of any plan, unit, section and period, as of any past day; the list behind each number; as files."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.desk import Desk, Letters
from bot.errors import Refusal
from bot.render.doors import Address, under, whole_second
from bot.render.text import chat, totals
from bot.rules.calendar import day_of
from bot.rules.summary import (
    Scope,
    Summary,
    end_of_period,
    moment_of,
    period_asked,
)
from bot.rules.summary.asked import NOW, Asked
from bot.store import people, summaries
from bot.texts import Letter
from models import Plan, Unit


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
        return [Letter(totals(made(desk, one, weeks=0), desk.language)) for one in asked]
    found = [(one, made(desk, one, weeks=0)) for one in asked]
    return [Letter(chat(it, desk.language), under(it, one.address, desk.language)) for one, it in found]


def this_week(desk: Desk, plan: Plan) -> Summary:
    """A plan's week up to now."""
    return made(desk, Wanted(plan, Address(plan.id, "week", whole_second(desk.now)), Scope()))


def made(desk: Desk, asked: Wanted, *, weeks: int = 12) -> Summary:
    """The summary that was asked for, with a trend of so many weeks where it is shown. Refuses a moment before the plan was loaded."""
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
        weeks_of_trend=weeks,
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


def headings_of(desk: Desk, plan: Plan) -> list[str]:
    """A plan's headings in document order."""
    return list(dict.fromkeys(section for one in desk.book.of_plan(plan.id) for section in one.sections))


def _place_of(desk: Desk, plan: Plan, section: str | None) -> int:
    """A heading's place among the plan's, from 1; 0 where there is none."""
    headings = headings_of(desk, plan)
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
