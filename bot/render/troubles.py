"""The chapter of a brief that says what needs attention: late, behind, stagnant, silent, out of reach, inherited."""

from collections.abc import Callable
from datetime import date

from bot.render.prose import MOST, Prose
from bot.rules.summary import Entry
from bot.texts import form

MOST_UNITS = 120  # named in one sentence


def troubles(p: Prose) -> None:
    """A section for each kind of trouble there is; where there is none, a sentence that says so."""
    found = [(key, write) for key, write in SECTIONS.items() if getattr(p.s, key)]
    if not found:
        p.paper.text(p.w.of("brief.no_troubles"))
    for (_, numeral), (key, write) in zip(p.numerals(), found, strict=False):
        p.paper.second(numeral + p.w.of(f"brief.{key}"))
        write(p)


def _red(p: Prose) -> None:
    w = p.w
    p.paper.text(w.of("brief.red_lead", n=len(p.s.red)))
    p.caption(w.of("brief.red_table"))
    rows = [
        [
            entry.ref,
            entry.title,
            w.names(entry.units),
            w.day(entry.due_on),
            str(-entry.days_left) if entry.days_left is not None else "",
            form.cut(entry.quotes[-1].text, 50) if entry.quotes else w.of("nothing"),
        ]
        for entry in p.s.red[:MOST]
    ]
    headings = [w.of(f"column.{key}") for key in ("ref", "title", "units", "due_on", "late", "words")]
    p.paper.table(headings, rows, [22, 28, 28, 36, 16, 26], left=(1, 2, 5))
    p.rest(p.s.red)


def _behind(p: Prose) -> None:
    p.items(p.s.behind)


def _stagnant(p: Prose) -> None:
    w, stagnant = p.w, p.s.stagnant
    never = [p.named(entry) for entry in stagnant if w.is_never(entry)]
    if len(never) == len(stagnant):
        p.paper.text(w.of("brief.never_all", n=len(never), names=w.names(never[:MOST])))
        p.rest(never)
        return
    cycles = next(reason.values["cycles"] for reason in stagnant[0].reasons if reason.code == "stagnant")
    p.paper.text(w.of("brief.stagnant_lead", n=len(stagnant), cycles=cycles))
    if never:
        p.paper.text(w.of("brief.never", n=len(never), names=w.names(never[:MOST])))
        p.rest(never)
    p.items([entry for entry in stagnant if not w.is_never(entry)])


def _silent(p: Prose) -> None:
    by_day: dict[date, list[str]] = {}
    for one in p.s.silent:
        by_day.setdefault(one.due_on, []).append(one.unit)
    for due_on, units in by_day.items():
        p.paper.text(
            p.w.of("brief.silent_lead", due_on=p.w.day(due_on), n=len(units), units=p.w.names(units, MOST_UNITS))
        )


def _unreachable(p: Prose) -> None:
    units = [one.unit for one in p.s.unreachable]
    p.paper.text(p.w.of("brief.unreachable_lead", n=len(units), units=p.w.names(units, MOST_UNITS)))


def _paused(p: Prose) -> None:
    p.items(p.s.paused)


def _inherited(p: Prose) -> None:
    p.paper.text(p.w.of("brief.inherited_lead", n=len(p.s.inherited)))
    by_day: dict[date | None, list[str]] = {}
    for entry in p.s.inherited:
        by_day.setdefault(entry.due_on or _first_date(entry), []).append(p.named(entry))
    for due_on, names in by_day.items():
        listed = p.w.names(names[:MOST])
        p.paper.text(p.w.of("brief.due_group", due_on=p.w.day(due_on), n=len(names), names=listed))
        p.rest(names)


def _first_date(entry: Entry) -> date | None:
    due_on = entry.reasons[0].values.get("due_on")
    return due_on if isinstance(due_on, date) else None


# Named as the summary's lists are, in the order of the paper.
SECTIONS: dict[str, Callable[[Prose], None]] = {
    "red": _red,
    "behind": _behind,
    "stagnant": _stagnant,
    "silent": _silent,
    "unreachable": _unreachable,
    "paused": _paused,
    "inherited": _inherited,
}
