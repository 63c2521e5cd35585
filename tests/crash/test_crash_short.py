"""The crash run in small: a few kills on each database; `python -m tests.crash` is the long one."""

import random
from pathlib import Path

import pytest

from tests.crash.__main__ import one
from tests.crash.run import make
from tests.database.server import postgres


@pytest.mark.parametrize("where", ["SQLite polling", "PostgreSQL webhook"])
async def test_killed_at_random_points_everything_happens_once(where: str, tmp_path: Path) -> None:
    seed = random.randrange(10_000)
    how = {"webhook": "webhook" in where, "kills": 4, "messages": 60, "days": 1, "seed": seed}
    if where.startswith("SQLite"):
        found = await one(make(where, tmp_path, None, **how))
    else:
        with postgres() as server:
            found = await one(make(where, tmp_path, server.database(), **how))
    assert not found.wrong, f"seed {seed}: {found.wrong}"
    assert found.counts["reports"] == 60
    assert found.counts["digests"] >= 10
