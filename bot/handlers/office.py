"""What the office asks for: summaries, who is late, who is silent, how a unit stands; and a push where one is needed."""

import re
from dataclasses import dataclass

from sqlalchemy import or_, select

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers.contacts import IN_ORDER, LAMPS, choose_measure
from bot.render import FORMATS, file_name
from bot.render.text import chat, totals
from bot.rules.finding import find
from bot.rules.summary import Scope, Summary
from bot.rules.summary.scope import EVERYTHING
from bot.store import people, summaries
from bot.texts import Button, File, Letter
from models import Measure, Nudge, Person, Plan, Unit

KINDS = ("week", "month", "quarter", "year")
# what people call a period, in either script
PERIODS = {
    "week": ("week", "周", "週", "星期"),
    "month": ("month", "月"),
    "quarter": ("quarter", "季"),
    "year": ("year", "年"),
}


PAST = ("上周", "上週", "上星期", "上个", "上個", "上月", "上季", "去年", "前年")
_A_MONTH = re.compile(r"\d+\s*(?:月|年)|[一二三四五六七八九十]+月份?|第.季")


@dataclass(frozen=True)
class Wanted:
    """What a summary is asked of: a plan, a period, and perhaps one unit or section."""

    plan: Plan
    kind: str = "week"
    scope: Scope = EVERYTHING


def summary(desk: Desk) -> Letters:
    """/summary, with any of: 本周 本月 本季 全年, a unit, a section, a plan's code. In a group: totals only, nobody named."""
    asked = wanted(desk, desk.words)
    if not desk.private:
        if any(one.scope.unit_id for one in asked):
            raise Refusal("in_private", bot=desk.house.username)
        return [Letter(totals(_made(desk, one), desk.language)) for one in asked]
    return [_letter(desk, one, _made(desk, one)) for one in asked]


def _made(desk: Desk, asked: Wanted) -> Summary:
    desk.take_time()
    return summaries.summary_of(
        desk.session,
        desk.book,
        asked.plan,
        kind=asked.kind,
        until=desk.now.astimezone(desk.house.settings.zone),
        calendar=desk.house.calendar,
        scope=asked.scope,
    )


def _letter(desk: Desk, asked: Wanted, made: Summary) -> Letter:
    unit_id, kind = asked.scope.unit_id or 0, KINDS.index(asked.kind)
    sections = _sections(desk, asked.plan)
    section = sections.index(asked.scope.section) + 1 if asked.scope.section in sections else 0
    formats = [
        desk.button(f"as_{name}", f"s:{asked.plan.id}:{kind}:{unit_id}:{index}:{section}")
        for index, name in enumerate(FORMATS)
    ]
    return Letter(chat(made, desk.language), (tuple(formats),))


def summary_as(desk: Desk) -> Letters:
    """The same summary as a picture, sheet or document."""
    plan_id, kind, unit_id, index, section = desk.numbers(5)
    if plan_id not in desk.book.plans or kind >= len(KINDS) or index >= len(FORMATS):
        raise Gone("gone")
    plan = desk.book.plans[plan_id]
    sections = _sections(desk, plan)
    if (unit_id and unit_id not in desk.book.units) or section > len(sections):
        raise Gone("gone")
    asked = Wanted(plan, KINDS[kind], Scope(unit_id or None, sections[section - 1] if section else None))
    return filed_as(desk, asked, list(FORMATS)[index])


def filed_as(desk: Desk, asked: Wanted, name: str) -> Letter:
    """One summary as a file."""
    made, form = _made(desk, asked), FORMATS[name]
    file = File(file_name(made, form, desk.language), form.ink(made, desk.language), form.kind)
    return Letter("", file=file)


