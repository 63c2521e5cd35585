"""The people and groups of one stand-in: who exists, who is where, who wants nothing more of the bot."""

from bot.sandbox.chats import SUPERGROUPS_BELOW, Chat, Person
from bot.sandbox.methods.places import open_topic
from bot.sandbox.refusals import Json
from bot.sandbox.world import World


class Crowd:
    """Ids are Telegram's: a person's private chat has the person's id, groups are negative."""

    def __init__(self, world: World) -> None:
        self.world = world

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

    def _notice(self, chat: Chat, actor: Json, body: Json) -> None:
        self.world.offer("message", chat, self.world.post(chat, actor, body))

    def _person(self, id: int) -> Person:
        if id not in self.world.people:
            raise LookupError(f"nobody has the id {id}")
        return self.world.people[id]

    def _chat(self, id: int) -> Chat:
        if id not in self.world.chats:
            raise LookupError(f"no chat has the id {id}")
        return self.world.chats[id]
