"""Loading and reloading: the golden tables come out, twice changes nothing, nothing is ever destroyed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.documents.drafts import DraftPlan
from bot.documents.seed import read_seed, shipped
from bot.rules.reading import Item
from bot.store import people, plans, reports
from bot.store.book import Shelf
from bot.store.database import Database
from models import Measure, MeasureLink, Membership, Plan, PlanLoad, Report, Unit

GOLDEN = Path(__file__).parents[1] / "golden"
NOW = datetime(2018, 10, 11, tzinfo=UTC)
TODAY = date(2018, 10, 11)


def records(database: Database, code: str) -> list[dict]:  # type: ignore[type-arg]
    return database.now(lambda s: plans.as_records(plans.measures_of(s, plans.by_code(s, code).id)))


def draft_of(code: str) -> DraftPlan:
    return next(draft for draft in map(read_seed, shipped()) if draft.code == code)


def reload(database: Database, draft: DraftPlan) -> plans.Loaded:
    return database.now(plans.load, draft, NOW, TODAY)


@pytest.mark.parametrize("code", ["yichun-2016", "jiangxi-2015"])
def test_what_is_loaded_equals_the_golden_table(database: Database, code: str) -> None:
    golden = json.loads((GOLDEN / f"{code}.json").read_text(encoding="utf-8"))
    loaded = records(database, code)
    assert len(loaded) == len(golden)
    for ours, theirs in zip(loaded, golden, strict=True):
        for name in ("ref", "title", "sections", "units", "leads", "lead_basis", "targets"):
            assert ours[name] == theirs[name], (theirs["ref"], name)
        assert ours["text"].startswith(theirs["text_start"])
        assert ours["text"].endswith(theirs["text_end"])


def test_the_cover_letters_two_duties_are_gaoans_own(database: Database) -> None:
    assert [one["units"] for one in records(database, "gaoan-2016")] == [["工信委"], ["商务局"]]
    places = database.now(
        lambda s: set(s.execute(select(Unit.place).where(Unit.name.in_(("工信委", "商务局")))).scalars())
    )
    assert places == {"高安市"}


def test_seeding_twice_changes_nothing(database: Database) -> None:
    def tables(session):  # type: ignore[no-untyped-def]
        return [
            session.scalar(select(func.count()).select_from(t))
            for t in (Unit, Membership, Measure, MeasureLink, PlanLoad)
        ]

    before, words = database.now(tables), records(database, "yichun-2016")
    loaded = database.now(plans.load_shipped, NOW, TODAY)
    assert all(one.changes.none and not one.first for one in loaded)
    assert database.now(tables) == before
    assert records(database, "yichun-2016") == words


@pytest.mark.parametrize(
    ("group", "count", "one_of"),
    [
        ("各县市区政府", 10, "丰城市政府"),
        ("各設區市政府", 11, "宜春市政府"),
        ("市政府有关部门", 28, "市农业局"),
        ("省政府各部門", 28, "省農業廳"),
    ],
)
def test_groups_have_their_members(database: Database, group: str, count: int, one_of: str) -> None:
    def found(session):  # type: ignore[no-untyped-def]
        unit = session.scalars(select(Unit).where(Unit.name == group)).one()
        return [session.get(Unit, one).name for one in people.members(session)[unit.id]]

    names = database.now(found)
    assert len(names) == count
    assert one_of in names


@pytest.mark.parametrize(("alias", "name"), [("市交通局", "市交通运输局"), ("市质监局", "市质量技术监督局")])
def test_aliases_are_one_unit(database: Database, alias: str, name: str) -> None:
    assert [unit.name for unit in database.now(people.find_units, alias)] == [name]


def test_every_link_of_the_two_plans(database: Database) -> None:
    wanted = json.loads((GOLDEN / "jiangxi-to-yichun.json").read_text(encoding="utf-8"))

    def found(session):  # type: ignore[no-untyped-def]
        refs = {one.id: one.ref for one in session.scalars(select(Measure))}
        return {
            (refs[row.parent_id], refs[row.measure_id], row.lead_follows)
            for row in session.scalars(select(MeasureLink))
        }

    assert database.now(found) == {(w["jiangxi"], w["yichun"], w["lead_follows"]) for w in wanted if w["yichun"]}


def test_roles(database: Database) -> None:
    def found(session):  # type: ignore[no-untyped-def]
        book = Shelf().book(session)
        return {
            one.ref: [(duty.printed, duty.role) for duty in one.duties]
            for one in book.of_plan(plans.by_code(session, "yichun-2016").id)
        }

    roles = database.now(found)
    assert roles["二（一）"][0] == ("市工信委", "lead")
    assert {role for _, role in roles["二（六）"]} == {"own"}
    assert roles["四（六）2"][0] == ("市政府各部门", "lead")
    assert ("市交通局", "support") in roles["三（二）"]


# -- reloading ---------------------------------------------------------------------------------------------------------


def reported(database: Database, ref: str) -> int:
    """File a report on a measure; its number."""

    def filed(session):  # type: ignore[no-untyped-def]
        book = Shelf().book(session)
        unit = people.find_units(session, "市农业局")[0]
        part = next(p for p in book.parts_of([unit.id]) if p.measure.ref == ref)
        return reports.file(
            session,
            part,
            Item(measure=part.measure.id, percent=60),
            text="完成60%",
            said_at=NOW,
            now=NOW,
            source=f"t:{ref}",
            person=None,
        ).id

    return database.now(filed)


def measure_of_report(database: Database, report_id: int) -> Measure:
    def found(session):  # type: ignore[no-untyped-def]
        report = session.get(Report, report_id)
        from models import Responsibility

        duty = session.get(Responsibility, report.responsibility_id)
        return session.get(Measure, duty.measure_id)

    return database.now(found)


def test_an_edited_text_changes_one_field_and_keeps_the_reports(database: Database) -> None:
    report = reported(database, "二（二）")
    draft = draft_of("yichun-2016")
    measures = [replace(m, text=m.text + "补充一句。") if m.ref == "二（二）" else m for m in draft.measures]
    loaded = reload(database, replace(draft, measures=tuple(measures)))
    (changed,) = loaded.changes.changed
    assert [one.field for one in changed.changes] == ["text"]
    assert measure_of_report(database, report).text.endswith("补充一句。")


def test_a_renumbered_measure_is_known_by_its_text(database: Database) -> None:
    report = reported(database, "二（二）")
    draft = draft_of("yichun-2016")
    measures = [replace(m, ref="二（十一）") if m.ref == "二（二）" else m for m in draft.measures]
    loaded = reload(database, replace(draft, measures=tuple(measures)))
    assert not loaded.changes.added and not loaded.changes.withdrawn
    assert measure_of_report(database, report).ref == "二（十一）"


def test_a_removed_measure_is_archived_and_can_come_back(database: Database) -> None:
    """Import deletes orphans elsewhere."""
    report = reported(database, "二（二）")
    draft = draft_of("yichun-2016")
    without = replace(draft, measures=tuple(m for m in draft.measures if m.ref != "二（二）"))
    loaded = reload(database, without)
    assert [m.ref for m in loaded.changes.withdrawn] == ["二（二）"]
    assert measure_of_report(database, report).withdrawn_at is not None
    assert len(records(database, "yichun-2016")) == 33
    back = reload(database, draft)
    assert [one.returns for one in back.changes.changed] == [True]
    assert measure_of_report(database, report).withdrawn_at is None
    assert len(records(database, "yichun-2016")) == 34


def test_a_swapped_unit_keeps_what_the_old_one_said(database: Database) -> None:
    report = reported(database, "二（二）")
    draft = draft_of("yichun-2016")
    measures = [
        replace(m, units=("市林业局", *m.units[2:]), leads=("市林业局",)) if m.ref == "二（二）" else m
        for m in draft.measures
    ]
    reload(database, replace(draft, measures=tuple(measures)))
    assert records(database, "yichun-2016")[1]["leads"] == ["市林业局"]
    assert measure_of_report(database, report).ref == "二（二）"


def test_one_bad_row_does_not_stop_the_good_ones(database: Database, tmp_path: Path) -> None:
    """Rolls back all elsewhere."""
    from shutil import copytree

    folder = tmp_path / "seeds" / "gaoan-2016"
    copytree(next(path for path in shipped() if path.name == "gaoan-2016"), folder)
    file = folder / "measures.toml"
    text = file.read_text(encoding="utf-8").replace('units = ["商务局"]', "units = []", 1)
    file.write_text(text, encoding="utf-8")
    draft = read_seed(folder)
    assert len(draft.bad_rows) == 1
    assert "转发2" in draft.bad_rows[0].label
    assert len(draft.measures) == 1


def test_each_load_is_on_record(database: Database) -> None:
    def found(session):  # type: ignore[no-untyped-def]
        return session.scalars(select(PlanLoad).join(Plan).where(Plan.code == "yichun-2016")).all()

    (first,) = database.now(found)
    assert len(first.diff["added"]) == 34
    assert len(first.sha256) == 64
