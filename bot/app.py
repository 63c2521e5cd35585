"""Settings → a running bot: the database brought up to date, the lists of handlers and jobs wired, the door opened."""

import asyncio
import gc
import logging
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from telegram.ext import Application, ContextTypes

from bot import handlers, logs
from bot.clock import Now, machine_now
from bot.context import Context, ThisApplication, on_error
from bot.desk import House
from bot.errors import SettingsError
from bot.intake import WANTED, Intake
from bot.jobs import beat, tick
from bot.jobs.deliver import Postman
from bot.request import Line, call
from bot.settings import Settings
from bot.store import inbox, people, plans
from bot.store.database import Database
from bot.store.lock import Taken, sole
from bot.store.migrate import migrate
from bot.throttle import Throttle

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
HEARTBEAT_FIRST = 10.0
REST_SECONDS = 10.0  # how long a stop waits for what is in hand; the rest stays in the inbox


@dataclass
class Running:
    """One process at work."""

    application: ThisApplication
    house: House
    intake: Intake
    postman: Postman

    async def tick(self) -> None:
        """Do now what the clock would do at its next tick, and see it delivered."""
        await tick(self.house)
        await self.postman.settle()
        while await self.postman.round():
            pass


def prepared(settings: Settings, now: Now = machine_now) -> Database:
    """The database, migrated and, if empty, with the shipped plans loaded. Raises SettingsError when it cannot be used."""
    try:
        database = Database(settings.database_url)
        if migrate(database):
            log.info("database migrated")
        moment = now()
        today = moment.astimezone(settings.zone).date()
        if database.now(plans.is_empty):
            for one in database.now(plans.load_shipped, moment, today):
                log.info("loaded %s: %d measures", one.plan.code, len(one.changes.added))
    except SettingsError:
        raise
    except Exception as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()
        raise SettingsError(
            f"数据库用不了，请检查 DATABASE_URL：{reason[0] if reason else type(error).__name__}"
        ) from error
    return database


def house_for(settings: Settings, database: Database, now: Now = machine_now) -> House:
    """What one process shares; its worker's name tells it from every other process that ever ran."""
    throttle = Throttle(settings.messages_per_minute)
    return House(settings, database, now, worker=f"{os.getpid()}-{secrets.token_hex(4)}", throttle=throttle)


def build(house: House, token: str) -> ThisApplication:
    """The PTB application with every handler; it has no updater: the intake is the door."""
    api = house.settings.telegram_api_url.rstrip("/")
    # PTB types the job queue by its own context; ours stands in for it everywhere
    application: Any = (
        Application.builder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .request(Line())
        .get_updates_request(Line())
        .updater(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    application.bot_data["house"] = house
    handlers.register(application)
    application.add_error_handler(on_error)
    return application  # type: ignore[no-any-return]


@asynccontextmanager
async def running(house: House, token: str, *, ticking: bool = True) -> AsyncIterator[Running]:
    """The bot at work: it polls, or listens where WEBHOOK_URL is set, until the block is left.

    Raises SettingsError when another process has the SQLite file, telegram.error.TelegramError when Telegram does not
    know the token or cannot be reached.
    """
    logs.hide()
    try:
        with sole(house.database.url):
            async with _running(house, token, ticking=ticking) as live:
                yield live
    except Taken:
        raise SettingsError(
            "这个数据库文件正被另一个机器人进程使用：SQLite 只供一个进程，多个进程请用 PostgreSQL。"
        ) from None


@asynccontextmanager
async def _running(house: House, token: str, *, ticking: bool) -> AsyncIterator[Running]:
    application = build(house, token)
    await application.initialize()
    try:
        house.bot_id, house.username = application.bot.id, application.bot.username
        live = Running(application, house, Intake(application, house), Postman(application.bot, house))
        house.deliver = live.postman.hand_over
        await _claim(house)
        if ticking:
            _schedule(application, house, live)
        await application.start()
        try:
            await live.intake.adopt()
            await live.postman.adopt()
            async with (
                _open_door(live),
                _at_work(live.postman.run()),
                _at_work(house.database.read(_learn, house)),
                _watched(house),
            ):
                yield live
            with suppress(TimeoutError):
                async with asyncio.timeout(REST_SECONDS):
                    await live.intake.rest()
        finally:
            await live.intake.give_up()
            await live.postman.settle()
            await application.stop()
    finally:
        await application.shutdown()


async def _claim(house: House) -> None:
    """Say that this worker lives; on SQLite nobody else can."""
    if house.database.is_sqlite:
        await house.database.transact(inbox.alone)
    await house.database.transact(inbox.beat, house.worker, machine_now())


def _learn(session: Session, house: House) -> None:
    """Read the plans' words now, so that the first who writes does not wait for it."""
    house.almanac.refresh(session)
    book = house.shelf.book(session)
    for plan_id in book.plans if book.rack.is_small else ():
        book.lexicon(plan_id)
    gc.freeze()  # what is here now stays: there is no use in looking it through again and again


def _schedule(application: ThisApplication, house: House, live: Running) -> None:
    # a late tick is still wanted and ticks never pile up: what is due is computed from the rows, not from the timer
    patient: dict[str, Any] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}

    async def on_tick(context: Context) -> None:
        await tick(house)
        live.postman.wake()

    async def on_beat(context: Context) -> None:
        await beat(house, live.intake, live.postman)

    assert application.job_queue is not None
    application.job_queue.run_repeating(
        on_tick, house.settings.tick_seconds, first=1.0, name="tick", job_kwargs=patient
    )
    application.job_queue.run_repeating(on_beat, BEAT_SECONDS, name="beat", job_kwargs=patient)

    async def on_heartbeat(context: Context) -> None:
        from bot.jobs.health import heartbeat

        await heartbeat(house)

    if house.settings.heartbeat_url is not None:
        minutes = house.settings.heartbeat_minutes
        application.job_queue.run_repeating(
            on_heartbeat, 60 * minutes, first=HEARTBEAT_FIRST, name="heartbeat", job_kwargs=patient
        )


@asynccontextmanager
async def _watched(house: House) -> AsyncIterator[None]:
    """Somebody may ask how we are, where HEALTH_PORT is set; loaded only then."""
    if house.settings.health_port is None:
        yield
        return
    from bot.jobs.health import watched

    async with watched(house):
        yield


@asynccontextmanager
async def _open_door(live: Running) -> AsyncIterator[None]:
    settings, bot = live.house.settings, live.application.bot
    if settings.webhook_url:
        from bot.webhook import listening

        async with listening(live.intake, settings):
            await call(
                bot,
                "setWebhook",
                url=settings.webhook_url,
                secret_token=settings.secret(),
                allowed_updates=WANTED,
                max_connections=40,
            )
            yield
    else:
        await call(bot, "deleteWebhook")
        async with _at_work(live.intake.poll()):
            yield


@asynccontextmanager
async def _at_work(work: Any) -> AsyncIterator[None]:
    loop = asyncio.create_task(work)
    try:
        yield
    finally:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


async def first_admin(house: House) -> str | None:
    """The one-time link that makes the first admin, where there is none yet; None otherwise. Links of earlier starts are
    void: one is enough."""

    def make(session: Any) -> str | None:
        if people.admins(session):
            return None
        people.forget_first_links(session, house.now())
        return people.invite(session, house.now(), role="admin")

    code = await house.database.transact(make)
    return f"https://t.me/{house.username}?start={code}" if code else None
