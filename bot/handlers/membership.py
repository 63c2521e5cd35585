"""Comings and goings: somebody blocks the bot or lets it back, a group takes it in, throws it out, or moves."""

from telegram import ChatMember

from bot.desk import Desk, Letters
from bot.store import people

AWAY = (ChatMember.LEFT, ChatMember.BANNED)


def changed(desk: Desk) -> Letters:
    """The bot's own place in a chat has changed. Nothing is lost: the chat is marked, the office told."""
    member = desk.update.my_chat_member if desk.update else None
    if member is None:
        return None
    if member.new_chat_member.status in AWAY:
        people.unreachable(desk.session, desk.chat_id, member.new_chat_member.status, desk.now, desk.today)
        return None
    people.reachable(desk.session, desk.chat_id)
    if desk.private or member.old_chat_member.status not in AWAY:
        return None
    desk.person, desk.units = people.who_is(desk.session, desk.telegram_id)
    return desk.letter("joined_group", bot=desk.house.username)


def service(desk: Desk) -> Letters:
    """A service message; a group that became a supergroup is followed."""
    message = desk.update.effective_message if desk.update else None
    if message is not None and message.migrate_to_chat_id:
        people.move_chat(desk.session, desk.chat_id, message.migrate_to_chat_id)
    return None
