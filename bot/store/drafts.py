"""Unfinished exchanges: what was said while the bot still asks. One open draft a person; it survives every restart."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.errors import Gone
from models import Draft, Person

KEPT = timedelta(days=3)


def open_draft(session: Session, person: Person, chat_id: int, kind: str, payload: dict[str, Any], now: datetime) -> Draft:
    """The new draft, in place of the one that was open."""
    close_all(session, person, now)
    draft = Draft(
        person_id=person.id, chat_id=chat_id, kind=kind, payload=payload, made_at=now, expires_at=now + KEPT
    )
    session.add(draft)
    session.flush()
    return draft


def current(session: Session, person: Person, now: datetime) -> Draft | None:
    """The person's open draft, if it has not lapsed."""
    return session.scalar(
        select(Draft)
        .where(Draft.person_id == person.id, Draft.ended_at.is_(None), Draft.expires_at > now)
        .order_by(Draft.id.desc())
        .limit(1)
    )


def take(session: Session, draft_id: int, person: Person, now: datetime) -> Draft:
    """The draft, ended. Raises Gone when it is another's, answered already or lapsed."""
    draft = session.scalar(select(Draft).where(Draft.id == draft_id).with_for_update())
    if draft is None or draft.person_id != person.id or draft.ended_at is not None or draft.expires_at <= now:
        raise Gone("draft_gone")
    draft.ended_at = now
    return draft


def close_all(session: Session, person: Person, now: datetime) -> None:
    """End whatever the person had open."""
    session.execute(
        update(Draft)
        .where(Draft.person_id == person.id, Draft.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
