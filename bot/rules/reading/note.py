"""One message with all that reading it needs."""

from dataclasses import dataclass
from datetime import date

from bot.rules.reading.folding import Folded
from bot.rules.reading.lexicon import Lexicon
from bot.rules.reading.shapes import Context

# In so much of a message one says what one wants; the rest of a long paste can only report.
OPENING = 400


@dataclass(frozen=True, slots=True)
class Note:
    """A folded message, the plan it is about, the sender's own measures and what it answers."""

    folded: Folded
    lexicon: Lexicon
    own: tuple[int, ...]
    sent_on: date
    context: Context | None

    @property
    def opening(self) -> str:
        """Return the part of a message in which one says what one wants; the rest of a long paste only reports."""
        return self.folded.text[:OPENING].strip()

    @property
    def about(self) -> int | None:
        """Return the measure the message answers, or the unit's only one."""
        if self.context and self.context.measure is not None:
            entry = self.lexicon.by_key.get(self.context.measure)
            if entry:
                return entry.index
        if self.context and len(self.context.measures) == 1 and self.context.measures[0] in self.lexicon.by_key:
            return self.lexicon.by_key[self.context.measures[0]].index
        last = self.context.last_report if self.context else None
        if last and last.measure is not None and last.measure in self.lexicon.by_key:
            return self.lexicon.by_key[last.measure].index
        return self.own[0] if len(self.own) == 1 else None

    def listed(self, point: int | None) -> int | None:
        """Return the measure at a place in the digest that the message answers, None when it answers none."""
        measures = self.context.measures if self.context else ()
        if point is None or not 1 <= point <= len(measures) or measures[point - 1] not in self.lexicon.by_key:
            return None
        return self.lexicon.by_key[measures[point - 1]].index
