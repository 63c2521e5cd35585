"""What a bot sees of a group: all of it as an administrator, else only what is meant for it (privacy mode)."""

from bot.sandbox.chats import Chat
from bot.sandbox.refusals import Json

SERVICE = frozenset(
    {
        *("new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created", "pinned_message"),
        *("migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created", "forum_topic_edited"),
        *("forum_topic_closed", "forum_topic_reopened"),
    }
)


def visible(message: Json, chat: Chat, me: Json, reads_all: bool) -> bool:
    """Whether the bot `me` may see this message: commands, mentions, replies to it, service messages, or everything."""
    bot_id = int(me["id"])
    if chat.kind == "private":
        return True
    if not chat.holds(bot_id):
        return False
    if reads_all or chat.led_by(bot_id) or message.keys() & SERVICE:
        return True
    answered = message.get("reply_to_message", {})
    # In a topic the bot opened, every message formally answers the bot's notice: that is not talking to it.
    if answered.get("from", {}).get("id") == bot_id and not answered.keys() & SERVICE:
        return True
    text = message.get("text") or message.get("caption") or ""
    marks = message.get("entities") or message.get("caption_entities") or []
    return any(_calls(me, _marked(text, mark), mark["type"]) for mark in marks)


def _calls(me: Json, marked: str, kind: str) -> bool:
    mine = f"@{me['username']}".lower()
    if kind == "bot_command":
        return "@" not in marked or marked.lower().endswith(mine)
    return kind == "mention" and marked.lower() == mine


def _marked(text: str, mark: Json) -> str:
    begins, ends = 2 * mark["offset"], 2 * (mark["offset"] + mark["length"])
    return text.encode("utf-16-le")[begins:ends].decode("utf-16-le", "replace")
