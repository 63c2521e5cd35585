"""Files beside reports: kept as they come, none over another."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from models import Evidence, Person, Report


def attach(session: Session, evidence: Evidence) -> Evidence | None:
    """The first time the same file was sent, with the report it stands beside; None where it is new. It is kept beside
    the others either way."""
    query = (
        select(Evidence).where(Evidence.file_unique_id == evidence.file_unique_id).options(joinedload(Evidence.report))
    )
    before = session.scalar(query.order_by(Evidence.id).limit(1))
    session.add(evidence)
    session.flush()
    return before


def of_album(session: Session, person: Person, album: str | None) -> Evidence | None:
    """The newest file of an album that has come so far; None where there is none or it is no album."""
    if album is None:
        return None
    query = select(Evidence).where(Evidence.person_id == person.id, Evidence.album == album)
    return session.scalar(query.order_by(Evidence.id.desc()).limit(1))


def move_album(session: Session, person: Person, album: str, report: Report) -> None:
    """Put the whole album beside the report that its caption made, whichever of its pictures came first."""
    mine = (Evidence.person_id == person.id) & (Evidence.album == album)
    session.execute(update(Evidence).where(mine).values(report_id=report.id))
