"""The queue of updates one bot has not confirmed, and the long poll that hands them out."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import OTHER_POLLER, WEBHOOK_ACTIVE, Json, Refused

DAY = 86_400  # seconds an update waits for its bot (official server: add_update)
PRESS_LIVES = 150  # seconds a button press waits, and can be answered
LONGEST_POLL = 50  # seconds

KINDS = (
    *("message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message"),
    *("edited_business_message", "deleted_business_messages", "inline_query", "chosen_inline_result"),
    *("callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer"),
    *("my_chat_member", "chat_join_request", "chat_boost", "removed_chat_boost"),
)
ONLY_WHEN_ASKED = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass(slots=True, frozen=True)
class Waiting:
    """An update the bot has not confirmed; `lane` is the webhook queue it must keep its order in."""

    update_id: int
    body: Json
    lane: str
    expires: float


class Updates:
    """First in, first out; an update leaves when it is confirmed, expires or is dropped."""

    def __init__(self, clock: Clock, first_id: int = 700_000_001) -> None:
        self._clock = clock
        self._waiting: OrderedDict[int, Waiting] = OrderedDict()
        self._earliest = float("inf")
        self._poller: asyncio.Future[str] | None = None
        self.last_id = first_id - 1
        self.allowed: frozenset[str] = frozenset(KINDS)
        self.asked_for: list[str] | None = None
        self.webhook_active = False
        self.on_put: Callable[[Waiting], None] | None = None

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants: None leaves the last wish standing, an empty list is the default set."""
        if kinds is None:
            return
        self.asked_for = [kind for kind in kinds if kind in KINDS or kind in ONLY_WHEN_ASKED] or None
        self.allowed = frozenset(self.asked_for or KINDS)

    def put(self, kind: str, body: Json, lane: str, lives: float = DAY) -> int | None:
        """Queue one update and return its number, None if the bot does not want this kind."""
        if kind not in self.allowed:
            return None
        self.last_id += 1
        self._queue(Waiting(self.last_id, {"update_id": self.last_id, kind: body}, lane, self._expiry(lives)))
        return self.last_id

    def put_raw(self, update: Json, lives: float = DAY) -> int:
        """Queue an update exactly as given, under the next number unless it carries a later one."""
        given = update.get("update_id")
        self.last_id = given if isinstance(given, int) and given > self.last_id else self.last_id + 1
        self._queue(Waiting(self.last_id, {**update, "update_id": self.last_id}, "raw", self._expiry(lives)))
        return self.last_id

    def _expiry(self, lives: float) -> float:
        return self._clock.now().timestamp() + lives

    def _queue(self, waiting: Waiting) -> None:
        self._waiting[waiting.update_id] = waiting
        self._earliest = min(self._earliest, waiting.expires)
        if self.on_put is not None:
            self.on_put(waiting)
        self._release("")

    def pending(self) -> list[Waiting]:
        """What waits, in order, the expired thrown away."""
        self._expire()
        return list(self._waiting.values())

    def count(self) -> int:
        self._expire()
        return len(self._waiting)

    def has(self, update_id: int) -> bool:
        self._expire()
        return update_id in self._waiting

    def done(self, update_id: int) -> None:
        self._waiting.pop(update_id, None)

    def drop_all(self) -> None:
        self._waiting.clear()
        self._earliest = float("inf")

    def _expire(self) -> None:
        now = self._clock.now().timestamp()
        if now < self._earliest:
            return
        for update_id in [one.update_id for one in self._waiting.values() if one.expires <= now]:
            del self._waiting[update_id]
        self._earliest = min((one.expires for one in self._waiting.values()), default=float("inf"))

    def confirm(self, offset: int) -> None:
        """Forget what is below `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popitem(last=False)
        while self._waiting and next(iter(self._waiting)) < offset:
            self._waiting.popitem(last=False)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm below `offset`, then the next updates, waiting up to `seconds` for the first.

        Refuses (409) while a webhook is set, and ends the poll of whoever was already waiting.
        """
        if self.webhook_active:
            raise Refused(409, WEBHOOK_ACTIVE)
        self._release(OTHER_POLLER)
        self._expire()
        self.confirm(offset)
        if not self._waiting and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
            self._expire()
        return [one.body for one in islice(self._waiting.values(), limit)]

    async def _wait(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        poller: asyncio.Future[str] = loop.create_future()
        self._poller = poller
        timer = loop.call_later(seconds, _settle, poller)
        try:
            conflict = await poller
        finally:
            timer.cancel()
            if self._poller is poller:
                self._poller = None
        if conflict:
            raise Refused(409, conflict)

    def _release(self, conflict: str) -> None:
        """End the waiting poll: with its updates, or with a conflict."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(conflict)
            self._poller = None

    def interrupt(self, conflict: str = "") -> None:
        self._release(conflict)


def _settle(poller: asyncio.Future[str]) -> None:
    if not poller.done():
        poller.set_result("")
