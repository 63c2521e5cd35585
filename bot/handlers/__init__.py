"""Telegram in; thin. COMMANDS is the one list of commands, PRESSES the one list of buttons; menus and /help derive from
them. A handler is a plain function `(desk) -> letters`, worked in one transaction by Context.answer."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.context import Context, ThisApplication
from bot.desk import Desk, Letters, Work
from bot.errors import Gone, Refusal
from bot.handlers import (
    admin,
    almanac,
    attaching,
    behalf,
    card,
    clock,
    contacts,
    correcting,
    deciding,
    digest,
    entrance,
    loading,
    membership,
    numbers,
    office,
    passing,
    policy,
    reporting,
    settling,
    shipping,
    summaries,
    unchanged,
    undoing,
    watch,
)
from bot.request import call


@dataclass(frozen=True)
class Command:
    """A command: its name, what works it, and who has it in the menu (`who` is also who may use it)."""

    name: str
    work: Work
    who: str
    in_group: bool = False


COMMANDS = (
    Command("start", entrance.start, "anyone"),
    Command("help", entrance.help_page, "known", in_group=True),
    Command("mine", contacts.mine, "contact"),
    Command("measure", contacts.measure, "reader"),
    Command("history", contacts.history, "reader"),
    Command("undo", correcting.undo, "reader"),
    Command("why", card.why_read, "reader"),
    Command("away", clock.away, "known"),
    Command("summary", summaries.summary, "office", in_group=True),
    Command("subscribe", watch.subscribe, "office"),
    Command("overdue", office.overdue, "office"),
    Command("silent", office.silent, "office"),
    Command("unit", office.unit, "office"),
    Command("remind", office.remind, "office"),
    Command("inherited", office.inherited, "office"),
    Command("pause", clock.pause, "office"),
    Command("resume", clock.resume, "office"),
    Command("invite", admin.invite, "admin"),
    Command("people", admin.people_page, "admin"),
    Command("units", admin.units_page, "admin"),
    Command("reseed", loading.reseed, "admin"),
    Command("schedule", admin.schedule, "admin"),
    Command("policy", policy.policy, "admin"),
    Command("calendar", almanac.calendar, "admin"),
    Command("audit", watch.audit, "admin"),
    Command("bind", admin.bind, "admin", in_group=True),
    Command("unbind", admin.unbind, "admin", in_group=True),
    Command("language", entrance.language, "known"),
)

# the letters before the colon of a button's data → what its press does, and for whom
PRESSES: dict[str, tuple[Work, str]] = {
    "l": (entrance.choose_language, "known"),
    "mine": (contacts.mine, "contact"),
    "m": (contacts.open_measure, "reader"),
    "h": (contacts.open_history, "reader"),
    "r": (unchanged.begin, "contact"),
    "n": (unchanged.no_change, "contact"),
    "nr": (unchanged.give_reason, "reader"),
    "b": (behalf.begin_for, "office"),
    "p": (settling.pick, "reader"),
    "pp": (settling.turn_page, "reader"),
    "ps": (settling.choose_unit, "reader"),
    "k": (settling.choose_kind, "reader"),
    "od": (settling.choose_odd, "reader"),
    "c": (settling.cancel, "reader"),
    "f": (passing.pass_on, "contact"),
    "fn": (passing.not_ours, "contact"),
    "e": (correcting.amend, "reader"),
    "u": (correcting.undo_one, "reader"),
    "ev": (attaching.ask_material, "reader"),
    "w": (digest.why, "known"),
    "wa": (digest.acknowledge, "contact"),
    "pr": (clock.resume_one, "office"),
    "pol": (policy.switch_on, "admin"),
    "s": (numbers.summary_as, "office"),
    "sl": (numbers.open_list, "office"),
    "sn": (numbers.turn_page, "office"),
    "su": (watch.subscribe_to, "office"),
    "o": (office.open_unit, "office"),
    "d": (office.remind_unit, "office"),
    "q": (office.remind_measure, "office"),
    "g": (office.open_inherited, "office"),
    "i": (admin.invite_to, "admin"),
    "v": (admin.open_person, "admin"),
    "x": (admin.ask_revoke, "admin"),
    "xx": (admin.revoke, "admin"),
    "y": (admin.new_phone, "admin"),
    "z": (shipping.load_shipped, "admin"),
    "za": (deciding.load, "admin"),
    "zd": (deciding.drop, "admin"),
    "zk": (deciding.choose, "admin"),
    "zr": (undoing.ask_roll_back, "admin"),
    "zz": (undoing.roll_back, "admin"),
    "ze": (shipping.workbook, "admin"),
    "zn": (undoing.keep_loaded, "admin"),
}

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]

_answering: set[asyncio.Task[None]] = set()  # asyncio keeps only weak references to its tasks


def register(application: ThisApplication) -> None:
    """Add every handler. Order matters: commands before plain text, the catch-all for buttons last."""
    for command in COMMANDS:
        application.add_handler(CommandHandler(command.name, _commanded(command), filters.UpdateType.MESSAGE))
    application.add_handler(CallbackQueryHandler(_pressed))
    application.add_handler(ChatMemberHandler(_worked(membership.changed), ChatMemberHandler.MY_CHAT_MEMBER))
    fresh, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    application.add_handler(MessageHandler(fresh & filters.COMMAND, _worked(entrance.unknown_command)))
    application.add_handler(MessageHandler(fresh & filters.TEXT, _worked(reporting.said)))
    application.add_handler(MessageHandler(edited & (filters.TEXT | filters.CAPTION), _worked(reporting.edited)))
    application.add_handler(MessageHandler(fresh & filters.StatusUpdate.ALL, _worked(membership.service)))
    application.add_handler(MessageHandler(fresh & ~filters.StatusUpdate.ALL, _worked(attaching.sent_file)))


def _worked(work: Work) -> Callback:
    async def callback(update: Update, context: Context) -> None:
        await context.answer(update, work)

    return callback


def _commanded(command: Command) -> Callback:
    async def callback(update: Update, context: Context) -> None:
        private = update.effective_chat is not None and update.effective_chat.type == "private"
        work = command.work if private or command.in_group else _in_private
        await context.answer(update, work, who=command.who, words=" ".join(context.args or ()))

    return callback


def _in_private(desk: Desk) -> Letters:
    raise Refusal("in_private", bot=desk.house.username)


async def _pressed(update: Update, context: Context) -> None:
    """Answer the press first, so that no button spins; then do what it says."""
    query = update.callback_query
    assert query is not None
    answering = asyncio.create_task(_answer_press(context, query.id))
    _answering.add(answering)
    answering.add_done_callback(_answering.discard)
    prefix, _, rest = (query.data or "").partition(":")
    work, who = PRESSES.get(prefix, (_stale, "known"))
    await context.answer(update, work, who=who, words=rest)


async def _answer_press(context: Context, query_id: str) -> None:
    # too old, or the line is down: the press is still worked
    with suppress(TelegramError):
        await call(context.bot, "answerCallbackQuery", callback_query_id=query_id)


def _stale(desk: Desk) -> Letters:
    raise Gone("gone")
