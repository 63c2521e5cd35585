"""Groups: what the bot sees there, how it comes and goes, how a group moves, and topics."""

from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated

from bot.sandbox import Telegram
from tests.sandbox.conftest import GROUP, LI, WANG, read_all

FORUM = -1001234567890

SEEN = [
    ("ordinary talk", "大家好", False),
    ("a command", "/summary", True),
    ("a command in a sentence", "请看 /summary 谢谢", True),
    ("a command for this bot", "/summary@measures_bot", True),
    ("a command for another bot", "/summary@other_bot", False),
    ("a mention", "@measures_bot 进展如何", True),
    ("a mention of another", "@other_bot 进展如何", False),
    ("a path is no command", "见a/b", False),
]


@pytest.mark.parametrize(("text", "seen"), [case[1:] for case in SEEN], ids=[case[0] for case in SEEN])
async def test_with_privacy_mode_the_bot_sees(stand_in: Telegram, bot: Bot, text: str, seen: bool) -> None:
    stand_in.say(LI, text, chat=GROUP)
    assert len(await read_all(bot)) == seen


async def test_a_reply_to_the_bot_is_seen_and_one_to_a_person_is_not(stand_in: Telegram, bot: Bot) -> None:
    asked = await bot.send_message(GROUP, "进展？")
    said = stand_in.say(LI, "有的", chat=GROUP, reply_to=asked.message_id)
    stand_in.say(WANG, "好", chat=GROUP, reply_to=said["message_id"])
    (update,) = await read_all(bot)
    assert update.message is not None and update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "进展？"


async def test_an_administrator_sees_everything_and_hears_who_comes(stand_in: Telegram, bot: Bot) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["message", "my_chat_member", "chat_member"])
    stand_in.add_bot(GROUP, by=LI, admin=True)
    stand_in.add_member(GROUP, WANG, "left")
    stand_in.say(LI, "大家好", chat=GROUP)
    promoted, farewell, change, talk = await read_all(bot)
    assert promoted.my_chat_member is not None
    assert promoted.my_chat_member.new_chat_member.status == "administrator"
    assert farewell.message is not None and farewell.message.left_chat_member is not None
    assert change.chat_member is not None and change.chat_member.new_chat_member.status == "left"
    assert talk.message is not None and talk.message.text == "大家好"
    assert [one.user.id for one in await bot.get_chat_administrators(GROUP)] == [LI, bot.id]
    assert await bot.get_chat_member_count(GROUP) == 2
    assert (await bot.get_chat_member(GROUP, WANG)).status == "left"


async def test_the_bot_hears_that_it_was_invited(stand_in: Telegram, bot: Bot) -> None:
    stand_in.add_group(-501, "新群", [LI])
    stand_in.open_link(LI, "office", group=-501)
    change, welcome, start = await read_all(bot)
    assert change.my_chat_member is not None and change.my_chat_member.new_chat_member.status == "member"
    assert welcome.message is not None and welcome.message.new_chat_members[0].id == bot.id
    assert start.message is not None and start.message.text == "/start@measures_bot office"


async def test_a_group_that_moved_names_its_new_id(stand_in: Telegram, bot: Bot) -> None:
    moved = stand_in.migrate(GROUP)
    old, new = await read_all(bot)
    assert old.message is not None and old.message.migrate_to_chat_id == moved
    assert new.message is not None and new.message.migrate_from_chat_id == GROUP
    with pytest.raises(ChatMigrated) as refused:
        await bot.send_message(GROUP, "好")
    assert refused.value.new_chat_id == moved
    assert (await bot.send_message(moved, "好")).chat.type == "supergroup"


async def test_topics_keep_their_messages_apart(stand_in: Telegram, bot: Bot) -> None:
    stand_in.add_group(FORUM, "论坛", [LI], forum=True, bot="administrator")
    topic = await bot.create_forum_topic(FORUM, "一季度")
    sent = await bot.send_message(FORUM, "好", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    general = await bot.send_message(FORUM, "大家")
    assert general.message_thread_id is None
    stand_in.say(LI, "收到", chat=FORUM, thread=topic.message_thread_id)
    *_, update = await read_all(bot)
    assert update.message is not None and update.message.message_thread_id == topic.message_thread_id
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(FORUM, "好", message_thread_id=1)


async def test_talk_in_a_topic_the_bot_opened_is_not_talk_to_the_bot(stand_in: Telegram, bot: Bot) -> None:
    stand_in.add_group(FORUM, "论坛", [LI], forum=True, bot="administrator")
    topic = await bot.create_forum_topic(FORUM, "一季度")
    stand_in.add_bot(FORUM, by=LI, admin=False)
    await read_all(bot)
    stand_in.say(LI, "你们好", chat=FORUM, thread=topic.message_thread_id)
    assert await read_all(bot) == []


async def test_only_an_administrator_opens_topics(stand_in: Telegram, bot: Bot) -> None:
    stand_in.add_group(FORUM, "论坛", [LI], forum=True, bot="member")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to create a topic"):
        await bot.create_forum_topic(FORUM, "一季度")


async def test_a_pinned_message_is_announced_and_shown_with_the_chat(stand_in: Telegram, bot: Bot) -> None:
    sent = await bot.send_message(LI, "周报")
    assert await bot.pin_chat_message(LI, sent.message_id)
    shown: Any = (await bot.get_chat(LI)).pinned_message
    assert shown.text == "周报"
    (update,) = await read_all(bot)
    assert update.message is not None and update.message.pinned_message is not None
    await bot.unpin_chat_message(LI)
    assert (await bot.get_chat(LI)).pinned_message is None