def wanted(desk: Desk, words: str) -> list[Wanted]:
    """What the words ask for; without a plan's code, every plan that somebody reports on."""
    this_period(words)
    book = desk.book
    kind, unit, section = "week", None, None
    plans = summaries.watched(desk.session, book)
    for word in words.replace("，", " ").split():
        period = next((k for k, names in PERIODS.items() if any(name in word.lower() for name in names)), None)
        code = next((p for p in book.plans.values() if p.code == word.lower()), None)
        found = _units(desk, word)
        if code is not None:
            plans = [code]
        elif len(found) > 1:
            raise Refusal("several_units", words=word[:40], units="、".join(one.name for one in found[:5]))
        elif found:
            unit = found[0]
        elif period is not None:
            kind = period
        else:
            section = _section(desk, word)
    if unit is not None:
        of_unit = {part.measure.plan_id for part in book.parts_of([unit.id])}
        plans = [book.plans[plan_id] for plan_id in book.plans if plan_id in of_unit] or plans
    if section is not None:
        plans = [plan for plan in plans if any(section in one.sections for one in book.of_plan(plan.id))] or plans
    return [Wanted(plan, kind, Scope(unit.id if unit else None, section)) for plan in plans]


def this_period(words: str) -> None:
    """Nothing. Raises Refusal where the words ask for a period that is over: what is shown is always the present one."""
    if any(one in words for one in PAST) or _A_MONTH.search(words):
        raise Refusal("only_this_period")


def _sections(desk: Desk, plan: Plan) -> list[str]:
    """A plan's headings in document order."""
    return list(dict.fromkeys(section for one in desk.book.of_plan(plan.id) for section in one.sections))


def _section(desk: Desk, word: str) -> str:
    """The section whose heading holds the word. Raises Refusal when there is none."""
    for one in desk.book.measures.values():
        for section in one.sections:
            if word in section:
                return str(section)
    raise Refusal("not_understood_summary", words=word[:40])


def _units(desk: Desk, words: str) -> list[Unit]:
    """Units by name, alias or part of a name; a name that only lacks its 市 or 省 counts as whole."""
    found = people.find_units(desk.session, words)
    short = [unit for unit in found if unit.name.lstrip("市省") == words.strip()]
    return short or found


def overdue(desk: Desk) -> Letters:
    """What is past its date and not done; what was past already when the plan was loaded stands apart."""
    made = [_made(desk, Wanted(plan)) for plan in summaries.watched(desk.session, desk.book)]
    rows = [
        [Button(f"🔴 {entry.ref} {entry.title}"[:40], f"m:{entry.measure_id}")]
        for one in made
        for entry in one.red[:12]
    ]
    inherited = sum(len(one.inherited) for one in made)
    if inherited:
        rows.append([desk.button("inherited", "g:0:0")])
    return desk.letter("overdue", summaries=made, inherited=inherited, buttons=rows)


def silent(desk: Desk) -> Letters:
    """Which units owe this cycle's report, with a button to push each."""
    made = [_made(desk, Wanted(plan)) for plan in summaries.watched(desk.session, desk.book)]
    waiting = {
        one.plan_id: sorted(
            {name for row in one.rows for name in row.waiting_for if row.state not in ("done", "closed")}
        )
        for one in made
    }
    reachable = {contact.unit_id for contact in people.contacts(desk.session) if contact.person.unreachable_at is None}
    rows = [
        [desk.button("remind_unit", f"d:{one.unit_id}", unit=one.unit)]
        for summary in made
        for one in summary.silent[:10]
        if one.unit_id in reachable
    ]
    return desk.letter("silent", summaries=made, waiting=waiting, reachable=reachable, buttons=rows)


def unit(desk: Desk) -> Letters:
    """/unit 市农业局: its measures, what it has reported, and who speaks for it."""
    if not desk.words.strip():
        raise Refusal("which_unit")
    found = _units(desk, desk.words)
    if not found:
        raise Refusal("no_unit", words=desk.words[:40])
    if len(found) > 1:
        return _choose_unit(desk, found, "o")
    return unit_card(desk, found[0])


