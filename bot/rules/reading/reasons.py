"""Why a message was read as it was, as plain values: texts makes the words for people."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

About = Literal["intent", "measure", "value", "percent", "status", "blocker", "expected_by", "aside"]

# What is explained → how it may have been decided. Texts has a sentence for each.
HOWS: dict[About, tuple[str, ...]] = {
    "intent": ("injection", "withdraw", "correct", "notice", "hearsay", "later", "question", "nothing"),
    # words: of its text; listed: by its place in the digest answered; clues: several fit; open: nothing names one
    "measure": (
        "number",
        "title",
        "indicator",
        "words",
        "listed",
        "context",
        "last_report",
        "only_one",
        "clues",
        "open",
    ),
    "value": ("total", "increment", "unclear"),
    "percent": ("words",),
    "status": ("words", "facts"),  # facts: figures or steps were told and no judgement
    "blocker": ("words",),
    "expected_by": ("words",),
    "aside": (
        "goal",
        "remaining",
        "earlier",
        "start",
        "vague",
        "condition",
        "not_done",
        "not_reached",
        "fewer",
        "below_zero",
        "to_come",
        "reach",
        "part",
        "rate",
        "unnamed",
        "question",
        "over_hundred",
        "wrong",
        "day",
        "phone",
        "document",
        "clock",
        "name",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was understood, or seen and set aside.

    `item` is the item's place in the reading (None: of the message as a whole); `how` is one of HOWS[about]; `words` are
    the message's own, as typed; `given` is what they gave: a ref, a number, a status, an ISO date. For a value
    `because` is the word that told new from total ("" where the bare figure counts as a total) and `indicator` the thing.
    """

    item: int | None
    about: About
    how: str
    words: str = ""
    given: str | float | None = None
    indicator: str | None = None
    unit: str | None = None
    because: str = ""


def reason_to_json(reason: Reason) -> dict[str, Any]:
    """Return a reason as JSON can hold it."""
    return asdict(reason)
