"""Unfinished exchanges: what was said while the bot still asks. Every question stays open until it is answered or lapses;
what a button began (the next message is about this measure) gives way to whatever comes next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.errors import Gone
from models import Draft, Person

KEPT = timedelta(days=3)
BEGUN = (
    "about",
    "amend",
    "behalf",
    "material",
    "reason",
)  # drafts that hold no words yet, so nothing is lost when they end
_BY_ID = select(Draft).where(Draft.id == bindparam("id"))


def open_draft(
    session: Session, person: Person, chat_id: int, kind: str, payload: dict[str, Any], now: datetime
) -> Draft:
    """The new draft, in place of what a button had begun."""
    begun = [one for one in _open(session, person) if one.kind in BEGUN]
    for one in begun:
        one.ended_at = now
    draft = Draft(person_id=person.id, chat_id=chat_id, kind=kind, payload=payload, made_at=now, expires_at=now + KEPT)
    session.add(draft)
    session.flush()
    return draft


def by_id(session: Session, draft_id: int | None) -> Draft | None:
    """The draft with this number, if there is one."""
    return session.scalar(_BY_ID, {"id": draft_id}) if draft_id is not None else None


def peek(session: Session, draft_id: int, person: Person, now: datetime) -> Draft:
    """The draft, still open. Raises Gone when it is another's, answered already or lapsed."""
    draft = session.get(Draft, draft_id)
    if draft is None or draft.person_id != person.id or draft.ended_at is not None or draft.expires_at <= now:
        raise Gone("draft_gone")
    return draft


def asked_before(session: Session, person: Person, kind: str, text: str, duty_id: int, now: datetime) -> bool:
    """Whether the person has been asked this about the same words lately; what is still open of it ends."""
    query = select(Draft).where(Draft.person_id == person.id, Draft.kind == kind, Draft.made_at > now - KEPT)
    same = [
        one for one in session.scalars(query) if one.payload.get("text") == text and one.payload.get("duty") == duty_id
    ]
    for one in same:
        one.ended_at = one.ended_at or now
    return bool(same)


def wait_on(session: Session, person: Person, message_id: int | None) -> bool:
    """Whether a question about this message is open."""
    return message_id is not None and any(one.payload.get("message_id") == message_id for one in _open(session, person))


def take(session: Session, draft_id: int, person: Person, now: datetime) -> Draft:
    """The draft, ended. Raises Gone when it is another's, answered already or lapsed."""
    draft = session.scalar(select(Draft).where(Draft.id == draft_id).with_for_update())
    if draft is None or draft.person_id != person.id or draft.ended_at is not None or draft.expires_at <= now:
        raise Gone("draft_gone")
    draft.ended_at = now
    return draft


def close_of_message(session: Session, person: Person, message_id: int, text: str, now: datetime) -> None:
    """End the questions about a message that no longer says what was asked about."""
    for one in _open(session, person):
        if one.payload.get("message_id") == message_id and one.payload.get("text") != text:
            one.ended_at = now


def _open(session: Session, person: Person) -> Sequence[Draft]:
    return session.scalars(select(Draft).where(Draft.person_id == person.id, Draft.ended_at.is_(None))).all()
