"""The reload table once more, on both databases: one row after the other, each taken back before the next."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.migrate import migrate
from models import Measure, Responsibility, Target
from tests.seeding.pilot import NOW, PILOT, SECOND, loaded
from tests.seeding.test_reload_table import TABLE, played


def test_every_row_of_the_table_one_after_the_other(empty: Database) -> None:
    migrate(empty)
    loaded(empty, PILOT, now=NOW)
    loaded(empty, SECOND, now=NOW)
    for row, (edit, expected) in TABLE.items():
        played(empty, edit, expected, source=f"t:{row}")
        empty.now(forget_the_archived)


def forget_the_archived(session: Session) -> None:
    """What a row had added is archived, and would come back in the next one."""
    archived = select(Measure.id).where(Measure.withdrawn_at.is_not(None))
    for part in (Target, Responsibility):
        session.execute(delete(part).where(part.measure_id.in_(archived)))
    session.execute(delete(Measure).where(Measure.withdrawn_at.is_not(None)))
