"""The cast of tests/cast.py as fixtures. A test names whom it needs; the bot starts when `stage` is asked for."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.cast import Someone, Stage, copied, make_template, stage_on


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    make_template(path)
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    found = copied(template, tmp_path / "measures.db")
    yield found
    found.close()


@pytest.fixture
async def empty_stage(database: Database) -> AsyncIterator[Stage]:
    """The bot is not started: the test does it."""
    async with stage_on(database) as found:
        yield found


@pytest.fixture
async def stage(empty_stage: Stage) -> AsyncIterator[Stage]:
    async with empty_stage.open() as found:
        yield found


@pytest.fixture
def liu(empty_stage: Stage) -> Someone:
    return empty_stage.appointed("刘主任", role="admin")


@pytest.fixture
def chen(empty_stage: Stage) -> Someone:
    return empty_stage.appointed("陈晓", role="office")


@pytest.fixture
def li(empty_stage: Stage) -> Someone:
    return empty_stage.appointed("李敏", "市农业局")


@pytest.fixture
def wang(empty_stage: Stage) -> Someone:
    return empty_stage.appointed("王强", "市商务局")


@pytest.fixture
def zhou(empty_stage: Stage) -> Someone:
    return empty_stage.appointed("周芳", "高安市政府")


@pytest.fixture
def lin(empty_stage: Stage) -> Someone:
    return empty_stage.appointed("林美華", "省農業廳", language="zht")


@pytest.fixture
def lu(empty_stage: Stage) -> Someone:
    return empty_stage.someone("路人")
