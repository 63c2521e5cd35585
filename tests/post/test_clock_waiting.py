"""A digest that has not gone yet says what is true when it goes: whatever changes, what waits is what would be decided now."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.jobs import tick
from bot.jobs.nudge import what_is_due
from bot.rules.nudges import digests
from bot.rules.reading import Item
from bot.store import clock, nudges, people, reports
from models import Measure, Nudge, OutboxMessage, Person, Plan, Responsibility, Target
from tests.cast import Someone, Stage

DUE = datetime(2018, 10, 25, 1, 5, tzinfo=UTC)  # Thursday, 09:05 in Shanghai; reports are due that day
TODAY = date(2018, 10, 25)
_NEW_REVISION = update(Plan).values(revision=Plan.revision + 1)  # a load: the book is read anew
Change = Callable[[Session, Stage], Any]


def waiting(session: Session) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == "digest", OutboxMessage.state == "waiting")
    return list(session.scalars(query))


def decided(session: Session) -> dict[int, set[tuple[int, str, int, str]]]:
    """Person → what the letters that wait were made of."""
    found = defaultdict(set)
    ids = [row.id for row in waiting(session)]
    for one in session.scalars(select(Nudge).where(Nudge.outbox_id.in_(ids))):
        found[one.person_id].add((one.duty_id, one.kind, one.unit_id, one.capacity))
    return dict(found)


def decided_anew(session: Session, stage: Stage) -> dict[int, set[tuple[int, str, int, str]]]:
    found, _ = what_is_due(session, stage.house, TODAY, nudges.last_day(session, "nudge", before=TODAY))
    return {
        bundle.person_id: {(one.duty_id, one.kind, one.unit_id, one.capacity) for one in bundle.nudges}
        for bundle in digests(found.nudges)
    }


def person(session: Session, name: str) -> Person:
    return session.scalars(select(Person).where(Person.name == name)).one()


def duty_of(session: Session, stage: Stage) -> Any:
    """李敏's part in 二（二）."""
    book, li = stage.house.shelf.book(session), person(session, "李敏")
    units = [contact.unit_id for contact in people.contacts(session) if contact.person_id == li.id]
    return next(part for part in book.parts_of(units) if part.measure.ref == "二（二）")


def a_report(session: Session, stage: Stage) -> None:
    part, words = duty_of(session, stage), "推进"
    item = Item(part.measure.id, status="in_progress")
    reports.file(session, part, item, text=words, said_at=DUE, now=DUE, source="t:1", person=person(session, "李敏"))


def a_pause(session: Session, stage: Stage) -> None:
    measure = duty_of(session, stage).measure
    clock.pause(session, measure.id, person(session, "陈晓"), from_on=TODAY, until_on=None, why="调整", now=DUE)


def closed(session: Session, stage: Stage) -> None:
    session.get_one(Measure, duty_of(session, stage).measure.id).closed_at = DUE - timedelta(minutes=1)
    session.execute(_NEW_REVISION)


def a_duty_withdrawn(session: Session, stage: Stage) -> None:
    session.get_one(Responsibility, duty_of(session, stage).duty.id).withdrawn_at = DUE - timedelta(minutes=1)
    session.execute(_NEW_REVISION)


def another_date(session: Session, stage: Stage) -> None:
    target = session.scalars(select(Target).where(Target.measure_id == duty_of(session, stage).measure.id)).first()
    assert target is not None
    target.due_on = TODAY + timedelta(days=7)
    session.execute(_NEW_REVISION)


def a_stand_in(session: Session, stage: Stage) -> None:
    li, wang = person(session, "李敏"), person(session, "王强")
    clock.stand_in(session, li, wang, from_on=TODAY, to_on=TODAY, by=li, now=DUE)


def handed_over(session: Session, stage: Stage) -> None:
    unit, li = duty_of(session, stage).unit, person(session, "李敏")
    who = Person(telegram_id=999, chat_id=999, name="赵强", joined_at=DUE)
    session.add(who)
    session.flush()
    people.revoke(session, li, DUE)
    people.appoint(session, who, unit.id, DUE)


def nobody_left(session: Session, stage: Stage) -> None:
    people.revoke(session, person(session, "李敏"), DUE)


def unreachable(session: Session, stage: Stage) -> None:
    person(session, "李敏").unreachable_at = DUE


def snoozed(session: Session, stage: Stage) -> None:
    nudges.snooze(session, duty_of(session, stage), person(session, "李敏"), TODAY + timedelta(days=3), DUE)


def nothing(session: Session, stage: Stage) -> None:
    """Nothing changes."""


@pytest.mark.parametrize(
    "change",
    [
        nothing,
        a_report,
        a_pause,
        closed,
        a_duty_withdrawn,
        another_date,
        a_stand_in,
        handed_over,
        nobody_left,
        unreachable,
        snoozed,
    ],
    ids=lambda change: change.__name__.replace("_", " "),
)
async def test_what_waits_is_what_would_be_decided_now(
    empty_stage: Stage, li: Someone, wang: Someone, chen: Someone, change: Change
) -> None:
    stage = empty_stage
    stage.clock.set(DUE)
    await tick(stage.house)
    before = stage.database.now(decided)
    assert len(before) == 2
    stage.database.now(change, stage)
    await tick(stage.house)
    after = stage.database.now(decided)
    assert after == stage.database.now(decided_anew, stage)
    assert (after == before) is (change in (nothing, snoozed))


async def test_a_letter_about_nothing_any_more_does_not_go(empty_stage: Stage, li: Someone) -> None:
    stage = empty_stage
    stage.clock.set(DUE)
    await tick(stage.house)
    stage.database.now(nobody_left, stage)
    await tick(stage.house)
    async with stage.open():
        await stage.tick()
    assert li.digests() == []


async def test_a_letter_held_up_till_the_night_goes_in_the_morning_within_the_new_one(
    empty_stage: Stage, li: Someone
) -> None:
    stage = empty_stage
    stage.clock.set(DUE)
    await tick(stage.house)
    asked = stage.database.now(decided)
    stage.clock.set(DUE + timedelta(hours=12, minutes=10))  # 21:15, and the letter has not gone
    await tick(stage.house)
    async with stage.open():
        await stage.tick()
        assert li.digests() == []
    stage.clock.set(DUE + timedelta(days=1))
    await tick(stage.house)
    (after,) = stage.database.now(decided).values()
    assert {duty for duty, *_ in after} == {duty for (one,) in [asked.values()] for duty, *_ in one}
    async with stage.open():
        await stage.tick()
    assert len(li.digests()) == 1


async def test_a_letter_nobody_could_take_on_a_day_without_a_rung_still_goes_the_next(
    empty_stage: Stage, li: Someone
) -> None:
    stage = empty_stage
    stage.clock.set(datetime(2018, 10, 22, 1, 5, tzinfo=UTC))  # Monday, three working days before
    await tick(stage.house)
    asked = stage.database.now(decided)
    stage.clock.set(datetime(2018, 10, 23, 1, 5, tzinfo=UTC))  # Tuesday: no rung of its own
    await tick(stage.house)
    assert stage.database.now(decided) == asked
    async with stage.open():
        await stage.tick()
        await stage.later(minutes=1)
    assert len(li.digests()) == 1
