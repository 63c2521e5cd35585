"""Units that have said nothing, and units nobody can be reached for."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.rules.nudges import Addressee
from bot.rules.standing import Part, Said
from bot.rules.summary.values import Silence, Unheard
from bot.rules.summary.view import Ground, View


def silent_units(views: Sequence[View], lines: Iterable[Said], ground: Ground) -> tuple[Silence, ...]:
    """The units that let a due day go by without the cycle's report and have said nothing since, in order of name.
    Units of measures that ask for nothing more (done, closed, inherited) are not among them."""
    cycles = ground.now.cycles
    ends_today = cycles.now.due_on == ground.now.today
    said: dict[tuple[int, int], list[date]] = {}
    for line in lines:
        said.setdefault((line.duty_id, line.unit_id), []).append(line.day)
    owed: dict[int, list[tuple[View, Part]]] = {}
    for view in views:
        for part in _asked(view):
            days = sorted(said.get((part.duty_id, part.unit_id), []))
            if part.group_id is not None:
                days = sorted([*days, *said.get((part.duty_id, part.group_id), [])])
            if cycles.missed(days) or (ends_today and not cycles.settled(days)):
                owed.setdefault(part.unit_id, []).append((view, part))
    due_on = cycles.now.due_on if ends_today or cycles.last is None else cycles.last.due_on
    heard: dict[int, date] = {}
    for (_, unit_id), days in said.items():
        heard[unit_id] = max([*days, heard.get(unit_id, date.min)])
    silent = (
        Silence(
            unit_id,
            ground.units.get(unit_id, parts[0][1].printed),
            tuple(dict.fromkeys(view.measure.ref for view, _ in parts)),
            due_on,
            heard.get(unit_id),
        )
        for unit_id, parts in owed.items()
    )
    return tuple(sorted(silent, key=lambda one: one.unit))


def unreachable_units(
    views: Sequence[View], contacts: Iterable[Addressee] | None, ground: Ground
) -> tuple[Unheard, ...]:
    """The units with a part in an open measure and no contact Telegram reaches; () where contacts were not given."""
    if contacts is None:
        return ()
    reached = {contact.unit_id for contact in contacts if contact.reachable and not contact.is_leader}
    found: dict[int, tuple[str, list[str]]] = {}
    for view in views:
        for part in _asked(view):
            if part.unit_id not in reached and part.unit_id != part.group_id:
                name = ground.units.get(part.unit_id, part.printed)
                found.setdefault(part.unit_id, (name, []))[1].append(view.measure.ref)
    lost = (Unheard(unit_id, name, tuple(dict.fromkeys(refs))) for unit_id, (name, refs) in found.items())
    return tuple(sorted(lost, key=lambda one: one.unit))


def _asked(view: View) -> Iterable[Part]:
    """The parts something is still asked of."""
    if not view.now.is_open or view.now.inherited or view.now.is_paused:
        return ()
    return (part for part in view.now.parts if part.state != "done" and part.unit_id != part.group_id)
