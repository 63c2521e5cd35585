"""The postman: claims letters, sends them with no transaction open, settles what became of them."""

import asyncio
import logging

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from telegram import Bot
from telegram.error import ChatMigrated

from bot.clock import machine_now
from bot.context import House
from bot.jobs.pace import Pace
from bot.jobs.post import Unreachable, post
from bot.store import outbox, people
from bot.store.outbox import ANSWER, Parcel, Settled

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
AT_ONCE = 16  # letters on their way at the same time, besides answers


class Postman:
    """One process's sender. `hand_over` posts answers at once; `round` sees to everything else."""

    def __init__(self, bot: Bot, house: House) -> None:
        self.bot = bot
        self.house = house
        self.pace = Pace(house.settings.chat_seconds)
        self._settled: list[Settled] = []
        self._ring = asyncio.Event()
        self._writing = asyncio.Lock()

    def wake(self) -> None:
        """There may be something new to send."""
        self._ring.set()

    async def hand_over(self, parcels: list[Parcel]) -> None:
        """Post what has just been written, in order; the settling is left to the next round."""
        for parcel in parcels:
            self._settled.append(await self._post(parcel))
            self.pace.sent(parcel.chat_id, bulk=False)
        self.wake()

    async def run(self) -> None:
        """Deliver for ever."""
        while True:
            try:
                more = await self.round()
            except DBAPIError as error:
                log.warning("the outbox waits for the database: %s", type(error).__name__)
                more = False
            if not more:
                try:
                    async with asyncio.timeout(IDLE_SECONDS):
                        await self._ring.wait()
                except TimeoutError:
                    pass
                self._ring.clear()

    async def round(self) -> bool:
        """Whether there may be more to send right away."""
        await self.settle()
        house = self.house
        parcels = await house.database.transact(
            outbox.claim, house.worker, house.now(), resting=self.pace.resting(), most=AT_ONCE
        )
        by_chat: dict[int, list[Parcel]] = {}
        for parcel in parcels:
            by_chat.setdefault(parcel.chat_id, []).append(parcel)
        await asyncio.gather(*(self._send(chat) for chat in by_chat.values()))
        await self.settle()
        return len(parcels) == AT_ONCE

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

    async def _send(self, parcels: list[Parcel]) -> None:
        """A chat's parcels in order, at the pace a chat bears."""
        for index, parcel in enumerate(parcels):
            bulk = parcel.priority > ANSWER
            if index:
                await asyncio.sleep(self.pace.chat_seconds if bulk else 0)
            if bulk and (wait := self.pace.wait()):
                await asyncio.sleep(wait)
            self.pace.sent(parcel.chat_id, bulk=bulk)
            self._settled.append(await self._post(parcel))

    async def _post(self, parcel: Parcel) -> Settled:
        house = self.house
        try:
            return await post(self.bot, parcel, house.now())
        except Unreachable as error:
            log.info("chat of parcel %s is unreachable", parcel.id)
            await house.database.transact(_unreachable, house, parcel, str(error))
            return Settled(parcel.id, "failed", error=str(error))
        except ChatMigrated as moved:
            await house.database.transact(_moved, parcel.chat_id, moved.new_chat_id)
            return Settled(parcel.id, "again", error="migrated")
        except Exception as error:
            log.exception("parcel %s could not be posted", parcel.id)
            return Settled(parcel.id, "failed", error=type(error).__name__)

    async def adopt(self) -> None:
        """Take over what dead workers had in hand."""
        await self.house.database.transact(outbox.orphaned, self.house.worker, machine_now())
        self.wake()


def _unreachable(session: Session, house: House, parcel: Parcel, why: str) -> None:
    people.unreachable(session, parcel.chat_id, why, house.now(), house.today())


def _moved(session: Session, old: int, new: int) -> None:
    outbox.move_chat(session, old, new)
    people.move_chat(session, old, new)
