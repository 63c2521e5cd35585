"""What a tick loads is enough: it decides the same as if it had looked at everything."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.app import house_for
from bot.desk import House
from bot.jobs.nudge import snapshot, what_is_due
from bot.rules.calendar import end_of
from bot.rules.nudges import Due
from bot.rules.reading import Item, Value
from bot.settings import Settings
from bot.store import agenda, nudges, people, reports
from bot.store.database import Database
from bot.store.summaries import quiet_units, summary_of
from models import Measure, Report, ReportValue, Responsibility, Snooze, Target
from tests.cast import LOADED_AT

FIRST, DAYS = date(2018, 9, 24), 30
# the last cycles' due days: what is said a day earlier or later belongs to another cycle
BOUNDARIES = [date(2018, month, day) for month, day in ((5, 25), (6, 25), (7, 25), (8, 24), (9, 25), (10, 25))]
UNITS = ("市农业局", "市商务局", "市工信委", "高安市政府", "丰城市政府", "市科技局", "市环保局")
WORDS = ({"percent": 60.0}, {"percent": 70.0}, {"status": "done"}, {"status": "at_risk"}, {}, {"blocker": "资金未到位"})


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def furnish(session: Session, house: House, random: Random) -> None:
    """Contacts, a few hundred reports over nine months, pauses, a date opened again, a measure closed."""
    # one duty each, so that one report decides whether a measure is to be looked at; but for every tenth, left whole
    for duty in session.query(Responsibility).filter(Responsibility.position > 0, Responsibility.measure_id % 10 != 0):
        duty.withdrawn_at = LOADED_AT
    session.flush()
    book = house.shelf.book(session)
    for place, name in enumerate(UNITS):
        code = people.invite(session, LOADED_AT, role="contact", unit=people.find_units(session, name)[0])
        people.redeem(session, code, 100 + place, 100 + place, f"联络员{place}", "zh", LOADED_AT)
    parts = [part for part in book.parts_of(book.units) if not part.unit.is_group]
    persons = {contact.unit_id: contact.person for contact in people.contacts(session)}
    heard = random.sample(parts, 45)
    for number in range(300):
        part = random.choice(heard)
        day = random.choice(BOUNDARIES) + timedelta(days=random.choice((-14, -3, -1, 0, 0, 1, 2, 9)))
        words = dict(random.choice(WORDS))
        if part.measure.targets and random.random() < 0.5:
            one = random.choice(part.measure.targets)
            kind = random.choice(("total", "increment"))
            words["values"] = (Value(one.indicator, one.id, float(random.randrange(1, 40)), kind, one.unit),)
        filed = reports.file(
            session,
            part,
            Item(measure=part.measure.id, **words),
            text=random.choice(("进展顺利", "正在推进", f"第{number}条")),
            said_at=at(day),
            now=at(day),
            source=f"t:{number}",
            person=persons.get(part.unit.id),
        )
        if random.random() < 0.1:
            session.get_one(Report, filed.id).retired_at = at(day + timedelta(days=3))
    for part in random.sample(parts, 12):
        until = FIRST + timedelta(days=random.randrange(DAYS))
        known = next(iter(persons.values())).id
        if not session.query(Snooze).filter_by(responsibility_id=part.duty.id, unit_id=part.unit.id).count():
            session.add(
                Snooze(
                    responsibility_id=part.duty.id,
                    unit_id=part.unit.id,
                    person_id=known,
                    until_on=until,
                    made_at=at(FIRST),
                )
            )
            session.flush()
    for measure in random.sample(list(book.measures.values()), 16):
        past = random.random() < 0.6
        opened_at = at(date(2018, 9, 1) + timedelta(days=random.randrange(40)))
        for target in session.query(Target).filter(Target.measure_id == measure.id, Target.due_on.is_not(None)):
            if past:  # all its dates were past, and the office has put them back
                target.due_on, target.opened_at = date(2015, 12, 31), opened_at
            else:
                target.due_on = FIRST + timedelta(days=random.randrange(-20, 60))
    session.query(Measure).filter_by(ref="三（二）").first().closed_at = at(date(2018, 9, 1))
    for plan in book.plans.values():
        session.get_one(type(plan), plan.id).revision += 1


def forget_after(session: Session, moment: datetime) -> None:
    """Put the reports back to what they were then."""
    later = [one.id for one in session.query(Report).filter(Report.filed_at > moment)]
    session.execute(delete(ReportValue).where(ReportValue.report_id.in_(later)))
    session.execute(delete(Report).where(Report.id.in_(later)))
    session.execute(update(Report).where(Report.retired_at > moment).values(retired_at=None))
    session.flush()


def from_everything(session: Session, house: House, today: date, since: date) -> Due:
    """The day's decisions from all measures and all reports."""
    book = house.shelf.book(session)
    whole = replace(
        snapshot(session, book, house.calendar, house.settings.zone, today),
        measures=list(book.measures.values()),
        reports=[report for filed in reports.ledger(session).values() for report in filed],
    )
    return whole.due(today, sent=nudges.earlier(session, today, list(book.measures)), since=since)


