"""Unfinished exchanges: what was said while the bot still asks. One open draft a person; it survives every restart."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot.errors import Gone
from models import Draft, Person

KEPT = timedelta(days=3)


_draft: Any = Draft.__table__
_CURRENT = (
    select(_draft.c.id)
    .where(_draft.c.person_id == bindparam("person_id"), _draft.c.ended_at.is_(None))
    .where(_draft.c.expires_at > bindparam("now"))
    .order_by(_draft.c.id.desc())
    .limit(1)
)


def open_draft(
    session: Session, person: Person, chat_id: int, kind: str, payload: dict[str, Any], now: datetime
) -> Draft:
    """The new draft, in place of the one that was open."""
    close_all(session, person, now)
    draft = Draft(person_id=person.id, chat_id=chat_id, kind=kind, payload=payload, made_at=now, expires_at=now + KEPT)
    session.add(draft)
    session.flush()
    return draft


def current(session: Session, person: Person, now: datetime) -> Draft | None:
    """The person's open draft, if it has not lapsed."""
    found = session.scalar(_CURRENT, {"person_id": person.id, "now": now})
    return session.get(Draft, found) if found is not None else None


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
