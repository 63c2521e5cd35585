"""People who say and press things, on the real bot over HTTP. Each has one sentence:

Liu runs the bot (admin); Chen sits in the joint-meeting office; Li speaks for 市农业局, which leads 二（二）; Wang speaks for
市商务局, which supports it; Zhou speaks for 高安市政府, one of 各县市区政府; Lin speaks for 省農業廳 and reads traditional script; Lu is
a stranger nobody has introduced.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.app import Running, house_for, running
from bot.desk import House
from bot.sandbox import TOKEN, Clock, Telegram
from bot.settings import Settings
from bot.store import people, plans
from bot.store.database import Database
from bot.store.migrate import migrate
from models import OutboxMessage, Person

LOADED_AT = datetime(2016, 2, 1, 1, tzinfo=UTC)
THURSDAY = datetime(2018, 10, 11, 7, tzinfo=UTC)  # 15:00 in Shanghai
PATIENCE = 20.0  # seconds; a busy machine is slow, not wrong


def make_template(path: Path) -> None:
    """A migrated SQLite file with the shipped plans, loaded on 1 February 2016; tests copy it."""
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.now(plans.load_shipped, LOADED_AT, date(2016, 2, 1))
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


@dataclass
class Someone:
    """One person with a phone."""

    stage: "Stage"
    id: int
    name: str
    read: int = 0
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def says(self, text: str, *, expect: int = 1, reply_to: int | None = None) -> str:
        """Write, and read what comes back: the text of the last of `expect` messages."""
        message = self.stage.telegram.say(self.id, text, reply_to=reply_to)
        return await self._answers(message["message_id"], expect)

    async def sends(self, name: str, content: bytes, *, files: int = 1, **how: Any) -> str:
        """Send a document: what the bot's first message about it says in the end, once `files` have come back with it."""
        message = self.stage.telegram.send_document(self.id, content, name, **how)
        return await self.reads_about(message["message_id"], files)

    async def reads_about(self, after: int, files: int) -> str:
        """What the message that said “being read” has become, and `files` behind it."""
        telegram = self.stage.telegram
        first = (await telegram.wait_for_bot(self.id, after=after, timeout=PATIENCE, count=1 + files))[0]
        if "正在读" in text_of(first):
            first = await telegram.wait_for_edit(self.id, first["message_id"], timeout=PATIENCE)
        return text_of(first)

    def file(self) -> bytes:
        """The newest file the bot has sent."""
        newest = [message for message in self.inbox() if "document" in message][-1]
        return bytes(self.stage.telegram.file(newest["document"]["file_id"]).content)

    async def replies_to(self, message: dict[str, Any], text: str) -> str:
        return await self.says(text, reply_to=message["message_id"])

    async def edits(self, text: str) -> str:
        """Edit the last thing this person wrote."""
        mine = [m for m in self.messages() if m["from"]["id"] == self.id and "text" in m][-1]
        before = self._newest()
        self.stage.telegram.edit(self.id, mine["message_id"], text)
        return await self._answers(before, 1)

    async def presses(self, label: str, *, expect: int = 1) -> str:
        """Press the newest button whose label holds `label`; what comes back, or what the message has become."""
        message, button = self._button(label)
        before, edits = self._newest(), len(message.get("edits") or [])
        answer = await self.stage.telegram.press(self.id, message["message_id"], button["callback_data"])
        assert answer["answered"], "a button went on spinning"
        return await self._answers_or_edit(before, message["message_id"], edits, expect)

    async def presses_data(self, data: str, message: dict[str, Any] | None = None) -> str:
        """Send button data that no button of the message has: an old client, or a forger."""
        wanted = message["message_id"] if message else self.last()["message_id"]
        on = next(m for m in self.messages() if m["message_id"] == wanted)
        before = self._newest()
        answer = await self.stage.telegram.press(self.id, on["message_id"], data, stale=True)
        assert answer["answered"], "a button went on spinning"
        return await self._answers_or_edit(before, on["message_id"], len(on.get("edits") or []), 1)

    def messages(self) -> list[dict[str, Any]]:
        return self.stage.telegram.history(self.id)

    def _newest(self) -> int:
        return max((message["message_id"] for message in self.messages()), default=0)

    def inbox(self) -> list[dict[str, Any]]:
        """What the bot has written to this person."""
        return [message for message in self.messages() if message["from"]["is_bot"]]

    def last(self) -> dict[str, Any]:
        return self.inbox()[-1]

    def texts(self) -> list[str]:
        return [text_of(message) for message in self.inbox()]

    def buttons(self) -> list[str]:
        """The labels under the newest message of the bot."""
        return [button["text"] for row in _keyboard(self.last()) for button in row]

    def digests(self) -> list[dict[str, Any]]:
        return [message for message in self.inbox() if "待报" in text_of(message) and _keyboard(message)]

    def _button(self, label: str) -> tuple[dict[str, Any], dict[str, Any]]:
        for message in reversed(self.inbox()):
            for row in _keyboard(message):
                for button in row:
                    if label in button["text"]:
                        return message, button
        raise AssertionError(f"{self.name} sees no button {label!r}; last: {self.buttons()}")

    async def _answers(self, after: int, expect: int) -> str:
        found = await self.stage.telegram.wait_for_bot(self.id, after=after, timeout=PATIENCE, count=expect)
        return text_of(found[-1])

    async def _answers_or_edit(self, after: int, message_id: int, edits: int, expect: int) -> str:
        new = asyncio.ensure_future(self._answers(after, expect))
        changed = asyncio.ensure_future(
            self.stage.telegram.wait_for_edit(self.id, message_id, edits=edits, timeout=PATIENCE)
        )
        done, pending = await asyncio.wait((new, changed), return_when=asyncio.FIRST_COMPLETED)
        for one in pending:
            one.cancel()
        result = done.pop().result()
        return result if isinstance(result, str) else text_of(result)


