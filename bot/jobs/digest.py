"""The one message a contact gets on a working day, as it is laid out; the decisions in it come from rules/nudges."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.nudges import NudgeDue
from bot.store.book import Book, Pages
from bot.texts import Button, Letter, label, say
from models import Measure, Nudge

MOST_BUTTONS = 8


@dataclass(frozen=True)
class Line:
    """One duty in a digest: what it is about, until when, why, and whether it has been reported since."""

    measure: Measure
    duty_id: int
    kind: str
    due_on: date
    days_left: int
    reported: bool = False


def laid_out(
    language: str, day: date, lines: Sequence[Line], *, late: bool = False, edits: int | None = None
) -> Letter:
    """The digest as a letter; a button for each of the first duties that still wait."""
    open_lines = [line for line in lines if not line.reported]
    buttons = [
        [
            Button(
                label(language, "report_on", ref=line.measure.ref, title=_short(line.measure.title)),
                f"r:{line.duty_id}",
            )
        ]
        for line in open_lines[:MOST_BUTTONS]
    ]
    buttons.append([Button(label(language, "mine"), "mine"), Button(label(language, "why"), f"w:{day:%Y%m%d}")])
    text = say(language, "digest", today=day, lines=lines, left=len(open_lines), late=late)
    return Letter(
        text, tuple(tuple(row) for row in buttons), edits=edits, about=tuple(dict.fromkeys(x.duty_id for x in lines))
    )


def _short(title: str) -> str:
    return title if len(title) <= 14 else title[:13] + "…"


def lines_of(
    book: Book | Pages, found: Iterable[Nudge | NudgeDue], today: date, reported: Collection[int] = ()
) -> list[Line]:
    """The lines of nudges as they were decided; a duty comes once, under its gravest kind."""
    lines: dict[int, Line] = {}
    for one in found:
        duty = book.duties.get(one.duty_id)
        if duty is not None and duty.id not in lines:
            lines[duty.id] = Line(
                book.measures[duty.measure_id],
                duty.id,
                one.kind,
                one.due_on,
                (one.due_on - today).days,
                duty.id in reported,
            )
    return list(lines.values())
