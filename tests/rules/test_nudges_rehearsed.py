"""The rehearsals a person has read, played again: the same messages, and what must hold of every one of them.

Here the first months of each are played; `python -m tests.rehearsals` plays all three to January 2019.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.jobs.rehearsal import Message
from bot.rules.calendar import Calendar
from bot.rules.cycles import cycle_of
from bot.rules.standing import Said, Vantage, judge
from bot.rules.standing.parts import speakers, state_of
from bot.store.book import Book
from bot.store.database import Database
from models import Plan
from tests.cast import copied
from tests.rehearsals import FIRST, GOLDEN, issued, played, written
from tests.rules.clock_cast import noon

CHINA = Calendar()
UNTIL = {"nobody": date(2016, 12, 31), "monthly": date(2017, 1, 31), "erratic": date(2016, 6, 30)}


@pytest.fixture(scope="module")
def plan_and_book(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Book]:
    database: Database = copied(template, tmp_path_factory.mktemp("rehearsed") / "plans.db")
    found = issued(database)
    database.close()
    return found


@pytest.fixture(scope="module", params=UNTIL)
def rehearsal(
    request: pytest.FixtureRequest, plan_and_book: tuple[Plan, Book]
) -> tuple[str, list[Said], list[Message]]:
    return request.param, *rehearsed(request.param, *plan_and_book)


@cache
def rehearsed(habit: str, plan: Plan, book: Book) -> tuple[list[Said], list[Message]]:
    return played(habit, plan, book, UNTIL[habit])


def lines_until(text: str, last: date) -> list[str]:
    lines = [line for line in text.splitlines() if line[:2] == "20" and "：" in line]
    return [line for line in lines if line[:10] <= last.isoformat()]


def test_the_messages_are_those_a_person_has_read(rehearsal: tuple[str, list[Said], list[Message]]) -> None:
    habit, _, messages = rehearsal
    golden = (GOLDEN / f"{habit}.txt").read_text(encoding="utf-8")
    assert lines_until(written(habit, messages), UNTIL[habit]) == lines_until(golden, UNTIL[habit])


def test_no_digest_comes_on_a_day_off_and_none_twice_a_day(rehearsal: tuple[str, list[Said], list[Message]]) -> None:
    _, _, messages = rehearsal
    days = Counter((one.to, one.at) for one in messages)
    assert max(days.values()) == 1
    assert all(CHINA.is_workday(one.at.date()) for one in messages)
    assert all(one.at.hour == 9 for one in messages)


def test_nobody_is_reminded_of_a_measure_more_than_twice_before_its_date(
    rehearsal: tuple[str, list[Said], list[Message]],
) -> None:
    _, _, messages = rehearsal
    before = Counter(
        (nudge.person_id, nudge.measure_id, nudge.due_on)
        for one in messages
        for nudge in one.nudges
        if nudge.day < nudge.due_on
    )
    assert max(before.values()) <= 2


def by_part(reports: Sequence[Said]) -> dict[tuple[int, int], list[Said]]:
    found = defaultdict(list)
    for line in reports:
        found[line.duty_id, line.unit_id].append(line)
    return found


def test_nobody_is_reminded_after_reporting(rehearsal: tuple[str, list[Said], list[Message]]) -> None:
    """A report in this cycle is silence till the next, unless it came so early that it is the last one's, late."""
    _, reports, messages = rehearsal
    said = by_part(reports)
    for nudge in (nudge for one in messages for nudge in one.nudges if nudge.kind != "stagnant"):
        cycle = cycle_of(nudge.day, CHINA)
        heard = [one.day for one in said[nudge.duty_id, nudge.unit_id] if cycle.opens_on <= one.day <= nudge.day]
        assert not heard or (nudge.kind == "cycle" and len(heard) == 1 and heard[0] <= cycle.late_until)
        if nudge.kind == "cycle" and nudge.due_on < nudge.day:
            assert not heard, "chased for a report that has come"


def test_everyone_who_owes_a_report_on_the_due_day_is_told(
    rehearsal: tuple[str, list[Said], list[Message]], plan_and_book: tuple[Plan, Book]
) -> None:
    habit, reports, messages = rehearsal
    plan, book = plan_and_book
    said = by_part(reports)
    told = {(nudge.day, nudge.duty_id, nudge.unit_id) for one in messages for nudge in one.nudges}
    due_on = cycle_of(FIRST, CHINA).due_on
    while due_on <= UNTIL[habit]:
        at = Vantage.of(plan, due_on, CHINA, members=book.members, moment=noon(due_on))
        cycle = cycle_of(due_on, CHINA)
        for measure in book.of_plan(plan.id):
            lines = [one for duty in measure.duties for (id, _), many in said.items() if id == duty.id for one in many]
            if not judge(measure, lines, at).is_open:
                continue
            for duty in measure.duties:
                for unit in speakers(duty, measure.duties, book.members):
                    spoken = [one for one in said[duty.id, unit] if one.day <= due_on]
                    if state_of(spoken) != "done" and not any(cycle.holds(one.day) for one in spoken):
                        assert (due_on, duty.id, unit) in told, f"{measure.ref} {unit} {due_on}"
        due_on = cycle_of(due_on + timedelta(days=1), CHINA).due_on


def test_everyone_with_a_part_is_told_of_a_target_s_date_before_it_comes(plan_and_book: tuple[Plan, Book]) -> None:
    plan, book = plan_and_book
    _, messages = rehearsed("nobody", *plan_and_book)
    warned = {(n.due_on, n.duty_id) for one in messages for n in one.nudges if n.kind == "target" and n.day < n.due_on}
    dates = {
        (target.due_on, duty.id)
        for measure in book.of_plan(plan.id)
        for target in measure.targets
        for duty in measure.duties
        if target.due_on is not None and plan.loaded_on <= target.due_on <= UNTIL["nobody"]
    }
    assert dates
    assert dates <= warned


def test_working_saturdays_are_working_days(plan_and_book: tuple[Plan, Book]) -> None:
    _, messages = rehearsed("nobody", *plan_and_book)
    days = {one.at.date() for one in messages}
    assert date(2016, 10, 8) in days, "the rung that National Day week held up"
    assert not days & {date(2016, 10, day) for day in range(1, 8)}
