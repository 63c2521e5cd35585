"""A clock that can be moved, shared by the stand-in and the bot beside it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus an offset: moving it never stops it."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._told: list[Callable[[datetime], None]] = []

    def now(self) -> datetime:
        """The instant it shows, in UTC."""
        return datetime.now(UTC) + self._ahead

    def seconds(self) -> int:
        """The same as whole seconds since 1970, the form of every date in the Bot API."""
        return int(self.now().timestamp())

    def set(self, instant: datetime) -> datetime:
        """Show `instant` from here on; an instant without a zone is refused."""
        if instant.tzinfo is None:
            raise ValueError("the clock takes instants with a zone")
        self._ahead = instant - datetime.now(UTC)
        return self._tell()

    def advance(self, by: timedelta) -> datetime:
        """Move on (or back) by `by`."""
        self._ahead += by
        return self._tell()

    def tell(self, listener: Callable[[datetime], None]) -> None:
        """Call `listener` with the new instant after every move."""
        self._told.append(listener)

    def _tell(self) -> datetime:
        now = self.now()
        for listener in self._told:
            listener(now)
        return now
