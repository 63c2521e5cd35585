"""The two ledgers at the door: updates that came in, letters that go out, and the workers that hold them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class InboxRow(Base):
    """One update from Telegram as it came, written down before it is confirmed.

    `state` is waiting, done or poison. A row in hand carries its worker's name; the name is void when the worker is.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "received_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_inbox_done", "state", "done_at"),
    )

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lane: Mapped[str] = mapped_column(String(32))
    payload: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(32))
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class OutboxMessage(Base):
    """A letter to be delivered. It knows nothing of measures beyond what it is about.

    `state`: waiting → sending (claimed by a worker) → sent; failed (never again); unknown (nobody can say whether it
    arrived: resent at most once, marked as a possible repeat); stale (overtaken before it went).
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_open",
            "priority",
            "not_before",
            sqlite_where=text("state in ('waiting', 'sending', 'unknown')"),
            postgresql_where=text("state in ('waiting', 'sending', 'unknown')"),
        ),
        Index("ix_outbox_place", "chat_id", "message_id"),
        Index("ix_outbox_person", "person_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    priority: Mapped[int]
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    letter: Mapped[dict[str, Any]]
    about: Mapped[list[Any]]
    file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(32))
    message_id: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class Worker(Base):
    """A running process. What it holds is up for others once it has not been seen for a while (machine time)."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    seen_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what, and what stood before; written in the transaction of the deed."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    deed: Mapped[str] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]]
