"""Three rehearsals of the city's plan, from its issue to January 2019, written so that a person can read them.

`python -m tests.rehearsals` plays them again and writes tests/golden/rehearsals; look at what has changed before you keep
it. A line is a day, its weekday, and what is said to whom: the kind, its date, the place on the ladder (T-3 is three working
days before a report is due, T-30 thirty days before a target's date, T+1 the working day after), and each unit with its
measures, or with how many, where they are those of its last message of that kind. One unit, one day: one message. A few
messages are given in full at the end.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bot.jobs.rehearsal import Message, Rehearsal, as_issued, one_contact_a_unit
from bot.rules.calendar import Calendar, last_of_month
from bot.rules.standing import Said, SaidValue
from bot.store.book import Book, Part
from bot.store.database import Database
from models import Plan
from tests.cast import make_template

GOLDEN = Path(__file__).parent / "golden" / "rehearsals"
CODE, FIRST, LAST = "yichun-2016", date(2016, 1, 15), date(2019, 1, 31)
WEEKDAYS = "一二三四五六日"
IN_FULL = {  # (day, unit): messages given whole
    (date(2016, 1, 20), "市农业局"),
    (date(2016, 2, 6), "市农业局"),
    (date(2016, 10, 8), "市商务局"),
    (date(2016, 12, 1), "市民政局"),
    (date(2018, 11, 30), "市农业局"),
    (date(2018, 12, 24), "市农业局"),
    (date(2019, 1, 2), "市农业局"),
    (date(2019, 1, 4), None),
}
Habit = Callable[[Part, date], Iterator[dict[str, Any]]]


def nobody(part: Part, month: date) -> Iterator[dict[str, Any]]:
    """Nobody ever reports."""
    yield from ()


def monthly(part: Part, month: date) -> Iterator[dict[str, Any]]:
    """Every unit reports in the middle of each month; a lead's figures grow evenly and reach their targets in time."""
    day = month.replace(day=12 + part.duty.id % 7)
    if part.duty.role == "support" or not part.measure.targets:
        yield {"on": day, "text": f"{month.year}年{month.month}月按计划推进", "status": "in_progress"}
        return
    values = {}
    for target in part.measure.targets:
        if target.value is not None and target.due_on is not None:
            share = min(1.0, (day - FIRST).days / ((target.due_on - FIRST).days - 40))
            values[target.id] = round(target.value * share, 1)
    yield {"on": day, "text": f"{month.month}月进度", "status": "in_progress", "values": values}


def erratic(part: Part, month: date) -> Iterator[dict[str, Any]]:
    """Some months nothing, some twice; no change, obstacles, done and then not; one unit in nine never says a word."""
    chance = Random(f"{part.unit.name} {part.measure.ref} {month}")
    if part.unit.id % 9 == 4:
        return
    for _ in range(chance.choice((0, 0, 1, 1, 1, 2))):
        day = month.replace(day=chance.randint(1, last_of_month(month).day))
        kind = chance.random()
        if kind < 0.25:
            yield {"on": day, "text": "无变化", "no_change": True}
        elif kind < 0.33:
            yield {"on": day, "text": "经费没批下来，卡住了", "status": "blocked", "blocker": "经费没批下来"}
        elif kind < 0.35:
            yield {"on": day, "text": "已完成", "status": "done"}
        else:
            yield {"on": day, "text": f"{day}推进", "status": "in_progress"}


HABITS: dict[str, Habit] = {"nobody": nobody, "monthly": monthly, "erratic": erratic}


def said_by(habit: Habit, plan: Plan, book: Book) -> list[Said]:
    """What every unit of the plan says of each of its parts, by a habit, in the order said."""
    found = []
    for unit_id in (contact.unit_id for contact in one_contact_a_unit(plan, book)):
        for part in (part for part in book.parts_of([unit_id]) if part.measure.plan_id == plan.id):
            month = FIRST.replace(day=1)
            while month <= LAST:
                found += [_said(part, one) for one in habit(part, month) if one["on"] >= FIRST]
                month = last_of_month(month) + timedelta(days=1)
    found.sort(key=lambda one: (one.said_at, one.duty_id, one.unit_id))
    return [one._replace(report_id=number) for number, one in enumerate(found, 1)]


def _said(part: Part, one: dict[str, Any]) -> Said:
    moment = datetime.fromisoformat(f"{one['on']}T08:30:00+08:00")
    named = {target.id: target.indicator for target in part.measure.targets}
    values = tuple(SaidValue(id, named[id], "total", value) for id, value in one.get("values", {}).items())
    words = (one["text"], one.get("status"), None, one.get("blocker"), None, False, one.get("no_change", False))
    who = (part.duty.id, part.unit.id, part.unit.id)
    return Said(0, *who, one["on"], *words, moment, moment, None, values)


def issued(database: Database) -> tuple[Plan, Book]:
    return database.now(as_issued, CODE)


def played(habit: str, plan: Plan, book: Book, last: date = LAST) -> tuple[list[Said], list[Message]]:
    """What is reported by a habit, and every message the clock sends meanwhile but for the summaries."""
    reports = said_by(HABITS[habit], plan, book)
    return reports, list(Rehearsal(plan, book, reports, Calendar(), summaries=False).messages(FIRST, last))


def written(habit: str, messages: list[Message]) -> str:
    """A rehearsal as its golden file has it."""
    before: dict[tuple[str, str], list[str]] = {}
    lines: dict[str, list[str]] = {}
    kinds = Counter(f"{one.at.year} {one.kind}" for one in messages)
    for one in messages:
        head = f"{one.at:%Y-%m-%d} {WEEKDAYS[one.at.weekday()]}"
        if one.kind == "office":
            lines.setdefault(f"{head} office", []).append(
                f"{len(one.measures)}项 {one.text.replace(chr(10), ' ')[:120]}"
            )
        for about, refs in _about(one).items():
            key = one.unit or "", about.partition(" ")[0]
            same = before.get(key) == refs and len(refs) > 1
            lines.setdefault(f"{head} {about}", []).append(f"{one.unit} {len(refs) if same else '、'.join(refs)}")
            before[key] = refs
    full = [f"\n{one.at:%Y-%m-%d %H:%M} {one.to}\n{one.text}" for one in messages if _in_full(one)]
    counts = "，".join(f"{name} {n}" for name, n in sorted(kinds.items()))
    body = "\n".join(f"{head}：{'；'.join(units)}" for head, units in lines.items())
    return f"{HABITS[habit].__doc__}\n{counts}\n\n{body}\n\n" + "\n".join(full) + "\n"


def _in_full(one: Message) -> bool:
    return (one.at.date(), one.unit) in IN_FULL


def _about(one: Message) -> dict[str, list[str]]:
    """Kind, date and rung → the measures it is about."""
    found: dict[str, list[str]] = {}
    for nudge in one.nudges:
        found.setdefault(f"{nudge.kind} {nudge.due_on:%y-%m-%d} T{nudge.rung or 0:+d}", []).append(nudge.ref)
    return found


def main() -> None:
    with TemporaryDirectory() as folder:
        make_template(Path(folder) / "plans.db")
        database = Database(f"sqlite:///{folder}/plans.db")
        for habit in HABITS:
            _, messages = played(habit, *issued(database))
            (GOLDEN / f"{habit}.txt").write_text(written(habit, messages), encoding="utf-8")
            print(habit, len(messages))
        database.close()


if __name__ == "__main__":
    main()
