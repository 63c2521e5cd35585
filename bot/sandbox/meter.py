"""How long people wait: from an update put in the queue to the bot's message in the same chat."""

import time
from collections import deque

from bot.sandbox.refusals import Json


class Meter:
    """Pairs each message a chat received from its people with the next one the bot sent there, oldest first."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._asked: dict[int, deque[float]] = {}
        self._waits: list[float] = []
        self.asked = 0
        self._first = self._last = 0.0

    def ask(self, chat_id: int) -> None:
        now = time.perf_counter()
        if not self.asked:
            self._first = now
        self.asked += 1
        self._asked.setdefault(chat_id, deque()).append(now)

    def answer(self, chat_id: int) -> None:
        asked = self._asked.get(chat_id)
        if asked:
            self._last = time.perf_counter()
            self._waits.append(self._last - asked.popleft())

    def shown(self, raw: bool = False) -> Json:
        """Counts, answers a second between the first question and the last answer, and latencies in milliseconds."""
        waits = sorted(self._waits)
        span = self._last - self._first
        shown: Json = {
            "asked": self.asked,
            "answered": len(waits),
            "waiting": self.asked - len(waits),
            "seconds": round(span, 4) if waits else 0.0,
            "per_second": round(len(waits) / span, 1) if waits and span > 0 else 0.0,
        }
        for name, share in (("p50_ms", 0.5), ("p90_ms", 0.9), ("p99_ms", 0.99), ("max_ms", 1.0)):
            shown[name] = round(waits[min(len(waits) - 1, int(len(waits) * share))] * 1000, 2) if waits else None
        if raw:
            shown["latencies_ms"] = [round(wait * 1000, 3) for wait in self._waits]
        return shown
