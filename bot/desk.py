"""What everybody in one process shares, and the desk at which one transaction of one update is worked.

A handler is a plain function `(desk) -> letters`. It loads, decides and records at the desk, in one transaction that
also ends the update's inbox row and keeps the letters in the outbox: killed at any point, the update is either untouched
or done, and its answer is either sent or known to be due.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session
from telegram import Update

from bot.clock import Now
from bot.errors import Gone, NotYours, Refusal, Stranger
from bot.pulse import Pulse
from bot.rules.calendar import Calendar
from bot.rules.standing import Figure, Said, Standing, Vantage, figures_of, judge, ledger
from bot.settings import Settings
from bot.store import outbox, people
from bot.store.almanac import Almanac
from bot.store.book import Book, Shelf
from bot.store.database import Database
from bot.store.lines import Lines
from bot.texts import Button, Letter, label, say
from bot.throttle import Throttle
from models import AuditEntry, Measure, Person, Unit

Letters = Letter | Sequence[Letter] | None
Work = Callable[["Desk"], Letters]


async def _nobody(parcels: list[outbox.Parcel]) -> None:
    """Before the postman has come: the outbox keeps the parcels."""


@dataclass
class House:
    """What everybody in one process shares."""

    settings: Settings
    database: Database
    now: Now
    worker: str
    shelf: Shelf = field(default_factory=Shelf)
    lines: Lines = field(default_factory=Lines)
    almanac: Almanac = field(default_factory=Almanac)
    username: str = ""
    bot_id: int = 0
    throttle: Throttle = field(default_factory=lambda: Throttle(0))
    pulse: Pulse = field(default_factory=Pulse)
    deliver: Callable[[list[outbox.Parcel]], Awaitable[None]] = field(default=_nobody)
    failures: dict[int, Exception] = field(default_factory=dict)
    finished: set[int] = field(default_factory=set)
    news_since: datetime | None = None  # what was reported before has been told to colleagues, or waits for nobody
    newest_letter: int = 0  # when the waiting digests were last held against what is true

    @property
    def calendar(self) -> Calendar:
        """The working days as they were last read."""
        return self.almanac.calendar

    def today(self) -> date:
        """The calendar day in the plan's zone."""
        return self.now().astimezone(self.settings.zone).date()


@dataclass(frozen=True)
class SentFile:
    """A document at Telegram: its id, its name, and its size in bytes where Telegram states it."""

    file_id: str
    name: str
    size: int = 0


@dataclass(frozen=True)
class Brought:
    """What was understood of a file, or the Refusal it ended in; `progress` is the message that told of the work."""

    found: Any
    progress: int | None


Understand = Callable[[House, bytes], Awaitable[Any]]


