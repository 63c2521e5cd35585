"""代报: the office reports for a unit of which nobody can be reached; the report says so everywhere."""

import re

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers.filing import file_all
from bot.handlers.hearing import REPORTS, read_as_contact
from bot.handlers.kept import speak_for
from bot.handlers.unchanged import begun
from bot.store import drafts, people
from bot.texts import Button
from models import Measure, Unit

MOST_BUTTONS = 4
_FOR = re.compile(
    r"^\s*代(?:替)?(?P<unit>[^\s，,。：:]{2,30}?)(?:填|上)?[报報](?:进展|進展|送)?\s*[：:，,]\s*(?P<words>.+)$", re.S
)


def begin_for(desk: Desk) -> Letters:
    """The 代报 button: the next message is filed for that unit, and on that measure where one was open."""
    unit_id, measure_id = desk.numbers(2)
    if unit_id not in desk.book.units:
        raise Gone("gone")
    unit = desk.book.units[unit_id]
    _nobody_else(desk, unit)
    speak_for(desk, unit.id)
    part = next((one for one in desk.book.parts_of([unit.id]) if one.measure.id == measure_id), None)
    if part is not None:
        return begun(desk, part)
    payload = {"behalf": unit.id}
    drafts.open_draft(desk.session, desk.me, desk.chat_id, "behalf", payload, desk.now)
    return desk.letter("begin_for", unit=unit)


def _nobody_else(desk: Desk, unit: Unit) -> None:
    """Nothing. Raises Refusal where the unit can speak for itself: it is to be asked, not spoken for."""
    if found := people.spokespeople(desk.session, unit.id):
        raise Refusal("speaks_for_itself", unit=unit.name, names="、".join(person.name for person in found[:3]))


def buttons_for(desk: Desk, one: Measure) -> list[list[Button]]:
    """代报 for the units of a measure that nobody can be reached for; none for those who may not."""
    if not desk.reads_all:
        return []
    ids = dict.fromkeys(duty.unit_id for duty in one.duties if duty.withdrawn_at is None)
    units = [desk.book.units[unit_id] for unit_id in ids if not desk.book.units[unit_id].is_group]
    silent = [unit for unit in units if not people.spokespeople(desk.session, unit.id)]
    return [[desk.button("behalf", f"b:{unit.id}:{one.id}", unit=unit.name)] for unit in silent[:MOST_BUTTONS]]


def _called(desk: Desk, name: str) -> list[Unit]:
    """The units called so, whole names first."""
    found = people.find_units(desk.session, name)
    return [unit for unit in found if unit.name.lstrip("市省") == name.lstrip("市省")] or found


def only_the_office(desk: Desk) -> None:
    """Nothing. Raises Refusal where a contact reports for a unit that is not theirs: it would count as their own."""
    spoken = _FOR.match(desk.words)
    found = _called(desk, spoken["unit"]) if spoken else []
    if found and not any(unit.id in desk.unit_ids for unit in found):
        raise Refusal("not_for_others", unit=found[0].name)


def in_words(desk: Desk) -> Letters:
    """代某单位报：…, filed for that unit; None where the words are no such thing. Raises Refusal where no unit is called so,
    several are, or the unit can speak for itself."""
    spoken = _FOR.match(desk.words)
    if spoken is None:
        return None
    name = spoken["unit"]
    found = _called(desk, name)
    if not found:
        raise Refusal("no_unit", words=name)
    if len(found) > 1:
        raise Refusal("several_units", words=name, units="、".join(one.name for one in found[:5]))
    _nobody_else(desk, found[0])
    speak_for(desk, found[0].id)
    desk.words = spoken["words"].strip()
    reading = read_as_contact(desk, None)
    return file_all(desk, reading) if reading.intent in REPORTS else desk.letter("not_a_report")
