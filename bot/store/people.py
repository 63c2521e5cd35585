"""Who somebody is, which units they speak for, and the invites that let people in. Roles come from the Telegram id only."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, or_, select, update
from sqlalchemy.orm import Session, selectinload

from bot.errors import Gone, NotYours, Refusal
from bot.rules.calendar import day_of
from bot.rules.nudges import Addressee
from bot.store import outbox
from bot.texts import Letter, say
from models import Contact, Draft, Evidence, Invite, Membership, OfficeChat, Person, Report, StandIn, Unit

INVITE_DAYS = 7
ROLES = ("contact", "leader", "office", "admin")


# asked for every message, so made once: to build a statement costs five times as much as to run it
_BY_TELEGRAM_ID = select(Person).where(Person.telegram_id == bindparam("telegram_id"))
_contact: Any = Contact.__table__
_UNITS_OF = (
    select(_contact.c.unit_id)
    .where(_contact.c.person_id == bindparam("person_id"), _contact.c.ended_at.is_(None))
    .order_by(_contact.c.id)
)


def who_is(
    session: Session, telegram_id: int, known: Mapping[int, Unit] | None = None
) -> tuple[Person | None, tuple[Unit, ...]]:
    """The person behind a Telegram id and the units they speak for, in order of appointment; (None, ()) for a stranger.

    The units are taken from `known` (the book's, by id) where it is given.
    """
    person = session.scalar(_BY_TELEGRAM_ID, {"telegram_id": telegram_id})
    if person is None:
        return None, ()
    ids: Sequence[int] = session.scalars(_UNITS_OF, {"person_id": person.id}).all()
    return person, tuple(known[id] if known else session.get_one(Unit, id) for id in ids)


@dataclass(frozen=True)
class Caller:
    """Whoever an update comes from, and what of theirs is open: found in one statement, since every update asks."""

    person: Person | None = None
    units: tuple[Unit, ...] = ()
    draft_id: int | None = None  # the newest question still open
    report_id: int | None = None  # the newest report that counts
    files_wait: bool = False  # a file was sent before the report it belongs to


_person: Any = Person.__table__
_NAME = select(_person.c.name).where(_person.c.id == bindparam("id"))
_draft: Any = Draft.__table__
_report: Any = Report.__table__
_evidence: Any = Evidence.__table__
_stand_in: Any = StandIn.__table__
_CALLER = select(
    Person,
    select(func.aggregate_strings(cast(_contact.c.id, String) + ":" + cast(_contact.c.unit_id, String), ","))
    .where(_contact.c.person_id == Person.id, _contact.c.ended_at.is_(None))
    .scalar_subquery(),
    select(func.aggregate_strings(cast(_contact.c.id, String) + ":" + cast(_contact.c.unit_id, String), ","))
    .select_from(_contact.join(_stand_in, _stand_in.c.away_id == _contact.c.person_id))
    .where(_stand_in.c.person_id == Person.id, _stand_in.c.ended_at.is_(None), _contact.c.ended_at.is_(None))
    .where(_stand_in.c.from_on <= bindparam("today"), _stand_in.c.to_on >= bindparam("today"))
    .scalar_subquery(),
    select(func.max(_draft.c.id))
    .where(_draft.c.person_id == Person.id, _draft.c.ended_at.is_(None), _draft.c.expires_at > bindparam("now"))
    .scalar_subquery(),
    select(func.max(_report.c.id))
    .where(_report.c.person_id == Person.id, _report.c.retired_at.is_(None))
    .scalar_subquery(),
    select(func.max(_evidence.c.id))
    .where(_evidence.c.person_id == Person.id, _evidence.c.report_id.is_(None))
    .scalar_subquery(),
).where(Person.telegram_id == bindparam("telegram_id"))


def caller(session: Session, telegram_id: int, known: Mapping[int, Unit], now: datetime) -> Caller:
    """The person behind a Telegram id, their units out of the `known` (their own, then those of whom they stand in for
    today), and what they have open; nobody for a stranger."""
    given = {"telegram_id": telegram_id, "now": now, "today": day_of(now)}
    row: Any = session.execute(_CALLER, given).one_or_none()
    if row is None:
        return Caller()
    person, posts, lent, draft_id, report_id, evidence_id = row
    ids = dict.fromkeys([*_units_in(posts), *_units_in(lent)])
    return Caller(person, tuple(known[unit] for unit in ids), draft_id, report_id, evidence_id is not None)


def _units_in(posts: str | None) -> list[int]:
    """The units of "appointment:unit,…", in order of appointment."""
    pairs = sorted(tuple(map(int, post.split(":"))) for post in posts.split(",")) if posts else []
    return [unit for _, unit in pairs]


def everybody(session: Session) -> Sequence[Person]:
    """All persons with their present and past appointments."""
    query = select(Person).options(selectinload(Person.contacts).joinedload(Contact.unit)).order_by(Person.id)
    return session.scalars(query).all()


def by_id(session: Session, ids: Collection[int]) -> dict[int, Person]:
    """These persons, by id."""
    return {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(ids)))}


def person(session: Session, person_id: int) -> Person:
    """One person with their appointments. Raises Gone when there is none."""
    query = select(Person).options(selectinload(Person.contacts).joinedload(Contact.unit)).where(Person.id == person_id)
    found = session.scalar(query)
    if found is None:
        raise Gone("gone")
    return found


def office(session: Session) -> Sequence[Person]:
    """Office members, reachable or not."""
    return session.scalars(select(Person).where(Person.is_office).order_by(Person.id)).all()


def admins(session: Session) -> Sequence[Person]:
    """Admins."""
    return session.scalars(select(Person).where(Person.is_admin).order_by(Person.id)).all()


def office_chats(session: Session) -> Sequence[OfficeChat]:
    """The group chats bound to the office that still take letters."""
    return session.scalars(select(OfficeChat).where(OfficeChat.unreachable_at.is_(None)).order_by(OfficeChat.id)).all()


def operators(session: Session, chat_id: int | None) -> list[int]:
    """The chats that hear of faults: the operator's if one is set, else the admins'."""
    return [chat_id] if chat_id else [admin.chat_id for admin in admins(session) if admin.unreachable_at is None]


def contacts(session: Session) -> Sequence[Contact]:
    """Present appointments with their persons."""
    query = select(Contact).options(selectinload(Contact.person)).where(Contact.ended_at.is_(None)).order_by(Contact.id)
    return session.scalars(query).all()


def names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """What these persons are called."""
    if not ids:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


def name_of(session: Session, person_id: int | None) -> str | None:
    """What one person is called; None for nobody."""
    return session.connection().scalar(_NAME, {"id": person_id})


def addressees(session: Session, zone: tzinfo, moment: datetime | None = None) -> list[Addressee]:
    """Appointments as the clock sees them: present ones, or those of a past moment."""
    then: ColumnElement[bool] = Contact.ended_at.is_(None)
    if moment is not None:
        then = and_(Contact.appointed_at <= moment, or_(then, Contact.ended_at > moment))
    return [
        Addressee(
            person_id,
            unit_id,
            lost_at is None or (moment is not None and lost_at > moment),
            appointed_at.astimezone(zone).date(),
            is_leader,
        )
        for person_id, unit_id, lost_at, appointed_at, is_leader in session.execute(_POSTS.where(then))
    ]


_POSTS = (
    select(Contact.person_id, Contact.unit_id, Person.unreachable_at, Contact.appointed_at, Contact.is_leader)
    .join(Person, Person.id == Contact.person_id)
    .order_by(Contact.id)
)


def contacts_of(session: Session, unit_id: int) -> Sequence[Person]:
    """Those who speak for a unit now; its leaders are not asked."""
    return session.scalars(
        select(Person)
        .join(Contact, Contact.person_id == Person.id)
        .where(Contact.unit_id == unit_id, Contact.ended_at.is_(None), Contact.is_leader.is_(False))
        .order_by(Contact.id)
    ).all()


_SPOKESPEOPLE = (
    select(Person)
    .join(Contact, Contact.person_id == Person.id)
    .where(Contact.unit_id == bindparam("unit_id"), Contact.ended_at.is_(None), Contact.is_leader.is_(False))
    .where(Person.unreachable_at.is_(None))
    .order_by(Contact.id)
)


def spokespeople(session: Session, unit_id: int) -> Sequence[Person]:
    """Those who report for a unit and can be reached; its leaders are told of what stays undone and nothing else."""
    return session.scalars(_SPOKESPEOPLE, {"unit_id": unit_id}).all()


def members(session: Session) -> dict[int, tuple[int, ...]]:
    """Group id → the ids of its members."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        select(Membership.group_id, Membership.member_id).order_by(Membership.group_id, Membership.member_id)
    )
    for group, member in rows:
        found.setdefault(group, []).append(member)
    return {group: tuple(ids) for group, ids in found.items()}


