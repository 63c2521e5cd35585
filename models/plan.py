"""A plan (方案): one document that assigns measures, and the record of each time it was loaded."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base


class Plan(Base):
    """`loaded_on` is the day of the first load: targets that were past by then are inherited, not overdue."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str]
    issuer: Mapped[str]
    number: Mapped[str | None]
    issued_on: Mapped[date | None]
    script: Mapped[str] = mapped_column(String(4))
    place: Mapped[str]
    cycle_every: Mapped[str] = mapped_column(String(16), default="month")
    due_day: Mapped[int] = mapped_column(default=25)
    document: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    loaded_on: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)

    parent: Mapped["Plan | None"] = relationship(remote_side="Plan.id", lazy="raise")


class PlanLoad(Base):
    """One load or reload: who, when, the hash of what was read, what it changed, and what stood before."""

    __tablename__ = "plan_load"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    loaded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    diff: Mapped[dict[str, Any]]
    before: Mapped[list[Any]]
    rolled_back_at: Mapped[datetime | None]
