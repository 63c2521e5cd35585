"""What admins do: let people in and out, bind the office's group, see what the clock will do."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers.menus import put_up
from bot.jobs.brief import due_at
from bot.rules.cycles import cycles_at
from bot.store import people
from bot.texts import Button, Letter
from models import OfficeChat, Person, Unit

ROLE_WORDS = {
    "office": ("office", "办公室", "辦公室", "联席会议办公室", "聯席會議辦公室"),
    "admin": ("admin", "管理员", "管理員"),
}
LEADER_WORDS = ("领导", "領導", "负责人", "負責人", "leader")
PAGE = 10
MOST_PERSONS = 40  # buttons of one page


def invite(desk: Desk) -> Letters:
    """/invite 市农业局, /invite 市农业局 领导, /invite office, /invite admin: a link for one person, once, within seven days."""
    words = desk.words.strip()
    if not words:
        roles = [desk.button("invite_office", "i:office"), desk.button("invite_admin", "i:admin")]
        return desk.letter("invite_whom", buttons=[roles])
    for role, names in ROLE_WORDS.items():
        if words.lower() in names:
            return _invitation(desk, role, None)
    name, role = _for_leader(words)
    found = [unit for unit in people.find_units(desk.session, name) if not unit.is_group]
    words = name
    short = [unit for unit in found if unit.name.lstrip("市省") == words]
    found = short or found
    if not found:
        raise Refusal("no_unit", words=words[:40])
    if len(found) > 1:
        mark = ":1" if role == "leader" else ""
        rows = [[Button(f"{unit.name}（{unit.place}）", f"i:{unit.id}{mark}")] for unit in found[:PAGE]]
        return desk.letter("choose_unit", buttons=rows)
    return _invitation(desk, role, found[0])


def _for_leader(words: str) -> tuple[str, str]:
    """The unit's name, and whether its contact or its leader is to be let in."""
    name, _, last = words.rpartition(" ")
    return (name.strip(), "leader") if name and last in LEADER_WORDS else (words, "contact")


def invite_to(desk: Desk) -> Letters:
    """A unit's or a role's button under /invite."""
    if desk.words in ROLE_WORDS:
        return _invitation(desk, desk.words, None)
    is_leader = desk.words.endswith(":1")
    desk.words = desk.words.removesuffix(":1")
    (unit_id,) = desk.numbers(1)
    found = desk.session.get(Unit, unit_id)
    if found is None or found.is_group:
        raise Gone("gone")
    return _invitation(desk, "leader" if is_leader else "contact", found)


def _invitation(desk: Desk, role: str, unit: Unit | None, replaces: Person | None = None) -> Letter:
    """A link for one person. Raises Refusal for a unit that has been merged: nobody would be asked for anything there."""
    into = desk.session.get(Unit, unit.merged_into_id) if unit and unit.merged_into_id else None
    if unit is not None and into is not None:
        raise Refusal("unit_merged", unit=unit.name, into=into.name)
    code = people.invite(desk.session, desk.now, role=role, unit=unit, replaces=replaces, made_by=desk.me)
    desk.note("invited", role=role, unit=unit.name if unit else None, replaces=replaces.name if replaces else None)
    return desk.letter(
        "invitation",
        role=role,
        unit=unit,
        replaces=replaces,
        link=f"https://t.me/{desk.house.username}?start={code}",
        days=people.INVITE_DAYS,
    )


def people_page(desk: Desk) -> Letters:
    """/people, /people 农业局, /people 李敏: who is in, with a button each."""
    wanted = desk.words.strip()
    persons = [
        person
        for person in people.everybody(desk.session)
        if _in_post(person) and any(wanted in name for name in (person.name, *_units_of(person)))
    ]
    shown = persons[:MOST_PERSONS]
    rows = [[Button(f"{person.name} · {_posts(desk, person)}"[:48], f"v:{person.id}")] for person in shown]
    more = len(persons) - len(shown)
    return desk.letter("people", persons=[(person, _units_of(person)) for person in persons], more=more, buttons=rows)


def _in_post(person: Person) -> bool:
    return person.is_office or person.is_admin or bool(_units_of(person))


def _units_of(person: Person) -> list[str]:
    return [contact.unit.name for contact in person.contacts if contact.ended_at is None]


def _posts(desk: Desk, person: Person) -> str:
    posts = _units_of(person)
    if person.is_office:
        posts.append(desk.button("role_office", "-").label)
    if person.is_admin:
        posts.append(desk.button("role_admin", "-").label)
    return "、".join(posts)


def open_person(desk: Desk) -> Letters:
    """One person: posts, reachability, and what can be done."""
    (person_id,) = desk.numbers(1)
    return _person_card(desk, people.person(desk.session, person_id))


def _person_card(desk: Desk, person: Person) -> Letter:
    rows = [[desk.button("new_phone", f"y:{person.id}"), desk.button("revoke", f"x:{person.id}")]]
    return desk.letter("person", who=person, units=_units_of(person), buttons=rows if _in_post(person) else [])


