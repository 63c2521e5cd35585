"""The clock in. JOBS is the one list: each job computes from the rows what is due, does it once, and may be repeated."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from bot.clock import machine_now
from bot.desk import House
from bot.intake import Intake
from bot.jobs.audit import audit
from bot.jobs.brief import brief
from bot.jobs.colleagues import tell_colleagues
from bot.jobs.deliver import Postman
from bot.jobs.forewarn import forewarn
from bot.jobs.nudge import nudge
from bot.store import inbox

log = logging.getLogger(__name__)

JOBS: dict[str, Callable[[House], Awaitable[None]]] = {
    "nudge": nudge,
    "colleagues": tell_colleagues,
    "brief": brief,
    "audit": audit,
    "forewarn": forewarn,
}


async def tick(house: House) -> None:
    """Run every job; one that fails does not keep the others from running, and is tried again at the next tick."""
    with suppress(DBAPIError):  # the jobs will say so themselves
        await house.database.read(house.almanac.refresh)
    for name, job in JOBS.items():
        try:
            await job(house)
        except DBAPIError as error:
            log.warning("%s waits for the database: %s", name, type(error).__name__)
            house.pulse.job(name, failed=True)
        except Exception:
            log.exception("%s failed", name)
            house.pulse.job(name, failed=True)
        else:
            house.pulse.job(name, failed=False)
    house.pulse.ticked()


async def beat(house: House, intake: Intake, postman: Postman) -> None:
    """Say that this worker lives, and take over what dead ones left."""
    await house.database.transact(inbox.beat, house.worker, machine_now())
    await house.database.read(house.almanac.refresh)
    await intake.adopt()
    await postman.adopt()