def in_order(due: Due) -> list[list[object]]:
    return [sorted(map(repr, some)) for some in (due.nudges, due.unreachable, due.for_office)]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_tick_that_loads_what_may_speak_decides_as_one_that_loads_everything(database: Database, seed: int) -> None:
    house = house_for(Settings(database_url=str(database.url)), database)
    database.now(furnish, house, Random(seed))
    spoke = looked = 0
    for number in range(DAYS):
        today = FIRST + timedelta(days=number)
        since = today - timedelta(days=1 if number % 9 else 4)  # now and then the bot was down

        def compared(session: Session, today: date = today, since: date = since) -> tuple[int, int]:
            forget_after(session, end_of(today))
            nudges.done(session, "nudge", since.isoformat(), at(since))
            found, pages = what_is_due(session, house, today, nudges.last_day(session, "nudge"))
            for ours, whole in zip(
                in_order(found), in_order(from_everything(session, house, today, since)), strict=True
            ):
                assert set(whole) - set(ours) == set() and set(ours) - set(whole) == set()
            assert found.measure_ids == set(pages.measures)
            book = house.shelf.book(session)
            seen = agenda.to_look_at(
                session, book.plans.values(), today, since, house.calendar, book.policy, snapshot_kinds(session, house)
            )
            session.rollback()
            return len(found.nudges), len(seen)

        said, seen = database.now(compared)
        spoke, looked = spoke + said, looked + seen
    assert spoke > 60  # otherwise nothing was compared
    assert looked < DAYS * 71  # not everything every day


def snapshot_kinds(session: Session, house: House):  # type: ignore[no-untyped-def]
    return snapshot(session, house.shelf.book(session), house.calendar, house.settings.zone, FIRST).kinds


@pytest.mark.parametrize("seed", [1, 2])
def test_the_quiet_units_are_those_a_summary_names(database: Database, seed: int) -> None:
    house = house_for(Settings(database_url=str(database.url)), database)
    database.now(furnish, house, Random(seed))
    ours: list[list[set[int]]] = []
    named: list[list[set[int]]] = []
    for day in (date(2018, 9, 25), date(2018, 10, 9), date(2018, 10, 23), date(2018, 10, 25), date(2018, 10, 26)):

        def compared(session: Session, day: date = day) -> None:
            until = at(day)
            forget_after(session, until)
            book = house.shelf.book(session)
            for plan in book.plans.values():
                ours.append(list(quiet_units(session, book, plan, until, house.calendar)))
                week = summary_of(session, book, plan, kind="week", until=until, calendar=house.calendar)
                named.append([{one.unit_id for one in some} for some in (week.silent, week.unreachable)])
            session.rollback()

        database.now(compared)
    assert ours == named
    assert any(silent for silent, _ in named) and any(unreachable for _, unreachable in named)
