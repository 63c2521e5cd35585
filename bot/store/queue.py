"""What waits for SQLite's one writer: done together, each in a savepoint of its own, and committed once.

A commit waits for the disk, and that costs more than a transaction's work; together they wait once. Nobody hears that
theirs is done before the commit that holds it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

MOST_TOGETHER = 32


@dataclass(eq=False, slots=True)
class Waiting:
    """One transaction that somebody waits for."""

    work: Callable[[Session], Any]
    done: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None


class Queue:
    """Filled by the event loop, worked off by the writer's thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[Waiting] = deque()
        self._lock = Lock()
        self._at_work = False

    def put(self, one: Waiting) -> bool:
        """Whether the writer has to be called; it may be at work already."""
        with self._lock:
            self._waiting.append(one)
            call, self._at_work = not self._at_work, True
            return call

    def work_off(self) -> None:
        """Until nothing waits: take what is there, do it, commit, tell."""
        while True:
            with self._lock:
                together = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_TOGETHER))]
                self._at_work = bool(together)
            if not together:
                return
            try:
                self._do(together)
            except Exception as error:
                for one in together:
                    one.error = one.error or error
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                together[0].done.get_loop().call_soon_threadsafe(_tell, together)

    def _do(self, together: list[Waiting]) -> None:
        with self._engine.begin() as connection:
            fresh: dict[int, Any] = {}  # shared: what one has written, the next must not take for committed
            for one in together:
                try:
                    with (
                        Session(
                            connection,
                            expire_on_commit=False,
                            join_transaction_mode="create_savepoint",
                            info={"fresh": fresh},
                        ) as session,
                        session.begin(),
                    ):
                        one.result = one.work(session)
                except Exception as error:
                    one.error = error
                if not _is_open(connection):  # SQLite has given up the whole of it (disk full, disk error)
                    raise OperationalError("COMMIT", None, RuntimeError("nothing of it has happened")) from one.error


def _is_open(connection: Connection) -> bool:
    return bool(connection.connection.driver_connection.in_transaction)  # type: ignore[union-attr]


def _tell(together: list[Waiting]) -> None:
    for one in together:
        if not one.done.done():
            if one.error is not None:
                one.done.set_exception(one.error)
            else:
                one.done.set_result(one.result)
