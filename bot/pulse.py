"""What one process knows of its own work, by the machine's monotonic clock: when it last ticked and last heard Telegram."""

from collections import Counter
from time import monotonic

IN_A_ROW = 3  # a job that fails once is tried again at the next tick; one that goes on failing is a stall


class Pulse:
    """Kept in memory and forgotten with the process: a new one has a tick's time to show that it works."""

    def __init__(self) -> None:
        self._ticked_at = self._heard_at = monotonic()
        self._in_a_row: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()  # of jobs, since the start
        self.settled: Counter[str] = Counter()  # what became of letters, since the start

    def job(self, name: str, *, failed: bool) -> None:
        """One job of a tick has ended."""
        self._in_a_row[name] = self._in_a_row[name] + 1 if failed else 0
        self.failures[name] += failed

    def ticked(self) -> None:
        """A tick has come to its end."""
        self._ticked_at = monotonic()

    def heard(self) -> None:
        """Telegram has answered the question for updates, or has called."""
        self._heard_at = monotonic()

    @property
    def tick_age(self) -> float:
        """Seconds since the end of the last tick."""
        return monotonic() - self._ticked_at

    @property
    def silence(self) -> float:
        """Seconds since Telegram was last heard."""
        return monotonic() - self._heard_at

    @property
    def failing(self) -> list[str]:
        """The jobs that have failed in the last few ticks, each time."""
        return sorted(name for name, times in self._in_a_row.items() if times >= IN_A_ROW)