def _choose_unit(desk: Desk, found: list[Unit], prefix: str) -> Letter:
    return desk.letter(
        "choose_unit", buttons=[[Button(f"{one.name}（{one.place}）", f"{prefix}:{one.id}")] for one in found[:10]]
    )


def open_unit(desk: Desk) -> Letters:
    """A unit's button."""
    (unit_id,) = desk.numbers(1)
    if unit_id not in desk.book.units:
        raise Gone("gone")
    return unit_card(desk, desk.book.units[unit_id])


def unit_card(desk: Desk, one: Unit) -> Letter:
    """Where a unit's measures stand and who speaks for it."""
    parts = desk.book.parts_of([one.id])
    rows = sorted(
        ((part, desk.standing(part.measure)) for part in parts),
        key=lambda row: (IN_ORDER.index(row[1].lamp), row[0].measure.position),
    )
    latest = {
        part.duty.id: next((p.last for p in standing.parts if (p.duty_id, p.unit_id) == (part.duty.id, one.id)), None)
        for part, standing in rows
    }
    return desk.letter(
        "unit",
        unit=one,
        rows=rows,
        latest=latest,
        lamp=LAMPS,
        contacts=people.contacts_of(desk.session, one.id),
        buttons=[[desk.button("remind_unit", f"d:{one.id}", unit=one.name)]] if rows else [],
    )


def remind(desk: Desk) -> Letters:
    """/remind 市农业局, or /remind 二（二）: push a unit now; once a working day, and on record."""
    words = desk.words.strip()
    if not words:
        raise Refusal("remind_whom")
    found = _units(desk, words)
    if len(found) == 1:
        return _reminded(desk, found[0], None)
    if found:
        return _choose_unit(desk, found, "d")
    measures = find(words, list(desk.book.measures.values()))
    if not measures:
        raise Refusal("no_unit", words=words[:40])
    return _all_reminded(desk, measures[0]) if len(measures) == 1 else choose_measure(desk, measures[:8], "q")


def remind_measure(desk: Desk) -> Letters:
    """A measure's button under /remind."""
    (measure_id,) = desk.numbers(1)
    return _all_reminded(desk, desk.book.measure(measure_id))


def _all_reminded(desk: Desk, one: Measure) -> Letter:
    """Push every unit that answers for a measure; one answer says what became of each."""
    answerable = [duty for duty in one.duties if duty.role in ("lead", "own") and duty.withdrawn_at is None]
    units = [desk.book.units[unit_id] for unit_id in dict.fromkeys(duty.unit_id for duty in answerable)]
    if len(units) == 1:
        return _reminded(desk, units[0], one)
    pushes = [(unit, _push(desk, unit, one)) for unit in units]
    reached = [(unit, [person.name for person in push.persons]) for unit, push in pushes if push.outcome == "reached"]

    def where(outcome: str) -> list[str]:
        return [unit.name for unit, push in pushes if push.outcome == outcome]

    return desk.letter(
        "reminded_many",
        measure=one,
        reached=reached,
        nobody=where("nobody"),
        nothing=where("nothing"),
        lately=where("lately"),
    )


def remind_unit(desk: Desk) -> Letters:
    """The 催一下 button of a unit."""
    (unit_id,) = desk.numbers(1)
    if unit_id not in desk.book.units:
        raise Gone("gone")
    return _reminded(desk, desk.book.units[unit_id], None)


def _reminded(desk: Desk, one: Unit, measure: Measure | None) -> Letter:
    """Push a unit's contacts, each once; tell the asker who was reached. Raises Refusal when it was pushed today."""
    push = _push(desk, one, measure)
    if push.outcome == "nobody":
        return desk.letter("nobody_to_remind", unit=one)
    if push.outcome == "nothing":
        return desk.letter("nothing_to_remind", unit=one)
    if push.outcome == "lately":
        raise Refusal("reminded_lately", unit=one.name)
    return desk.letter("reminded", unit=one, people=[person.name for person in push.persons], count=push.count)


