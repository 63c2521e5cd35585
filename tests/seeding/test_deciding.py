"""What is close to two measures is asked, never guessed; what a person decides is done."""

from dataclasses import replace

import pytest

from bot.documents.drafts import DraftPlan
from bot.store import plans
from bot.store.database import Database
from tests.seeding.pilot import NOW, PILOT, loaded, printed, rolled_back, said

TOWNS = "{}镇建成标准化便民服务站，配备自助终端，实现社保、医保、户籍事项就近办理，年内投入使用。"
EAST, WEST = (
    replace(PILOT.measures[3], ref=f"三（{n}）", title=f"{town}便民", text=TOWNS.format(town))
    for n, town in (("一", "东河"), ("二", "西山"))
)
BOTH = replace(PILOT, measures=(*PILOT.measures, EAST, WEST))
SOUTH = replace(EAST, ref="三（三）", title="便民服务", text=TOWNS.format("南塘"))
ONE = replace(PILOT, measures=(*PILOT.measures, SOUTH))


@pytest.fixture
def towns(pilot: Database) -> Database:
    loaded(pilot, BOTH, now=NOW)
    return pilot


def ids(database: Database) -> dict[str, int]:
    def found(session):  # type: ignore[no-untyped-def]
        return {one.title: one.id for one in plans.measures_of(session, plans.by_code(session, PILOT.code).id)}

    return database.now(found)


def test_a_measure_like_two_others_is_asked_and_the_rest_is_loaded(towns: Database) -> None:
    draft = replace(ONE, measures=(replace(ONE.measures[0], title="数字农业"), *ONE.measures[1:]))
    done = loaded(towns, draft)
    assert said(done.changes) == ["~ 智慧农业 title: 智慧农业 → 数字农业", "? 三（三）: 东河便民 西山便民"]
    assert {"东河便民", "西山便民", "数字农业"} <= set(ids(towns)), "what is asked about stays as it is"
    assert loaded(towns, draft).row is None, "a question alone is no load"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            "西山便民",
            [
                "~ 西山便民 ref: 三（二） → 三（三）",
                "~ 西山便民 title: 西山便民 → 便民服务",
                "~ 西山便民 text",
                "- 东河便民",
            ],
        ),
        (None, ["+ 三（三）", "- 东河便民", "- 西山便民"]),
    ],
    ids=["it is the second", "it is new"],
)
def test_what_a_person_decides_is_done(towns: Database, answer: str | None, expected: list[str]) -> None:
    before = printed(towns)
    decide = {"三（三）": ids(towns)[answer] if answer else None}
    assert said(towns.now(plans.compare, ONE, decide=decide)) == expected
    assert said(loaded(towns, ONE, decide=decide).changes) == expected
    rolled_back(towns)
    assert printed(towns) == before


@pytest.mark.parametrize("decide", [{"三（三）": 999_999}, {"九（九）": 1}], ids=["no such measure", "no such draft"])
def test_an_answer_about_nothing_leaves_the_question(towns: Database, decide: dict[str, int | None]) -> None:
    assert len(towns.now(plans.compare, ONE, decide=decide).ambiguous) == 1


def half_rewritten() -> DraftPlan:
    text = PILOT.measures[0].text[:50] + "围绕丘陵山区推广小型农机，发展社会化服务，培育农机手两百名。"
    return replace(
        PILOT, measures=(replace(PILOT.measures[0], title="农机服务", text=text, targets=()), *PILOT.measures[1:])
    )


def test_a_measure_half_rewritten_under_another_title_is_asked(towns: Database) -> None:
    draft = replace(half_rewritten(), measures=(*half_rewritten().measures, EAST, WEST))
    assert said(towns.now(plans.compare, draft)) == ["? 一（一）: 智慧农业"]
