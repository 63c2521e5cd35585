"""A database that is gone for a while delays what people say and loses none of it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.store.database import Database
from models import Report
from tests.cast import Stage, stage_on
from tests.crash.house import furnish
from tests.database.server import Server, postgres


@pytest.fixture
async def far(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stage, Server]]:
    """A stage on a PostgreSQL of its own, which may be stopped."""
    with postgres() as server:
        database = Database(server.database())
        furnish(database)
        async with stage_on(database) as stage:
            yield stage, server
        database.close()


async def test_postgresql_stopped_and_started_loses_nothing(far: tuple[Stage, Server]) -> None:
    stage, server = far
    people = [stage.appointed(f"联络员{n}", "市农业局") for n in range(5)]
    async with stage.open():
        assert "№1" in await people[0].says("益农信息社累计120家")
        server.stop()
        for n, who in enumerate(people):
            stage.telegram.say(who.id, f"益农信息社累计{130 + n}家")
        await asyncio.sleep(2.0)
        server.start()
        await asyncio.gather(
            *(stage.telegram.wait_for_bot(who.id, count=2 if who is people[0] else 1, timeout=40) for who in people)
        )
        made = stage.database.now(lambda session: session.scalar(select(func.count()).select_from(Report)))
        assert made == 6
