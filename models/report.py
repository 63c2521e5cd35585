"""A report (进展报告): what a contact said about one duty at one time, its figures, and the material beside it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.measure import Responsibility
from models.person import Person
from models.unit import Unit


class Report(Base):
    """Never overwritten: a correction is a newer row that `revises_id`, and the old one is retired.

    `unit_id` is who spoke: the duty's unit, or one member of it where the duty is a group's. `source` names the update
    and the item in it that made the row, so that the same message handled twice files once. A row counts at a moment t
    when filed_at <= t and not retired by t. `reading` keeps what in the words made the bot read them so, for /why.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("source"),
        Index("ix_report_message", "chat_id", "message_id"),
        Index("ix_report_duty", "responsibility_id", "filed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    responsibility_id: Mapped[int] = mapped_column(ForeignKey("responsibility.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    said_at: Mapped[datetime]
    filed_at: Mapped[datetime] = mapped_column(index=True)
    text: Mapped[str]
    status: Mapped[str | None] = mapped_column(String(16))
    percent: Mapped[float | None]
    blocker: Mapped[str | None]
    expected_by: Mapped[date | None]
    no_change: Mapped[bool] = mapped_column(default=False)
    no_change_why: Mapped[str | None]
    on_behalf: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None]
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    retired_at: Mapped[datetime | None]
    retired_why: Mapped[str | None] = mapped_column(String(16))
    reading: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)

    duty: Mapped[Responsibility] = relationship(lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
    values: Mapped[list["ReportValue"]] = relationship(
        back_populates="report", lazy="raise", cascade="all, delete-orphan", order_by="ReportValue.id"
    )
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="report", lazy="raise", order_by="Evidence.id")


class ReportValue(Base):
    """One figure of a report: a total so far, or an increment since the last one."""

    __tablename__ = "report_value"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"), index=True)
    indicator: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[float]
    unit: Mapped[str | None] = mapped_column(String(32))

    report: Mapped[Report] = relationship(back_populates="values", lazy="raise")


class Evidence(Base):
    """A photo, document, voice message or place that stands beside a report; nothing is ever overwritten."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    file_id: Mapped[str]
    file_unique_id: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str | None]
    caption: Mapped[str | None]
    album: Mapped[str | None] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime]

    report: Mapped[Report | None] = relationship(back_populates="evidence", lazy="raise")
