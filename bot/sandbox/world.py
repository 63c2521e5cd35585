"""The state of the stand-in: people, chats and their messages, and what the bot has told Telegram about itself."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.events import Events
from bot.sandbox.files import Files
from bot.sandbox.limits import Limits
from bot.sandbox.meter import Meter
from bot.sandbox.refusals import Json
from bot.sandbox.updates import PRESS_LIVES, Updates
from bot.sandbox.webhook import Webhook

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


class World:
    """One bot and everybody it can talk to."""

    def __init__(self, clock: Clock, token: str, username: str, name: str, limits: bool) -> None:
        self.clock = clock
        self.token = token
        self.me: Json = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.reads_all_groups = False  # privacy mode is on, as BotFather leaves it
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.about: dict[tuple[str, str], str] = {}  # (name, description or short_description, language) → text
        self.menus: dict[int, Json] = {}
        self.events = Events(clock)
        self.files = Files(clock)
        self.limits = Limits(limits)
        self.meter = Meter()
        self.updates = Updates(clock)
        self.webhook = Webhook(self.updates, clock)
        self._presses = self._albums = 0
        clock.tell(lambda now: self.events.add("clock", now=now.isoformat()))

    def post(self, chat: Chat, sender: Json, body: Json, at: int | None = None) -> Json:
        """Put a message into a chat and return it as the Bot API shows it."""
        chat.last_id += 1
        message = {
            "message_id": chat.last_id,
            "from": sender,
            "chat": chat.card,
            "date": self.clock.seconds() if at is None else at,
            **body,
        }
        chat.messages[chat.last_id] = message
        if sender is self.me and not body.keys() & SERVICE:
            self.meter.answer(chat.id)
        self.events.add("message", chat_id=chat.id, message=message)
        return message

    def change(self, chat: Chat, message: Json, body: Json, gone: tuple[str, ...] = (), dated: bool = True) -> Json:
        """Edit a message: `body` over it, `gone` taken away; the old version is kept in the chat's edits."""
        edited = {key: value for key, value in message.items() if key not in gone} | body
        if dated:
            edited["edit_date"] = self.clock.seconds()
        number = int(message["message_id"])
        chat.edits.setdefault(number, []).append(message)
        chat.messages[number] = edited
        self.events.add("edited", chat_id=chat.id, message=edited)
        return edited

    def delete(self, chat: Chat, number: int) -> None:
        chat.deleted[number] = chat.messages.pop(number)
        self.events.add("deleted", chat_id=chat.id, message_id=number)

    def offer(self, kind: str, chat: Chat, message: Json) -> int | None:
        """Queue a message or its edit for the bot, if the bot may see it; the update's number or None."""
        if not self.sees(chat, message):
            return None
        if kind == "message" and message["from"] is not self.me:
            self.meter.ask(chat.id)
        return self.updates.put(kind, message, f"chat:{chat.id}")

    def sees(self, chat: Chat, message: Json) -> bool:
        """Whether the bot may see this message: in a group with privacy mode on, only what is meant for it."""
        bot_id = int(self.me["id"])
        if chat.kind == "private":
            return True
        if not chat.holds(bot_id):
            return False
        if self.reads_all_groups or chat.led_by(bot_id) or any(key in SERVICE for key in message):
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == bot_id:
            return True
        text = message.get("text") or message.get("caption") or ""
        marks = message.get("entities") or message.get("caption_entities") or []
        return any(self._calls(_marked(text, mark), mark["type"]) for mark in marks)

    def _calls(self, marked: str, kind: str) -> bool:
        mine = f"@{self.me['username']}".lower()
        if kind == "bot_command":
            return "@" not in marked or marked.lower().endswith(mine)
        return kind == "mention" and marked.lower() == mine

    def press(self, person: Person, chat: Chat, message: Json, data: str) -> Press:
        """Queue a press of a button under `message`."""
        self._presses += 1
        number = str(4_000_000_000_000_000_000 + self._presses)
        press = Press(number, person.id, chat.id, message["message_id"], data, self.clock.now().timestamp())
        self.presses[number] = press
        query = {
            "id": number,
            "from": person.card,
            "message": message,
            "chat_instance": str(abs(chat.id) * 7919),
            "data": data,
        }
        self.events.add("pressed", chat_id=chat.id, message_id=press.message_id, person=person.id, data=data)
        # Presses have a queue of their own, so their order against messages is not kept.
        self.updates.put("callback_query", query, f"press:{person.id}", lives=PRESS_LIVES)
        return press

    def album(self) -> str:
        """A new media_group_id."""
        self._albums += 1
        return str(13_800_000_000_000_000 + self._albums)

    def standing(self, member: Json, status: str) -> Json:
        """A ChatMember of this status."""
        shown: Json = {"user": member, "status": status}
        if status == "creator":
            shown["is_anonymous"] = False
        elif status == "administrator":
            shown |= dict.fromkeys(RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
        elif status == "kicked":
            shown["until_date"] = 0
        return shown

    def moved(self, chat: Chat, actor: Json, member: Json, old: str, new: str) -> None:
        """Tell the bot that a status in a chat changed; of others' it hears only where it is an administrator."""
        change = {
            "chat": chat.card,
            "from": actor,
            "date": self.clock.seconds(),
            "old_chat_member": self.standing(member, old),
            "new_chat_member": self.standing(member, new),
        }
        self.events.add("membership", chat_id=chat.id, person=member["id"], old=old, new=new)
        if member["id"] == self.me["id"]:
            self.updates.put("my_chat_member", change, f"chat:{chat.id}")
        elif chat.led_by(int(self.me["id"])):
            self.updates.put("chat_member", change, f"chat:{chat.id}")


RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_pin_messages", "can_manage_topics"),
)

SERVICE = frozenset(
    {
        *("new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created", "pinned_message"),
        *("migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created", "forum_topic_edited"),
        *("forum_topic_closed", "forum_topic_reopened"),
    }
)


def _marked(text: str, mark: Json) -> str:
    begins, ends = 2 * mark["offset"], 2 * (mark["offset"] + mark["length"])
    return text.encode("utf-16-le")[begins:ends].decode("utf-16-le", "replace")


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
