"""The state of the stand-in: people, chats and their messages, and what the bot has told Telegram about itself."""

from bot.sandbox.chats import Chat, Person, Press
from bot.sandbox.clock import Clock
from bot.sandbox.events import Events
from bot.sandbox.files import Files
from bot.sandbox.limits import Limits
from bot.sandbox.meter import Meter
from bot.sandbox.privacy import SERVICE, visible
from bot.sandbox.refusals import Json
from bot.sandbox.updates import PRESS_LIVES, Updates
from bot.sandbox.webhook import Webhook


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

    def post(self, chat: Chat, sender: Json, body: Json, keyboard: Json | None = None) -> Json:
        """Put a message into a chat and return it as the Bot API shows it."""
        chat.last_id += 1
        message = {
            "message_id": chat.last_id,
            "from": sender,
            "chat": chat.card,
            "date": self.clock.seconds(),
            **body,
        }
        chat.messages[chat.last_id] = message
        if sender is self.me and not body.keys() & SERVICE:
            self.meter.answer(chat.id)
        if keyboard:
            chat.keyboards[chat.last_id] = keyboard
        self.events.add("message", chat_id=chat.id, message=message, keyboard=keyboard)
        return message

    def change(self, chat: Chat, message: Json, body: Json, gone: tuple[str, ...] = ()) -> Json:
        """Edit a message: `body` over it, `gone` taken away; the old version is kept in the chat's edits."""
        edited = {key: value for key, value in message.items() if key not in gone} | body
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
        if not visible(message, chat, self.me, self.reads_all_groups):
            return None
        if kind == "message" and message["from"] is not self.me:
            self.meter.ask(chat.id)
        return self.updates.put(kind, message, f"chat:{chat.id}")

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
