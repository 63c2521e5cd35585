"""Words on a measure the sender's unit has no part in: nothing is filed, and they may be passed on to whose it is."""

from datetime import UTC, datetime, time

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers.kept import Kept, keep, words_on
from bot.rules.reading import Item
from bot.store import audit, drafts, people
from bot.store.book import Part
from bot.texts import Button, Letter, label
from models import Draft, Measure, Person

MOST_A_DAY = 5  # of one sender: it is for a slip of the pen, not for giving out work
MOST_BUTTONS = 3


def foreign(desk: Desk, item: Item, kept: Kept | None = None) -> Letter:
    """The words name a measure the caller's units have no part in: say which, file nothing, offer to pass it on."""
    named = desk.book.measures.get(int(item.named)) if item.named is not None else None
    rows = []
    takers = _takers(desk, named) if named is not None and not desk.on_behalf else []
    if takers:
        draft = keep(desk, "pass", item, None, 0, kept or words_on(desk))
        rows = [[desk.button("pass_on", f"f:{draft.id}:{part.duty.id}", unit=part.unit.name)] for part in takers]
        rows.append([desk.button("leave_it", f"c:{draft.id}")])
    return desk.letter(
        "foreign", measure=named, units=[unit.name for unit in desk.units], takers=bool(takers), buttons=rows
    )


def _takers(desk: Desk, one: Measure) -> list[Part]:
    """The units that have a part in a measure and can be reached: the leads, else those who own it, else who support."""
    for role in ("lead", "own", "support"):
        duties = [duty for duty in one.duties if duty.withdrawn_at is None and duty.role == role]
        parts = [Part(one, duty, desk.book.units[duty.unit_id]) for duty in duties]
        if found := [part for part in parts if people.spokespeople(desk.session, part.unit.id)]:
            return found[:MOST_BUTTONS]
    return []


def pass_on(desk: Desk) -> Letters:
    """转给…联络员: those who speak for the unit get the words and who said them. Raises Refusal after so many a day."""
    draft_id, duty_id = desk.numbers(2)
    midnight = datetime.combine(desk.today, time(), desk.house.settings.zone).astimezone(UTC)
    if audit.count(desk.session, desk.me, "passed_on", midnight) >= MOST_A_DAY:
        raise Refusal("passed_enough", most=MOST_A_DAY)
    draft = drafts.take(desk.session, draft_id, desk.me, desk.now)
    named = desk.book.measure(_named(draft))
    part = next((one for one in _takers(desk, named) if one.duty.id == duty_id), None)
    if part is None:
        raise Gone("gone")
    for person in people.spokespeople(desk.session, part.unit.id):
        desk.post(
            person,
            "passed_on",
            measure=named,
            who=desk.me.name,
            units=[unit.name for unit in desk.units],
            text=draft.payload["text"],
            about=[duty_id],
            buttons=[
                (
                    Button(label(person.language, "report"), f"r:{duty_id}"),
                    Button(label(person.language, "not_ours"), f"fn:{draft.id}:{duty_id}"),
                )
            ],
        )
    desk.note("passed_on", measure=named.ref, unit=part.unit.name, draft=draft.id)
    return desk.letter("passed", measure=named, unit=part.unit, edits=desk.pressed)


def _named(draft: Draft) -> int:
    """The measure the kept words name."""
    return int(draft.payload["item"]["named"])


def not_ours(desk: Desk) -> Letters:
    """不是我们: whoever passed it on is told, once; nothing has been filed."""
    draft_id, duty_id = desk.numbers(2)
    part = desk.book.part(duty_id, desk.unit_ids)
    draft = drafts.by_id(desk.session, draft_id)
    if draft is None or draft.kind != "pass" or _named(draft) != part.measure.id:
        raise Gone("gone")
    sender = desk.session.get_one(Person, draft.person_id)
    values = {"measure": part.measure, "unit": part.unit, "who": desk.me.name, "text": draft.payload["text"]}
    desk.post(sender, "sent_back", dedupe_key=f"sent_back:{draft.id}:{part.unit.id}", **values)
    desk.note("sent_back", measure=part.measure.ref, unit=part.unit.name, draft=draft.id)
    return desk.letter("sent_back_told", who=sender.name, edits=desk.pressed)
