"""Methods that change, remove or mark messages that are there."""

from bot.sandbox.access import led, reached
from bot.sandbox.chats import Chat, quoted
from bot.sandbox.files import MEDIA, media
from bot.sandbox.markup import read_markup
from bot.sandbox.methods.sending import stored
from bot.sandbox.params import flag, number, structure, word
from bot.sandbox.refusals import NOT_MODIFIED, QUERY_TOO_OLD, Json, bad
from bot.sandbox.updates import PRESS_LIVES
from bot.sandbox.wording import read_caption, read_text
from bot.sandbox.world import World

DELETABLE = 48 * 3600  # seconds
# The reactions anybody may use; others are for Premium.
_OPEN_TO_ALL = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 "
    "🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 "
    "🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "
)
REACTIONS = frozenset(_OPEN_TO_ALL.split())


def _mine(world: World, params: Json) -> tuple[Chat, Json]:
    """The bot's own message a call wants to edit; refuses what is gone and what is somebody else's."""
    chat = reached(world, params)
    message = chat.messages.get(number(params, "message_id") or 0)
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != world.me["id"] or "forward_origin" in message:
        raise bad("message can't be edited")
    return chat, message


def _edit(world: World, chat: Chat, message: Json, body: Json, parts: tuple[str, ...], params: Json) -> Json:
    """Replace `parts` and the keyboard; refuses an edit that changes nothing."""
    inline, _ = read_markup(params, chat.kind == "private")
    if inline:
        body = body | {"reply_markup": inline}
    parts = (*parts, "reply_markup")
    if all(message.get(part) == body.get(part) for part in parts):
        raise bad(NOT_MODIFIED)
    return world.change(chat, message, body, gone=parts)


def edit_message_text(world: World, params: Json) -> Json:
    body = read_text(world, params)
    chat, message = _mine(world, params)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    return _edit(world, chat, message, body, ("text", "entities"), params)


def edit_message_caption(world: World, params: Json) -> Json:
    body = read_caption(world, params)
    chat, message = _mine(world, params)
    if not any(kind in message for kind in MEDIA):
        raise bad("there is no caption in the message to edit")
    return _edit(world, chat, message, body, ("caption", "caption_entities"), params)


def edit_message_media(world: World, params: Json) -> Json:
    """Another photo or document in the place of the one there."""
    item = structure(params, "media", "media")
    if not isinstance(item, dict) or item.get("type") not in MEDIA:
        raise bad("can't parse InputMedia: type must be non-empty")
    chat, message = _mine(world, params)
    if not any(kind in message for kind in MEDIA):
        raise bad("there is no media in the message to edit")
    kept = stored(world, params, item["type"], item.get("media"))
    body = media(kept) | read_caption(world, item)
    return _edit(world, chat, message, body, (*MEDIA, "caption", "caption_entities"), params)


def edit_message_reply_markup(world: World, params: Json) -> Json:
    chat, message = _mine(world, params)
    return _edit(world, chat, message, {}, (), params)


def delete_message(world: World, params: Json) -> bool:
    """Refuses what is gone, what is older than 48 hours, and other people's where the bot has no rights."""
    chat = reached(world, params)
    wanted = number(params, "message_id") or 0
    message = chat.messages.get(wanted)
    if message is None:
        raise bad("message to delete not found")
    if world.clock.seconds() - message["date"] > DELETABLE:
        raise bad("message can't be deleted for everyone")
    bot_id = int(world.me["id"])
    if chat.kind != "private" and message["from"]["id"] != bot_id and not chat.led_by(bot_id):
        raise bad("message can't be deleted")
    world.delete(chat, wanted)
    return True


def delete_messages(world: World, params: Json) -> bool:
    """Up to 100 at once; those that are not there are passed over."""
    chat = reached(world, params)
    wanted = structure(params, "message_ids", "message identifiers") or []
    if not 1 <= len(wanted) <= 100:
        raise bad("message identifiers are not specified" if not wanted else "too many message identifiers specified")
    for one in wanted:
        if int(one) in chat.messages:
            delete_message(world, {"chat_id": chat.id, "message_id": one})
    return True


def answer_callback_query(world: World, params: Json) -> bool:
    """Note what the presser is told; refuses an unknown press, one answered before, and one too old."""
    text = word(params, "text")
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    press = world.presses.get(word(params, "callback_query_id"))
    if press is None or press.answer is not None:
        raise bad(QUERY_TOO_OLD)
    if world.clock.now().timestamp() - press.pressed >= PRESS_LIVES:
        raise bad(QUERY_TOO_OLD)
    press.answer = {"text": text, "show_alert": flag(params, "show_alert"), "url": word(params, "url")}
    world.events.add("answered", chat_id=press.chat_id, message_id=press.message_id, press=press.id, **press.answer)
    return True


def set_message_reaction(world: World, params: Json) -> bool:
    chat = reached(world, params)
    wanted = number(params, "message_id") or 0
    if wanted not in chat.messages:
        raise bad("message to react not found")
    reaction = structure(params, "reaction", "reaction") or []
    if len(reaction) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(one.get("type") == "emoji" and one.get("emoji", "").rstrip("\ufe0f") not in REACTIONS for one in reaction):
        raise bad("REACTION_INVALID")
    react(world, chat, wanted, int(world.me["id"]), reaction)
    return True


def react(world: World, chat: Chat, number: int, who: int, reaction: list[Json]) -> None:
    """Record one reaction in the place of that person's last one."""
    chat.reactions.setdefault(number, {})[who] = reaction
    world.events.add("reaction", chat_id=chat.id, message_id=number, person=who, reaction=reaction)


def pin_chat_message(world: World, params: Json) -> bool:
    chat = led(world, params, "manage pinned messages in the chat")
    wanted = number(params, "message_id") or 0
    if wanted not in chat.messages:
        raise bad("message to pin not found")
    if wanted not in chat.pinned:
        chat.pinned.append(wanted)
        notice = world.post(chat, world.me, {"pinned_message": quoted(chat.messages[wanted])})
        world.offer("message", chat, notice)
    return True


def unpin_chat_message(world: World, params: Json) -> bool:
    chat = led(world, params, "manage pinned messages in the chat")
    wanted = number(params, "message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(wanted)
    world.events.add("unpinned", chat_id=chat.id, message_id=wanted)
    return True


def unpin_all_chat_messages(world: World, params: Json) -> bool:
    chat = led(world, params, "manage pinned messages in the chat")
    chat.pinned.clear()
    world.events.add("unpinned", chat_id=chat.id)
    return True
