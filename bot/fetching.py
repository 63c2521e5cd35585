"""A file from Telegram: fetched and understood with no transaction open, while one message says how far it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from math import ceil

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.desk import Brought, FileWanted, House, SentFile
from bot.errors import Refusal
from bot.request import call
from bot.store import outbox
from bot.texts import say

LARGEST = 20 << 20  # bytes; what Telegram lets a bot fetch
PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds before the next try when the line is down
SECONDS_A_WORD = 5.0  # between two words about work that goes on


async def bring(bot: Bot, house: House, source: str, wanted: FileWanted) -> Brought:
    """What was understood of the file. Whatever Refusal it ends in is brought too; anything else is raised."""
    progress = await _progress(bot, house, source, wanted)
    async with _telling(bot, wanted, progress):
        try:
            content = await _fetched(bot, wanted.file)
            return Brought(await wanted.understand(house, content), progress)
        except Refusal as no:
            return Brought(no, progress)


async def _fetched(bot: Bot, file: SentFile) -> bytes:
    """The bytes of the file. Raises Refusal when it is too big, unknown to Telegram, or the line stays down."""
    for pause in (*PAUSES, None):
        try:
            found = await call(bot, "getFile", file_id=file.file_id)
            if found.get("file_size", 0) > LARGEST:
                raise Refusal("file_too_big", name=file.name)
            return bytes(await bot.request.retrieve(f"{bot.base_file_url}/{found['file_path']}"))
        except BadRequest as error:
            raise Refusal("file_too_big" if "too big" in error.message else "file_gone", name=file.name) from None
        except InvalidToken:  # PTB's name for a 404: the link has lapsed
            raise Refusal("file_gone", name=file.name) from None
        except NetworkError:
            if pause is None:
                break
            await asyncio.sleep(pause)
    raise Refusal("file_not_fetched", name=file.name)


async def _progress(bot: Bot, house: House, source: str, wanted: FileWanted) -> int | None:
    """The message that says the file is being read: that of an earlier try, or a new one; None when it cannot be sent."""
    key = f"progress:{source}"
    if (earlier := await house.database.transact(outbox.sent_as, key)) is not None:
        return earlier
    try:
        sent = await call(bot, "sendMessage", chat_id=wanted.chat_id, text=_words(wanted), parse_mode="HTML")
    except TelegramError:
        return None  # the answer will come by itself
    message_id = int(sent["message_id"])
    await house.database.transact(
        outbox.note_sent, wanted.chat_id, message_id, house.now(), kind="progress", dedupe_key=key
    )
    return message_id


@asynccontextmanager
async def _telling(bot: Bot, wanted: FileWanted, progress: int | None) -> AsyncIterator[None]:
    """While the block runs the message says how long it has been; when it is left, no edit is still on its way."""
    done = asyncio.Event()

    async def tell() -> None:
        seconds = 0.0
        while not done.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(SECONDS_A_WORD):
                    await done.wait()
                return
            seconds += SECONDS_A_WORD
            with suppress(TelegramError):
                await call(
                    bot,
                    "editMessageText",
                    chat_id=wanted.chat_id,
                    message_id=progress,
                    text=_words(wanted, ceil(seconds)),
                    parse_mode="HTML",
                )

    telling = asyncio.create_task(tell()) if progress is not None else None
    try:
        yield
    finally:
        done.set()
        if telling is not None:
            await telling


def _words(wanted: FileWanted, seconds: int = 0) -> str:
    return say(wanted.language, "reading", name=wanted.file.name, seconds=seconds)
