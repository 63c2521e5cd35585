"""What became of what the clock had to send, counted; and whether somebody has to look at it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

# Why a letter that was due has not gone: what stands in the outbox row → the reason.
WAITS = {"429": "told_to_wait", "migrated": "moved"}
FINE = ("snoozed", "paused", "overtaken")  # as it should be


class Fate(NamedTuple):
    """One letter of the clock's: its row's state and error, and whether its reader can be reached now."""

    state: str
    error: str | None
    reachable: bool


@dataclass(frozen=True)
class Audit:
    """One working day's account. `postponed` holds how many by reason; `decided` is whether the day's digests were made
    at all; `poison` counts updates set aside, `stuck` letters of any kind an hour overdue; `unheard` are units nobody
    can be reached for, `silent_units` those that owe a report."""

    digests_due: int = 0
    digests_sent: int = 0
    postponed: Mapping[str, int] = field(default_factory=dict)
    unreachable: int = 0
    unknown: int = 0
    failed: int = 0
    decided: bool = True
    poison: int = 0
    stuck: int = 0
    unheard: int = 0
    silent_units: int = 0

    @property
    def held_up(self) -> int:
        """How many letters wait though nobody asked for it."""
        return sum(n for why, n in self.postponed.items() if why not in FINE)

    @property
    def is_wrong_for_office(self) -> bool:
        """Whether somebody may not have been told."""
        return not self.decided or bool(self.unreachable or self.unknown or self.failed or self.held_up)

    @property
    def is_wrong(self) -> bool:
        """Whether the operators have to look."""
        return self.is_wrong_for_office or bool(self.poison or self.stuck)

    def note(self) -> str:
        """The account as JSON, to be kept."""
        return json.dumps(asdict(self))


def read_note(note: str | None) -> Audit | None:
    """A kept account; None where there is none or another bot wrote it."""
    try:
        found = json.loads(note or "")
        return Audit(**found) if isinstance(found, dict) else None
    except (ValueError, TypeError):
        return None


def audited(fates: Iterable[Fate], held: Mapping[str, int], **more: int | bool) -> Audit:
    """The account of these letters. Every one of them is in exactly one of sent, postponed, unreachable, unknown, failed."""
    count, postponed = Counter[str](), Counter[str]({why: n for why, n in held.items() if n})
    due = 0
    for fate in fates:
        due += 1
        if fate.state in ("waiting", "sending"):
            postponed[_why(fate)] += 1
        elif fate.state == "stale":
            postponed["overtaken"] += 1
        elif fate.state == "failed" and not fate.reachable:
            count["unreachable"] += 1
        else:
            count[fate.state] += 1
    return Audit(
        due,
        count["sent"],
        dict(sorted(postponed.items())),
        count["unreachable"],
        count["unknown"],
        count["failed"],
        **more,  # type: ignore[arg-type]
    )


def _why(fate: Fate) -> str:
    """Why it has not gone yet: Telegram said so, the line was down, or its turn has not come."""
    return WAITS.get(fate.error or "", "no_line" if fate.error else "in_line")
