"""The crash run in small: a few kills on each database, side by side; `python -m tests.crash` is the long one."""

import asyncio
import random
from pathlib import Path

from tests.crash.__main__ import one
from tests.crash.run import make
from tests.database.server import postgres


async def test_killed_at_random_points_everything_happens_once(tmp_path: Path) -> None:
    seed = random.randrange(10_000)
    with postgres() as server:
        small = {"kills": 3, "messages": 45, "days": 1, "seed": seed}
        both = await asyncio.gather(
            one(make("SQLite polling", tmp_path, None, webhook=False, **small)),
            one(make("PostgreSQL webhook", tmp_path, server.database(), webhook=True, **small)),
        )
    for found in both:
        assert not found.wrong, f"seed {seed}: {found.wrong}"
        assert found.counts["reports"] == 45
        assert found.counts["digests"] >= 10