def text_of(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _keyboard(message: dict[str, Any]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


@dataclass
class Stage:
    """A Telegram on loopback, a clock to move, a database, and the bot between them."""

    telegram: Telegram
    clock: Clock
    database: Database
    settings: Settings
    house: House
    bot: Running | None = None
    _ids: int = 100

    def someone(self, name: str, language: str = "zh-hans", *, started: bool = False) -> Someone:
        """Somebody new with a phone, whom the bot does not know; `started`: they have written to it before."""
        self._ids += 1
        self.telegram.add_person(self._ids, name, language_code=language, started=started)
        return Someone(self, self._ids, name)

    def appointed(self, name: str, unit: str | None = None, *, role: str = "contact", language: str = "zh") -> Someone:
        """Somebody who has come in by an invite in the past."""
        who = self.someone(name, started=True)

        def let_in(session: Any) -> None:
            found = people.find_units(session, unit)[0] if unit else None
            code = people.invite(session, LOADED_AT, role=role, unit=found)
            welcome = people.redeem(session, code, who.id, who.id, name, language, LOADED_AT)
            assert isinstance(welcome.person, Person)

        self.database.now(let_in)
        return who

    async def at(self, moment: datetime) -> None:
        """Move the clock and let it tick."""
        self.clock.set(moment)
        await self.tick()

    async def later(self, **span: float) -> None:
        await self.at(self.clock.now() + timedelta(**span))

    async def tick(self) -> None:
        """What the clock does at a tick, and everything that is due delivered."""
        assert self.bot is not None
        await self.bot.tick()
        async with asyncio.timeout(PATIENCE):
            while self.database.now(_on_the_way, self.clock.now()):
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def open(self, *, ticking: bool = False) -> AsyncIterator["Stage"]:
        """The bot at work; leaving stops it as SIGTERM would."""
        self.house = house_for(self.settings, self.database, self.clock.now)
        async with running(self.house, TOKEN, ticking=ticking) as self.bot:
            yield self


def _on_the_way(session: Session, now: datetime) -> int:
    """How many letters are due and not yet settled."""
    due = (OutboxMessage.state == "sending") | ((OutboxMessage.state == "waiting") & (OutboxMessage.not_before <= now))
    return session.scalar(select(func.count(OutboxMessage.id)).where(due)) or 0


@asynccontextmanager
async def stage_on(database: Database, now: datetime = THURSDAY, **settings: Any) -> AsyncIterator[Stage]:
    """A stage with nobody on it and the bot not yet started."""
    clock = Clock()
    clock.set(now)
    async with Telegram(clock=clock, limits=False) as telegram:
        chosen = Settings(
            _env_file=None,
            database_url=str(database.url),
            telegram_api_url=telegram.site,
            tick_seconds=3600,
            chat_seconds=0,
            **settings,
        )
        yield Stage(telegram, clock, database, chosen, house_for(chosen, database, clock.now))


def copied(template: Path, to: Path) -> Database:
    copyfile(template, to)
    return Database(f"sqlite:///{to}")
