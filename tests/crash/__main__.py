"""python -m tests.crash: kill -9 at random points over thousands of messages, on both doors and both databases."""

import argparse
import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crash.check import Found, check
from tests.crash.run import Run, go, make, prepare, stage
from tests.database.server import Server, postgres

COLUMNS = ("kills", "messages", "reports", "cards", "digests", "marked", "needless", "given up")
RUNS = (  # name, PostgreSQL, webhook
    ("SQLite polling", False, False),
    ("SQLite webhook", False, True),
    ("PostgreSQL polling", True, False),
    ("PostgreSQL webhook", True, True),
)


async def one(run: Run) -> Found:
    """Prepare, run, check."""
    prepare(run)
    async with stage(run) as sandbox:
        await go(run, sandbox)
        return await check(run, sandbox)


async def everything(folder: Path, server: Server, kills: int, messages: int, seed: int, only: str) -> bool:
    """All four runs, one after another; whether nothing was wrong."""
    fine = True
    print(f"{'':20}" + "".join(f"{name:>10}" for name in COLUMNS) + f"{'seconds':>10}", flush=True)
    runs = [(number, *run) for number, run in enumerate(RUNS) if only in run[0]]
    for number, name, on_server, webhook in runs:
        began = time.monotonic()
        url = server.database() if on_server else None
        share = -(-kills // len(runs)), -(-messages // len(runs))
        run = make(name, folder, url, webhook=webhook, kills=share[0], messages=share[1], days=4, seed=seed + number)
        found = await one(run)
        counts = "".join(f"{found.counts[column]:>10}" for column in COLUMNS)
        print(f"{name:20}{counts}{time.monotonic() - began:>10.0f}", flush=True)
        for sentence in found.wrong[:20]:
            print(f"  VIOLATED: {sentence}", flush=True)
        fine = fine and not found.wrong
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--only", default="", help="part of a run's name")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()
    print(
        f"seed {chosen.seed}; marked: came as a possible repeat; needless: of those, the first copy had arrived as well;"
    )
    print(
        "given up: posted twice, both outcomes unknowable, and neither copy arrived (the operator is told of such letters)"
    )
    with TemporaryDirectory() as name, postgres() as server:
        fine = asyncio.run(everything(Path(name), server, chosen.kills, chosen.messages, chosen.seed, chosen.only))
    print("every promise held" if fine else "PROMISES WERE BROKEN")
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