@dataclass(frozen=True)
class Push:
    """What became of pushing a unit: reached, nobody (to be reached), nothing (open) or lately (pushed today)."""

    outcome: str
    persons: tuple[Person, ...] = ()
    count: int = 0


def _push(desk: Desk, one: Unit, measure: Measure | None) -> Push:
    """Post a reminder to each contact of the unit who can be reached, once a day."""
    spoken_for = [one.id, *desk.book.members.get(one.id, ())] if one.is_group else [one.id]
    contacts = list({p.id: p for unit_id in spoken_for for p in people.contacts_of(desk.session, unit_id)}.values())
    reached = [person for person in contacts if person.unreachable_at is None]
    parts = [part for part in desk.book.parts_of([one.id]) if measure is None or part.measure.id == measure.id]
    waiting = [(part, desk.standing(part.measure)) for part in parts]
    open_parts = [(part, standing) for part, standing in waiting if standing.is_open]
    if not reached:
        return Push("nobody")
    if not open_parts:
        return Push("nothing")
    if _pushed_today(desk, reached, one, open_parts[0][0].duty.id):
        return Push("lately")
    for person in reached:
        desk.post(
            person,
            "reminder",
            kind="reminder",
            unit=one,
            rows=open_parts[:10],
            more=max(0, len(open_parts) - 10),
            about=[part.duty.id for part, _ in open_parts[:10]],
            buttons=[(desk.button("mine", "mine"),)],
        )
        for part, _ in open_parts[:1]:
            _remember(desk, person, part.duty.id, one.id)
    desk.note("reminded", unit=one.name, measure=measure.ref if measure else None)
    return Push("reached", tuple(reached), len(open_parts))


def _pushed_today(desk: Desk, persons: list[Person], one: Unit, duty_id: int) -> bool:
    """Whether one of them has been pushed today for this unit, or for this duty through another (a group's)."""
    return (
        desk.session.scalar(
            select(Nudge.id)
            .where(
                Nudge.kind == "asked",
                Nudge.person_id.in_([person.id for person in persons]),
                Nudge.day == desk.today,
                or_(Nudge.unit_id == one.id, Nudge.responsibility_id == duty_id),
            )
            .limit(1)
        )
        is not None
    )


def _remember(desk: Desk, person: Person, duty_id: int, unit_id: int) -> None:
    desk.session.add(
        Nudge(
            kind="asked",
            responsibility_id=duty_id,
            unit_id=unit_id,
            person_id=person.id,
            day=desk.today,
            due_on=desk.today,
            decided_at=desk.now,
        )
    )
    desk.session.flush()


def inherited(desk: Desk) -> Letters:
    """Targets whose date was past when the plan was loaded: one list, and a button that takes them into the clock."""
    rows = [
        (one, target)
        for one in desk.book.measures.values()
        for target in one.targets
        if target.withdrawn_at is None
        and target.opened_at is None
        and target.due_on is not None
        and target.due_on < desk.book.plans[one.plan_id].loaded_on
    ]
    plans = list(dict.fromkeys(one.plan_id for one, _ in rows))
    buttons = [
        [desk.button("open_inherited", f"g:{plan_id}:1", plan=desk.book.plans[plan_id].place)] for plan_id in plans
    ]
    return desk.letter("inherited", rows=rows, buttons=buttons)


def open_inherited(desk: Desk) -> Letters:
    """Show the list, or take a plan's inherited targets back into the clock: from then on they count as overdue."""
    plan_id, sure = desk.numbers(2)
    if not sure:
        return inherited(desk)
    from bot.store.plans import open_inherited as open_targets

    count = open_targets(desk.session, plan_id, desk.now)
    desk.note("inherited_opened", plan=plan_id, targets=count)
    return desk.letter("opened", count=count, edits=desk.pressed)
