"""People in Telegram: contacts (联络员) of units, the office, admins; their invites; the office's group chats."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.unit import Unit


class Person(Base):
    """Somebody an invite has let in. Who they are comes from the Telegram id, never from what they type."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(8), default="zh")
    is_office: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    unreachable_at: Mapped[datetime | None]
    unreachable_why: Mapped[str | None]

    contacts: Mapped[list["Contact"]] = relationship(back_populates="person", lazy="raise")


class Contact(Base):
    """A person who speaks for a unit, until `ended_at`; a leader of it is told only of what stays undone."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    is_leader: Mapped[bool] = mapped_column(default=False, server_default=false())
    appointed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="contacts", lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")


class StandIn(Base):
    """Somebody who answers for a contact from one day to another, both included; ended early by `ended_at`."""

    __tablename__ = "stand_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    away_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Subscription(Base):
    """Whether a person of the office gets the summary of a period (week, month, quarter); without a row the office
    gets all of them, an admin none."""

    __tablename__ = "subscription"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(16), primary_key=True)
    wanted: Mapped[bool]
    set_at: Mapped[datetime]


class Invite(Base):
    """A single-use link to a unit and a role; only the code's hash is kept."""

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]

    unit: Mapped[Unit | None] = relationship(lazy="raise")
    replaces: Mapped[Person | None] = relationship(foreign_keys=[replaces_id], lazy="raise")


class OfficeChat(Base):
    """A group, or one topic of it, that an admin has bound to the office: it gets totals, never names of the late."""

    __tablename__ = "office_chat"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    thread_id: Mapped[int | None]
    title: Mapped[str]
    bound_at: Mapped[datetime]
    bound_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unreachable_at: Mapped[datetime | None]
