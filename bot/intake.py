"""Updates in: written down, confirmed, then handled: in order within a chat, side by side across chats.

The inbox row is ended in the transaction of the update's own effect (context.answer), so an update that is handled
again after a crash has its effect once.
"""

import asyncio
import json
import logging
from collections import deque
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from telegram import Update
from telegram.error import Conflict, NetworkError, RetryAfter

from bot.clock import machine_now
from bot.context import ThisApplication
from bot.desk import House
from bot.request import call
from bot.store import inbox, outbox, people
from bot.store.inbox import Incoming
from bot.texts import Letter, refusal, say

log = logging.getLogger(__name__)

# chat_member and reactions are left out: nothing here asks for them
WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 50
MOST_WAITING = 1_000  # rows in hand before the door is closed for a while
LONGEST_PAUSE = 15.0


def lane_of(update: dict[str, Any]) -> str:
    """What must stay in order: the chat an update belongs to, else its sender, else the update alone."""
    for kind in ("message", "edited_message", "my_chat_member", "callback_query"):
        body = update.get(kind)
        if isinstance(body, dict):
            place = body.get("chat") or (body.get("message") or {}).get("chat") or body.get("from") or {}
            return str(place.get("id", update["update_id"]))
    return str(update["update_id"])


class Intake:
    """The door of one process."""

    def __init__(self, application: ThisApplication, house: House) -> None:
        self.application = application
        self.house = house
        self._lanes: dict[str, deque[Incoming]] = {}
        self._drains: set[asyncio.Task[None]] = set()
        self._hands = asyncio.Semaphore(house.settings.lanes)
        self._in_hand: set[int] = set()
        self._strays: set[int] = set()

    async def take(self, updates: list[dict[str, Any]]) -> None:
        """Write the updates down, then put the new ones into their lanes. Raises when they could not be written."""
        rows = []
        for update in updates:
            if isinstance(update.get("update_id"), int):
                payload = json.dumps(update)  # pure ASCII: half of a surrogate pair would not go into a database
                rows.append(Incoming(update["update_id"], lane_of(update), payload))
            else:
                log.error("an update without a number was dropped")
        if not rows:
            return
        house = self.house
        new = set(await house.database.transact(inbox.write_down, house.bot_id, house.worker, house.now(), rows))
        for row in rows:
            if row.update_id in new:
                self._put(row)

    async def adopt(self) -> None:
        """Take over what dead workers left undone, and what this one has without knowing: a commit whose answer was lost
        with the connection has happened all the same. Such a stray is one that is found here twice."""
        house = self.house
        for row in await house.database.transact(inbox.adopt, house.bot_id, house.worker, machine_now()):
            self._put(row)
        found = await house.database.transact(inbox.held, house.bot_id, house.worker) - self._in_hand
        if lost := found & self._strays:
            for row in await house.database.transact(inbox.again, house.bot_id, lost):
                self._put(row)
        self._strays = found

    async def poll(self) -> None:
        """Ask Telegram for updates for ever; the next question confirms only what has been written down."""
        offset, pause = None, 0.0
        while True:
            try:
                updates = await call(
                    self.application.bot,
                    "getUpdates",
                    offset=offset,
                    timeout=POLL_SECONDS,
                    allowed_updates=WANTED,
                    wait=POLL_SECONDS + 10,
                )
                self.house.pulse.heard()
                await self.take(updates)
                offset = updates[-1]["update_id"] + 1 if updates else offset
                pause = 0.0
                while self.waiting > MOST_WAITING:
                    await asyncio.sleep(0.05)
            except RetryAfter as error:
                seconds = error.retry_after
                await asyncio.sleep(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds)
            except Exception as error:  # whatever it is, a bot that no longer asks is deaf
                pause = min(LONGEST_PAUSE, pause * 2 or 0.5)
                expected = isinstance(error, NetworkError | Conflict | OperationalError)
                log.log(
                    logging.WARNING if expected else logging.ERROR,
                    "no updates for %.1f s: %s",
                    pause,
                    type(error).__name__,
                )
                await asyncio.sleep(pause)

    async def rest(self) -> None:
        """Wait until what is in hand has been handled."""
        while self._drains:
            await asyncio.gather(*self._drains, return_exceptions=True)

    async def give_up(self) -> None:
        """Stop at once; what is not done stays in the inbox."""
        for drain in self._drains:
            drain.cancel()
        await asyncio.gather(*self._drains, return_exceptions=True)

    @property
    def waiting(self) -> int:
        """How many rows are in hand."""
        return len(self._in_hand)

    def _put(self, row: Incoming) -> None:
        if row.update_id in self._in_hand:
            return
        self._in_hand.add(row.update_id)
        lane = self._lanes.get(row.lane)
        if lane is not None:
            lane.append(row)
            return
        self._lanes[row.lane] = deque([row])
        drain = asyncio.create_task(self._drain(row.lane))
        self._drains.add(drain)
        drain.add_done_callback(self._drains.discard)

    async def _drain(self, name: str) -> None:
        lane = self._lanes[name]
        while lane:
            row, pause = lane[0], 0.5
            while not await self._through(row):
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            lane.popleft()
            self._in_hand.discard(row.update_id)
        del self._lanes[name]

    async def _through(self, row: Incoming) -> bool:
        """Whether the row is done with, one way or the other."""
        async with self._hands:
            error = await self._handle(row)
        if error is None:
            return True
        try:
            return await self._set_aside(row, error)
        except Exception as worse:  # the rest of the lane waits behind it: try again, for ever if need be
            log.log(
                logging.WARNING if isinstance(worse, DBAPIError) else logging.ERROR,
                "update %s: %s",
                row.update_id,
                worse,
            )
            return False

    async def _handle(self, row: Incoming) -> Exception | None:
        """What went wrong, if anything. The row is ended by its own effect; what nobody handles is ended here."""
        house = self.house
        try:
            update = Update.de_json(json.loads(row.payload), self.application.bot)
        except Exception as error:  # whatever PTB cannot read, it will never read
            return Unreadable(f"{type(error).__name__}: {error}")
        try:
            await self.application.process_update(update)
            failure = house.failures.pop(row.update_id, None)
            if failure is not None:
                return failure
            await self._ensure_done(row)
        except Exception as error:
            return error
        return None

    async def _ensure_done(self, row: Incoming) -> None:
        if row.update_id in self.house.finished:
            self.house.finished.discard(row.update_id)
            return
        await self.house.database.transact(inbox.finish, self.house.bot_id, row.update_id, self.house.now())

    async def _set_aside(self, row: Incoming, error: Exception) -> bool:
        """Whether the row is out of the way: poison. False: try again."""
        if isinstance(error, OperationalError | DBAPIError) and not _our_fault(error):
            log.warning("update %s waits for the database: %s", row.update_id, type(error).__name__)
            return False
        log.error("update %s failed", row.update_id, exc_info=error)
        return await self.house.database.transact(_fail, self.house, row, error)


def _fail(session: Session, house: House, row: Incoming, error: Exception) -> bool:
    """Whether the row is poison now; if so its writer and the operators are told in the same transaction."""
    unreadable = isinstance(error, Unreadable)
    poison = inbox.fail(session, house.bot_id, row.update_id, type(error).__name__, at_once=unreadable)
    if poison:
        now, name = house.now(), f"poison:{row.update_id}"
        for chat_id in people.operators(session, house.settings.operator_chat):
            letter = Letter(say("zh", "poison", update_id=row.update_id, error=type(error).__name__))
            outbox.enqueue(session, [letter], chat_id=chat_id, now=now, kind="alert", dedupe_key=f"{name}:{chat_id}")
        if row.lane.isdigit() and not unreadable:
            letter = Letter(refusal("zh", "unclear"))
            outbox.enqueue(session, [letter], chat_id=int(row.lane), now=now, kind="answer", dedupe_key=name)
    return poison


class Unreadable(Exception):
    """PTB cannot make an Update of it, now or ever."""


def _our_fault(error: DBAPIError) -> bool:
    """Whether the statement is wrong, rather than the database away or busy."""
    return not (isinstance(error, OperationalError) or error.connection_invalidated)
