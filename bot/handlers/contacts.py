"""What a contact looks up: their measures, one measure, its history."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.desk import Desk, Letters
from bot.errors import Refusal
from bot.handlers.behalf import buttons_for
from bot.handlers.hearing import duty_ids
from bot.handlers.kept import data_of
from bot.rules.cycles import cycles_at
from bot.rules.finding import find
from bot.rules.standing import Standing
from bot.store import reports
from bot.store.book import Part
from bot.texts import Button, Letter
from models import Measure, Report

LAMPS = {"red": "🔴", "yellow": "🟡", "blue": "🔵", "green": "🟢", "grey": "⚪"}
IN_ORDER = ("red", "yellow", "blue", "grey", "green")
MOST_BUTTONS = 24  # two a row; more would bury the text


def mine(desk: Desk) -> Letters:
    """What the caller's units answer for: what is due first, each with its button."""
    parts = desk.book.parts_of(desk.unit_ids)
    own = [part for part in parts if part.group is None]
    shared = [part for part in parts if part.group is not None]
    rows = _most_urgent_first(desk, own)
    beside = _most_urgent_first(desk, shared)
    return desk.letter(
        "mine",
        units=[unit.name for unit in desk.units],
        rows=[(part, standing, LAMPS[standing.lamp], _reported(standing, part)) for part, standing in rows],
        shared=[(part, standing, _reported(standing, part)) for part, standing in beside],
        groups=list(dict.fromkeys(part.group.name for part in shared if part.group is not None)),
        due_on=_cycle_due(desk, own or shared),
        # a group's duty is one line also for who speaks for two of its members, as in the digest
        waiting=len({part.duty.id for part, standing in [*rows, *beside] if not _reported(standing, part)}),
        several=len(desk.units) > 1,
        buttons=_in_pairs(_measure_buttons([*rows, *beside])),
        about=[part.duty.id for part in own],
    )


def _measure_buttons(rows: Sequence[tuple[Part, Standing]]) -> list[Button]:
    """A button a measure, also where several of the caller's units have a part in it."""
    once = {part.measure.id: (part, standing) for part, standing in reversed(rows)}
    first = sorted(once.values(), key=rows.index)
    return [
        Button(f"{LAMPS[standing.lamp]} {part.measure.ref} {_short(part.measure.title)}", f"m:{part.measure.id}")
        for part, standing in first[:MOST_BUTTONS]
    ]


def _most_urgent_first(desk: Desk, parts: Sequence[Part]) -> list[tuple[Part, Standing]]:
    """What waits for a report before what is in, each in the order of its urgency."""
    return sorted(
        ((part, desk.standing(part.measure)) for part in parts),
        key=lambda row: (_reported(row[1], row[0]), *_urgency(row[1], row[0]), row[0].measure.position),
    )


def _cycle_due(desk: Desk, parts: Sequence[Part]) -> date | None:
    """The day the current reports are due, by the plan of the first part."""
    if not parts:
        return None
    plan = desk.book.plans[parts[0].measure.plan_id]
    return cycles_at(plan, desk.today, desk.house.calendar).now.due_on


def _reported(standing: Standing, part: Part) -> bool:
    return not standing.is_open or any(
        one.reported_this_cycle for one in standing.parts if (one.duty_id, one.unit_id) == (part.duty.id, part.unit.id)
    )


def _urgency(standing: Standing, part: Part) -> tuple[int, int, bool]:
    """Trouble first, then what has a date, the soonest first, then what the unit leads."""
    gravity = min(IN_ORDER.index(standing.lamp), IN_ORDER.index("grey"))
    days = standing.days_left if standing.days_left is not None else 99_999
    return gravity, days, part.duty.role == "support"


def _short(title: str) -> str:
    flat = title.replace("“", "").replace("”", "")
    return flat if len(flat) <= 10 else flat[:9] + "…"


def _in_pairs(buttons: Iterable[Button]) -> list[list[Button]]:
    many = list(buttons)
    return [many[start : start + 2] for start in range(0, len(many), 2)]


def measure(desk: Desk) -> Letters:
    """/measure 二（二）, a title, or a word from it: the whole measure, or a short list to choose from."""
    found = _meant(desk)
    return measure_card(desk, found[0]) if len(found) == 1 else choose_measure(desk, found, "m")


