"""What reading a message costs: every plain message of the labelled ones, at a plan of 34 measures and at one of 2,000."""

from collections.abc import Callable
from datetime import date
from statistics import median, quantiles
from time import process_time

from bot.rules.reading import Lexicon, explain, read
from tests.rules.reading.conftest import large_plan, words_of
from tests.rules.reading.scoring import cases_in

ON = date(2017, 4, 11)
PLAIN = 120  # characters; what is longer is a report of several measures or a paste
WANTED_MS = 5.0
Read = Callable[[str, Lexicon, str], object]


def _read(text: str, plan: Lexicon, unit: str) -> object:
    return read(text, plan, role="contact", unit=unit, sent_on=ON)


def _explain(text: str, plan: Lexicon, unit: str) -> object:
    return explain(text, plan, unit=unit, sent_on=ON)


def _costs(texts: list[tuple[str, str]], plan: Lexicon, work: Read) -> list[float]:
    """Milliseconds of processor time of each message, the second time round: the first loads the numerals."""
    costs = []
    for _ in range(2):
        costs = []
        for text, unit in texts:
            start = process_time()
            work(text, plan, unit)
            costs.append((process_time() - start) * 1000)
    return costs


def main() -> bool:
    """Print a row for each plan; whether the median is within what is wanted."""
    said = [
        (case["text"], case["unit"])
        for case in (*cases_in("cases.jsonl"), *cases_in("phrases.jsonl"))
        if case["role"] == "contact" and case["plan"] == "yichun-2016" and len(case["text"]) <= PLAIN
    ]
    print(f"{len(said)} plain messages; milliseconds of processor time")
    print(f"{'':34}{'median':>10}{'p95':>10}{'worst':>10}")
    fine = True
    for name, plan, work in (
        ("34 measures", words_of("yichun-2016"), _read),
        ("2,006 measures", large_plan(), _read),
        ("34 measures, explained", words_of("yichun-2016"), _explain),
    ):
        costs = _costs(said, plan, work)
        fine = fine and median(costs) <= WANTED_MS
        print(f"{name:34}{median(costs):>10.2f}{quantiles(costs, n=20)[-1]:>10.2f}{max(costs):>10.2f}")
    print(f"wanted: a median of at most {WANTED_MS:g}: {'yes' if fine else 'NO'}")
    return fine
