"""Where the bot may write: finding the chat it names, and Telegram's words where it may not."""

from bot.sandbox.chats import Chat, quoted
from bot.sandbox.params import number, structure, word
from bot.sandbox.refusals import UPGRADED, Json, bad, forbidden
from bot.sandbox.world import World

GROUP_NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def known(world: World, params: Json) -> Chat:
    """The chat a call names by id or @name; refuses one nobody has heard of, or that moved."""
    name = word(params, "chat_id")
    if not name:
        raise bad("chat_id is empty")
    chat = _find(world, name)
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        raise bad(UPGRADED, migrate_to_chat_id=chat.migrated_to)
    return chat


def _find(world: World, name: str) -> Chat | None:
    if name.startswith("@"):
        wanted = name[1:].lower()
        public = (chat for chat in world.chats.values() if chat.kind != "private")
        return next((chat for chat in public if str(chat.card.get("username", "")).lower() == wanted), None)
    try:
        return world.chats.get(int(name))
    except ValueError:
        return None


def reached(world: World, params: Json) -> Chat:
    """The same, where the bot may also act; refuses with 403 if it was blocked, thrown out or never let in."""
    chat = known(world, params)
    if chat.kind == "private":
        person = world.people[chat.id]
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    status = chat.members.get(int(world.me["id"]), "left")
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {GROUP_NAMES[chat.kind]}")
    if status == "left":
        raise forbidden(f"bot is not a member of the {GROUP_NAMES[chat.kind]}")
    return chat


def led(world: World, params: Json, right: str) -> Chat:
    """A chat the bot administers; refuses with "not enough rights to …" elsewhere. Private chats need no rights."""
    chat = reached(world, params)
    if chat.kind != "private" and not chat.led_by(int(world.me["id"])):
        raise bad(f"not enough rights to {right}")
    return chat


def threaded(world: World, chat: Chat, params: Json) -> Json:
    """The thread part of a new message; refuses unknown threads (General has none) and closed ones."""
    thread = number(params, "message_thread_id")
    if thread is None:
        return {}
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad("message thread not found")
    if topic["closed"] and not chat.led_by(int(world.me["id"])):
        raise bad("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def replied(world: World, chat: Chat, params: Json) -> Json:
    """The reply part of a new message; refuses what is not there, unless the caller said to send anyway."""
    wanted = structure(params, "reply_parameters", "reply parameters")
    if wanted is None and number(params, "reply_to_message_id"):
        wanted = {
            "message_id": number(params, "reply_to_message_id"),
            "allow_sending_without_reply": params.get("allow_sending_without_reply"),
        }
    if wanted is None:
        return {}
    if not isinstance(wanted, dict):
        raise bad("can't parse reply parameters: expected an Object")
    place = chat if wanted.get("chat_id") in (None, "", chat.id) else _find(world, str(wanted["chat_id"]))
    target = place.messages.get(number(wanted, "message_id") or 0) if place else None
    if target is None:
        if str(wanted.get("allow_sending_without_reply", "")).lower() in ("true", "1"):
            return {}
        raise bad("message to be replied not found")
    quote = wanted.get("quote")
    if quote and quote not in (target.get("text") or target.get("caption") or ""):
        raise bad("QUOTE_TEXT_INVALID")
    reply: Json = {"reply_to_message": quoted(target)}
    if quote:
        reply["quote"] = {"text": quote, "position": 0, "is_manual": True}
    return reply
