"""A past day is told as it was told then, whatever has been loaded since."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.documents.drafts import DraftMeasure, DraftPlan
from bot.documents.seed import SEEDS, read_seed
from bot.rules.calendar import Calendar
from bot.rules.reading import Item, Value
from bot.rules.summary import Summary
from bot.store import people, plans, reports
from bot.store.book import Shelf
from bot.store.database import Database
from bot.store.summaries import summary_of

FRIDAY = datetime(2018, 10, 12, 8, tzinfo=UTC)
LATER = FRIDAY + timedelta(days=30)
DRAFT = read_seed(SEEDS / "yichun-2016")


def told(session: Session) -> Summary:
    """The week's summary as asked for at any later time."""
    plan = plans.by_code(session, "yichun-2016")
    return summary_of(session, Shelf().book(session), plan, kind="week", until=FRIDAY, calendar=Calendar())


def reported(session: Session) -> None:
    book = Shelf().book(session)
    (unit,) = people.find_units(session, "市农业局")
    part = next(one for one in book.parts_of([unit.id]) if one.measure.ref == "二（二）")
    target = next(one for one in part.measure.targets if one.indicator == "益农信息社")
    item = Item(part.measure.id, values=(Value(target.indicator, target.id, 120.0, "total", "家"),))
    moment = FRIDAY - timedelta(days=1)
    reports.file(session, part, item, text="累计120家", said_at=moment, now=moment, source="t:1", person=None)


def with_one(ref: str, **changes: object) -> DraftPlan:
    return replace(DRAFT, measures=tuple(replace(one, **changes) if one.ref == ref else one for one in DRAFT.measures))


def goal_raised() -> DraftPlan:
    (measure,) = [one for one in DRAFT.measures if one.ref == "二（二）"]
    targets = tuple(replace(one, value=500) if one.indicator == "益农信息社" else one for one in measure.targets)
    return with_one("二（二）", targets=targets)


NEW = DraftMeasure(
    "五（一）", "新的一条", ("五、新的部分",), "新的一条。由市农业局负责。", ("市农业局",), ("市农业局",), "named"
)


@pytest.mark.parametrize(
    "since",
    [
        pytest.param(goal_raised(), id="a goal raised"),
        pytest.param(with_one("二（二）", title="改了名的农业"), id="a title changed"),
        pytest.param(with_one("二（二）", units=("市商务局",), leads=("市商务局",)), id="the lead changed"),
        pytest.param(replace(DRAFT, measures=DRAFT.measures[:20]), id="fourteen measures withdrawn"),
        pytest.param(replace(DRAFT, measures=(NEW, *DRAFT.measures)), id="a measure added in front"),
        pytest.param(replace(DRAFT, title="改了名的方案", due_day=10), id="the plan's own title and due day"),
    ],
)
def test_a_past_week_is_told_as_it_was(database: Database, since: DraftPlan) -> None:
    database.now(reported)
    before = database.now(told)
    assert next(one for one in before.indicators if one.figure.indicator == "益农信息社").figure.value == 120
    loaded = database.now(plans.load, since, LATER, LATER.date())
    assert loaded.row is not None
    assert database.now(told) == before
    database.now(plans.roll_back, "yichun-2016", LATER + timedelta(days=1))
    assert database.now(told) == before


def test_the_present_is_told_as_it_is(database: Database) -> None:
    database.now(plans.load, goal_raised(), FRIDAY - timedelta(days=3), FRIDAY.date())
    figure = next(one.figure for one in database.now(told).indicators if one.figure.indicator == "益农信息社")
    assert figure.goal == 500
