"""Opening the trial: everything made afresh in seconds, through the doors real people use."""

import asyncio
import errno
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.app import first_admin, house_for, prepared, running
from bot.desk import House
from bot.errors import SettingsError
from bot.sandbox import TOKEN, Clock, Telegram
from bot.sandbox.page import page_routes
from bot.settings import Settings
from bot.store import nudges, people
from bot.trial.cast import GROUP, NOBODY_YET, OTHERS_FROM, PLAYERS, Player
from bot.trial.history import file_samples
from bot.trial.stage import Stage
from models import Unit

ZONE = "Asia/Shanghai"
LOADED_AT = datetime(2016, 2, 1, 9, 30, tzinfo=ZoneInfo(ZONE))  # the Monday on which Gaoan's letter is dated
OPENS_AT = datetime(2018, 10, 11, 15, 0, tzinfo=ZoneInfo(ZONE))  # a Thursday; the next morning reminds of September
JOINED_WITHIN = 20.0  # seconds
FOLDER = Path(".try")


async def run(port: int) -> None:
    """Open the trial on this port and keep it open until interrupted. Raises SettingsError when the port is taken."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    _say("正在准备：载入方案，请各单位联络员到场，补上示例数据…")
    async with opened(port, FOLDER) as stage:
        _say(f"\n  请在浏览器里打开  {stage.telegram.site}\n\n  Ctrl-C 结束。Open the address above; Ctrl-C ends it.\n")
        await stop.wait()
        _say("再见。")


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


@asynccontextmanager
async def opened(port: int = 0, folder: Path | None = None) -> AsyncIterator[Stage]:
    """A stage with the whole cast bound and a history behind it; what an earlier one left in `folder` is thrown away.

    Without a folder everything goes when the block is left. Raises SettingsError when the port is taken.
    """
    if folder is None:
        with TemporaryDirectory() as place:
            async with _opened(port, Path(place)) as stage:
                yield stage
    else:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        async with _opened(port, folder) as stage:
            yield stage


@asynccontextmanager
async def _opened(port: int, folder: Path) -> AsyncIterator[Stage]:
    clock = Clock()
    clock.set(LOADED_AT)
    telegram = Telegram(TOKEN, clock, limits=False)
    stage = Stage(telegram)
    telegram.app.add_routes(page_routes(stage))
    try:
        await telegram.start(port)
    except OSError as error:
        why = "已被占用" if error.errno == errno.EADDRINUSE else f"用不了（{error.strerror}）"
        raise SettingsError(f"端口 {port} {why}，请换一个，例如：make try PORT={port + 1}") from None
    try:
        house = await asyncio.to_thread(_house, telegram, folder)
        try:
            stage.set_with(house)
            async with running(house, TOKEN, ticking=False):
                await _gather(stage)
            await house.database.transact(_past, house)
            clock.set(OPENS_AT)
            async with running(house, TOKEN) as stage.live:
                yield stage
        finally:
            await telegram.stop()  # first, so that no page is left asking a closed database
            house.database.close()
    finally:
        await telegram.stop()


def _house(telegram: Telegram, folder: Path) -> House:
    """A database with the plans loaded on LOADED_AT. The environment of a real bot has no say here."""
    settings = Settings(
        _env_file=None,
        telegram_api_url=telegram.site,
        database_url=f"sqlite:///{(folder / 'try.db').resolve()}",
        webhook_url=None,
        operator_chat=None,
        timezone=ZONE,
        digest_hour=9,
        summary_hour=16,
        tick_seconds=20,
    )
    return house_for(settings, prepared(settings, telegram.clock.now), telegram.clock.now)


def _past(session: Session, house: House) -> None:
    """What lies behind the opening: the sample reports, and a morning on which everybody has been reminded."""
    file_samples(session, house)
    nudges.done(session, "nudge", f"{OPENS_AT:%Y-%m-%d}", OPENS_AT, note="sample")


async def _gather(stage: Stage) -> None:
    """Let everybody in as an admin would: an invite each, opened in Telegram; then bind the office's group."""
    telegram, house = stage.telegram, stage.house
    for player in PLAYERS:
        tongue = {"zh": "zh-hans", "zht": "zh-hant"}[player.language]
        telegram.add_person(player.telegram_id, player.name, language_code=tongue)
    by_key = {player.key: player.telegram_id for player in PLAYERS}
    telegram.add_group(GROUP.chat_id, GROUP.title, [by_key[key] for key in GROUP.members])
    maker = by_key[GROUP.members[0]]
    # the admin comes after the others, or each arrival would be announced to him, a second apart
    for player in PLAYERS:
        if player.role in ("contact", "office"):
            telegram.open_link(player.telegram_id, await _code(house, player))
    await _answered(stage)
    for player in PLAYERS:
        if player.role == "admin":
            telegram.open_link(player.telegram_id, await _code(house, player))
        if player.language != "zh":
            telegram.say(player.telegram_id, f"/language {player.language}")
    telegram.add_bot(GROUP.chat_id, maker)
    await _answered(stage)
    telegram.say(maker, f"/bind@{house.username}", chat=GROUP.chat_id)
    for number, name in enumerate(await house.database.transact(_others, house), OTHERS_FROM):
        telegram.add_person(number, name, started=True)
    await _answered(stage)


def _others(session: Session, house: House) -> list[str]:
    """The names of the contacts nobody plays, one for each other unit but NOBODY_YET; bound by invite as well."""
    book = house.shelf.book(session)
    taken = {contact.unit_id for contact in people.contacts(session)}
    units = [unit for unit in book.units.values() if book.parts_of([unit.id]) and not unit.is_group]
    names: list[str] = []
    for unit in units:
        if unit.id not in taken and unit.name not in NOBODY_YET:
            number, name = OTHERS_FROM + len(names), "聯絡員" if unit.place == "江西省" else "联络员"
            code = people.invite(session, house.now(), role="contact", unit=session.get(Unit, unit.id))
            people.redeem(session, code, number, number, name, "zh", house.now())
            names.append(name)
    return names


async def _answered(stage: Stage) -> None:
    if not await stage.quiet(JOINED_WITHIN):
        raise TimeoutError("机器人没有回应，试用开不起来")


async def _code(house: House, player: Player) -> str:
    """An invite for this player. Raises LookupError when no such unit is loaded."""
    if player.role == "admin":
        link = await first_admin(house)
        if link is None:
            raise LookupError("there is an admin already")
        return link.rpartition("=")[2]

    def make(session: Session) -> str:
        units = people.find_units(session, player.unit) if player.unit else []
        unit = next((one for one in units if one.place == player.place), None)
        if player.unit and unit is None:
            raise LookupError(f"{player.place} has no unit {player.unit}")
        return people.invite(session, house.now(), role=player.role, unit=unit)

    return await house.database.transact(make)
