"""The figures of a running process in Prometheus's words, in a registry of their own."""

import json
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.desk import House
from bot.store.vitals import Vitals

OUTCOMES = ("sent", "failed", "unknown", "again")


class Figures:
    """One look, as metric families: gauges from the database, counters of this process since its start."""

    def __init__(self, house: House, seen: Vitals) -> None:
        self.house, self.seen = house, seen

    def collect(self) -> Iterator[Metric]:
        """The families, each with its line of explanation."""
        seen, pulse, now = self.seen, self.house.pulse, self.house.now()
        for name, words, value in (
            ("inbox_depth", "Updates written down and not yet handled", seen.inbox),
            ("inbox_poison", "Updates set aside because they could not be handled", seen.poison),
            ("outbox_depth", "Letters not yet sent", seen.outbox),
            ("letters_due", "Letters whose time has come and that have not gone", seen.due),
            ("letters_unknown", "Letters nobody can say have arrived", seen.states.get("unknown", 0)),
            ("lag_seconds", "How long the letter due longest has been due", _age(now, seen.oldest_letter)),
            ("inbox_age_seconds", "How long the oldest update has waited", _age(now, seen.oldest_update)),
            ("reports", "Reports ever filed", seen.reports),
            ("tick_age_seconds", "Since this process ended its last tick", round(pulse.tick_age, 3)),
        ):
            yield GaugeMetricFamily(f"measures_{name}", words, value=value)
        letters = CounterMetricFamily("measures_letters", "Letters posted by this process", labels=["outcome"])
        for outcome in OUTCOMES:
            letters.add_metric([outcome], pulse.settled[outcome])
        yield letters
        failures = CounterMetricFamily("measures_job_failures", "Failed runs of a job in this process", labels=["job"])
        for job in sorted(pulse.failures):
            failures.add_metric([job], pulse.failures[job])
        yield failures
        yield from self._audited()

    def _audited(self) -> Iterator[Metric]:
        """The last audit's figures: of its day, and the same from every process."""
        try:
            audit = json.loads(self.seen.audit or "{}")
        except ValueError:  # written by an older bot
            return
        for name, words in (
            ("digests_due", "Digests that were due on the last working day"),
            ("digests_sent", "Of these, those that went"),
            ("unreachable", "Of these, those nobody could be reached with"),
            ("silent_units", "Units that owe a report"),
        ):
            if isinstance(value := audit.get(name), int):
                yield GaugeMetricFamily(f"measures_{name}", words, value=value)


def exposition(house: House, seen: Vitals) -> bytes:
    """The text Prometheus reads."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(house, seen))
    return generate_latest(registry)


def _age(now: datetime, then: datetime | None) -> float:
    return max(0.0, (now - then).total_seconds()) if then else 0.0
