"""How fast a bot may send: 30 a second in all, 1 a second to a chat with a small burst, 20 a minute to a group.

Figures of the Bots FAQ; the exact ones are unpublished. They run on real time, whatever the clock shows,
and count new messages only.
"""

from dataclasses import dataclass
from math import ceil


@dataclass(slots=True)
class Bucket:
    """Tokens that fill at `rate` a second up to `size`."""

    rate: float
    size: float
    level: float = -1.0
    seen: float = 0.0

    def wait(self, now: float, count: int) -> float:
        """Seconds until `count` tokens are there; 0 means now. Takes none."""
        self.level = self.size if self.level < 0 else min(self.size, self.level + (now - self.seen) * self.rate)
        self.seen = now
        # An album larger than the bucket would otherwise wait for ever.
        return max(0.0, (min(count, self.size) - self.level) / self.rate)

    def take(self, count: int) -> None:
        self.level = max(0.0, self.level - count)


class Limits:
    """Every bucket of one bot."""

    def __init__(
        self, on: bool = True, *, overall: float = 30, chat: float = 1, burst: float = 3, group: float = 20
    ) -> None:
        self.change(on, overall=overall, chat=chat, burst=burst, group=group)

    def change(
        self, on: bool, *, overall: float = 30, chat: float = 1, burst: float = 3, group: float = 20
    ) -> dict[str, object]:
        """Start afresh: `overall` and `chat` a second, `burst` to a chat at once, `group` a minute."""
        self.on = on
        self.figures = {"overall": overall, "chat": chat, "burst": burst, "group": group}
        self._overall = Bucket(overall, overall)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Bucket] = {}
        return self.shown()

    def shown(self) -> dict[str, object]:
        return {"on": self.on, **self.figures}

    def retry_after(self, chat_id: int, now: float, count: int = 1) -> int:
        """Whole seconds to wait before `count` messages may go to `chat_id`; 0 means they are counted as sent."""
        if not self.on:
            return 0
        figures = self.figures
        buckets = [self._overall, self._chats.setdefault(chat_id, Bucket(figures["chat"], figures["burst"]))]
        if chat_id < 0:
            buckets.append(self._groups.setdefault(chat_id, Bucket(figures["group"] / 60, figures["group"])))
        longest = max(bucket.wait(now, count) for bucket in buckets)
        if longest > 0:
            return max(1, ceil(longest - 1e-6))
        for bucket in buckets:
            bucket.take(count)
        return 0
