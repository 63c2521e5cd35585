"""Both databases: an SQLite file, and a real PostgreSQL started once for these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.database.server import Server, postgres


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgres() as found:
        yield found


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    on_server = request.param == "PostgreSQL"
    url = request.getfixturevalue("server").database() if on_server else f"sqlite:///{tmp_path / 'empty.db'}"
    database = Database(url)
    yield database
    database.close()
