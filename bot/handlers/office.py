"""What the office asks for: who is late, who is silent, how a unit stands; and a push where one is needed."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers.contacts import IN_ORDER, LAMPS, choose_measure
from bot.handlers.summaries import this_week, units_named
from bot.rules.finding import find
from bot.store import people, summaries
from bot.texts import Button, Letter
from models import Measure, Nudge, Person, Unit


def overdue(desk: Desk) -> Letters:
    """What is past its date and not done; what was past already when the plan was loaded stands apart."""
    made = [this_week(desk, plan) for plan in summaries.watched(desk.session, desk.book)]
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
    made = [this_week(desk, plan) for plan in summaries.watched(desk.session, desk.book)]
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
    found = units_named(desk, desk.words)
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
        buttons=_ways(desk, one) if rows else [],
    )


def _ways(desk: Desk, one: Unit) -> list[list[Button]]:
    """To push a unit, or to report for it where nobody there can be pushed."""
    if one.is_group or people.spokespeople(desk.session, one.id):
        return [[desk.button("remind_unit", f"d:{one.id}", unit=one.name)]]
    return [[desk.button("behalf", f"b:{one.id}:0", unit=one.name)]]


def remind(desk: Desk) -> Letters:
    """/remind 市农业局, or /remind 二（二）: push a unit now; once a working day, and on record."""
    words = desk.words.strip()
    if not words:
        raise Refusal("remind_whom")
    found = units_named(desk, words)
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
