"""What Telegram refuses, in its own words: a table of calls and answers."""

import json
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.sandbox import Telegram
from tests.sandbox.conftest import GROUP, LI, WANG

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def html(text: str) -> dict[str, Any]:
    return {"chat_id": LI, "text": text, "parse_mode": "HTML"}


def buttons(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"chat_id": LI, "text": "选", "reply_markup": json.dumps({"inline_keyboard": rows})}


def entities(reason: str) -> str:
    return f"Bad Request: can't parse entities: {reason}"


PUSH = {"text": "好", "callback_data": "x"}
MINE, THEIRS, PHOTO = 1, 2, 3  # message ids in Li's chat, see `furnished`

CASES = [
    ("no text", "sendMessage", {"chat_id": LI}, 400, "Bad Request: message text is empty"),
    ("only spaces", "sendMessage", {"chat_id": LI, "text": " \n"}, 400, "Bad Request: text must be non-empty"),
    ("4097 characters", "sendMessage", {"chat_id": LI, "text": "好" * 4097}, 400, "Bad Request: message is too long"),
    ("4096 emoji", "sendMessage", {"chat_id": LI, "text": "😀" * 4096}, 200, ""),
    ("tags do not count", "sendMessage", html(f"<b>{'好' * 4096}</b>"), 200, ""),
    ("32 KB of tags", "sendMessage", html("<b>好</b>" * 4000), 400, "Bad Request: text is too long"),
    ("no chat", "sendMessage", {"text": "好"}, 400, "Bad Request: chat_id is empty"),
    ("unknown chat", "sendMessage", {"chat_id": 99, "text": "好"}, 400, "Bad Request: chat not found"),
    (
        "never started",
        "sendMessage",
        {"chat_id": WANG, "text": "好"},
        403,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    ("open tag", "sendMessage", html("<b>好"), 400, entities('Can\'t find end tag corresponding to start tag "b"')),
    (
        "unknown tag, offset in bytes",
        "sendMessage",
        html("好<int>"),
        400,
        entities('Unsupported start tag "int" at byte offset 3'),
    ),
    ("end without start", "sendMessage", html("好</b>"), 400, entities("Unexpected end tag at byte offset 3")),
    (
        "crossed tags",
        "sendMessage",
        html("<b>一<i>二</b></i>"),
        400,
        entities('Unmatched end tag at byte offset 12, expected "</i>", found "</b>"'),
    ),
    ("a < at the end", "sendMessage", html("3 <5"), 400, entities("Unclosed start tag at byte offset 2")),
    (
        "a lone < before a space",
        "sendMessage",
        html("3 < 5 > 2"),
        400,
        entities('Unsupported start tag "" at byte offset 2'),
    ),
    ("markdown", "sendMessage", {**html("好"), "parse_mode": "Markdown"}, 400, "Bad Request: unsupported parse_mode"),
    ("64 bytes of data", "sendMessage", buttons([{"text": "好", "callback_data": "x" * 64}]), 200, ""),
    (
        "65 bytes of data",
        "sendMessage",
        buttons([{"text": "好", "callback_data": "x" * 65}]),
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "22 Chinese characters of data",
        "sendMessage",
        buttons([{"text": "好", "callback_data": "举" * 22}]),
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    ("8 in a row", "sendMessage", buttons([PUSH] * 8), 200, ""),
    ("9 in a row", "sendMessage", buttons([PUSH] * 9), 400, "Bad Request: reply markup is too long"),
    ("101 buttons", "sendMessage", buttons(*[[PUSH]] * 101), 400, "Bad Request: reply markup is too long"),
    (
        "button without action",
        "sendMessage",
        buttons([{"text": "好"}]),
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "broken keyboard",
        "sendMessage",
        {"chat_id": LI, "text": "好", "reply_markup": "{"},
        400,
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    (
        "reply to nothing",
        "sendMessage",
        {"chat_id": LI, "text": "好", "reply_parameters": '{"message_id":99}'},
        400,
        "Bad Request: message to be replied not found",
    ),
    (
        "reply to nothing, sent anyway",
        "sendMessage",
        {"chat_id": LI, "text": "好", "reply_parameters": '{"message_id":99,"allow_sending_without_reply":true}'},
        200,
        "",
    ),
    (
        "unknown thread",
        "sendMessage",
        {"chat_id": GROUP, "text": "好", "message_thread_id": 1},
        400,
        "Bad Request: message thread not found",
    ),
    (
        "long caption",
        "editMessageCaption",
        {"chat_id": LI, "message_id": PHOTO, "caption": "好" * 1025},
        400,
        "Bad Request: message caption is too long",
    ),
    ("same text", "editMessageText", {"chat_id": LI, "message_id": MINE, "text": "甲"}, 400, NOT_MODIFIED),
    ("new text", "editMessageText", {"chat_id": LI, "message_id": MINE, "text": "乙"}, 200, ""),
    (
        "edit what is gone",
        "editMessageText",
        {"chat_id": LI, "message_id": 99, "text": "乙"},
        400,
        "Bad Request: message to edit not found",
    ),
    (
        "edit somebody else's",
        "editMessageText",
        {"chat_id": LI, "message_id": THEIRS, "text": "乙"},
        400,
        "Bad Request: message can't be edited",
    ),
    (
        "text of a photo",
        "editMessageText",
        {"chat_id": LI, "message_id": PHOTO, "text": "乙"},
        400,
        "Bad Request: there is no text in the message to edit",
    ),
    (
        "delete what is gone",
        "deleteMessage",
        {"chat_id": LI, "message_id": 99},
        400,
        "Bad Request: message to delete not found",
    ),
    ("unknown press", "answerCallbackQuery", {"callback_query_id": "1"}, 400, TOO_OLD),
    (
        "201 characters of answer",
        "answerCallbackQuery",
        {"callback_query_id": "1", "text": "好" * 201},
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    ),
    ("unknown file", "getFile", {"file_id": "x"}, 400, "Bad Request: invalid file_id"),
    (
        "album of one",
        "sendMediaGroup",
        {"chat_id": LI, "media": '[{"type":"photo","media":"x"}]'},
        400,
        "Bad Request: too few messages to send as an album",
    ),
    (
        "pin without rights",
        "pinChatMessage",
        {"chat_id": GROUP, "message_id": 1},
        400,
        "Bad Request: not enough rights to manage pinned messages in the chat",
    ),
    (
        "webhook in the clear",
        "setWebhook",
        {"url": "http://example.org/"},
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
    (
        "command in capitals",
        "setMyCommands",
        {"commands": '[{"command":"Help","description":"x"}]'},
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    (
        "strange reaction",
        "setMessageReaction",
        {"chat_id": LI, "message_id": MINE, "reaction": '[{"type":"emoji","emoji":"🧱"}]'},
        400,
        "Bad Request: REACTION_INVALID",
    ),
    ("unknown method", "sendCarrierPigeon", {}, 404, "Not Found: method not found"),
    ("capitals do not matter", "SENDMESSAGE", {"chat_id": LI, "text": "好"}, 200, ""),
]


@pytest.fixture
async def furnished(stand_in: Telegram) -> Telegram:
    """Li's chat with a message of the bot's (1), one of Li's (2) and a photo of the bot's (3)."""
    world, chat = stand_in.world, stand_in.world.chats[LI]
    world.post(chat, world.me, {"text": "甲"})
    stand_in.say(LI, "我的")
    world.post(chat, world.me, {"photo": []})
    return stand_in


@pytest.mark.parametrize(
    ("method", "params", "status", "said"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
async def test_telegram_answers(furnished: Telegram, method: str, params: Any, status: int, said: str) -> None:
    url = f"{furnished.base_url}{furnished.world.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, data=params) as answer:
        body = await answer.json()
    assert (answer.status, body.get("description", "")) == (status, said)
    assert body["ok"] == (status == 200)


@pytest.mark.parametrize("form", ["query", "urlencoded", "multipart", "json"])
async def test_parameters_may_come_in_any_form(stand_in: Telegram, form: str) -> None:
    url, params = f"{stand_in.base_url}{stand_in.world.token}/sendMessage", {"chat_id": str(LI), "text": "一二"}
    multipart = aiohttp.FormData(params)
    multipart.add_field("unused", b"x", filename="x")
    how: dict[str, dict[str, Any]] = {
        "query": {"method": "GET", "params": params},
        "urlencoded": {"method": "POST", "data": params},
        "multipart": {"method": "POST", "data": multipart},
        "json": {"method": "POST", "json": {"chat_id": LI, "text": "一二"}},
    }
    async with aiohttp.ClientSession() as session, session.request(url=url, **how[form]) as answer:
        assert (await answer.json())["result"]["text"] == "一二"


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_is_not_found(stand_in: Telegram) -> None:
    async with aiohttp.ClientSession() as session:
        for token, status in ((f"{'1' * 10}:{'b' * 35}", 401), ("nonsense", 404)):
            async with session.get(f"{stand_in.base_url}{token}/getMe") as answer:
                assert answer.status == status
    with pytest.raises(InvalidToken):
        await Bot(f"{'1' * 10}:{'b' * 35}", base_url=stand_in.base_url).initialize()


@pytest.mark.parametrize(
    ("turn", "said"),
    [("block", "bot was blocked by the user"), ("deactivate", "user is deactivated")],
)
async def test_a_person_who_turned_away_is_not_written_to(stand_in: Telegram, bot: Bot, turn: str, said: str) -> None:
    getattr(stand_in, turn)(LI)
    with pytest.raises(Forbidden, match=said):
        await bot.send_message(LI, "好")


async def test_an_unblocked_bot_may_write_again(stand_in: Telegram, bot: Bot) -> None:
    stand_in.block(LI)
    stand_in.unblock(LI)
    assert (await bot.send_message(LI, "好")).text == "好"
    changes = [update.my_chat_member for update in await bot.get_updates(timeout=0)]
    assert [change and change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_bot_thrown_out_of_a_group_is_told_so(stand_in: Telegram, bot: Bot) -> None:
    stand_in.remove_bot(GROUP, by=LI)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(GROUP, "好")


async def test_a_bot_that_left_a_group_is_no_member(stand_in: Telegram, bot: Bot) -> None:
    await bot.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(GROUP, "好")


async def test_a_press_is_answered_once_and_in_time(stand_in: Telegram, bot: Bot) -> None:
    world = stand_in.world
    message = world.post(world.chats[LI], world.me, {"text": "选"})
    press = world.press(world.people[LI], world.chats[LI], message, "a")
    assert await bot.answer_callback_query(press.id, "收到", show_alert=True)
    assert press.answer == {"text": "收到", "show_alert": True, "url": ""}
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(press.id)
