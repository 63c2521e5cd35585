"""How fast letters may go: the whole bot, each chat, each group. Telegram states no exact limits; 429 has the last word.

Figures from the Bots FAQ: about 30 messages a second overall, one a second to a chat, 20 a minute to a group. Answers are
not held back (people wait for them, and there are as many as there are questions); what the bot starts itself is.
"""

from collections import deque
from time import monotonic

OVERALL = 25.0  # a second, with head-room for answers
CHAT_SECONDS = 1.05
GROUP_MINUTE = 18


class Pace:
    """When the next letter may go, by the machine's monotonic clock, in seconds."""

    def __init__(self, chat_seconds: float = CHAT_SECONDS) -> None:
        self.chat_seconds = chat_seconds
        self._next = 0.0
        self._chats: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}

    def turn(self) -> float:
        """Seconds until the letter that asks may go, where the bot writes of its own accord; the turn is then taken."""
        now = monotonic()
        at = max(self._next, now)
        self._next = at + 1 / OVERALL
        return at - now

    def resting(self) -> list[int]:
        """The chats that have just had a letter and must wait."""
        now = monotonic()
        self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        full = []
        for chat, sent in self._groups.items():
            while sent and sent[0] < now - 60:
                sent.popleft()
            if len(sent) >= GROUP_MINUTE:
                full.append(chat)
        return [*self._chats, *full]

    def sent(self, chat_id: int) -> None:
        """A letter is going to the chat."""
        now = monotonic()
        self._rest(chat_id, now + self.chat_seconds)
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque()).append(now)

    def told(self, chat_id: int, seconds: float) -> None:
        """Telegram asked for a pause in the chat."""
        self._rest(chat_id, monotonic() + seconds)

    def _rest(self, chat_id: int, until: float) -> None:
        self._chats[chat_id] = max(until, self._chats.get(chat_id, 0.0))
