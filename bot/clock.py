"""Where the time comes from: the machine's clock, or one that the sandbox moves."""

from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]


def machine_now() -> datetime:
    """The machine's own time, aware, in UTC. Leases go by it even where the plan's clock is moved."""
    return datetime.now(UTC)
