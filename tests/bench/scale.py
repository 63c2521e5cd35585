"""What the clock and the office cost in a very large world: built in SQLite and in PostgreSQL, then each figure measured
in a process of its own, so that memory is its own too."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.store.database import Database
from tests.bench.world import Size, build
from tests.database.server import postgres

SMALLER = 10  # times fewer measures, and as many due: what a tick costs has to follow what is due


@dataclass(frozen=True)
class Wanted:
    """One row of the table: a figure of one piece of work, and how much it may be."""

    work: str
    figure: str
    words: str
    most: float | None = None


ROWS = (
    Wanted("tick", "seconds", "a tick, seconds", 2.0),
    Wanted("tick", "processor", "  of them processor time of ours"),
    Wanted("tick", "megabytes", "  peak of memory, MB", 300),
    Wanted("tick", "nudges", "  nudges decided"),
    Wanted("tick", "digests", "  digests written"),
    Wanted("text", "seconds", "a weekly summary as text, seconds", 5.0),
    Wanted("text", "processor", "  of them processor time of ours"),
    Wanted("docx", "seconds", "the same with its Word file, seconds", 5.0),
    Wanted("docx", "megabytes", "  peak of memory, MB", 300),
    Wanted("png", "seconds", "the same as a picture, with its trend, seconds"),
    Wanted("quiet", "seconds", "a tick with nothing left to do, seconds"),
    Wanted("watch", "seconds", "/health and /metrics, seconds"),
    Wanted("audit", "seconds", "the daily account, seconds"),
)
WORKS = tuple(dict.fromkeys(row.work for row in ROWS))

Figures = dict[str, list[float]]  # "work figure" → one number a round


@contextmanager
def places(folder: Path) -> Iterator[dict[str, dict[str, str]]]:
    """Empty databases of both kinds, for the world and for the smaller one."""
    with postgres() as server:
        yield {
            "SQLite": {name: f"sqlite:///{folder / name}.db" for name in ("world", "smaller")},
            "PostgreSQL": {name: server.database() for name in ("world", "smaller")},
        }


def furnish(url: str, size: Size) -> dict[str, int]:
    """Build a world; how many rows it has."""
    database = Database(url)
    try:
        return build(database, size)
    finally:
        database.close()


def once(url: str, work: str) -> dict[str, float]:
    """The figures of one piece of work, done in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.work", url, work]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(urls: dict[str, str], rounds: int, works: tuple[str, ...] = WORKS) -> Figures:
    """Every figure of every work, and the tick in the smaller world, in turn."""
    figures: Figures = {}
    for _ in range(rounds):
        for work in works:
            for name, value in once(urls["world"], work).items():
                figures.setdefault(f"{work} {name}", []).append(value)
        for name, value in once(urls["smaller"], "tick").items():
            figures.setdefault(f"smaller {name}", []).append(value)
    return figures


def table(found: dict[str, Figures]) -> bool:
    """Print it; whether everything is as wanted."""
    print(f"\n{'median of the runs (lowest–highest)':42}" + "".join(f"{name:>26}" for name in found) + "  wanted")
    fine = True
    for row in ROWS:
        key = f"{row.work} {row.figure}"
        met = row.most is None or all(median(figures[key]) < row.most for figures in found.values())
        fine = fine and met
        shown = "".join(f"{_shown(figures[key]):>26}" for figures in found.values())
        print(f"{row.words:42}{shown}" + ("" if row.most is None else f"  < {row.most:g} {'yes' if met else 'NO'}"))
    less = "".join(f"{_shown(figures['smaller seconds']):>26}" for figures in found.values())
    print(f"{f'a tick where {SMALLER} times fewer exist, seconds':42}{less}")
    ratios = [median(figures["tick seconds"]) / median(figures["smaller seconds"]) for figures in found.values()]
    met = max(ratios) < SMALLER / 2
    print(f"{'  a tick costs so many times as much':42}" + "".join(f"{ratio:>26.2g}" for ratio in ratios), end="")
    print(f"  < {SMALLER / 2:g} {'yes' if met else 'NO'}")
    return fine and met


def _shown(values: list[float]) -> str:
    return f"{median(values):.3g} ({min(values):.3g}–{max(values):.3g})"


def main(plans: int, rounds: int) -> bool:
    """Build, measure, show."""
    whole, smaller = Size(plans=plans), Size(plans=plans, measures=Size.measures // SMALLER)
    with TemporaryDirectory(prefix="measures-scale-") as name, places(Path(name)) as databases:
        for kind, urls in databases.items():
            began = time.monotonic()
            counts = furnish(urls["world"], whole)
            furnish(urls["smaller"], smaller)
            shown = ", ".join(f"{table} {count:,}" for table, count in counts.items())
            print(f"{kind} built in {time.monotonic() - began:.0f} s: {shown}", flush=True)
        found = {kind: measure(urls, rounds) for kind, urls in databases.items()}
    print(f"\n{os.cpu_count()} cores, shared with the database; {whole.due:,} duties due; a plan of {whole.measures:,}")
    return table(found)
