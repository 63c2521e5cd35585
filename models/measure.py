"""A measure (举措), its targets (目标) and the units' parts in it (责任分工)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.plan import Plan
from models.unit import Unit


class Measure(Base):
    """The smallest numbered item that has responsible units; it keeps its id through every reload.

    `deadlines` are the limits the plan states besides those of its targets (phrase, on, recurs), as JSON; None where the
    measure was loaded before they were kept.
    """

    __tablename__ = "measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    ref: Mapped[str] = mapped_column(String(64), index=True)
    sections: Mapped[list[Any]]
    title: Mapped[str]
    text: Mapped[str]
    lead_basis: Mapped[str] = mapped_column(String(32))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    deadlines: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))

    plan: Mapped[Plan] = relationship(lazy="raise")
    targets: Mapped[list["Target"]] = relationship(
        back_populates="measure", order_by="Target.position", lazy="raise", cascade="all, delete-orphan"
    )
    duties: Mapped[list["Responsibility"]] = relationship(
        back_populates="measure", order_by="Responsibility.position", lazy="raise", cascade="all, delete-orphan"
    )


class Target(Base):
    """A quantity or state to reach. `opened_at` is when the office took an inherited one (already past when the plan
    was loaded) back into the clock; `due_on` is the last day of the period the plan names."""

    __tablename__ = "target"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    indicator: Mapped[str]
    op: Mapped[str] = mapped_column(String(16))
    value: Mapped[float | None]
    value_max: Mapped[float | None]
    unit: Mapped[str | None] = mapped_column(String(32))
    due_on: Mapped[date | None]
    phrase: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    measure: Mapped[Measure] = relationship(back_populates="targets", lazy="raise")


class Responsibility(Base):
    """One unit's part in one measure (in variables: duty). `printed` is the unit's name as the plan writes it there;
    `role` is lead, support or own (按职能分工各自负责)."""

    __tablename__ = "responsibility"
    __table_args__ = (UniqueConstraint("measure_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int]
    printed: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    withdrawn_at: Mapped[datetime | None]

    measure: Mapped[Measure] = relationship(back_populates="duties", lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")


class MeasureLink(Base):
    """A city measure and the provincial one it implements; a report on one counts for both."""

    __tablename__ = "measure_link"
    __table_args__ = (UniqueConstraint("measure_id", "parent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    parent_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    lead_follows: Mapped[bool]