@dataclass
class Desk:
    """One update being worked in one transaction: who speaks, where, about what, and when."""

    session: Session
    house: House
    now: datetime
    today: date
    telegram_id: int
    name: str
    chat_id: int
    private: bool
    source: str
    words: str = ""
    message_id: int | None = None
    reply_to: int | None = None
    pressed: int | None = None
    thread_id: int | None = None
    chat_title: str = ""
    said_at: datetime | None = None
    language: str = "zh"
    edited: bool = False
    on_behalf: bool = False  # the office speaks for the unit
    update: Update | None = None
    person: Person | None = None
    units: tuple[Unit, ...] = ()
    patient: bool = False
    brought: "Brought | None" = None
    caller: people.Caller = field(default_factory=people.Caller)
    heard: dict[Any, Any] = field(default_factory=dict)  # what has been read already in this transaction, and how
    _book: Book | None = None

    @property
    def me(self) -> Person:
        """The caller. Raises Stranger when no invite has let them in."""
        if self.person is None:
            raise Stranger
        return self.person

    @property
    def book(self) -> Book:
        """Everything that is loaded, as it stands in this transaction."""
        if self._book is None:
            self._book = self.house.shelf.book(self.session)
        return self._book

    def take_time(self) -> None:
        """Say that what follows only reads and may take long. Raises TakesLong at a desk where writers are waiting."""
        if not self.patient:
            raise TakesLong

    def bring(self, file: SentFile, understand: Understand) -> Any:
        """What was understood of a file. Raises FileWanted until it has been fetched, with no transaction open, and the
        Refusal that fetching or understanding it has ended in."""
        if self.brought is None:
            raise FileWanted(file, understand, self.chat_id, self.language)
        if isinstance(self.brought.found, Refusal):
            raise self.brought.found
        return self.brought.found

    @property
    def unit_ids(self) -> list[int]:
        return [unit.id for unit in self.units]

    @property
    def reads_all(self) -> bool:
        """Whether the caller may see every unit's measures."""
        return self.person is not None and (self.person.is_office or self.person.is_admin)

    def standing(self, measure: Measure) -> Standing:
        """Where a measure stands at this moment."""
        return judge(measure, self.said_of(measure), self._vantage(measure))

    def said_of(self, measure: Measure) -> list[Said]:
        """All the reports on a measure that count now, oldest first, as plain lines."""
        return self.house.lines.of_measure(self.session, measure.id)

    def figures(self, measure: Measure, lines: list[Said] | None = None) -> tuple[Figure, ...]:
        """The figures of that standing alone, for a card that shows nothing else; nothing is read where there are none, or
        where the caller has the `lines` at hand."""
        if not measure.targets:
            return ()
        at = self._vantage(measure)
        return figures_of(measure, ledger(self.said_of(measure) if lines is None else lines, at.moment), at)

    def _vantage(self, measure: Measure) -> Vantage:
        plan = self.book.plans[measure.plan_id]
        book = self.book
        return Vantage.of(
            plan,
            self.today,
            self.house.calendar,
            policy=book.policy,
            members=book.members,
            moment=self.now,
            pauses=book.pauses,
        )

    def numbers(self, count: int) -> list[int]:
        """The numbers a button's data carries. Raises Gone when they are not that many numbers: forged, or of an older bot."""
        parts = self.words.split(":")
        if len(parts) != count or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            raise Gone("gone")
        return [int(part) for part in parts]

    def letter(
        self,
        template: str,
        *,
        buttons: Iterable[Iterable[Button]] = (),
        about: Iterable[int] = (),
        edits: int | None = None,
        **values: Any,
    ) -> Letter:
        """A letter from a template, in the caller's language."""
        text = say(self.language, template, today=self.today, **values)
        return Letter(text, tuple(tuple(row) for row in buttons), edits=edits, about=tuple(about))

    def button(self, key: str, data: str, **values: object) -> Button:
        """A button whose label is looked up in the caller's language."""
        return Button(label(self.language, key, **values), data)

    def post(
        self, to: Person, template: str, *, kind: str = "notice", dedupe_key: str | None = None, **values: Any
    ) -> None:
        """Put a letter to somebody else into the outbox, in their language."""
        buttons = values.pop("buttons", ())
        about = tuple(values.pop("about", ()))
        letter = Letter(say(to.language, template, today=self.today, **values), tuple(buttons), about=about)
        outbox.enqueue(
            self.session,
            [letter],
            chat_id=to.chat_id,
            person_id=to.id,
            now=self.now,
            kind=kind,
            dedupe_key=dedupe_key,
        )

    def note(self, deed: str, **detail: Any) -> None:
        """Write down who did what, in the same transaction."""
        person_id = self.person.id if self.person else None
        self.session.add(AuditEntry(at=self.now, person_id=person_id, deed=deed, detail=detail))


class TakesLong(Exception):
    """The work only reads, and for seconds perhaps: it is not to hold up those who write."""


class FileWanted(Exception):
    """The work needs what stands in a file: it is fetched and understood outside, then the work is done again with it."""

    def __init__(self, file: SentFile, understand: Understand, chat_id: int, language: str) -> None:
        super().__init__(file.name)
        self.file = file
        self.understand = understand
        self.chat_id = chat_id
        self.language = language


def desk_for(session: Session, house: House, update: Update) -> Desk:
    """The desk of one update: sender, chat and text, with the person and units that the sender's id stands for."""
    sender, chat, message = update.effective_user, update.effective_chat, update.effective_message
    query = update.callback_query
    reply = message.reply_to_message if message and not query else None
    desk = Desk(
        session=session,
        house=house,
        now=house.now(),
        today=house.today(),
        telegram_id=sender.id if sender else 0,
        name=sender.full_name if sender else "",
        chat_id=chat.id if chat else (sender.id if sender else 0),
        private=chat is None or chat.type == "private",
        source=f"{house.bot_id}:{update.update_id}",
        words=(query.data or "") if query else ((message.text or message.caption or "") if message else ""),
        message_id=message.message_id if message and not query else None,
        reply_to=reply.message_id if reply else None,
        pressed=message.message_id if message and query else None,
        thread_id=message.message_thread_id if message and getattr(message, "is_topic_message", False) else None,
        chat_title=(chat.title or "") if chat else "",
        said_at=message.date if message and not query else None,
        language=language_of(sender.language_code if sender else None),
        edited=update.edited_message is not None,
        update=update,
    )
    desk.caller = people.caller(session, desk.telegram_id, desk.book.units, desk.now)
    desk.person, desk.units = desk.caller.person, desk.caller.units
    if desk.person:
        desk.language = desk.person.language
    return desk


def language_of(code: str | None) -> str:
    """Which of our languages somebody's phone speaks, until they choose."""
    code = (code or "").lower()
    if code.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return "zht"
    return "en" if code.startswith("en") else "zh"


def admit(desk: Desk, who: str) -> None:
    """Let through those the thing is for: anyone, known, contact, office or admin.

    Raises Stranger for somebody no invite has let in, NotYours for the wrong role.
    """
    if who == "anyone":
        return
    person = desk.me
    allowed = {
        "known": True,
        "contact": bool(desk.units),
        "office": person.is_office or person.is_admin,
        "admin": person.is_admin,
        "reader": person.is_office or person.is_admin or bool(desk.units),
    }
    if not allowed[who]:
        raise NotYours(f"only_{who}")
