"""How much one person may send: nobody types forty messages a minute, and nobody may keep the others waiting."""

from time import monotonic

MINUTE = 60.0


class Throttle:
    """Counts each sender's updates minute by minute; 0 a minute means no limit."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._windows: dict[int, tuple[float, int]] = {}

    def excess(self, sender: int) -> int:
        """How many updates over the limit this one is: 0 within it, 1 for the first that is too many."""
        if not self.per_minute:
            return 0
        now = monotonic()
        began, count = self._windows.get(sender, (now, 0))
        if now - began > MINUTE:
            began, count = now, 0
            if len(self._windows) > 10_000:  # forget those who have been quiet
                self._windows = {who: window for who, window in self._windows.items() if now - window[0] <= MINUTE}
        self._windows[sender] = (began, count + 1)
        return max(0, count + 1 - self.per_minute)