def units(session: Session) -> Sequence[Unit]:
    """All units with their aliases, in the order they were loaded."""
    return session.scalars(select(Unit).options(selectinload(Unit.aliases)).order_by(Unit.id)).all()


# -- invites -----------------------------------------------------------------------------------------------------------


def hashed(code: str) -> str:
    """What is kept of a code."""
    return sha256(code.encode()).hexdigest()


def invite(
    session: Session,
    now: datetime,
    *,
    role: str,
    unit: Unit | None = None,
    replaces: Person | None = None,
    made_by: Person | None = None,
) -> str:
    """A new code for a single-use invite that lapses after seven days; it is shown once and kept only as a hash."""
    code = secrets.token_urlsafe(18)
    session.add(
        Invite(
            code_hash=hashed(code),
            role=role,
            unit_id=unit.id if unit else None,
            replaces_id=replaces.id if replaces else None,
            made_by_id=made_by.id if made_by else None,
            made_at=now,
            expires_at=now + timedelta(days=INVITE_DAYS),
        )
    )
    return code


def forget_first_links(session: Session, now: datetime) -> None:
    """Void the admin links that nobody made and nobody has opened: those of earlier starts."""
    unopened = (Invite.made_by_id.is_(None), Invite.used_at.is_(None), Invite.revoked_at.is_(None))
    session.execute(update(Invite).where(Invite.role == "admin", *unopened).values(revoked_at=now))


