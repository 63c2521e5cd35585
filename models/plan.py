"""A plan (方案): one document that assigns measures, and the record of each time it was loaded."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
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
    """One load, reload or roll back: who, when, the file and its hash, what it changed, and what stood before.

    `before` holds every row of the plan as it was, so that a roll back restores it exactly; `undoes_id` names the load
    that a roll back took back.
    """

    __tablename__ = "plan_load"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    loaded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str | None]
    sha256: Mapped[str] = mapped_column(String(64))
    diff: Mapped[dict[str, Any]]
    before: Mapped[list[Any]]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("plan_load.id"))
    rolled_back_at: Mapped[datetime | None]


class PlanFile(Base):
    """A document an admin has sent, read but not yet loaded. `draft` is what was understood, with what has been decided
    about it so far; it ends when it is loaded (`load_id`), thrown away, or overtaken by a newer file of the same admin."""

    __tablename__ = "plan_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    draft: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    load_id: Mapped[int | None] = mapped_column(ForeignKey("plan_load.id"))
