"""One bot to a SQLite file: a lock that the operating system lets go when the process ends, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL


class Taken(Exception):
    """Another process holds the file."""


@contextmanager
def sole(url: URL) -> Iterator[None]:
    """Hold the file's lock while the block runs. Raises Taken when another process does; nothing to hold in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        yield
        return
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; there the operator sees to it
        yield
        return
    with open(f"{url.database}.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Taken from None
        yield
