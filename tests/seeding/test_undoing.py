"""Taking loads back: exactly, one after the other, and nothing that was reported meanwhile is lost."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Gone, Refusal
from bot.rules.changes import record
from bot.store import people, plans
from bot.store.book import Shelf
from bot.store.database import Database
from models import Contact, Measure, Person, Plan, PlanLoad, Responsibility, Target, Unit
from tests.seeding.pilot import (
    CODE,
    LATER,
    NOW,
    OTHER,
    PILOT,
    both,
    edited,
    everything,
    in_order,
    loaded,
    place_of,
    printed,
    report,
    rolled_back,
    said,
    stated,
    target,
)

RENAMED = stated(name="市农业农村局", was="市农业局", changed_on=date(2021, 3, 2))
MERGED = stated(name="市农业局", into="市人社局", changed_on=date(2021, 3, 2))
WITHOUT = in_order("一（二）", "一（三）", "二（一）", "二（二）", "二（三）")


def rows(database: Database, model: Any, *where: Any) -> list[Any]:
    return database.now(lambda session: list(session.scalars(select(model).where(*where).order_by(model.id))))


def loads(database: Database) -> list[PlanLoad]:
    plan = rows(database, Plan, Plan.code == CODE)[0]
    return rows(database, PlanLoad, PlanLoad.plan_id == plan.id)


def test_withdrawn_and_back_is_the_same_measure_with_its_reports(pilot: Database) -> None:
    filed, measure = report(pilot, "智慧农业", "市农业局")
    before = printed(pilot)
    loaded(pilot, WITHOUT(PILOT))
    (gone,) = rows(pilot, Measure, Measure.id == measure)
    assert (gone.withdrawn_at, gone.withdrawn_why) == (LATER, "不在新载入的文件里")
    back = loaded(pilot, PILOT)
    assert said(back.changes) == ["^ 一（一）"]
    assert [one.kind for one in back.changes.changed] == ["returned"]
    assert printed(pilot) == before
    rolled_back(pilot)
    assert rows(pilot, Measure, Measure.id == measure)[0].withdrawn_why == "不在新载入的文件里"
    rolled_back(pilot)
    assert printed(pilot) == before
    assert place_of(pilot, filed) == (measure, "市农业局")


def test_three_loads_come_back_one_by_one_and_the_first_stays(pilot: Database) -> None:
    stood = [(printed(pilot), everything(pilot))]
    for edit in (
        both(edited("一（一）", title="数字农业", targets=target("益农信息社", value=350)), RENAMED),
        both(edited("一（二）", units=("市林业局", "市财政局"), leads=()), MERGED),
        both(WITHOUT, lambda draft: replace(draft, title="方案修订稿")),
    ):
        loaded(pilot, edit(PILOT))
        stood.append((printed(pilot), everything(pilot)))
    for words, whole in reversed(stood[:-1]):
        rolled_back(pilot)
        assert printed(pilot) == words
        assert everything(pilot) == whole
    with pytest.raises(Refusal) as refused:
        rolled_back(pilot)
    assert refused.value.reason == "first_load"


def test_an_unknown_plan_has_nothing_to_take_back(pilot: Database) -> None:
    with pytest.raises(Gone):
        rolled_back(pilot, "nope")


def test_a_load_of_an_older_version_is_not_taken_back_half(pilot: Database) -> None:
    loaded(pilot, edited("一（一）", title="数字农业")(PILOT))

    def as_it_was_written_once(session: Session) -> None:
        load = session.scalars(select(PlanLoad).order_by(PlanLoad.id.desc())).first()
        assert load is not None
        load.before = [{"ref": "一（一）"}]

    pilot.now(as_it_was_written_once)
    with pytest.raises(Refusal) as refused:
        rolled_back(pilot)
    assert refused.value.reason == "old_load"


def test_a_measure_the_load_had_added_is_archived_with_its_reports_and_comes_back_as_itself(pilot: Database) -> None:
    more = replace(
        PILOT.measures[0],
        ref="一（四）",
        title="智慧林业",
        text="推广林长制信息平台，实现古树名木一树一码。",
        targets=(),
    )
    draft = replace(PILOT, measures=(*PILOT.measures, more))
    loaded(pilot, draft)
    filed, measure = report(pilot, "智慧林业", "市农业局")
    assert said(rolled_back(pilot).changes) == ["- 智慧林业"]
    (archived,) = rows(pilot, Measure, Measure.id == measure)
    assert archived.withdrawn_why == "撤回载入"
    assert place_of(pilot, filed)[0] == measure
    assert said(loaded(pilot, draft).changes) == ["^ 一（四）"]
    assert rows(pilot, Measure, Measure.id == measure)[0].withdrawn_at is None


def test_what_others_did_meanwhile_is_not_undone(pilot: Database) -> None:
    """Closed by the office, an inherited target taken up: the load had no part in it."""
    loaded(pilot, edited("一（一）", title="数字农业")(PILOT))

    def meanwhile(session: Session) -> int:
        measure = session.scalars(select(Measure).where(Measure.title == "数字农业")).one()
        measure.closed_at = LATER
        for one in session.scalars(select(Target).where(Target.measure_id == measure.id)):
            one.opened_at = LATER
        return measure.id

    measure = pilot.now(meanwhile)
    rolled_back(pilot)
    (found,) = rows(pilot, Measure, Measure.id == measure)
    assert (found.title, found.closed_at) == ("智慧农业", LATER)
    assert all(one.opened_at == LATER for one in rows(pilot, Target, Target.measure_id == measure))


def test_a_unit_of_a_load_that_is_taken_back_is_unknown_again(pilot: Database) -> None:
    typo = edited("一（一）", units=("市农业居", "市商务局"), leads=("市农业居",))(PILOT)
    assert "unit new 市农业居: None → None" in said(loaded(pilot, typo).changes)
    rolled_back(pilot)
    assert "unit new 市农业居: None → None" in said(pilot.now(plans.compare, typo))
    loaded(pilot, typo)
    assert len(rows(pilot, Unit, Unit.name == "市农业居", Unit.ended_on.is_(None))) == 1


# -- on record -----------------------------------------------------------------------------------------------------------


def test_each_load_says_who_when_which_file_and_what(pilot: Database) -> None:
    def appointed(session: Session) -> Person:
        person = Person(telegram_id=7, chat_id=7, name="刘主任", joined_at=NOW, is_admin=True)
        session.add(person)
        session.flush()
        return person

    liu = pilot.now(appointed)
    done = loaded(pilot, edited("一（一）", title="数字农业")(PILOT), by=liu, name="修订.docx", digest="ab" * 32)
    pilot.now(plans.roll_back, CODE, LATER, liu)
    first, load, undo = loads(pilot)
    assert first.before == []
    assert (load.loaded_at, load.person_id, load.name, load.sha256) == (LATER, liu.id, "修订.docx", "ab" * 32)
    assert load.diff == record(done.changes)
    assert load.diff["changed"][0]["title"] == "智慧农业"
    assert {row["table"] for row in load.before} >= {"plan", "measure", "target", "responsibility"}
    assert (undo.undoes_id, undo.person_id, load.rolled_back_at) == (load.id, liu.id, LATER)
    assert undo.diff["changed"][0]["fields"] == [{"field": "title", "old": "数字农业", "new": "智慧农业"}]


def test_loading_the_same_file_again_leaves_no_record(pilot: Database) -> None:
    assert loaded(pilot, PILOT).row is None
    assert loaded(pilot, replace(PILOT, document="other.docx")).row is None
    assert len(loads(pilot)) == 1


# -- units ---------------------------------------------------------------------------------------------------------------


def test_a_merged_units_duties_in_all_plans_go_to_its_successor_and_its_reports_stay_its_own(pilot: Database) -> None:
    filed, measure = report(pilot, "智慧农业", "市农业局")
    before = printed(pilot, OTHER)
    done = loaded(pilot, MERGED(PILOT))
    old, heir = (rows(pilot, Unit, Unit.name == name)[-1] for name in ("市农业局", "市人社局"))
    old = next(unit for unit in rows(pilot, Unit, Unit.name == "市农业局") if unit.place == PILOT.place)
    assert (old.merged_into_id, old.ended_on) == (heir.id, date(2021, 3, 2))
    held = pilot.now(lambda s: [part.measure.plan.code for part in Shelf().book(s).parts_of([heir.id])])
    assert sorted(held) == [CODE, CODE, OTHER]
    assert pilot.now(lambda s: Shelf().book(s).parts_of([old.id])) == []
    assert printed(pilot, OTHER) == before, "a plan's words stay as printed"
    assert place_of(pilot, filed) == (measure, "市农业局")
    assert done.stranded == ()
    assert said(loaded(pilot, PILOT).changes) == [], "the old name means the successor from now on"


def test_the_contacts_of_a_merged_unit_are_named_and_not_moved(pilot: Database) -> None:
    def appointed(session: Session) -> int:
        unit = next(one for one in people.find_units(session, "市农业局") if one.place == PILOT.place)
        person = Person(telegram_id=8, chat_id=8, name="李敏", joined_at=NOW)
        session.add(person)
        session.flush()
        session.add(Contact(person_id=person.id, unit_id=unit.id, appointed_at=NOW))
        return unit.id

    unit = pilot.now(appointed)
    done = loaded(pilot, MERGED(PILOT))
    assert [(one.person.name, one.unit.name, one.unit_id) for one in done.stranded] == [("李敏", "市农业局", unit)]


def test_a_renamed_unit_keeps_its_id_and_its_old_name_until_that_day(pilot: Database) -> None:
    (before,) = (unit for unit in rows(pilot, Unit, Unit.name == "市农业局") if unit.place == PILOT.place)
    loaded(pilot, RENAMED(PILOT))
    (after,) = rows(pilot, Unit, Unit.name == "市农业农村局")
    assert after.id == before.id
    aliases = pilot.now(lambda s: [(a.name, a.until_on) for a in Shelf().book(s).units[after.id].aliases])
    assert aliases == [("市农业局", date(2021, 3, 2))]
    assert said(loaded(pilot, RENAMED(PILOT)).changes) == []


def test_a_new_name_that_is_another_unit_is_a_bad_row_not_a_merger(pilot: Database) -> None:
    found = pilot.now(plans.compare, stated(name="市人社局", was="市农业局")(PILOT))
    assert not found.applies
    assert [row.label for row in found.bad_rows] == ["单位 市人社局"]


@pytest.mark.parametrize(
    "edit", [RENAMED, MERGED, stated(name="市农业局", aliases=("市农委",))], ids=["renamed", "merged", "alias"]
)
def test_the_book_in_hand_notices_a_change_of_units_and_its_undoing(pilot: Database, edit: Any) -> None:
    shelf = Shelf()
    first = pilot.now(shelf.book)
    loaded(pilot, edit(PILOT))
    second = pilot.now(shelf.book)
    rolled_back(pilot)
    assert len({id(first), id(second), id(pilot.now(shelf.book))}) == 3


def test_two_spellings_of_one_unit_in_a_measure_are_one_part(pilot: Database) -> None:
    both_names = both(
        stated(name="市农业局", aliases=("市农委",)),
        edited("一（一）", units=("市农业局", "市农委", "市商务局")),
    )(PILOT)
    loaded(pilot, both_names)
    duties = pilot.now(
        lambda s: s.scalars(
            select(Responsibility.printed)
            .join(Measure)
            .join(Plan)
            .where(Plan.code == CODE, Measure.title == "智慧农业", Responsibility.withdrawn_at.is_(None))
            .order_by(Responsibility.position)
        ).all()
    )
    assert duties == ["市农业局", "市商务局"]
    assert loaded(pilot, both_names).changes.none
