"""Methods about chats: who is in them, their topics, leaving them."""

from bot.sandbox.access import known, led, reached
from bot.sandbox.chats import Chat
from bot.sandbox.params import number, word
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World

TOPIC_NAME_LIMIT = 128
TOPIC_COLOUR = 7322096  # one of the six Telegram allows
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, params: Json) -> Json:
    """The full card of a chat; refuses groups the bot is not in."""
    chat = known(world, params)
    if chat.kind != "private":
        chat = reached(world, params)
    shown = chat.card | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if chat.pinned:
        shown["pinned_message"] = chat.messages[chat.pinned[-1]]
    return shown


def get_chat_member(world: World, params: Json) -> Json:
    chat = reached(world, params)
    who = number(params, "user_id") or 0
    card = _card(world, who)
    if card is None:
        raise bad("user not found")
    if chat.kind == "private":
        return world.standing(card, "member")
    return world.standing(card, chat.members.get(who, "left"))


def get_chat_administrators(world: World, params: Json) -> list[Json]:
    chat = reached(world, params)
    if chat.kind == "private":
        raise bad("there are no administrators in the private chat")
    standings = ((_card(world, who), status) for who, status in chat.members.items())
    return [
        world.standing(card, status) for card, status in standings if card and status in ("creator", "administrator")
    ]


def get_chat_member_count(world: World, params: Json) -> int:
    chat = reached(world, params)
    return 2 if chat.kind == "private" else sum(chat.holds(who) for who in chat.members)


def leave_chat(world: World, params: Json) -> bool:
    chat = reached(world, params)
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    bot_id = int(world.me["id"])
    old, chat.members[bot_id] = chat.members[bot_id], "left"
    world.post(chat, world.me, {"left_chat_member": world.me})
    world.moved(chat, world.me, world.me, old, "left")
    return True


def create_forum_topic(world: World, params: Json) -> Json:
    chat = _forum(world, params)
    name = word(params, "name")
    if not 1 <= len(name) <= TOPIC_NAME_LIMIT:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    return open_topic(world, chat, world.me, name)


def open_topic(world: World, chat: Chat, sender: Json, name: str) -> Json:
    """A new topic, whose thread id is the id of the message that says so."""
    made = {"name": name, "icon_color": TOPIC_COLOUR}
    thread = chat.last_id + 1
    notice = {"forum_topic_created": made, "message_thread_id": thread, "is_topic_message": True}
    message = world.post(chat, sender, notice)
    chat.topics[thread] = {"name": name, "closed": False}
    world.offer("message", chat, message)
    return {"message_thread_id": thread, **made}


def edit_forum_topic(world: World, params: Json) -> bool:
    chat, thread = _topic(world, params)
    name = word(params, "name")
    if name and name != chat.topics[thread]["name"]:
        chat.topics[thread]["name"] = name
        _notice(world, chat, thread, {"forum_topic_edited": {"name": name}})
    return True


def close_forum_topic(world: World, params: Json) -> bool:
    return _turn(world, params, True, "forum_topic_closed")


def reopen_forum_topic(world: World, params: Json) -> bool:
    return _turn(world, params, False, "forum_topic_reopened")


def _turn(world: World, params: Json, closed: bool, said: str) -> bool:
    chat, thread = _topic(world, params)
    if chat.topics[thread]["closed"] == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.topics[thread]["closed"] = closed
    _notice(world, chat, thread, {said: {}})
    return True


def _notice(world: World, chat: Chat, thread: int, what: Json) -> None:
    message = world.post(chat, world.me, {"message_thread_id": thread, "is_topic_message": True, **what})
    world.offer("message", chat, message)


def _forum(world: World, params: Json) -> Chat:
    chat = led(world, params, "create a topic")
    if not chat.card.get("is_forum"):
        raise bad("the chat is not a forum")
    return chat


def _topic(world: World, params: Json) -> tuple[Chat, int]:
    chat = _forum(world, params)
    thread = number(params, "message_thread_id") or 0
    if thread not in chat.topics:
        raise bad("message thread not found")
    return chat, thread


def _card(world: World, who: int) -> Json | None:
    if who == world.me["id"]:
        return world.me
    person = world.people.get(who)
    return person.card if person else None