@dataclass(frozen=True)
class Welcome:
    """What an invite did: the person as they are now, the unit if any, and the chat that no longer counts."""

    person: Person
    role: str
    unit: Unit | None
    old_chat: int | None = None
    again: bool = False


def redeem(
    session: Session, code: str, telegram_id: int, chat_id: int, name: str, language: str, now: datetime
) -> Welcome:
    """Bind the person to what the invite says.

    Raises Gone for a code that is made up, used by another, revoked or past its seven days. The one who used it may open
    it again: the same answer, no second effect.
    """
    query = (
        select(Invite)
        .options(selectinload(Invite.unit), selectinload(Invite.replaces))
        .where(Invite.code_hash == hashed(code))
        .with_for_update()
    )
    found = session.scalar(query)
    if found is None:
        raise Gone("invite_unknown")
    known = session.scalar(select(Person).where(Person.telegram_id == telegram_id))
    if found.used_at is not None:
        if known is None or known.id != found.used_by_id:
            raise Gone("invite_used")
        return Welcome(known, found.role, found.unit, again=True)
    if found.revoked_at is not None:
        raise Gone("invite_revoked")
    if found.expires_at <= now:
        raise Gone("invite_expired")
    old_chat = None
    if found.replaces is not None:
        if known is not None and known.id != found.replaces.id:
            raise Refusal("invite_other_person")
        old_chat = found.replaces.chat_id if found.replaces.chat_id != chat_id else None
        known = found.replaces
        known.telegram_id, known.chat_id, known.name = telegram_id, chat_id, name
    elif known is None:
        known = Person(telegram_id=telegram_id, chat_id=chat_id, name=name, language=language, joined_at=now)
        session.add(known)
        session.flush()
    known.unreachable_at = known.unreachable_why = None
    if found.role in ("contact", "leader") and found.unit_id is not None:
        appoint(session, known, found.unit_id, now, is_leader=found.role == "leader")
    elif found.role == "office":
        known.is_office = True
    elif found.role == "admin":
        known.is_admin = True
    found.used_at, found.used_by_id = now, known.id
    return Welcome(known, found.role, found.unit, old_chat)


