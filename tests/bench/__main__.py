"""python -m tests.bench: ours beside a bare bot, in one run, each in a process of its own beside the stand-in's.

The runs take turns and medians are shown: two noisy cores make single figures jump by a tenth or more.
"""

import argparse
import asyncio
import os
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.runs import bot, first_poll, flood, furnished, stand, steady

Figures = dict[str, list[float]]
WARM_UP = 80
LATENCIES = (0, 50)
PACE = 50.0


async def one_round(kind: str, folder: Path, template: Path, figures: Figures, messages: int) -> None:
    """One bot of the kind: started, flooded at both latencies, then asked at a steady pace."""
    for latency in LATENCIES:
        async with stand(folder, latency) as sandbox:
            process = await bot(kind, sandbox, folder, template)
            try:
                began = await first_poll(sandbox, process)
                await flood(sandbox, WARM_UP if latency == 0 else WARM_UP // 2)
                # the bare bot takes 50 ms for each: fewer messages say the same
                count = messages if latency == 0 or kind == "ours" else messages // 8
                figures[f"{kind} per_second {latency}"].append((await flood(sandbox, count))["per_second"])
                if latency == 0:
                    figures[f"{kind} start"].append(began)
                    figures[f"{kind} p99"].append((await steady(sandbox, PACE, 8))["p99_ms"])
                    figures[f"{kind} memory"].append(process.memory())
            finally:
                await process.kill()


# figure, its unit, what is wanted of ours given the bare bot's and ours
ROWS = (
    ("per_second 0", "answered/s, 0 ms latency", "≥ 0.5 × bare", lambda bare, ours: ours >= 0.5 * bare),
    ("per_second 50", "answered/s, 50 ms latency", "≥ 20 × bare", lambda bare, ours: ours >= 20 * bare),
    ("p99", "p99 of an answer at 50/s, ms", "< 150", lambda bare, ours: ours < 150),
    ("start", "start to first poll, s", "< 2", lambda bare, ours: ours < 2),
    ("memory", "resident memory, MB", "< 150", lambda bare, ours: ours < 150),
)


def table(figures: Figures) -> bool:
    """Print it; whether ours is everywhere what is wanted."""
    print(f"\n{'median of the runs (lowest–highest)':38}{'bare':>24}{'ours':>24}  wanted")
    fine = True
    for key, what, wanted, holds in ROWS:
        bare, ours = (figures[f"{kind} {key}"] for kind in ("bare", "ours"))
        met = holds(median(bare), median(ours))
        fine = fine and met
        print(f"{what:38}{_shown(bare):>24}{_shown(ours):>24}  {wanted} {'yes' if met else 'NO'}")
    return fine


def _shown(values: list[float]) -> str:
    return f"{median(values):.4g} ({min(values):.4g}–{max(values):.4g})"


async def main() -> bool:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("bot", "reading", "scale"), default="bot")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--plans", type=int, default=100, help="of a thousand measures each, for scale")
    chosen = parser.parse_args()
    if chosen.what == "reading":
        from tests.bench.reading import main as read_all

        return read_all()
    if chosen.what == "scale":
        from tests.bench.scale import main as in_a_large_world

        return in_a_large_world(chosen.plans, chosen.rounds)
    figures: Figures = defaultdict(list)
    with TemporaryDirectory() as name:
        template = furnished(Path(name))
        for number in range(chosen.rounds):
            for kind in ("bare", "ours"):
                folder = Path(name) / f"{kind}{number}"
                folder.mkdir()
                await one_round(kind, folder, template, figures, chosen.messages)
                print(f"round {number + 1}: {kind} done", flush=True)
    print(f"\n{os.cpu_count()} cores, shared by Telegram's stand-in and the bot; SQLite file, synchronous=FULL")
    return table(figures)


if __name__ == "__main__":
    raise SystemExit(0 if asyncio.run(main()) else 1)
