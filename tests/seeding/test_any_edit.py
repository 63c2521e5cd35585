"""Whatever an office does to its document: loaded and taken back, the same bytes, and no report without its measure."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.documents.drafts import DraftMeasure, DraftPlan, DraftUnit
from bot.store import plans
from bot.store.database import Database
from models import Measure, Report, Responsibility
from tests.cast import copied
from tests.seeding.pilot import MEASURES, PILOT, PLACE, everything, loaded, printed, report, rolled_back

UNITS = ("市农业局", "市商务局", "市财政局", "市工信局", "市林业局", "市农委", "各县区政府")
WORDS = st.sampled_from(["每季度通报一次。", "到2024年底前完成。", "", MEASURES[2].text, MEASURES[5].text])


@st.composite
def edited_measures(draw: st.DrawFn) -> tuple[DraftMeasure, ...]:
    """Some of the measures in any order, some twice, any field of each touched or not."""
    drawn = draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=8))
    found = []
    for place, one in enumerate(drawn):
        values: dict[str, Any] = {"ref": draw(st.sampled_from([one.ref, f"九（{place}）"]))}
        if draw(st.booleans()):
            start = draw(st.integers(0, len(one.text) // 2))
            values["text"] = one.text[start:] + draw(WORDS)
        if draw(st.integers(0, 3)) == 0:
            values["title"] = draw(st.sampled_from(["", "新任务", one.title + "工程"]))
        if draw(st.integers(0, 2)) == 0:
            units = tuple(draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True)))
            values |= {"units": units, "leads": draw(st.sampled_from([(), units[:1]])), "lead_basis": "keyword"}
        if one.targets and draw(st.booleans()):
            targets = [replace(t, value=draw(st.sampled_from([t.value, 7]))) for t in one.targets]
            values["targets"] = tuple(draw(st.permutations(targets))[: draw(st.integers(0, 3))])
        found.append(replace(one, **values))
    return tuple(found)


STATED = st.lists(
    st.sampled_from(
        [
            DraftUnit("市农业局", "department", PLACE, aliases=("市农委",)),
            DraftUnit("市农业农村局", "department", PLACE, was="市农业局", changed_on=date(2021, 3, 1)),
            DraftUnit("市商务局", "department", PLACE, into="市财政局", changed_on=date(2021, 3, 1)),
            DraftUnit("市财政局", "department", PLACE, into="市商务局"),
            DraftUnit("各县区政府", "group", PLACE, members=("东湖县政府", "市林业局")),
        ]
    ),
    max_size=3,
    unique=True,
)


@st.composite
def edited_plans(draw: st.DrawFn) -> DraftPlan:
    return replace(
        PILOT,
        measures=draw(edited_measures()),
        units=tuple(draw(STATED)),
        title=draw(st.sampled_from([PILOT.title, "修订稿"])),
        naming=draw(st.sampled_from([(), (("市农委", "市林业局"),)])),
    )


@pytest.fixture(scope="module")
def reported(pilot_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both small plans loaded, a report on each of three measures."""
    path = tmp_path_factory.mktemp("any") / "measures.db"
    database = copied(pilot_template, path)
    for title, unit in (("智慧农业", "市农业局"), ("电子商务", "市商务局"), ("政务云", "市工信局")):
        report(database, title, unit, source=f"t:{title}")
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


def told(database: Database) -> list[tuple[int, int, int]]:
    """Each report with the unit that spoke and the measure it is found through."""

    def found(session):  # type: ignore[no-untyped-def]
        rows = session.execute(
            select(Report.id, Report.unit_id, Measure.id)
            .join(Responsibility, Responsibility.id == Report.responsibility_id)
            .join(Measure)
            .order_by(Report.id)
        )
        return [tuple(row) for row in rows]

    return database.now(found)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts=st.lists(edited_plans(), min_size=1, max_size=2))
def test_any_loads_can_be_taken_back_to_the_same_bytes(
    reported: Path, tmp_path_factory: pytest.TempPathFactory, drafts: list[DraftPlan]
) -> None:
    path = tmp_path_factory.mktemp("one") / "measures.db"
    database = copied(reported, path)
    try:
        stood = [(printed(database), everything(database), told(database))]
        done = 0
        for draft in drafts:
            found = database.now(plans.compare, draft)
            assert len(found.matched) + len(found.added) + len(found.ambiguous) == len(draft.measures)
            row = loaded(database, draft).row
            assert (row is not None) == found.applies
            assert told(database) == stood[0][2]
            if not found.ambiguous:  # what was asked may be clear once the rest has been loaded
                assert loaded(database, draft).row is None, "the same again changes something"
            if row is not None:
                done += 1
                stood.append((printed(database), everything(database), told(database)))
        for state in reversed(stood[:-1]):
            rolled_back(database)
            assert (printed(database), everything(database), told(database)) == state
    finally:
        database.close()
