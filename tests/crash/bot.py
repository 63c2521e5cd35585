"""The bot as `python -m bot` runs it, by a clock that is ahead: working mornings come as fast as the run wants them.

AHEAD_SECONDS is how far; LEASE_SECONDS shortens what a dead worker's hold lasts on PostgreSQL, so that minutes see as
many take-overs as days would.
"""

import asyncio
import os
from datetime import datetime, timedelta

from bot import app, logs
from bot.clock import machine_now
from bot.settings import load
from bot.store import inbox, outbox

AHEAD = timedelta(seconds=float(os.environ["AHEAD_SECONDS"]))
LEASE = float(os.environ["LEASE_SECONDS"])


def now() -> datetime:
    return machine_now() + AHEAD


async def main() -> None:
    settings = load()
    logs.set_up("INFO")
    inbox.VOID_AFTER = outbox.VOID_AFTER = timedelta(seconds=LEASE)
    app.BEAT_SECONDS = LEASE / 4
    house = app.house_for(settings, app.prepared(settings, now), now)
    async with app.running(house, settings.token()):
        await asyncio.Event().wait()


asyncio.run(main())
