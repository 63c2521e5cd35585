"""Trouble on demand: rules that delay, drop or spoil chosen calls, before or after they have taken effect."""

from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.refusals import Json

KINDS = ("delay_before", "delay_after", "drop_before", "drop_after", "status_before", "status_after")
BODIES = {
    "html": b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
    "garbage": b'{"ok":tru\x00\xff',
}
PHRASES = {429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway"}


@dataclass(slots=True)
class Fault:
    """One rule: from the `nth` matching call on, `times` times (0: always).

    `method` "*" is every method but getUpdates. `body` is json, html or garbage; `retry_after` goes with 429.
    """

    kind: str
    method: str = "*"
    chat_id: int | None = None
    nth: int = 1
    times: int = 1
    seconds: float = 0.0
    status: int = 500
    body: str = "json"
    retry_after: int = 1
    seen: int = 0

    def __post_init__(self) -> None:
        self.kind = "status_before" if self.kind == "status" else self.kind
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(KINDS)}")
        self.method = self.method.lower()

    def meets(self, method: str, chat_id: str) -> bool:
        """Whether this call is one of those it spoils; counts the call."""
        if self.method != method and (self.method != "*" or method == "getupdates"):
            return False
        if self.chat_id is not None and str(self.chat_id) != chat_id:
            return False
        self.seen += 1
        return self.nth <= self.seen and (self.times == 0 or self.seen < self.nth + self.times)

    def answer(self) -> Json:
        """The JSON of a spoilt answer."""
        phrase = PHRASES.get(self.status, "Error")
        if self.status == 429:
            return {
                "ok": False,
                "error_code": 429,
                "description": f"{phrase}: retry after {self.retry_after}",
                "parameters": {"retry_after": self.retry_after},
            }
        return {"ok": False, "error_code": self.status, "description": phrase}


class Faults:
    """The rules in force, the first that meets a call wins."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def add(self, kind: str, **how: Any) -> Fault:
        """Put one more rule in force; refuses an unknown kind."""
        rule = Fault(kind, **how)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        self.rules.clear()

    def pick(self, method: str, chat_id: object) -> Fault | None:
        """The rule for this call, None if all is well."""
        if not self.rules:
            return None
        return next((rule for rule in self.rules if rule.meets(method, str(chat_id))), None)

    def shown(self) -> list[Json]:
        return [asdict(rule) for rule in self.rules]
