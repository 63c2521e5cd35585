"""The one message a contact gets on a working day, as it is laid out; the decisions in it come from rules/nudges."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.store.book import Book
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
    unit_id: int = 0
    unit: str | None = None  # named where the digest is for several


def laid_out(
    language: str, day: date, lines: Sequence[Line], *, late: bool = False, edits: int | None = None
) -> Letter:
    """The digest as a letter; a button for each of the first duties that still wait."""
    open_lines = [line for line in lines if not line.reported]
    buttons = [
        [
            Button(
                label(language, "report_on", ref=line.measure.ref, title=_short(line.measure.title))
                + (f"（{line.unit}）" if line.unit else ""),
                f"r:{line.duty_id}:{line.unit_id}",
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


def lines_of(book: Book, found: Sequence[Nudge], today: date, reported: Collection[tuple[int, int]] = ()) -> list[Line]:
    """The lines of nudges as they were decided; a unit's part comes once, under its gravest kind. `reported` are the
    (duty, unit) that are in since."""
    lines: dict[tuple[int, int], Line] = {}
    several = len({one.unit_id for one in found}) > 1
    for one in found:
        duty, key = book.duties.get(one.responsibility_id), (one.responsibility_id, one.unit_id)
        if duty is not None and key not in lines:
            lines[key] = Line(
                book.measures[duty.measure_id],
                duty.id,
                one.kind,
                one.due_on,
                (one.due_on - today).days,
                key in reported,
                one.unit_id,
                book.units[one.unit_id].name if several else None,
            )
    return list(lines.values())