def ask_revoke(desk: Desk) -> Letters:
    """Ask once more before a person's roles end."""
    (person_id,) = desk.numbers(1)
    person = people.person(desk.session, person_id)
    rows = [[desk.button("revoke_sure", f"xx:{person.id}"), desk.button("back", f"v:{person.id}")]]
    return desk.letter("revoke_ask", who=person, units=_units_of(person), edits=desk.pressed, buttons=rows)


def revoke(desk: Desk) -> Letters:
    """End a person's roles at once. Their reports stay; the office hears of units left without a contact."""
    (person_id,) = desk.numbers(1)
    person = people.person(desk.session, person_id)
    units = [contact.unit for contact in person.contacts if contact.ended_at is None]
    names = [unit.name for unit in units]
    people.revoke(desk.session, person, desk.now)
    desk.note("revoked", person=person.name, units=names)
    desk.session.flush()
    put_up(desk, person)
    orphaned = [unit.name for unit in units if not people.contacts_of(desk.session, unit.id)]
    if orphaned:
        for reader in people.office(desk.session):
            desk.post(reader, "no_contact", units=orphaned)
    return desk.letter("revoked", who=person, units=names, orphaned=orphaned, edits=desk.pressed)


def new_phone(desk: Desk) -> Letters:
    """A link that moves the person to a new account; the old chat stops."""
    (person_id,) = desk.numbers(1)
    person = people.person(desk.session, person_id)
    if not _in_post(person):
        raise Gone("gone")
    return _invitation(desk, "same", None, replaces=person)


def units_page(desk: Desk) -> Letters:
    """Units with a part in a measure: who speaks for each, and which nobody can be reached for."""
    contacts: dict[int, list[tuple[str, bool]]] = {}
    for contact in people.contacts(desk.session):
        contacts.setdefault(contact.unit_id, []).append((contact.person.name, contact.person.unreachable_at is None))
    book = desk.book
    by_place: dict[str, list[tuple[Unit, list[tuple[str, bool]], int]]] = {}
    for unit in book.units.values():
        parts = [part for part in book.parts_of([unit.id]) if part.group is None]
        if not unit.is_group and (parts or unit.id in contacts):
            by_place.setdefault(unit.place, []).append((unit, contacts.get(unit.id, []), len(parts)))
    wanted = desk.words.strip()
    if wanted:
        by_place = {place: rows for place, rows in by_place.items() if wanted in place} or by_place
    return desk.letter("units", places=by_place)


# -- the group ---------------------------------------------------------------------------------------------------------


def bind(desk: Desk) -> Letters:
    """In a group: this group, or this topic of it, gets the office's totals from now on."""
    if desk.private:
        raise Refusal("bind_in_group")
    found = desk.session.scalar(select(OfficeChat).where(OfficeChat.chat_id == desk.chat_id))
    if found is None:
        found = OfficeChat(chat_id=desk.chat_id, bound_at=desk.now)
        desk.session.add(found)
    found.thread_id, found.title = desk.thread_id, desk.chat_title
    found.bound_by_id, found.unreachable_at = desk.me.id, None
    desk.note("bound", title=desk.chat_title)
    return desk.letter("bound", title=desk.chat_title)


def unbind(desk: Desk) -> Letters:
    """In a group: no more totals here."""
    found = desk.session.scalar(select(OfficeChat).where(OfficeChat.chat_id == desk.chat_id))
    if desk.private:
        raise Refusal("bind_in_group")
    if found is None:
        raise Refusal("not_bound")
    desk.session.delete(found)
    desk.note("unbound", title=desk.chat_title)
    return desk.letter("unbound", title=desk.chat_title)


# -- the clock ---------------------------------------------------------------------------------------------------------


def schedule(desk: Desk) -> Letters:
    """What the clock will do next: the next digest, each plan's next due day, the next weekly summary."""
    house = desk.house
    zone, calendar, settings = house.settings.zone, house.calendar, house.settings
    local = desk.now.astimezone(zone)
    digest_day = local.date()
    if local.hour >= settings.digest_hour or not calendar.is_workday(digest_day):
        digest_day = calendar.add_workdays(local.date(), 1)
    summary_at = None
    for weeks in range(4):
        day = calendar.last_workday_of_week(local.date() + timedelta(weeks=weeks))
        if day is not None and datetime.combine(day, time(settings.summary_hour), zone) > local:
            summary_at = datetime.combine(day, time(settings.summary_hour), zone)
            break
    cycles = [
        (plan, cycles_at(plan, desk.today, calendar, desk.book.policy.cycle_before).now)
        for plan in desk.book.plans.values()
    ]
    return desk.letter(
        "schedule",
        digest_at=datetime.combine(digest_day, time(settings.digest_hour), zone),
        summary_at=summary_at,
        last_summary=due_at(house),
        cycles=cycles,
        office=people.office(desk.session),
        chats=people.office_chats(desk.session),
        estimated=not calendar.is_known(desk.today),
    )
