"""The reload table: what an office does to its document, and exactly what the reload says and does about it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.documents.drafts import BadRow, DraftPlan
from bot.store import plans
from bot.store.database import Database
from tests.seeding.pilot import (
    BASE_WORK,
    CLOUD,
    FARMS,
    GROWTH,
    MEASURES,
    OPEN,
    PILOT,
    TODAY,
    TRADE,
    Edit,
    after,
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

LONGER = (
    "建设农业物联网示范基地，推广水肥一体化、智能温室和病虫害远程诊断。到2023年，建成益农信息社300家，覆盖全部乡镇。"
)
SPLIT = replace(MEASURES[0], ref="一（二）", title="质量追溯", text=FARMS[1], targets=MEASURES[0].targets[1:])
FIRST = replace(SPLIT, ref="零", title="总则", text="成立数字化工作专班，统一调度各项任务，每季度通报。")
YEAR_ON = date(2024, 12, 31)


def swapped_section(draft: DraftPlan) -> DraftPlan:
    """The last section goes in front and both are numbered anew."""
    base, growth = draft.measures[3:], draft.measures[:3]
    base = tuple(replace(one, ref=one.ref.replace("二", "一", 1), sections=("一、基础支撑",)) for one in base)
    growth = tuple(replace(one, ref=one.ref.replace("一", "二", 1), sections=("二、产业应用",)) for one in growth)
    return replace(draft, measures=(*base, *growth))


TABLE: dict[str, tuple[Edit, list[str]]] = {
    "unchanged": (lambda draft: draft, []),
    "text edited": (edited("一（一）", text=LONGER + FARMS[1]), ["~ 智慧农业 text"]),
    "unit swapped": (
        edited("一（一）", units=("市农业局", "市林业局")),
        [
            "unit new 市林业局: None → None",
            "~ 智慧农业 units 市商务局: support → None",
            "~ 智慧农业 units 市林业局: None → support",
        ],
    ),
    "lead changed": (
        edited("一（一）", leads=("市商务局",), lead_basis="keyword"),
        [
            "~ 智慧农业 lead_basis: first-listed → keyword",
            "~ 智慧农业 units 市农业局: lead → support",
            "~ 智慧农业 units 市商务局: support → lead",
        ],
    ),
    "units in another order": (
        edited("一（一）", units=("市商务局", "市农业局")),
        ["~ 智慧农业 units order: 市农业局、市商务局 → 市商务局、市农业局"],
    ),
    "renumbered": (edited("一（一）", ref="一（九）"), ["~ 智慧农业 ref: 一（一） → 一（九）"]),
    "renumbered and edited": (
        edited("一（一）", ref="一（九）", title="数字农业", text=LONGER + FARMS[1]),
        ["~ 智慧农业 ref: 一（一） → 一（九）", "~ 智慧农业 title: 智慧农业 → 数字农业", "~ 智慧农业 text"],
    ),
    "title changed": (edited("一（一）", title="数字农业"), ["~ 智慧农业 title: 智慧农业 → 数字农业"]),
    "split in two, the bigger part keeps the number": (
        both(
            edited("一（一）", text=FARMS[0], targets=MEASURES[0].targets[:1]),
            edited("一（二）", ref="一（四）"),
            after("一（一）", SPLIT),
        ),
        [
            "+ 一（二） from 智慧农业",
            "~ 智慧农业 text",
            "~ 智慧农业 targets 追溯覆盖率 out",
            "~ 电子商务 ref: 一（二） → 一（四）",
        ],
    ),
    "split in two, the bigger part comes second": (
        both(
            edited("一（一）", title="质量追溯", text=FARMS[1], targets=()),
            after("一（一）", replace(MEASURES[0], ref="一（四）", text=FARMS[0])),
        ),
        ["+ 一（一） from 智慧农业", "~ 智慧农业 ref: 一（一） → 一（四）", "~ 智慧农业 text"],
    ),
    "merged into one": (
        both(
            edited("一（二）", text=TRADE[0] + OPEN),
            in_order("一（一）", "一（二）", "一（三）", "二（一）", "二（三）"),
        ),
        ["~ 电子商务 text", "- 数据开放 into 一（二）"],
    ),
    "merged under a new name": (
        both(
            edited("二（一）", title="云与数据", text=CLOUD + OPEN, units=("市工信局", "市教育局")),
            in_order("一（一）", "一（二）", "一（三）", "二（一）", "二（三）"),
        ),
        [
            "~ 数据开放 ref: 二（二） → 二（一）",
            "~ 数据开放 title: 数据开放 → 云与数据",
            "~ 数据开放 text",
            "- 政务云 into 二（一）",
        ],
    ),
    "withdrawn": (in_order("一（二）", "一（三）", "二（一）", "二（二）", "二（三）"), ["- 智慧农业"]),
    "one more in front": (
        lambda draft: replace(
            draft,
            measures=(
                FIRST,
                *draft.measures,
            ),
        ),
        ["+ 零"],
    ),
    "a limit moved, the other in another rhythm": (
        edited("二（三）", deadlines=lambda all: (replace(all[0], recurs="quarterly"), replace(all[1], on=YEAR_ON))),
        [
            "~ 人才培养 deadlines 每年11月底前 recurs: annual → quarterly",
            "~ 人才培养 deadlines 2021年底前 on: 2021-12-31 → 2024-12-31",
        ],
    ),
    "one limit less": (
        edited("二（三）", deadlines=lambda all: all[1:]),
        ["~ 人才培养 deadlines 每年11月底前 out"],
    ),
    "limits in another order": (
        edited("二（三）", deadlines=lambda all: all[::-1]),
        ["~ 人才培养 deadlines order: 每年11月底前、2021年底前 → 2021年底前、每年11月底前"],
    ),
    "targets and limits that could not be read stay": (
        both(
            edited("一（一）", targets=target("益农信息社", value=350), keeps=("targets",), title="数字农业"),
            edited("二（三）", deadlines=(), keeps=("deadlines",)),
        ),
        ["~ 智慧农业 title: 智慧农业 → 数字农业"],
    ),
    "date moved": (
        edited(
            "一（二）",
            text=TRADE[0].replace("2023", "2024"),
            targets=target("网络零售额", due_on=YEAR_ON, phrase="到2024年"),
        ),
        [
            "~ 电子商务 text",
            "~ 电子商务 targets 网络零售额 due_on: 2023-12-31 → 2024-12-31",
            "~ 电子商务 targets 网络零售额 phrase: 到2023年 → 到2024年",
        ],
    ),
    "target value changed": (
        edited("一（一）", targets=target("益农信息社", value=350)),
        ["~ 智慧农业 targets 益农信息社 value: 300 → 350"],
    ),
    "target renamed": (
        edited("一（一）", targets=target("益农信息社", indicator="益农社")),
        ["~ 智慧农业 targets 益农信息社 indicator: 益农信息社 → 益农社"],
    ),
    "targets in another order": (
        edited("一（一）", targets=lambda all: all[::-1]),
        ["~ 智慧农业 targets order: 益农信息社、追溯覆盖率 → 追溯覆盖率、益农信息社"],
    ),
    "a measure moved behind another": (
        in_order("一（一）", "一（三）", "一（二）", "二（一）", "二（二）", "二（三）"),
        ["~ 高效物流 order: 3 → 2"],
    ),
    "whole section moved": (
        swapped_section,
        [
            f"~ {title} {words}"
            for title, old, new, place in (
                ("政务云", "二（一）", "一（一）", 1),
                ("数据开放", "二（二）", "一（二）", 2),
                ("人才培养", "二（三）", "一（三）", 3),
                ("智慧农业", "一（一）", "二（一）", 4),
                ("电子商务", "一（二）", "二（二）", 5),
                ("高效物流", "一（三）", "二（三）", 6),
            )
            for words in (
                f"ref: {old} → {new}",
                f"sections: {BASE_WORK if place < 4 else GROWTH} → {'一、基础支撑' if place < 4 else '二、产业应用'}",
                *([f"order: {place + 3} → {place}"] if place < 4 else []),
            )
        ],
    ),
    "unit renamed": (
        stated(name="市农业农村局", was="市农业局", changed_on=date(2021, 3, 2)),
        ["unit renamed 市农业农村局: 市农业局 → 市农业农村局"],
    ),
    "unit renamed and printed so": (
        both(
            stated(name="市农业农村局", was="市农业局", changed_on=date(2021, 3, 2)),
            edited("一（一）", units=("市农业农村局", "市商务局"), leads=("市农业农村局",)),
        ),
        [
            "unit renamed 市农业农村局: 市农业局 → 市农业农村局",
            "~ 智慧农业 units 市农业农村局 printed: 市农业局 → 市农业农村局",
        ],
    ),
    "unit merged into another": (
        stated(name="市农业局", into="市人社局", changed_on=date(2021, 3, 2)),
        ["unit merged 市农业局: 市农业局 → 市人社局"],
    ),
    "unit merged into one that has a part already": (
        both(stated(name="市农业局", into="市商务局"), edited("一（一）", units=("市商务局",), leads=("市商务局",))),
        [
            "unit merged 市农业局: 市农业局 → 市商务局",
            "~ 智慧农业 units 市商务局: support → None",
            "~ 智慧农业 units 市商务局 printed: 市农业局 → 市商务局",
        ],
    ),
    "alias and members": (
        both(
            stated(name="市农业局", aliases=("市农委",)),
            stated(name="各县区政府", kind="group", members=("东湖县政府",)),
        ),
        [
            "unit alias 市农业局: None → 市农委",
            "unit new 东湖县政府: None → None",
            "unit member 各县区政府: None → 东湖县政府",
        ],
    ),
    "a typo a person has settled": (
        both(
            edited("一（一）", units=("市农业居", "市商务局"), leads=("市农业居",)),
            lambda draft: replace(draft, naming=(("市农业居", "市农业局"),)),
        ),
        ["unit alias 市农业局: None → 市农业居", "~ 智慧农业 units 市农业居 printed: 市农业局 → 市农业居"],
    ),
    "a bad row in the middle leaves its measure as it is": (
        both(
            edited("一（三）", title="现代物流"),
            in_order("一（一）", "一（三）", "二（一）", "二（二）", "二（三）"),
            lambda draft: replace(draft, bad_rows=(BadRow("第2条 一（二）", "没有责任单位 units"),)),
        ),
        ["~ 高效物流 title: 高效物流 → 现代物流"],
    ),
    "a bad row of the spreadsheet, known by its cells": (
        both(
            in_order("一（一）", "一（三）", "二（一）", "二（二）"),
            lambda draft: replace(draft, bad_rows=(BadRow("第3行", "没有责任单位", (("任务", "电子商务 "),)),)),
        ),
        ["- 人才培养"],
    ),
    "the plan's own head": (
        lambda draft: replace(draft, title="南岭市数字化行动计划", cycle_every="quarter"),
        ["plan title: 南岭市数字化行动方案 → 南岭市数字化行动计划", "plan cycle_every: month → quarter"],
    ),
}


def played(database: Database, edit: Edit, expected: list[str], source: str) -> None:
    """One row: the diff says exactly that, the report stays with its measure, a roll back restores the same bytes."""
    before, whole = printed(database), everything(database)
    filed, measure = report(database, "智慧农业", "市农业局", source)
    draft = edit(PILOT)
    assert said(database.now(plans.compare, draft, today=TODAY)) == expected
    done = loaded(database, draft, name="file.docx", digest="0" * 64)
    assert said(done.changes) == expected
    assert (done.row is None) is (not expected)
    assert place_of(database, filed)[0] == measure
    assert loaded(database, draft).changes.none, "the same file again changes something"
    if expected:
        assert printed(database) != before or everything(database) != whole
        undone = rolled_back(database)
        assert undone.row is not None
        assert undone.row.undoes_id == done.row.id
    assert printed(database) == before
    assert everything(database) == whole
    assert place_of(database, filed) == (measure, "市农业局")


@pytest.mark.parametrize("row", TABLE)
def test_a_reload_says_exactly_what_it_does_and_can_be_taken_back(pilot: Database, row: str) -> None:
    played(pilot, *TABLE[row], source="t:1")
