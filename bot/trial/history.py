"""Filing the made-up history, through the door that real reports come in by. Each row says of itself: a sample."""

from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot.desk import House
from bot.rules.reading import Item, Value
from bot.store import people, reports
from bot.store.book import Book, Part
from bot.trial.samples import AS_PLANNED, LATE_SEPTEMBER, LEFT_OUT, MONTHS, SAMPLES, SILENT, Meaning
from models import Measure

MARK = "【示例】"
SAID_AT = time(15, 20)  # in the plan's zone, on each sample's day


def file_samples(session: Session, house: House) -> int:
    """How many sample reports were filed, oldest first. Raises LookupError when a row names what is not loaded."""
    book = house.shelf.book(session)
    speakers = {contact.unit_id: contact.person for contact in people.contacts(session)}
    rows = sorted(_rows(book), key=lambda row: row[0])
    for number, (day, part, words, item) in enumerate(rows, 1):
        moment = datetime.combine(day, SAID_AT, house.settings.zone)
        reports.file(
            session,
            part,
            item,
            text=words,
            said_at=moment,
            now=moment,
            source=f"sample:{number}",
            person=speakers.get(part.unit.id),
            sample=True,
        )
    return len(rows)


def _rows(book: Book) -> Iterator[tuple[date, Part, str, Item]]:
    told = set()
    for (code, unit, ref), said in SAMPLES.items():
        part = _part(book, code, unit, ref)
        told.add((part.duty.id, part.unit.id))
        for day, words, meaning in said:
            yield day, part, MARK + words, _item(part.measure, meaning)
    for speaker in book.units.values():
        for part in book.parts_of([speaker.id]):
            if not speaker.is_group and (part.duty.id, speaker.id) not in told:
                yield from _as_planned(book, part)


def _as_planned(book: Book, part: Part) -> Iterator[tuple[date, Part, str, Item]]:
    """A line a month that says little, as most lines do."""
    plan, number = book.plans[part.measure.plan_id], part.duty.id + part.unit.id
    missed = part.unit.name in SILENT or part.measure.ref in LEFT_OUT.get((plan.code, part.unit.name), ())
    for days in MONTHS.get(plan.code, (LATE_SEPTEMBER,)):
        day = days[number % len(days)]
        if day.month < 9 or not missed:
            words = AS_PLANNED[plan.script][number % 3]
            yield day, part, MARK + words, Item(part.measure.id, status="in_progress")


def _parts(book: Book, code: str, unit: str) -> list[Part]:
    plan = next((plan for plan in book.plans.values() if plan.code == code), None)
    found = next((one for one in book.units.values() if plan and (one.place, one.name) == (plan.place, unit)), None)
    if plan is None or found is None:
        raise LookupError(f"{code} has no unit {unit}")
    return [part for part in book.parts_of([found.id]) if part.measure.plan_id == plan.id]


def _part(book: Book, code: str, unit: str, ref: str) -> Part:
    for part in _parts(book, code, unit):
        if part.measure.ref == ref:
            return part
    raise LookupError(f"{unit} has no part in {ref} of {code}")


def _item(measure: Measure, meaning: Meaning) -> Item:
    """What a row's words come to. Raises LookupError for an indicator the measure does not have."""
    if isinstance(meaning, str):
        return Item(measure.id, status=meaning, blocker="经费没批下来" if meaning == "blocked" else None)  # type: ignore[arg-type]
    if not isinstance(meaning, dict):
        return Item(measure.id, status="in_progress", percent=float(meaning))
    by_indicator = {target.indicator: target for target in measure.targets}
    values = []
    for indicator, number in meaning.items():
        if indicator not in by_indicator:
            raise LookupError(f"{measure.ref} has no target {indicator}")
        target = by_indicator[indicator]
        values.append(Value(indicator, target.id, float(number), "total", target.unit))
    return Item(measure.id, status="in_progress", values=tuple(values))
