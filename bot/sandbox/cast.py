"""What people do: they write, press, block, invite; and what anybody may look at."""

import re
from typing import Any

from bot.sandbox.entities import with_found
from bot.sandbox.files import Kept, media
from bot.sandbox.methods.editing import react
from bot.sandbox.methods.places import open_topic
from bot.sandbox.refusals import Json
from bot.sandbox.world import SUPERGROUPS_BELOW, Chat, Person, Press, World, quoted, story

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Cast:
    """The people of one stand-in. Ids are Telegram's: a person's private chat has the person's id."""

    def __init__(self, world: World) -> None:
        self.world = world

    # People and groups

    def add_person(
        self,
        id: int,
        first_name: str,
        username: str = "",
        language_code: str = "zh-hans",
        started: bool = False,
    ) -> Json:
        """Somebody new; the bot may not write to them before they have written to it, unless `started`."""
        card: Json = {"id": id, "is_bot": False, "first_name": first_name, "language_code": language_code}
        shown: Json = {"id": id, "type": "private", "first_name": first_name}
        if username:
            card["username"] = shown["username"] = username
        self.world.people[id] = Person(card, started=started)
        self.world.chats[id] = Chat(shown)
        self.world.events.add("person", person=card)
        return card

    def add_group(
        self, id: int, title: str, members: list[int], forum: bool = False, bot: str | None = None, username: str = ""
    ) -> Json:
        """A group, its first member the creator; a supergroup if the id says so or it has topics.

        `bot` puts the bot in from the start ("member" or "administrator") without telling it; see `add_bot`.
        """
        large = forum or id <= SUPERGROUPS_BELOW
        card: Json = {"id": id, "type": "supergroup" if large else "group", "title": title}
        if forum:
            card["is_forum"] = True
        if username:
            card["username"] = username
        places = {who: "creator" if place == 0 else "member" for place, who in enumerate(members)}
        if bot:
            places[int(self.world.me["id"])] = bot
        # Number 1 is taken by the group's own beginning, so no topic ever has the id of General.
        self.world.chats[id] = Chat(card, members=places, last_id=1)
        self.world.events.add("group", chat=card)
        return card

    def add_bot(self, group: int, by: int, admin: bool = False) -> None:
        """Somebody takes the bot into a group, or makes it an administrator, or takes that back."""
        chat, me, actor = self._chat(group), self.world.me, self._person(by).card
        new = "administrator" if admin else "member"
        inside = chat.holds(int(me["id"]))
        old, chat.members[int(me["id"])] = chat.members.get(int(me["id"]), "left"), new
        self.world.moved(chat, actor, me, old, new)
        if not inside:
            self._notice(chat, actor, {"new_chat_members": [me]})

    def remove_bot(self, group: int, by: int) -> None:
        """Somebody throws the bot out."""
        chat, me, actor = self._chat(group), self.world.me, self._person(by).card
        old, chat.members[int(me["id"])] = chat.members.get(int(me["id"]), "left"), "kicked"
        self.world.post(chat, actor, {"left_chat_member": me})
        self.world.moved(chat, actor, me, old, "kicked")

    def add_member(self, group: int, person: int, status: str = "member") -> None:
        """A person joins, or their status changes (creator, administrator, member, left, kicked)."""
        chat, card = self._chat(group), self._person(person).card
        inside = chat.holds(person)
        old, chat.members[person] = chat.members.get(person, "left"), status
        if chat.holds(person) and not inside:
            self._notice(chat, card, {"new_chat_members": [card]})
        elif inside and not chat.holds(person):
            self._notice(chat, card, {"left_chat_member": card})
        self.world.moved(chat, card, card, old, status)

    def migrate(self, group: int, new_id: int | None = None) -> int:
        """The group becomes a supergroup with a new id, which is returned; both sides say so."""
        old = self._chat(group)
        moved = new_id or SUPERGROUPS_BELOW + group
        card = {**old.card, "id": moved, "type": "supergroup"}
        self.world.chats[moved] = new = Chat(card, members=dict(old.members))
        actor = self._person(next(iter(old.members))).card
        self._notice(old, actor, {"migrate_to_chat_id": moved})
        self._notice(new, actor, {"migrate_from_chat_id": group})
        old.migrated_to = moved
        return moved

    def create_topic(self, person: int, group: int, name: str) -> int:
        """A person opens a topic in a forum; returns its thread id."""
        thread: int = open_topic(self.world, self._chat(group), self._person(person).card, name)["message_thread_id"]
        return thread

    def block(self, person: int) -> None:
        """The person blocks the bot, which is told."""
        self._turn(person, True)

    def unblock(self, person: int) -> None:
        self._turn(person, False)

    def deactivate(self, person: int) -> None:
        """The person deletes their account; nobody is told."""
        self._person(person).deactivated = True

    def _turn(self, person: int, blocked: bool) -> None:
        somebody = self._person(person)
        somebody.blocked = blocked
        ways = ("member", "kicked") if blocked else ("kicked", "member")
        self.world.moved(self._chat(person), somebody.card, self.world.me, *ways)

    # Words and files

    def say(
        self, person: int, text: str, chat: int | None = None, reply_to: int | None = None, thread: int | None = None
    ) -> Json:
        """The person writes, in their private chat if no other is named; returns the message."""
        marks = with_found(text, [])
        body = {"text": text, "entities": marks} if marks else {"text": text}
        return self._write(person, chat, body, reply_to, thread)

    def open_link(self, person: int, payload: str = "", group: int | None = None) -> Json:
        """The person opens t.me/…?start=payload (or ?startgroup, with a `group`) and presses the button there."""
        if payload and not PAYLOAD.fullmatch(payload):
            raise ValueError("a start parameter is 1 to 64 of A-Z a-z 0-9 _ -")
        if group is None:
            return self.say(person, f"/start {payload}".strip())
        self.add_bot(group, person)
        return self.say(person, f"/start@{self.world.me['username']} {payload}".strip(), chat=group)

    def edit(self, person: int, message_id: int, text: str, chat: int | None = None) -> Json:
        """The person edits what they wrote (the caption, if it is a file)."""
        place = self._chat(chat or person)
        message = place.messages[message_id]
        if message["from"]["id"] != person:
            raise ValueError("people edit only their own messages")
        key = "text" if "text" in message else "caption"
        marks = "entities" if key == "text" else "caption_entities"
        found = with_found(text, [])
        body: Json = {key: text, marks: found} if found else {key: text}
        edited = self.world.change(place, message, body, gone=(marks,))
        self.world.offer("edited_message", place, edited)
        return edited

    def delete(self, person: int, message_id: int, chat: int | None = None) -> None:
        """A message disappears; bots are not told."""
        self.world.delete(self._chat(chat or person), message_id)

    def send_photo(self, person: int, content: bytes, name: str = "photo.jpg", **where: Any) -> Json:
        """A picture. `where`: chat, caption, reply_to, thread, and size to claim more bytes than there are."""
        return self._send_file(person, "photo", content, name, **where)

    def send_document(self, person: int, content: bytes, name: str, **where: Any) -> Json:
        return self._send_file(person, "document", content, name, **where)

    def send_voice(self, person: int, content: bytes = b"OggS", name: str = "voice.ogg", **where: Any) -> Json:
        return self._send_file(person, "voice", content, name, **where)

    def send_album(self, person: int, files: list[Json], caption: str = "", **where: Any) -> list[Json]:
        """Several files at once: [{kind, content, name}]; each is a message of its own, the first has the caption."""
        album = self.world.album()
        return [
            self._send_file(
                *(person, item.get("kind", "photo"), item["content"], item.get("name", "photo.jpg")),
                **where,
                caption=caption if place == 0 else "",
                album=album,
            )
            for place, item in enumerate(files)
        ]

    def send_location(self, person: int, latitude: float, longitude: float, chat: int | None = None) -> Json:
        return self._write(person, chat, {"location": {"latitude": latitude, "longitude": longitude}})

    def _send_file(
        self, person: int, kind: str, content: bytes, name: str, chat: int | None = None, caption: str = "",
        reply_to: int | None = None, thread: int | None = None, size: int | None = None, album: str | None = None,
    ) -> Json:  # fmt: skip
        body = media(self.world.files.keep(kind, content, name, size=size))
        if caption:
            marks = with_found(caption, [])
            body |= {"caption": caption, "caption_entities": marks} if marks else {"caption": caption}
        if album:
            body["media_group_id"] = album
        return self._write(person, chat, body, reply_to, thread)

    def _write(
        self, person: int, chat: int | None, body: Json, reply_to: int | None = None, thread: int | None = None
    ) -> Json:
        somebody, place = self._person(person), self._chat(chat or person)
        if place.kind == "private":
            if somebody.blocked:
                raise ValueError(f"{somebody.card['first_name']} has blocked the bot; unblock first")
            somebody.started = True
        elif not place.holds(person):
            raise ValueError(f"{somebody.card['first_name']} is not in the group")
        elif place.migrated_to is not None:
            raise ValueError(f"the group moved to {place.migrated_to}")
        if thread is not None:
            body = {"message_thread_id": thread, "is_topic_message": True, **body}
            # In a topic every message answers the one that opened it, unless it answers another.
            reply_to = reply_to or thread
        if reply_to is not None:
            body = {**body, "reply_to_message": quoted(place.messages[reply_to])}
        message = self.world.post(place, somebody.card, body)
        self.world.offer("message", place, message)
        return message

    def _notice(self, chat: Chat, actor: Json, body: Json) -> None:
        self.world.offer("message", chat, self.world.post(chat, actor, body))

    # Buttons and marks

    async def press(
        self,
        person: int,
        message_id: int,
        button: str,
        chat: int | None = None,
        timeout: float = 5.0,
        stale: bool = False,
    ) -> Json:
        """Press a button by its data or label and wait up to `timeout` seconds for the bot to answer the press.

        Returns {id, answered, text, show_alert, url}. Raises LookupError where there is no such button, unless
        `stale`: then `button` is data sent as an old client would. A url button is opened: {answered: False, url}.
        """
        place = self._chat(chat or person)
        message = place.messages.get(message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in chat {place.id}")
        found = {"callback_data": button} if stale else _button(message, button)
        if "callback_data" not in found:
            return {"id": "", "answered": False, "url": found.get("url", ""), **found}
        press = self.world.press(self._person(person), place, message, found["callback_data"])
        await self.world.events.until(lambda: press.answer, timeout)
        return _pressed(press)

    def presses(self, unanswered: bool = False) -> list[Json]:
        """Every press so far, or only those the bot never answered."""
        return [_pressed(press) for press in self.world.presses.values() if not (unanswered and press.answer)]

    def react(self, person: int, message_id: int, emoji: str, chat: int | None = None) -> None:
        """The person marks a message with an emoji ("" takes it back); the bot hears of it in groups it administers."""
        place, who = self._chat(chat or person), self._person(person)
        old = place.reactions.get(message_id, {}).get(person, [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        react(self.world, place, message_id, person, new)
        if place.kind == "private" or place.led_by(int(self.world.me["id"])):
            change = {
                "chat": place.card,
                "message_id": message_id,
                "user": who.card,
                "date": self.world.clock.seconds(),
            }
            change |= {"old_reaction": old, "new_reaction": new}
            self.world.updates.put("message_reaction", change, f"chat:{place.id}")

    def raw_update(self, update: Json) -> int:
        """Queue an update exactly as given, however broken; returns its number."""
        return self.world.updates.put_raw(update)

    # Looking

    def history(self, chat: int) -> list[Json]:
        """All messages of a chat with edits, deleted, pinned, keyboard and reactions."""
        return story(self._chat(chat))

    async def wait_for_bot(self, chat: int, after: int = 0, timeout: float = 5.0, count: int = 1) -> list[Json]:
        """The bot's messages in a chat numbered above `after`, once there are `count`; TimeoutError if not in time."""
        place, me = self._chat(chat), self.world.me

        def sent() -> list[Json] | None:
            later = range(after + 1, place.last_id + 1)
            found = [place.messages[one] for one in later if one in place.messages]
            found = [one for one in found if one["from"] is me and "pinned_message" not in one]
            return found if len(found) >= count else None

        found = await self.world.events.until(sent, timeout)
        if found is None:
            raise TimeoutError(f"the bot sent fewer than {count} messages to {chat} in {timeout} s")
        return found

    async def wait_for_edit(self, chat: int, message_id: int, edits: int = 0, timeout: float = 5.0) -> Json:
        """A message once it has been edited more than `edits` times; TimeoutError if not in time."""
        place = self._chat(chat)

        def edited() -> Json | None:
            return place.messages.get(message_id) if len(place.edits.get(message_id, ())) > edits else None

        found = await self.world.events.until(edited, timeout)
        if found is None:
            raise TimeoutError(f"message {message_id} in {chat} was not edited in {timeout} s")
        return found

    def file(self, file_id: str) -> Kept:
        """A stored file; LookupError if there is none."""
        kept = self.world.files.get(file_id)
        if kept is None:
            raise LookupError(f"no file {file_id}")
        return kept

    def bulk(self, people: list[int], texts: list[str], count: int) -> int:
        """Queue `count` private messages at once, people and texts taken in turn; returns how many are waiting."""
        for turn in range(count):
            self.say(people[turn % len(people)], texts[turn % len(texts)])
        return self.world.updates.count()

    def _person(self, id: int) -> Person:
        if id not in self.world.people:
            raise LookupError(f"nobody has the id {id}")
        return self.world.people[id]

    def _chat(self, id: int) -> Chat:
        if id not in self.world.chats:
            raise LookupError(f"no chat has the id {id}")
        return self.world.chats[id]


def _button(message: Json, wanted: str) -> Json:
    """The button with this data or label, or the only one whose label contains it."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons: list[Json] = [button for row in rows for button in row]
    exact = [one for one in buttons if wanted in (one.get("callback_data"), one["text"])]
    near = exact[:1] or [one for one in buttons if wanted in one["text"]]
    if len(near) != 1:
        labels = ", ".join(one["text"] for one in buttons)
        raise LookupError(f"no single button {wanted!r} under message {message['message_id']}; there are: {labels}")
    return near[0]


def _pressed(press: Press) -> Json:
    shown = {"id": press.id, "person": press.person_id, "chat": press.chat_id, "message_id": press.message_id}
    return {**shown, "data": press.data, "answered": press.answer is not None, **(press.answer or {})}
