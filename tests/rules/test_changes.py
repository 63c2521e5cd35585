"""What a reload would do, as pure decisions: which measure, which target, which unit goes on as which."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from bot.documents.drafts import DraftMeasure, DraftTarget, DraftUnit
from bot.rules.changes import Changes, changes, counts, naming_of, record
from bot.rules.changes.pairing import in_place
from models import Measure, Responsibility, Target, Unit, UnitAlias
from tests.seeding.pilot import CLOUD, MEASURES, OPEN, PILOT, PLACE, TALENT, said

FORMULA = "加强组织领导，完善工作机制，压实工作责任，强化督促检查，确保各项任务落到实处、取得实效。"


def measures(drafts: tuple[DraftMeasure, ...], gone: tuple[str, ...] = ()) -> list[Measure]:
    """The drafts as if they had been loaded; those in `gone` are archived."""
    ids, units = count(1), {}  # type: ignore[var-annotated]
    found = []
    for place, one in enumerate(drafts):
        duties = [
            Responsibility(id=next(ids), unit_id=units.setdefault(name, len(units) + 1), position=at, printed=name,
                           role=one.role_of(name), withdrawn_at=None)
            for at, name in enumerate(one.units)
        ]  # fmt: skip
        targets = [
            Target(id=next(ids), position=at, **{name: getattr(t, name) for name in DraftTarget.__annotations__})
            for at, t in enumerate(one.targets)
        ]
        found.append(
            Measure(id=place + 1, position=place, ref=one.ref, sections=list(one.sections), title=one.title,
                    text=one.text, lead_basis=one.lead_basis, duties=duties, targets=targets,
                    withdrawn_at=datetime(2021, 1, 1, tzinfo=UTC) if one.ref in gone else None)
        )  # fmt: skip
    return found


def known(loaded: list[Measure], new: tuple[DraftMeasure, ...]) -> Any:
    names = {duty.printed: duty.unit_id for one in loaded for duty in one.duties}
    units = [Unit(id=id, name=name, place=PLACE, kind="department", aliases=[]) for name, id in names.items()]
    return naming_of(units, replace(PILOT, measures=new), {})


def diff(old: tuple[DraftMeasure, ...], new: tuple[DraftMeasure, ...], **more: Any) -> Changes:
    loaded = measures(old, more.pop("gone", ()))
    return changes(loaded, new, naming=known(loaded, new), **more)


def draft(ref: str, title: str, text: str) -> DraftMeasure:
    return DraftMeasure(ref, title, ("一、产业应用",), text, ("市农业局",), ("市农业局",), "single-unit")


MATCHES: dict[str, tuple[list[DraftMeasure], list[DraftMeasure], list[str]]] = {
    "the same": ([draft("1", "云", CLOUD)], [draft("1", "云", CLOUD)], []),
    "two with the same words stay two": (
        [draft("1", "云", CLOUD), draft("2", "云", CLOUD)],
        [draft("1", "云", CLOUD), draft("2", "云", CLOUD)],
        [],
    ),
    "numbers swapped": (
        [draft("1", "云", CLOUD), draft("2", "数", OPEN)],
        [draft("2", "云", CLOUD), draft("1", "数", OPEN)],
        ["~ 云 ref: 1 → 2", "~ 数 ref: 2 → 1"],
    ),
    "no titles, known by the text": (
        [draft("1", "", CLOUD), draft("2", "", OPEN)],
        [draft("1", "", TALENT), draft("2", "", CLOUD), draft("3", "", OPEN)],
        ["+ 1", "~  ref: 1 → 2", "~  ref: 2 → 3"],
    ),
    "the same number alone is not the same measure": (
        [draft("1", "云", CLOUD)],
        [draft("1", "人才", TALENT)],
        ["+ 1", "- 云"],
    ),
    "a formula in common is no split": (
        [draft("1", "云", CLOUD + FORMULA)],
        [draft("1", "云", CLOUD + FORMULA), draft("2", "人才", TALENT + FORMULA)],
        ["+ 2"],
    ),
    "what is said twice is not split off": (
        [draft("1", "云", CLOUD + OPEN)],
        [draft("1", "云", CLOUD + OPEN), draft("2", "数", OPEN)],
        ["+ 2"],
    ),
    "what was said twice is not merged": (
        [draft("1", "云", CLOUD + OPEN), draft("2", "数", OPEN)],
        [draft("1", "云", CLOUD + OPEN)],
        ["- 数"],
    ),
    "split in three": (
        [draft("1", "云", CLOUD + OPEN + TALENT)],
        [draft("1", "甲", CLOUD), draft("2", "乙", OPEN), draft("3", "丙", TALENT)],
        ["+ 1 from 云", "+ 2 from 云", "~ 云 ref: 1 → 3", "~ 云 title: 云 → 丙", "~ 云 text"],
    ),
    "three merged": (
        [draft("1", "云", CLOUD), draft("2", "数", OPEN), draft("3", "才", TALENT)],
        [draft("1", "总", CLOUD + OPEN + TALENT)],
        ["~ 才 ref: 3 → 1", "~ 才 title: 才 → 总", "~ 才 text", "- 云 into 1", "- 数 into 1"],
    ),
    "an empty document": ([draft("1", "云", CLOUD)], [], ["- 云"]),
}


@pytest.mark.parametrize(("old", "new", "expected"), MATCHES.values(), ids=MATCHES)
def test_which_measure_goes_on_as_which(old: list[DraftMeasure], new: list[DraftMeasure], expected: list[str]) -> None:
    assert said(diff(tuple(old), tuple(new))) == expected


def test_an_archived_measure_comes_back_only_where_no_active_one_is_the_same() -> None:
    old = (draft("1", "云", CLOUD), draft("2", "云", CLOUD))
    assert said(diff(old, (draft("1", "云", CLOUD),), gone=("1",))) == ["^ 1", "- 云"]
    assert said(diff(old, (draft("2", "云", CLOUD),), gone=("1",))) == []


FIRST = MEASURES[0].targets[0]
YEARS = tuple(replace(FIRST, value=value, due_on=date(year, 12, 31)) for value, year in ((100, 2021), (300, 2023)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (YEARS, YEARS, []),
        (YEARS, (YEARS[0], replace(YEARS[1], value=350)), ["~ 智慧农业 targets 益农信息社 value: 300 → 350"]),
        (YEARS, YEARS[1:], ["~ 智慧农业 targets 益农信息社 out"]),
        (YEARS[:1], YEARS, ["~ 智慧农业 targets 益农信息社 in"]),
        (
            (FIRST,),
            (replace(FIRST, op=">=", text="不少于300家"),),
            [
                "~ 智慧农业 targets 益农信息社 text: 建成益农信息社300家 → 不少于300家",
                "~ 智慧农业 targets 益农信息社 op: = → >=",
            ],
        ),
        ((FIRST,), (), ["~ 智慧农业 targets 益农信息社 out"]),
    ],
    ids=[
        "same indicator, two years",
        "the second year's value",
        "the first year goes",
        "a year comes",
        "reworded",
        "gone",
    ],
)
def test_which_target_goes_on_as_which(
    old: tuple[DraftTarget, ...], new: tuple[DraftTarget, ...], expected: list[str]
) -> None:
    one = MEASURES[0]
    assert said(diff((replace(one, targets=old),), (replace(one, targets=new),))) == expected


@pytest.mark.parametrize(
    ("orders", "kept"),
    [([], set()), ([1, 2, 3], {0, 1, 2}), ([3, 1, 2], {1, 2}), ([1, 4, 2, 3], {0, 2, 3}), ([3, 2, 1], {2})],
)
def test_only_what_had_to_move_has_moved(orders: list[int], kept: set[int]) -> None:
    assert in_place(orders) == kept


def test_the_diff_as_json_keeps_its_shape_and_counts_each_measure_once() -> None:
    old = MEASURES[:4]
    new = (replace(MEASURES[0], title="数字农业"), replace(MEASURES[1], ref="一（九）"), MEASURES[2], MEASURES[5])
    found = diff(old, new)
    assert list(record(found)) == ["added", "changed", "withdrawn", "ambiguous", "units"]
    assert record(found)["added"] == [{"ref": "二（三）", "title": "人才培养"}]
    numbers = counts(found, [object()])
    assert numbers == {
        "added": 1, "changed": 1, "moved": 1, "returned": 0, "withdrawn": 1, "ambiguous": 0, "unchanged": 1, "bad_rows": 1,
    }  # fmt: skip


# -- names of units ------------------------------------------------------------------------------------------------------

FARM, TRADE, OLD, OVER = (
    Unit(id=1, name="市农业局", place=PLACE, kind="department", aliases=[UnitAlias(name="市农委")]),
    Unit(id=2, name="市商务局", place=PLACE, kind="department", aliases=[UnitAlias(name="市农业局")]),
    Unit(
        id=3, name="市粮食局", place=PLACE, kind="department", aliases=[], merged_into_id=1, ended_on=date(2020, 1, 1)
    ),
    Unit(id=4, name="市林业局", place=PLACE, kind="department", aliases=[], ended_on=date(2020, 1, 1)),
)


@pytest.mark.parametrize(
    ("printed", "key"),
    [("市农业局", 1), ("市农委", 1), ("市粮食局", 1), ("市林业局", 4), ("市水利局", "市水利局"), ("市商务局", 2)],
    ids=["a name beats another's alias", "alias", "merged: the successor", "taken back: itself again", "new", "name"],
)
def test_which_unit_a_printed_name_means(printed: str, key: object) -> None:
    one = replace(MEASURES[0], units=(printed,), leads=())
    assert naming_of([FARM, TRADE, OLD, OVER], replace(PILOT, measures=(one,)), {}).key(printed) == key


def test_two_units_that_go_into_each_other_are_a_bad_row() -> None:
    units = tuple(
        DraftUnit(name, "department", PLACE, into=into)
        for name, into in (("市农业局", "市商务局"), ("市商务局", "市农业局"))
    )
    found = naming_of([FARM, TRADE], replace(PILOT, measures=(), units=units), {})
    assert [one.kind for one in found.changes] == ["merged"]
    assert len(found.bad_rows) <= 1
