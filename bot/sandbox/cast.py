"""What people do: they write, send files, press buttons, mark messages; and waiting for what the bot does."""

import re
from typing import Any

from bot.sandbox.chats import Press, quoted, story
from bot.sandbox.crowd import Crowd
from bot.sandbox.entities import with_found
from bot.sandbox.files import Kept, media
from bot.sandbox.methods.editing import react
from bot.sandbox.refusals import Json

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Cast(Crowd):
    """The crowd, acting. Its methods belong in the event loop the stand-in runs in."""

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
