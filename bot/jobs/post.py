"""One parcel to Telegram: which method, and what the answer means."""

from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.request import NotSent, call
from bot.store.outbox import Parcel, Settled
from bot.texts import label

MOST_ATTEMPTS = 8
# wordings that mean: never again to this chat
PERMANENT = (
    "chat not found",
    "user is deactivated",
    "bot was kicked",
    "bot was blocked",
    "not enough rights",
    "peer_id",
)
NOTHING_TO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Unreachable(Exception):
    """The chat will not take letters any more: the contact is to be marked, the office told."""


async def post(bot: Bot, parcel: Parcel, now: datetime) -> Settled:
    """What became of one parcel. Raises Unreachable or ChatMigrated, which the caller has to act on."""
    try:
        message = await _send(bot, parcel)
    except RetryAfter as error:
        wait = error.retry_after if isinstance(error.retry_after, timedelta) else timedelta(seconds=error.retry_after)
        return Settled(parcel.id, "again", error="429", not_before=now + wait + timedelta(milliseconds=250))
    except ChatMigrated:
        raise
    except NotSent as error:
        return _later(parcel, now, error)
    except Forbidden as error:
        raise Unreachable(error.message) from None
    except BadRequest as error:
        return await _refused(bot, parcel, now, error)
    except InvalidToken as error:
        return _later(parcel, now, error)
    except TelegramError as error:
        # read timeout, dropped connection, 5xx, an answer that is no JSON: the message may have arrived
        return Settled(parcel.id, "unknown", error=str(error))
    return Settled(parcel.id, "sent", message_id=message)


async def _refused(bot: Bot, parcel: Parcel, now: datetime, error: BadRequest) -> Settled:
    wording = error.message.lower()
    if "not modified" in wording:
        return Settled(parcel.id, "sent", message_id=parcel.letter.get("edits"))
    if any(sign in wording for sign in PERMANENT):
        raise Unreachable(error.message)
    if "edits" in parcel.letter and any(sign in wording for sign in NOTHING_TO_EDIT):
        return await post(bot, _changed(parcel, edits=None), now)
    if "can't parse entities" in wording and not parcel.letter.get("plain"):
        return await post(bot, _changed(parcel, plain=True), now)
    return Settled(parcel.id, "failed", error=error.message)


def _changed(parcel: Parcel, **changes: Any) -> Parcel:
    letter = {key: value for key, value in (parcel.letter | changes).items() if value is not None}
    return Parcel(
        parcel.id,
        parcel.chat_id,
        parcel.thread_id,
        letter,
        parcel.file,
        parcel.attempts,
        parcel.repeat,
        parcel.priority,
        parcel.language,
    )


def _later(parcel: Parcel, now: datetime, error: TelegramError) -> Settled:
    """It never left: try again, ever more slowly, for about an hour."""
    if parcel.attempts >= MOST_ATTEMPTS:
        return Settled(parcel.id, "failed", error=str(error))
    return Settled(parcel.id, "again", error=str(error), not_before=now + timedelta(seconds=5 * 2**parcel.attempts))


async def _send(bot: Bot, parcel: Parcel) -> int | None:
    """The message id Telegram gave."""
    letter = parcel.letter
    if "method" in letter:  # not a letter but a wish: a menu to put up
        await call(bot, letter["method"], **letter["parameters"])
        return None
    text = letter["text"]
    if parcel.repeat and "edits" not in letter:  # the same edit twice is one edit
        text = f"{label(parcel.language, 'repeat')}\n{text}"
    place: dict[str, Any] = {"chat_id": parcel.chat_id, "message_thread_id": parcel.thread_id}
    body: dict[str, Any] = {"parse_mode": None if letter.get("plain") else "HTML"}
    if "buttons" in letter:
        body["reply_markup"] = {"inline_keyboard": letter["buttons"]}
    if "reply_to" in letter:
        body["reply_parameters"] = {"message_id": letter["reply_to"], "allow_sending_without_reply": True}
    if "file" in letter and parcel.file is not None:
        field, method = _FILES[letter["file"]["kind"]]
        place[field] = InputFile(parcel.file, filename=letter["file"]["name"])
        answer = await call(bot, method, **place, **body, caption=text or None)
    elif "edits" in letter:
        edited = {"chat_id": parcel.chat_id, "message_id": letter["edits"], "text": text}
        body.pop("reply_parameters", None)
        answer = await call(bot, "editMessageText", **edited, **body)
    else:
        preview = {"is_disabled": True}
        answer = await call(bot, "sendMessage", **place, text=text, link_preview_options=preview, **body)
    return answer["message_id"] if isinstance(answer, dict) else letter.get("edits")


_FILES = {"document": ("document", "sendDocument"), "photo": ("photo", "sendPhoto")}
