"""A nudge (催办): the decision that somebody be reminded of a duty on a day. The unique key makes ticks repeatable."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Nudge(Base):
    """`capacity` is what the person is reminded as: contact, stand_in (in the place of `for_id`) or leader."""

    __tablename__ = "nudge"
    __table_args__ = (UniqueConstraint("person_id", "day", "responsibility_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    responsibility_id: Mapped[int] = mapped_column(ForeignKey("responsibility.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date] = mapped_column(index=True)
    due_on: Mapped[date]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_message.id"), index=True)
    decided_at: Mapped[datetime]
    capacity: Mapped[str] = mapped_column(String(16), default="contact", server_default="contact")
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def duty_id(self) -> int:
        return self.responsibility_id


class JobRun(Base):
    """That one job has been done for one day, week or chat: the row is the memory, not a timer."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    done_at: Mapped[datetime]
    note: Mapped[str | None]