def appoint(session: Session, who: Person, unit_id: int, now: datetime, *, is_leader: bool = False) -> None:
    """Make the person a contact of the unit, or its leader; the later word counts."""
    present = select(Contact).where(Contact.person_id == who.id, Contact.unit_id == unit_id, Contact.ended_at.is_(None))
    found = session.scalar(present)
    if found is None:
        session.add(Contact(person_id=who.id, unit_id=unit_id, appointed_at=now, is_leader=is_leader))
    else:
        found.is_leader = is_leader


def revoke(session: Session, who: Person, now: datetime) -> None:
    """End all the person's roles at once. Their reports and their units' measures stay.

    Raises NotYours for the last admin: somebody must be left to let others in.
    """
    if who.is_admin and len(admins(session)) == 1:
        raise NotYours("last_admin")
    who.is_admin = who.is_office = False
    session.execute(update(Contact).where(Contact.person_id == who.id, Contact.ended_at.is_(None)).values(ended_at=now))
    theirs = (Invite.made_by_id == who.id) | (Invite.replaces_id == who.id)
    session.execute(update(Invite).where(theirs, Invite.used_at.is_(None)).values(revoked_at=now))


# -- reachability ------------------------------------------------------------------------------------------------------


def unreachable(session: Session, chat_id: int, why: str, now: datetime, today: date) -> None:
    """Mark whoever the chat belongs to as unreachable, and tell the office once; of a lost group, the admins."""
    place = session.scalar(select(OfficeChat).where(OfficeChat.chat_id == chat_id, OfficeChat.unreachable_at.is_(None)))
    if place is not None:
        place.unreachable_at = now
        for admin in admins(session):
            letter = Letter(say(admin.language, "group_lost", title=place.title, today=today))
            key = f"group_lost:{place.id}:{now:%Y%m%d%H%M%S}:{admin.id}"
            outbox.enqueue(session, [letter], chat_id=admin.chat_id, now=now, kind="notice", dedupe_key=key)
    who = session.scalar(
        select(Person)
        .options(selectinload(Person.contacts).joinedload(Contact.unit))
        .where(Person.chat_id == chat_id, Person.unreachable_at.is_(None))
    )
    if who is None:
        return
    who.unreachable_at, who.unreachable_why = now, why[:200]
    names = [contact.unit.name for contact in who.contacts if contact.ended_at is None]
    for reader in office(session):
        if reader.id != who.id and reader.unreachable_at is None:
            letter = Letter(say(reader.language, "unreachable", name=who.name, units=names, today=today))
            key = f"unreachable:{who.id}:{now:%Y%m%d%H%M%S}:{reader.id}"
            outbox.enqueue(session, [letter], chat_id=reader.chat_id, now=now, kind="notice", dedupe_key=key)


def reachable(session: Session, chat_id: int) -> None:
    """The person writes or has unblocked the bot: letters reach them again."""
    session.execute(
        update(Person)
        .where(Person.chat_id == chat_id, Person.unreachable_at.is_not(None))
        .values(unreachable_at=None, unreachable_why=None)
    )


def move_chat(session: Session, old: int, new: int) -> None:
    """A group has become a supergroup: follow it."""
    if session.scalar(select(OfficeChat).where(OfficeChat.chat_id == new)) is None:
        session.execute(update(OfficeChat).where(OfficeChat.chat_id == old).values(chat_id=new, unreachable_at=None))


def find_units(session: Session, words: str) -> list[Unit]:
    """The units that the words may mean: an exact name or alias first, else names that hold the words."""
    wanted = words.strip()
    if not wanted:
        return []
    everything = units(session)
    exact = [unit for unit in everything if wanted in (unit.name, *(alias.name for alias in unit.aliases))]
    if exact:
        return exact
    return [unit for unit in everything if any(wanted in name for name in (unit.name, *(a.name for a in unit.aliases)))]
