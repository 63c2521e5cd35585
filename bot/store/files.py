"""Documents that admins have sent (PlanFile): read, decided about, then loaded, thrown away or overtaken."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Gone, NotYours
from models import Person, PlanFile


def keep(
    session: Session,
    person: Person,
    *,
    name: str,
    sha256: str,
    code: str,
    content: bytes,
    draft: dict[str, Any],
    now: datetime,
) -> PlanFile:
    """The file as kept; an earlier one of the same admin that was still open is overtaken by it."""
    overtake(session, person, now)
    found = PlanFile(
        person_id=person.id, name=name, sha256=sha256, code=code, content=content, draft=draft, sent_at=now
    )
    session.add(found)
    session.flush()
    return found


def overtake(session: Session, person: Person, now: datetime) -> None:
    """End the file of the admin that is still open, if there is one."""
    still_open = select(PlanFile).where(PlanFile.person_id == person.id, PlanFile.ended_at.is_(None))
    for earlier in session.scalars(still_open):
        earlier.ended_at = now


def take(session: Session, person: Person, file_id: int) -> PlanFile:
    """The admin's file, still open. Raises NotYours for another's, Gone for one loaded, thrown away or overtaken."""
    found = session.scalar(select(PlanFile).where(PlanFile.id == file_id).with_for_update())
    if found is None:
        raise Gone("gone")
    if found.person_id != person.id:
        raise NotYours("file_not_yours")
    if found.load_id is not None:
        raise Gone("file_loaded", name=found.name)
    if found.ended_at is not None:
        newer = select(PlanFile.name).where(PlanFile.person_id == person.id, PlanFile.id > file_id)
        name = session.scalar(newer.order_by(PlanFile.id).limit(1))
        raise Gone("file_overtaken", name=found.name, newer=name) if name else Gone("file_dropped", name=found.name)
    return found


def known_doubts(session: Session, code: str) -> frozenset[str]:
    """What was in doubt about the whole of a plan when its document was last loaded."""
    loaded = select(PlanFile.draft).where(PlanFile.code == code, PlanFile.load_id.is_not(None))
    draft = session.scalar(loaded.order_by(PlanFile.id.desc()).limit(1))
    return frozenset(draft["plan"]["doubts"]) if draft else frozenset()