def history(desk: Desk) -> Letters:
    """/history 二（二）: everything that was reported on a measure, with what was corrected or withdrawn."""
    if not desk.words.strip() and desk.units:
        last = reports.last_of(desk.session, desk.me, duty_ids(desk))
        if last is None:
            raise Refusal("no_reports")
        return history_page(desk, desk.book.duties[last.responsibility_id].measure_id)
    found = _meant(desk)
    return history_page(desk, found[0].id) if len(found) == 1 else choose_measure(desk, found, "h")


def _meant(desk: Desk) -> list[Measure]:
    """The measures the words may mean, the caller's own first. Raises Refusal when none does or none was named."""
    words = desk.words.strip()
    if not words:
        raise Refusal("which_measure")
    book = desk.book
    parts = book.parts_of(desk.unit_ids)
    own = {part.measure.id for part in parts}
    plan_ids = list(dict.fromkeys(part.measure.plan_id for part in parts)) or list(book.plans)
    if desk.reads_all:
        plan_ids = list(dict.fromkeys([*plan_ids, *book.plans]))
    found = find(words, [measure for plan_id in plan_ids for measure in book.of_plan(plan_id)])
    if not found:
        raise Refusal("no_measure", words=words[:40])
    visible = [one for one in found if one.id in own or desk.reads_all]
    if not visible:
        raise Refusal("not_your_measure", title=found[0].title, ref=found[0].ref)
    return visible[:8]


def choose_measure(desk: Desk, found: Sequence[Measure], prefix: str) -> Letter:
    """Ask which measure is meant, a button each, with the place where they are of several plans."""
    several_plans = len({one.plan_id for one in found}) > 1
    rows = [
        [Button(f"{one.ref} {one.title}" + (f"（{one.plan.place}）" if several_plans else ""), f"{prefix}:{one.id}")]
        for one in found
    ]
    return desk.letter("choose_measure", buttons=rows)


def open_measure(desk: Desk) -> Letters:
    """A measure's button."""
    (measure_id,) = desk.numbers(1)
    return measure_card(desk, desk.book.measure(measure_id))


def measure_card(desk: Desk, one: Measure) -> Letter:
    """Full text, units, targets, standing and last reports. Raises Refusal where the caller has no part and no right."""
    parts = [part for part in desk.book.parts_of(desk.unit_ids) if part.measure.id == one.id]
    if not parts and not desk.reads_all:
        raise Refusal("not_your_measure", title=one.title, ref=one.ref)
    book = desk.book
    duty_ids = [duty.id for duty in one.duties]
    latest = [report for report in reports.history(desk.session, duty_ids, 6) if report.retired_at is None][:3]
    buttons = [
        [desk.button("report", data_of("r", part)), desk.button("no_change", data_of("n", part))] for part in parts[:1]
    ]
    if len(parts) > 1:
        buttons = [
            [
                desk.button("report_as", data_of("r", part), unit=part.unit.name),
                desk.button("no_change_as", data_of("n", part), unit=part.unit.name),
            ]
            for part in parts[:4]
        ]
    buttons += buttons_for(desk, one) if not parts else []
    buttons.append([desk.button("history", f"h:{one.id}")])
    return desk.letter(
        "measure",
        measure=one,
        plan=book.plans[one.plan_id],
        roles=_roles(one),
        standing=desk.standing(one),
        lamp=LAMPS,
        latest=latest,
        parents=[book.measures[parent] for parent in book.links.get(one.id, ()) if parent in book.measures],
        unit_names={unit.id: unit.name for unit in book.units.values()},
        buttons=buttons,
        about=[part.duty.id for part in parts[:1]],
    )


def _roles(one: Measure) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for duty in one.duties:
        if duty.withdrawn_at is None:
            roles.setdefault(duty.role, []).append(duty.printed)
    return roles


def open_history(desk: Desk) -> Letters:
    """The history button of a measure."""
    (measure_id,) = desk.numbers(1)
    return history_page(desk, measure_id)


def history_page(desk: Desk, measure_id: int) -> Letter:
    """What was reported on a measure, newest first. Raises Refusal where the caller may not see the measure."""
    one = desk.book.measure(measure_id)
    own = any(part.measure.id == one.id for part in desk.book.parts_of(desk.unit_ids))
    if not own and not desk.reads_all:
        raise Refusal("not_your_measure", title=one.title, ref=one.ref)
    found: Sequence[Report] = reports.history(desk.session, [duty.id for duty in one.duties])
    zone = desk.house.settings.zone
    return desk.letter("history", measure=one, reports=[(report, report.said_at.astimezone(zone)) for report in found])
