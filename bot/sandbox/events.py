"""Everything that changed, numbered, and a way to wait for it without polling."""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any, TypeVar

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import Json

KEPT = 20_000
T = TypeVar("T")


class Events:
    """The stream the page reads and the tests wait on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: deque[Json] = deque(maxlen=KEPT)
        self._waiting: set[asyncio.Future[None]] = set()
        self.last = 0

    def add(self, kind: str, **what: Any) -> None:
        """Note one change and wake whoever waits."""
        self.last += 1
        self._kept.append({"seq": self.last, "at": self._clock.seconds(), "kind": kind, **what})
        if self._waiting:
            self.wake()

    def wake(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            _settle(future)

    def since(self, seq: int) -> list[Json]:
        """The events after number `seq` that are still kept, oldest first."""
        first = self.last - len(self._kept)
        return list(islice(self._kept, max(0, seq - first), None))

    async def until(self, look: Callable[[], T | None], seconds: float) -> T | None:
        """What `look` returns once it returns something, looked at again after every event; None after `seconds`."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while (found := look()) is None:
            left = deadline - loop.time()
            if left <= 0:
                return None
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.add(future)
            timer = loop.call_later(left, _settle, future)
            try:
                await future
            finally:
                timer.cancel()
                self._waiting.discard(future)
        return found


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
