"""People, chats and presses as the stand-in keeps them; messages are dicts in the Bot API's own form."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import Json

INSIDE = frozenset({"creator", "administrator", "member"})
SUPERGROUPS_BELOW = -1_000_000_000_000


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account; `started` once they have written to the bot."""

    card: Json
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    @property
    def id(self) -> int:
        return int(self.card["id"])


@dataclass(slots=True)
class Chat:
    """A private chat, group or supergroup. `members` maps ids to a status; `topics` thread ids to a topic."""

    card: Json
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    edits: dict[int, list[Json]] = field(default_factory=dict)
    deleted: dict[int, Json] = field(default_factory=dict)
    keyboards: dict[int, Json] = field(default_factory=dict)
    reactions: dict[int, dict[int, list[Json]]] = field(default_factory=dict)
    topics: dict[int, Json] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    last_id: int = 0

    @property
    def id(self) -> int:
        return int(self.card["id"])

    @property
    def kind(self) -> str:
        return str(self.card["type"])

    def holds(self, person_id: int) -> bool:
        return self.members.get(person_id) in INSIDE

    def led_by(self, person_id: int) -> bool:
        return self.members.get(person_id) in ("creator", "administrator")


@dataclass(slots=True)
class Press:
    """One press of a button, answered at most once and only for a while."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    pressed: float
    answer: Json | None = None


def quoted(message: Json) -> Json:
    """A message as it stands inside another one: without its own reply."""
    return {key: value for key, value in message.items() if key not in ("reply_to_message", "pinned_message")}


def story(chat: Chat) -> list[Json]:
    """Everything ever written in a chat, oldest first: each message with its versions and whether it is gone."""
    shown: list[Json] = []
    for number in sorted({*chat.messages, *chat.deleted}):
        message: dict[str, Any] = dict(chat.messages.get(number) or chat.deleted[number])
        message["edits"] = chat.edits.get(number, [])
        message["deleted"] = number in chat.deleted
        message["pinned"] = number in chat.pinned
        if number in chat.keyboards:
            message["keyboard"] = chat.keyboards[number]
        if number in chat.reactions:
            message["reactions"] = [{"person": who, "reaction": what} for who, what in chat.reactions[number].items()]
        shown.append(message)
    return shown
