"""A database that holds the two small plans of the made-up city and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.migrate import migrate
from tests.cast import copied
from tests.seeding.pilot import NOW, PILOT, SECOND, loaded


@pytest.fixture(scope="session")
def pilot_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pilot") / "pilot.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    loaded(database, PILOT, now=NOW)
    loaded(database, SECOND, now=NOW)
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def pilot(pilot_template: Path, tmp_path: Path) -> Iterator[Database]:
    """Both small plans, loaded on 1 March 2021."""
    found = copied(pilot_template, tmp_path / "measures.db")
    yield found
    found.close()
