"""One way to the database for SQLite and PostgreSQL: a transaction is a plain function, run in a database thread.

SQLite has one writer thread (WAL, BEGIN IMMEDIATE; what waits together is committed together) and two readers;
PostgreSQL a small pool. Because the function is synchronous, the network cannot be called inside a transaction.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from bot.store.queue import Queue, Waiting

P = ParamSpec("P")
T = TypeVar("T")

Transaction = Callable[Concatenate[Session, P], T]

BUSY_MS = 5_000
POOL = 8


class Database:
    """The engine and its threads: `transact` for what writes, `read` for long reads that must not hold up writers."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = _sqlite(str(self.url), writes=True)
            self._reading = _sqlite(str(self.url), writes=False)
            self._writers = ThreadPoolExecutor(1, "database")
            self._queue: Queue | None = Queue(self.engine)
            self._readers = ThreadPoolExecutor(2, "reading")
        else:
            self.engine = self._reading = _postgres(self.url)
            self._writers = self._readers = ThreadPoolExecutor(POOL, "database")
            self._queue = None

    def now(self, work: "Transaction[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns, run here and now in one transaction that is committed unless it raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            return work(session, *args, **kwargs)

    async def transact(self, work: "Transaction[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns, run in a database thread in one transaction."""
        loop = asyncio.get_running_loop()
        if self._queue is None:
            return await loop.run_in_executor(self._writers, lambda: self.now(work, *args, **kwargs))
        done: asyncio.Future[T] = loop.create_future()
        if self._queue.put(Waiting(lambda session: work(session, *args, **kwargs), done)):
            self._writers.submit(self._queue.work_off)
        return await done

    async def read(self, work: "Transaction[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns, run beside the writers; it must not write."""

        def run() -> T:
            with Session(self._reading, expire_on_commit=False) as session, session.begin():
                return work(session, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    def close(self) -> None:
        """Wait for the threads and close the connections."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()
        self._reading.dispose()


def _postgres(url: URL) -> Engine:
    engine = create_engine(url, pool_size=POOL, max_overflow=2, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _open(connection: Any, _: object) -> None:
        # as of disks that turn, the default has it read a whole table where an index would do
        connection.execute("SET random_page_cost = 1.1")
        connection.commit()

    return engine


def _sqlite(url: str, *, writes: bool) -> Engine:
    engine = create_engine(url, pool_size=2, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _open(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            connection.execute(f"PRAGMA {pragma}")
        if not writes:
            connection.execute("PRAGMA query_only=ON")  # what only reads is held to it

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
