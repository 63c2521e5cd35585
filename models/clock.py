"""What the office has told the clock: measures paused, days swapped, the policy in force."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Pause(Base):
    """A measure that nobody is reminded of from one day on, until another (included) or until the office ends it."""

    __tablename__ = "pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    why: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CalendarDay(Base):
    """A day an admin has said to be a working day or not, whatever the published calendar says or does not know yet."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    note: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class PolicyChange(Base):
    """The policy from a moment on, as `rules/policy` fields; the newest row is in force, none means the default."""

    __tablename__ = "policy_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    policy: Mapped[dict[str, Any]]
