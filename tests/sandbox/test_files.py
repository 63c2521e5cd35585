"""Files both ways: uploads, albums, downloads and how large they may be."""

import base64
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.sandbox import Telegram
from tests.sandbox.conftest import LI, read_all

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_what_a_person_sends_can_be_fetched(stand_in: Telegram, bot: Bot) -> None:
    stand_in.send_document(LI, b"1,2,3", "进展.csv", caption="见附件")
    (update,) = await read_all(bot)
    assert update.message is not None and update.message.document is not None
    assert (update.message.caption, update.message.document.file_name) == ("见附件", "进展.csv")
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"1,2,3"


async def test_what_the_bot_sends_can_be_read_and_sent_again(stand_in: Telegram, bot: Bot) -> None:
    sent = await bot.send_photo(LI, PIXEL, caption="<b>图</b>", parse_mode="HTML")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (1, 1)
    assert sent.caption == "图" and sent.caption_entities[0].type == "bold"
    assert stand_in.file(sent.photo[-1].file_id).content == PIXEL
    again = await bot.send_photo(LI, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    edited = await bot.edit_message_caption(LI, sent.message_id, caption="新图")
    assert not isinstance(edited, bool) and edited.caption == "新图"


async def test_a_picture_is_replaced_in_its_message(stand_in: Telegram, bot: Bot) -> None:
    sent = await bot.send_photo(LI, PIXEL, caption="旧")
    edited = await bot.edit_message_media(
        InputMediaDocument(b"x", filename="新.txt", caption="新"), LI, sent.message_id
    )
    assert not isinstance(edited, bool) and edited.document is not None
    assert (edited.caption, edited.photo, edited.document.file_name) == ("新", (), "新.txt")


async def test_an_album_shares_one_id_both_ways(stand_in: Telegram, bot: Bot) -> None:
    sent = await bot.send_media_group(LI, [InputMediaPhoto(PIXEL, caption="一"), InputMediaPhoto(PIXEL)])
    assert len({message.media_group_id for message in sent}) == 1
    stand_in.send_album(LI, [{"content": PIXEL}, {"content": PIXEL}], caption="两张")
    first, second = await read_all(bot)
    assert first.message is not None and second.message is not None
    assert first.message.media_group_id == second.message.media_group_id != sent[0].media_group_id
    assert (first.message.caption, second.message.caption) == ("两张", None)
    with pytest.raises(BadRequest, match="specified type in the album"):
        await bot.send_media_group(LI, [InputMediaPhoto(PIXEL), InputMediaDocument(b"x", filename="x.txt")])


async def test_more_than_20_mb_is_not_handed_out(stand_in: Telegram, bot: Bot) -> None:
    whole = stand_in.send_document(LI, b"x", "大.zip", size=20 << 20)["document"]
    await bot.get_file(whole["file_id"])
    more = stand_in.send_document(LI, b"x", "更大.zip", size=(20 << 20) + 1)["document"]
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(more["file_id"])


async def test_what_is_no_picture_is_no_photo(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)IMAGE_PROCESS_FAILED"):
        await bot.send_photo(LI, b"not a picture")


async def test_a_path_is_found_for_an_hour_after_it_was_asked_for(stand_in: Telegram) -> None:
    kept = stand_in.world.files.keep("document", b"x", "x.txt")
    url = f"{stand_in.base_file_url}{stand_in.world.token}/{kept.path}"
    async with aiohttp.ClientSession() as session:
        assert (await session.get(url)).status == 404
        stand_in.world.files.link(kept.file_id)
        assert (await session.get(url)).status == 200
        stand_in.clock.advance(timedelta(hours=1))
        assert (await session.get(url)).status == 404
