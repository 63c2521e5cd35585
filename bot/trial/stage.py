"""The stage: the bot, its Telegram and the clock together, moved as one."""

import asyncio
import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.app import Running
from bot.desk import House
from bot.jobs import tick
from bot.sandbox import Telegram
from bot.sandbox.refusals import Json
from bot.trial.cast import GROUP, PLAYERS
from bot.trial.moves import Hours, stops, target
from models import InboxRow, OutboxMessage

LOOK = 0.02  # seconds between two looks at whether all is said
UNMOVED = 1.0  # seconds; on loopback a letter takes a hundredth of that
ON_THE_WAY = 6.0  # seconds a stop may take before the clock moves on
AT_THE_END = 1.2  # seconds the page waits; what comes later comes by the stream


class Stage:
    """What the page plays on, and tests. It is set with a house first, then `live`, the bot at work, opens it."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.live: Running | None = None
        self.opened = secrets.token_hex(8)
        self._house: House | None = None
        self._moving = asyncio.Lock()

    @property
    def house(self) -> House:
        """What the bot shares. Raises LookupError while the stage is being set."""
        if self._house is None:
            raise LookupError("还在准备，请稍候")
        return self._house

    def set_with(self, house: House) -> None:
        """The bot of this house will play here."""
        self._house = house

    @property
    def hours(self) -> Hours:
        settings = self.house.settings
        return Hours(settings.zone, settings.digest_hour, settings.summary_hour)

    def shown(self) -> Json:
        """The bot, the seats one may take, the clock, and a name of this start. Raises LookupError before it opens."""
        if self.live is None:
            raise LookupError("还在准备，请稍候")
        return {"opened": self.opened, "bot": self.telegram.world.me, "seats": seats(), "clock": self.clock()}

    def clock(self) -> Json:
        """The instant the clock shows and whether people work that day."""
        return {
            "now": self.telegram.clock.now().isoformat(),
            "workday": self.house.calendar.is_workday(self.house.today()),
        }

    async def move(self, to: str) -> Json:
        """Move the clock on, stopping where the bot has something to do, so that each letter bears its own day."""
        async with self._moving:
            now = self.telegram.clock.now()
            until = target(to, now, self.house.calendar, self.hours)
            for moment in stops(now, until, self.house.calendar, self.hours):
                await self.arrive(moment)
                await self.quiet(AT_THE_END if moment == until else ON_THE_WAY)
        return self.clock()

    async def arrive(self, moment: datetime) -> None:
        """Show this moment and do what is due then."""
        self.telegram.clock.set(moment)
        if self.live is not None:
            await tick(self.house)
            self.live.postman.wake()

    async def quiet(self, seconds: float) -> bool:
        """Whether everything said has been answered and delivered, waiting up to so many seconds for it.

        Letters that are on their way and do not move for UNMOVED seconds are not waited for.
        """
        clock = asyncio.get_running_loop().time
        end, going, since = clock() + seconds, -1, clock()
        while clock() < end:
            owed, now_going = await self.house.database.read(_in_hand)
            if now_going != going:
                going, since = now_going, clock()
            if not owed and not self.telegram.world.updates.count() and (not going or clock() - since > UNMOVED):
                return True
            await asyncio.sleep(LOOK)
        return False


def _in_hand(session: Session) -> tuple[int, int]:
    """How many updates are not yet handled and letters not yet taken up; how many letters are on their way."""
    unhandled = select(func.count()).select_from(InboxRow).where(InboxRow.state == "waiting")
    letters = select(OutboxMessage.state, func.count()).where(OutboxMessage.state.in_(("waiting", "sending")))
    by_state = {row[0]: int(row[1]) for row in session.execute(letters.group_by(OutboxMessage.state))}
    return (session.scalar(unhandled) or 0) + by_state.get("waiting", 0), by_state.get("sending", 0)


def seats() -> list[Json]:
    """The cast as the page lists it: people, and the group after those who are in it."""
    rows: list[Json] = []
    by_key = {player.key: player for player in PLAYERS}
    for player in PLAYERS:
        rows.append(
            {
                "key": player.key,
                "chat": player.telegram_id,
                "person": player.telegram_id,
                "name": player.name,
                "part": player.part,
                "line": player.line,
                "speakers": [{"id": player.telegram_id, "name": player.name}],
            }
        )
    speakers = [{"id": by_key[key].telegram_id, "name": by_key[key].name} for key in reversed(GROUP.members)]
    seat = {"key": GROUP.key, "chat": GROUP.chat_id, "person": None, "name": GROUP.title, "part": GROUP.part}
    place = max(index for index, row in enumerate(rows) if row["part"] == GROUP.part) + 1
    rows.insert(place, {**seat, "line": GROUP.line, "speakers": speakers})
    return rows
