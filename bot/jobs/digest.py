"""The one message a contact gets on a working day, as it is laid out; the decisions in it come from rules/nudges."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.calendar import Calendar
from bot.rules.nudges import NudgeDue
from bot.store.book import Book, Pages
from bot.texts import Button, Letter, label, say
from models import Measure, Nudge

MOST_BUTTONS = 8
NOBODY: Mapping[int, str] = {}


@dataclass(frozen=True)
class Line:
    """One duty in a digest: what it is about, until when, why, and whether it has been reported since. `of` names, where
    it is not the person's own, whose it is: the unit of a leader, or the unit and the name of who is away."""

    measure: Measure
    duty_id: int
    kind: str
    due_on: date
    days_left: int
    reported: bool = False
    unit_id: int = 0
    is_day_off: bool = False
    capacity: str = "contact"
    of: tuple[str, ...] = ()
    unit: str | None = None  # named where the person is asked for several


def laid_out(
    language: str, day: date, lines: Sequence[Line], *, late: bool = False, edits: int | None = None
) -> Letter:
    """The digest as a letter: the person's own lines, then those of whom they stand in for, then what a leader is told;
    a button for each of the first duties that still wait for the person's report."""
    asked = [line for line in lines if line.capacity != "leader"]
    open_lines = [line for line in asked if not line.reported]
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
    if asked:
        buttons.append([Button(label(language, "mine"), "mine")])
    if open_lines:
        buttons[-1].append(Button(label(language, "acknowledge"), f"wa:{day:%Y%m%d}"))
    buttons = [*buttons[:-1], [*(buttons[-1] if asked else []), Button(label(language, "why"), f"w:{day:%Y%m%d}")]]
    parts: dict[tuple[str, tuple[str, ...]], list[Line]] = {}
    for line in lines:
        parts.setdefault((line.capacity, line.of), []).append(line)
    text = say(
        language,
        "digest",
        today=day,
        parts=[(capacity, of, rows) for (capacity, of), rows in parts.items()],
        asked=len(asked),
        left=len(open_lines),
        late=late,
    )
    return Letter(
        text, tuple(tuple(row) for row in buttons), edits=edits, about=tuple(dict.fromkeys(x.duty_id for x in lines))
    )


def _short(title: str) -> str:
    return title if len(title) <= 14 else title[:13] + "…"


def lines_of(
    book: Book | Pages,
    found: Sequence[Nudge] | Sequence[NudgeDue],
    today: date,
    calendar: Calendar,
    *,
    reported: Collection[tuple[int, int]] = (),
    names: Mapping[int, str] = NOBODY,
) -> list[Line]:
    """The lines of nudges as they were decided; a unit's part comes once, under its gravest kind. `reported` are the
    (duty, unit) that are in since, `names` of those who are away, by id."""
    lines: dict[tuple[int, int, str], Line] = {}
    several = len({one.unit_id for one in found if (one.capacity or "contact") == "contact"}) > 1
    for one in found:
        duty, capacity = book.duties.get(one.duty_id), one.capacity or "contact"
        key = (one.duty_id, one.unit_id, capacity)
        if duty is not None and key not in lines:
            unit = book.units[one.unit_id].name if capacity != "contact" else ""
            away = (names.get(one.for_id, ""),) if one.for_id is not None else ()
            lines[key] = Line(
                book.measures[duty.measure_id],
                duty.id,
                one.kind,
                one.due_on,
                (one.due_on - today).days,
                (duty.id, one.unit_id) in reported,
                one.unit_id,
                not calendar.is_workday(one.due_on),
                capacity,
                (unit, *away) if unit else (),
                book.units[one.unit_id].name if several and capacity == "contact" else None,
            )
    return list(lines.values())
