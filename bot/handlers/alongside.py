"""The other contacts of a unit learn what one of them has reported: a tick in their digest, else one short notice."""

from collections.abc import Collection
from datetime import timedelta

from bot.desk import Desk
from bot.store import outbox, people, reports
from bot.store.book import Part
from bot.texts import Letter, say
from models import OutboxMessage, Person, Report

GATHERED = timedelta(minutes=5)  # what one of them reports in one sitting is one notice to the others
KIND = "colleague"


def tell(desk: Desk, part: Part, report: Report, ticked: Collection[int]) -> None:
    """Tell the unit's other contacts, but for those (`ticked`) whose digest shows it already."""
    for person in people.spokespeople(desk.session, part.unit.id):
        if person.id != desk.me.id and person.id not in ticked:
            _tell_one(desk, person, report)


def take_back(desk: Desk, part: Part, report: Report) -> None:
    """What has been taken back before they were told is not told."""
    for person in people.spokespeople(desk.session, part.unit.id):
        row = outbox.unsent(desk.session, person.id, KIND)
        if row is not None and report.id in row.letter.get("reports", ()):
            _rewrite(desk, person, row, [one for one in row.letter["reports"] if one != report.id])


def _tell_one(desk: Desk, person: Person, report: Report) -> None:
    row = outbox.unsent(desk.session, person.id, KIND)
    if row is not None:
        known = [one for one in row.letter.get("reports", ()) if one != report.revises_id]
        _rewrite(desk, person, row, [*known, report.id])
        return
    letter = _letter(desk, person, [report.id])
    later = desk.now + GATHERED
    made = outbox.enqueue(
        desk.session,
        [letter],
        chat_id=person.chat_id,
        person_id=person.id,
        now=desk.now,
        kind=KIND,
        not_before=later,
    )
    row = desk.session.get_one(OutboxMessage, made[0].id)
    row.letter = {**row.letter, "reports": [report.id]}


def _rewrite(desk: Desk, person: Person, row: OutboxMessage, ids: list[int]) -> None:
    if not ids:
        row.state = "stale"
        return
    letter = _letter(desk, person, ids)
    row.letter, row.about = {**letter.packed(), "reports": ids}, list(letter.about)


def _letter(desk: Desk, person: Person, ids: list[int]) -> Letter:
    found = reports.with_figures(desk.session, ids)
    duties, measures = desk.book.duties, desk.book.measures
    rows = [(measures[duties[one.responsibility_id].measure_id], one) for one in found]
    text = say(person.language, "colleague", rows=rows, today=desk.today)
    return Letter(text, about=tuple(dict.fromkeys(one.responsibility_id for one in found)))
