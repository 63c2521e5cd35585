"""What becomes of a digest afterwards: a line is ticked off when its report is in, and it can be asked why it came."""

from dataclasses import replace
from datetime import date, timedelta

from bot.desk import Desk, Letters
from bot.errors import Gone
from bot.jobs.digest import laid_out, lines_of
from bot.rules.nudges import pause_until
from bot.store import nudges, outbox, people, reports
from bot.store.book import Part
from bot.texts import label
from models import OutboxMessage, Person, Report


def tick_off(desk: Desk, part: Part, report: Report) -> None:
    """A report stops the nudge at once: the line in the last digest of each of the unit's contacts is ticked, its button
    goes. Where it was still open in a digest of today, the tick tells them of the report."""
    mine = (part.duty.id, part.unit.id)
    for person, last in _digests(desk, part):
        ticked = _ticked(last, part)
        if (
            last.message_id is not None
            and mine not in ticked
            and last.made_at.astimezone(desk.house.settings.zone).date() == desk.today
        ):
            last.letter = {**last.letter, outbox.TELLS_OF: [*last.letter.get(outbox.TELLS_OF, ()), report.id]}
        _mark(desk, person, last, ticked | {mine})


def reopen(desk: Desk, part: Part) -> None:
    """A report taken back opens its line again, unless the unit has another since."""
    for person, last in _digests(desk, part):
        if (part.duty.id, part.unit.id) not in reports.reported_since(desk.session, last.made_at):
            _mark(desk, person, last, _ticked(last, part) - {(part.duty.id, part.unit.id)})


def _digests(desk: Desk, part: Part) -> list[tuple[Person, OutboxMessage]]:
    """The newest digests in which the unit's contacts were asked for this part."""
    found = nudges.last_digests(desk.session, part.unit.id)
    return [(who, last) for who, last in found if _can_change(last) and part.duty.id in last.about]


def _can_change(last: OutboxMessage) -> bool:
    """Whether it has arrived, or nobody has it in hand yet; of a long one, what waits is written anew by the clock."""
    if last.state == "waiting":
        return last.worker is None and "#" not in (last.dedupe_key or "")
    return last.message_id is not None


def _ticked(last: OutboxMessage, part: Part) -> set[tuple[int, int]]:
    """What is ticked in a digest, as (duty, unit); those of an older bot are bare duties, of one unit."""
    ticked = last.letter.get("ticked", ())
    return {(one, part.unit.id) if isinstance(one, int) else (one[0], one[1]) for one in ticked}


def _mark(desk: Desk, person: Person, last: OutboxMessage, done: set[tuple[int, int]]) -> None:
    """Show these parts of a digest as reported; nothing is sent where they are shown so already."""
    made_on = last.made_at.astimezone(desk.house.settings.zone).date()
    found = nudges.of_digest(desk.session, last.id)
    if not found or sorted(done) == [tuple(one) for one in last.letter.get("ticked", ()) if not isinstance(one, int)]:
        return
    names = people.names(desk.session, {one.for_id for one in found if one.for_id is not None})
    lines = lines_of(desk.book, found, made_on, desk.house.calendar, reported=done, names=names)
    letter = laid_out(person.language, made_on, lines, edits=last.message_id)
    if last.state == "waiting":  # not gone yet: it goes as it is true now, or not at all
        last.letter = {**letter.packed(), "ticked": [list(one) for one in sorted(done)]}
        if {(line.duty_id, line.unit_id) for line in lines if line.capacity != "leader"} <= done:
            last.state = "stale"
        return
    if last.repeats:  # a possible repeat stays marked as one
        letter = replace(letter, text=f"{label('zh', 'repeat')}\n{letter.text}")
    last.letter = {**last.letter, "ticked": [list(one) for one in sorted(done)]}
    outbox.enqueue(desk.session, [letter], chat_id=person.chat_id, person_id=person.id, now=desk.now, kind="edit")


def why(desk: Desk) -> Letters:
    """为什么提醒我: the rule, the clause and the date behind every line of a digest."""
    (number,) = desk.numbers(1)
    day = _day(number)
    found = nudges.of_day(desk.session, desk.me, day)
    if not found:
        raise Gone("gone")
    rows = [
        (desk.book.duties[one.responsibility_id], one) for one in found if one.responsibility_id in desk.book.duties
    ]
    return desk.letter(
        "why",
        day=day,
        rows=[(desk.book.measures[duty.measure_id], duty, one) for duty, one in rows],
        names=people.names(desk.session, {one.for_id for one in found if one.for_id is not None}),
        units={unit.id: unit.name for unit in desk.book.units.values()},
        days=desk.book.policy.leader_after,
    )


def acknowledge(desk: Desk) -> Letters:
    """收到，晚点报: what of the digest is not in yet is left alone for three working days, never past its date."""
    (number,) = desk.numbers(1)
    found = nudges.of_day(desk.session, desk.me, _day(number))
    parts = {part.duty.id: part for part in reversed(desk.book.parts_of(desk.unit_ids))}
    since = desk.now - timedelta(days=1)
    done = reports.reported_since(desk.session, since)
    open_parts = [
        parts[one.duty_id]
        for one in found
        if one.capacity != "leader" and one.duty_id in parts and (one.duty_id, parts[one.duty_id].unit.id) not in done
    ]
    if not open_parts:
        raise Gone("gone")
    until = pause_until(desk.today, desk.house.calendar, policy=desk.book.policy)
    unique = list({part.duty.id: part for part in open_parts}.values())
    for part in unique:
        nudges.snooze(desk.session, part, desk.me, until, desk.now)
    ahead = {one.duty_id for one in found if one.due_on > desk.today}  # what is past due speaks on all the same
    return desk.letter(
        "snoozed", until=until, parts=[part for part in unique if part.duty.id in ahead], late=len(unique)
    )


def _day(number: int) -> date:
    """The day in a button's data. Raises Gone where there is no such day."""
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        raise Gone("gone") from None
