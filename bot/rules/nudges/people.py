"""Who speaks for a unit today: its contacts, and others in the place of those who are away."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.rules.nudges.values import Absence, Addressee


def by_unit(contacts: Iterable[Addressee], absences: Iterable[Absence], today: date) -> dict[int, list[Addressee]]:
    """Unit → those who are addressed for it today. Whoever is away gives way to the stand-in, and that one, if away too,
    to theirs; where that leads in a circle everybody keeps their own. Nobody stands in a unit twice."""
    away = {one.away_id: one for one in absences if one.from_on <= today <= one.to_on}
    found: dict[int, list[Addressee]] = {}
    for contact in sorted(contacts, key=lambda one: one.person_id in away):  # those present come first
        stand_in = _stand_in(contact.person_id, away)
        if stand_in is not None:
            contact = replace(
                contact, person_id=stand_in.person_id, reachable=stand_in.reachable, for_id=contact.person_id
            )
        present = found.setdefault(contact.unit_id, [])
        if all((one.person_id, one.is_leader) != (contact.person_id, contact.is_leader) for one in present):
            present.append(contact)
    return found


def _stand_in(person_id: int, away: Mapping[int, Absence]) -> Absence | None:
    """The last of the chain of stand-ins; None where the person is there, or the chain comes back to somebody in it."""
    seen, last = {person_id}, None
    while (one := away.get(person_id)) is not None:
        if one.person_id in seen:
            return None
        seen.add(one.person_id)
        last, person_id = one, one.person_id
    return last
