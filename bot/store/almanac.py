"""The working days an admin has swapped, and the calendar made of them, kept in memory until somebody changes it.

Several processes may share the database: each asks for the edition of the list every few seconds, and reads it anew only
when it has changed.
"""

from collections.abc import Mapping
from datetime import date, datetime
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.rules.calendar import Calendar
from models import CalendarDay, Person


class Almanac:
    """Where a process keeps its calendar."""

    def __init__(self) -> None:
        self.calendar = Calendar()
        self._edition: tuple[object, ...] = (0, None)
        self._lock = Lock()

    def refresh(self, session: Session) -> None:
        """Read the list anew, if it has changed since the last time."""
        edition = tuple(session.execute(select(func.count(), func.max(CalendarDay.set_at))).one())
        with self._lock:
            if edition != self._edition:
                self.calendar, self._edition = calendar_of(session), edition


def calendar_of(session: Session) -> Calendar:
    """The published calendar with the admins' list over it."""
    return Calendar({row.day: row.is_workday for row in session.scalars(select(CalendarDay))})


def swap(session: Session, days: Mapping[date, bool | None], by: Person | None, now: datetime) -> None:
    """Write the days down; None takes a day off the list again."""
    for day, worked in days.items():
        found = session.get(CalendarDay, day)
        if worked is None:
            if found is not None:
                session.delete(found)
        else:
            session.merge(CalendarDay(day=day, is_workday=worked, person_id=by.id if by else None, set_at=now))
    session.flush()
