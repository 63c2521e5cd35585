"""The context class of PTB, carrying the house: an update is worked at a desk, its letters go out, a refusal is told."""

import logging
from typing import Any

from sqlalchemy.orm import Session
from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from bot.desk import Brought, Desk, FileWanted, House, Letters, TakesLong, Work, admit, desk_for
from bot.errors import Refusal
from bot.fetching import bring
from bot.rules.standing import Said
from bot.store import inbox, outbox
from bot.texts import Letter, refusal

log = logging.getLogger(__name__)


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """What handlers, jobs and the error handler are given."""

    @property
    def house(self) -> House:
        house: House = self.application.bot_data["house"]
        return house

    async def answer(self, update: Update, work: Work, *, who: str = "anyone", words: str | None = None) -> None:
        """Work at the desk in one transaction; its letters go out at once, and again later if that fails.

        Raises what the work raises; then nothing has been recorded.
        """
        house = self.house
        sender = update.effective_user
        if sender is not None and (excess := house.throttle.excess(sender.id)):
            work, who = (_too_fast if excess == 1 else _nothing), "anyone"

        def desk_in(session: Session, *, patient: bool = False, brought: Brought | None = None, who: str = who) -> Desk:
            desk = desk_for(session, house, update)
            desk.patient, desk.brought = patient, brought
            if words is not None:
                desk.words = words
            admit(desk, who)
            return desk

        def transaction(session: Session) -> list[outbox.Parcel]:
            desk = desk_in(session)
            parcels = settle_update(desk, update, work(desk))
            fresh.update(session.info.get("mine", {}))
            return parcels

        fresh: dict[int, Said] = {}

        try:
            parcels = await house.database.transact(transaction)
        except TakesLong:  # nothing has been written; work it beside the writers, then write only what came of it
            letters = await house.database.read(lambda session: work(desk_in(session, patient=True)))
            parcels = await house.database.transact(lambda session: settle_update(desk_in(session), update, letters))
        except FileWanted as wanted:  # nor has anything here; with the file in hand it is worked again
            brought = await bring(self.bot, house, f"{house.bot_id}:{update.update_id}", wanted)

            def with_the_file(session: Session) -> list[outbox.Parcel]:
                desk = desk_in(session, brought=brought)
                return settle_update(desk, update, work(desk))

            def refused(session: Session, no: Refusal) -> list[outbox.Parcel]:
                desk = desk_in(session, who="anyone")
                letter = Letter(refusal(desk.language, no.reason, **no.values), edits=brought.progress)
                return settle_update(desk, update, letter)

            try:
                parcels = await house.database.transact(with_the_file)
            except Refusal as no:  # told where the progress was told
                parcels = await house.database.transact(refused, no)
        house.lines.keep(fresh)
        house.finished.add(update.update_id)
        await house.deliver(parcels)


def _too_fast(desk: Desk) -> Letters:
    return Letter(refusal(desk.language, "too_fast"))


def _nothing(desk: Desk) -> Letters:
    return None


def settle_update(desk: Desk, update: Update, letters: Letters) -> list[outbox.Parcel]:
    """End the inbox row and keep the letters; none when the update has had its effect before.

    Raises AlreadyDone, which undoes the transaction, when another worker was faster.
    """
    house = desk.house
    if not inbox.finish(desk.session, house.bot_id, update.update_id, house.now()):
        raise AlreadyDone
    many = [] if letters is None else [letters] if isinstance(letters, Letter) else list(letters)
    return outbox.enqueue(
        desk.session,
        many,
        chat_id=desk.chat_id,
        thread_id=desk.thread_id,
        person_id=desk.person.id if desk.person else None,
        now=desk.now,
        kind="answer",
        priority=outbox.ANSWER,
        worker=house.worker,
    )


class AlreadyDone(Exception):
    """The update had its effect before; what was just worked is undone."""


async def on_error(update: object, context: Context) -> None:
    """The only apologist: a refusal becomes its sentence; anything else is left for the intake to try again."""
    error = context.error
    if not isinstance(update, Update) or error is None:
        log.error("job failed", exc_info=error)
        return
    if isinstance(error, AlreadyDone):
        return
    if isinstance(error, Refusal):
        reason, values = error.reason, error.values

        def refuse(desk: Desk) -> Letters:
            if not desk.private and reason == "stranger":
                return None
            return Letter(refusal(desk.language, reason, **values))

        try:
            await context.answer(update, refuse)
        except Exception as again:
            context.house.failures[update.update_id] = again
        return
    if isinstance(error, Exception):
        context.house.failures[update.update_id] = error


ThisApplication = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], JobQueue[Context]]
