"""The postman: claims letters, sends them with no transaction open, settles what became of them."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from telegram import Bot
from telegram.error import ChatMigrated

from bot.clock import machine_now
from bot.desk import House
from bot.jobs.pace import Pace
from bot.jobs.post import Unreachable, post
from bot.store import outbox, people
from bot.store.outbox import ANSWER, Parcel, Settled

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
BREATH_SECONDS = 0.05  # many rings, one round: while hundreds are answered, the outbox is not asked hundreds of times
AT_ONCE = 16  # letters on their way at the same time, besides answers


class Postman:
    """One process's sender. `hand_over` posts answers at once; `round` sees to everything else."""

    def __init__(self, bot: Bot, house: House) -> None:
        self.bot = bot
        self.house = house
        self.pace = Pace(house.settings.chat_seconds)
        self._settled: list[Settled] = []
        self._held: set[int] = set()
        self._strays: set[int] = set()
        self._ring = asyncio.Event()
        self._sent = asyncio.Event()
        self._writing = asyncio.Lock()

    def wake(self) -> None:
        """There may be something new to send."""
        self._ring.set()

    async def hand_over(self, parcels: list[Parcel]) -> None:
        """Post what has just been written, in order; the settling is left to `run`."""
        self._held.update(parcel.id for parcel in parcels)
        for parcel in parcels:
            self.pace.sent(parcel.chat_id)
            settled = await self._post(parcel)  # first: the list may be another one by the time the answer is here
            self._settled.append(settled)
            self._sent.set()
        self.wake()

    async def run(self) -> None:
        """Deliver for ever, and write down at once what became of each letter: a crash before that leaves a doubt."""
        async with asyncio.TaskGroup() as loops:
            loops.create_task(self._rounds())
            loops.create_task(self._settling())

    async def _settling(self) -> None:
        while True:
            await self._sent.wait()
            self._sent.clear()
            try:
                await self.settle()
            except Exception as error:
                log.warning("letters wait to be settled: %s", type(error).__name__)
                await asyncio.sleep(IDLE_SECONDS)
                self._sent.set()

    async def _rounds(self) -> None:
        while True:
            try:
                more = await self.round()
            except DBAPIError as error:
                log.warning("the outbox waits for the database: %s", type(error).__name__)
                more = False
            except Exception:  # nothing that is wrong with one letter may end the post
                log.exception("a round of the post failed")
                more = False
            if not more:
                try:
                    async with asyncio.timeout(IDLE_SECONDS):
                        await self._ring.wait()
                except TimeoutError:
                    pass
                self._ring.clear()
                await asyncio.sleep(BREATH_SECONDS)

    async def round(self) -> bool:
        """Whether there may be more to send right away."""
        await self.settle()
        house = self.house
        parcels = await house.database.transact(
            outbox.claim, house.worker, house.now(), resting=self.pace.resting(), most=AT_ONCE
        )
        by_chat: dict[int, list[Parcel]] = {}
        for parcel in parcels:
            self._held.add(parcel.id)
            by_chat.setdefault(parcel.chat_id, []).append(parcel)
        await asyncio.gather(*(self._send(chat) for chat in by_chat.values()))
        await self.settle()
        return bool(parcels)

    async def settle(self) -> None:
        """Write down what became of the letters sent since the last time."""
        async with self._writing:
            settled, self._settled = self._settled, []
            if not settled:
                return
            try:
                await self.house.database.transact(outbox.settle, settled, self.house.now())
            except DBAPIError:
                self._settled = settled + self._settled
                raise
            self._held.difference_update(one.id for one in settled)
            self.house.pulse.settled.update(one.outcome for one in settled)

    async def _send(self, parcels: list[Parcel]) -> None:
        """A chat's parcels in order: answers that could not go at once, or one letter of the bot's own."""
        for parcel in parcels:
            if parcel.priority > ANSWER:
                await asyncio.sleep(self.pace.turn())
            self.pace.sent(parcel.chat_id)
            try:
                await self.house.database.transact(outbox.begin, parcel.id)
            except DBAPIError as error:  # not begun, so not sent
                self._settled.append(Settled(parcel.id, "again", error=type(error).__name__))
                self._sent.set()
                continue
            settled = await self._post(parcel)  # first: the list may be another one by the time the answer is here
            self._settled.append(settled)
            self._sent.set()

    async def _post(self, parcel: Parcel) -> Settled:
        """What became of it; whatever goes wrong, the parcel is accounted for."""
        house = self.house
        try:
            settled = await post(self.bot, parcel, house.now())
        except Unreachable as error:
            log.info("chat of parcel %s is unreachable", parcel.id)
            return await self._after(parcel, Settled(parcel.id, "failed", error=str(error)), _unreachable, house, error)
        except ChatMigrated as moved:
            return await self._after(parcel, Settled(parcel.id, "again", error="migrated"), _moved, moved.new_chat_id)
        except Exception as error:
            log.exception("parcel %s could not be posted", parcel.id)
            return Settled(parcel.id, "failed", error=type(error).__name__)
        if settled.error == "429" and settled.not_before is not None:
            self.pace.told(parcel.chat_id, (settled.not_before - house.now()).total_seconds())
        return settled

    async def _after(self, parcel: Parcel, settled: Settled, deed: Callable[..., None], *details: Any) -> Settled:
        """What follows from an answer of Telegram's is written down; where it cannot be, the answer is asked for again."""
        try:
            await self.house.database.transact(deed, parcel, *details)
        except DBAPIError as error:
            return Settled(parcel.id, "again", error=type(error).__name__)
        return settled

    async def adopt(self) -> None:
        """Take over what dead workers had in hand, and what this one has without knowing: a commit whose answer was lost
        with the connection has happened all the same. Such a stray is one that is found here twice."""
        house = self.house
        await house.database.transact(outbox.orphaned, machine_now())
        found = await house.database.transact(outbox.held, house.worker) - self._held
        if found & self._strays:
            await house.database.transact(outbox.let_go, house.worker, found & self._strays)
        self._strays = found
        self.wake()


def _unreachable(session: Session, parcel: Parcel, house: House, why: Unreachable) -> None:
    people.unreachable(session, parcel.chat_id, str(why), house.now(), house.today())


def _moved(session: Session, parcel: Parcel, new: int) -> None:
    outbox.move_chat(session, parcel.chat_id, new)
    people.move_chat(session, parcel.chat_id, new)
