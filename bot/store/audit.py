"""Who did what: how often somebody has done a thing."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import AuditEntry, Person


def count(session: Session, person: Person, deed: str, since: datetime) -> int:
    """How often the person has done it since."""
    query = select(func.count(AuditEntry.id)).where(
        AuditEntry.person_id == person.id, AuditEntry.deed == deed, AuditEntry.at >= since
    )
    return session.scalar(query) or 0
