"""A small plan of a made-up city, ways to edit it, and a diff in short words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.documents.drafts import DraftDeadline, DraftMeasure, DraftPlan, DraftTarget, DraftUnit
from bot.rules.changes import Changes, FieldChange
from bot.rules.reading import Item
from bot.store import people, plans, reports
from bot.store.book import Shelf
from bot.store.database import Database
from models import Measure, Report, Responsibility, Unit

NOW = datetime(2021, 3, 1, 2, tzinfo=UTC)
LATER = datetime(2021, 3, 8, 2, tzinfo=UTC)
TODAY = date(2021, 3, 1)
CODE, OTHER, PLACE = "pilot-2021", "pilot-2022", "南岭市"

FARMS = (
    "建设农业物联网示范基地，推广水肥一体化和病虫害远程诊断。到2023年，建成益农信息社300家，覆盖全部乡镇。",
    "开展农产品质量安全追溯，为规模以上企业产品赋码，到2023年追溯覆盖率达到80%以上。",
)
TRADE = (
    "培育本地电子商务服务企业，支持传统商贸企业开设网上商城，到2023年全市网络零售额达到50亿元。",
    "完善县乡村三级物流体系，整合邮政、供销和快递网点，实现建制村快递服务全覆盖。",
)
CLOUD = "统筹建设政务云平台，推动部门业务系统迁移上云，原则上不再新建独立机房。"
OPEN = "编制公共数据开放目录，分批开放交通、气象、教育等领域数据，鼓励社会力量开发应用。"
TALENT = "依托职业院校开设数字技能课程，每年培训不少于2000人次，组织企业与毕业生对接。"


def _target(text: str, indicator: str, op: str, value: float, unit: str) -> DraftTarget:
    return DraftTarget(text, indicator, op, value, None, unit, date(2023, 12, 31), "到2023年")


def _measure(ref: str, section: str, title: str, text: str, units: str, *targets: DraftTarget) -> DraftMeasure:
    names = tuple(units.split())
    return DraftMeasure(ref, title, (section,), text, names, names[:1], "first-listed", targets)


GROWTH, BASE_WORK = "一、产业应用", "二、基础支撑"
YEARLY = DraftDeadline("每年11月底前", None, "annual")
MEASURES = (
    _measure(
        "一（一）",
        GROWTH,
        "智慧农业",
        "".join(FARMS),
        "市农业局 市商务局",
        _target("建成益农信息社300家", "益农信息社", "=", 300, "家"),
        _target("追溯覆盖率达到80%以上", "追溯覆盖率", ">=", 80, "%"),
    ),
    _measure(
        "一（二）",
        GROWTH,
        "电子商务",
        TRADE[0],
        "市商务局 市财政局",
        _target("全市网络零售额达到50亿元", "网络零售额", "=", 50, "亿元"),
    ),
    _measure("一（三）", GROWTH, "高效物流", TRADE[1], "市交通局 市邮政局 各县区政府"),
    _measure("二（一）", BASE_WORK, "政务云", CLOUD, "市工信局 市财政局"),
    _measure("二（二）", BASE_WORK, "数据开放", OPEN, "市工信局 市教育局"),
    replace(
        _measure("二（三）", BASE_WORK, "人才培养", TALENT, "市教育局 市人社局"),
        deadlines=(YEARLY, DraftDeadline("2021年底前", date(2021, 12, 31))),
    ),
)
PILOT = DraftPlan(
    code=CODE,
    title="南岭市数字化行动方案",
    issuer="南岭市人民政府",
    number="南府发〔2021〕3号",
    issued_on=date(2021, 2, 20),
    script="hans",
    place=PLACE,
    cycle_every="month",
    due_day=25,
    parent=None,
    document="pilot.txt",
    links=(),
    measures=MEASURES,
)
SECOND = replace(PILOT, code=OTHER, title="南岭市数字乡村方案", measures=(replace(MEASURES[0], title="数字乡村"),))

Edit = Callable[[DraftPlan], DraftPlan]


def edited(ref: str, /, **values: Any) -> Edit:
    """One measure with other fields; a callable value is given the old one."""

    def edit(draft: DraftPlan) -> DraftPlan:
        return replace(draft, measures=tuple(_with(one, values) if one.ref == ref else one for one in draft.measures))

    return edit


def _with(one: DraftMeasure, values: dict[str, Any]) -> DraftMeasure:
    return replace(one, **{name: v(getattr(one, name)) if callable(v) else v for name, v in values.items()})


def in_order(*refs: str) -> Edit:
    """Only these measures, in this order."""
    return lambda draft: replace(
        draft, measures=tuple(next(one for one in draft.measures if one.ref == ref) for ref in refs)
    )


def target(indicator: str, /, **values: Any) -> Callable[[tuple[DraftTarget, ...]], tuple[DraftTarget, ...]]:
    """The targets with one of them edited."""
    return lambda all: tuple(replace(one, **values) if one.indicator == indicator else one for one in all)


def after(ref: str, *new: DraftMeasure) -> Edit:
    """More measures behind one."""

    def edit(draft: DraftPlan) -> DraftPlan:
        at = [one.ref for one in draft.measures].index(ref) + 1
        return replace(draft, measures=(*draft.measures[:at], *new, *draft.measures[at:]))

    return edit


def stated(**values: Any) -> Edit:
    """The file also describes a unit."""
    return lambda draft: replace(
        draft, units=(*draft.units, DraftUnit(**({"kind": "department", "place": PLACE} | values)))
    )


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(draft: DraftPlan) -> DraftPlan:
        for one in edits:
            draft = one(draft)
        return draft

    return edit


def said(found: Changes) -> list[str]:
    """The diff in short words, nothing left out."""
    lines = [f"plan {_words(change)}" for change in found.head]
    lines += [f"unit {one.kind} {one.name}: {one.old} → {one.new}" for one in found.units]
    for draft in found.added:
        source = found.came_from(draft)
        lines.append(f"+ {draft.ref}" + (f" from {source.title}" if source else ""))
    for one in found.changed:
        lines += [f"^ {one.draft.ref}"] if one.returns else []
        lines += [f"~ {one.title} {_words(change)}" for change in one.changes]
    for measure in found.withdrawn:
        heir = found.went_into(measure)
        lines.append(f"- {measure.title}" + (f" into {heir.ref}" if heir else ""))
    lines += [f"? {one.ref}: {' '.join(m.title for m in near)}" for one, near in found.ambiguous]
    return lines


def _words(change: FieldChange) -> str:
    name = " ".join(part for part in (change.field, change.of, change.part) if part)
    if change.field == "text" or isinstance(change.old, dict) or isinstance(change.new, dict):
        return name + (" in" if change.old is None else " out" if change.new is None else "")
    return f"{name}: {_plain(change.old)} → {_plain(change.new)}"


def _plain(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value)


# -- the database --------------------------------------------------------------------------------------------------------


def loaded(database: Database, draft: DraftPlan, **more: Any) -> plans.Loaded:
    return database.now(plans.load, draft, more.pop("now", LATER), TODAY, **more)


def rolled_back(database: Database, code: str = CODE) -> plans.Loaded:
    return database.now(plans.roll_back, code, LATER)


def printed(database: Database, code: str = CODE) -> str:
    """The bytes of `measures --json`."""
    import json

    def found(session: Session) -> str:
        records = plans.as_records(plans.measures_of(session, plans.by_code(session, code).id))
        return json.dumps(records, ensure_ascii=False, indent=1)

    return database.now(found)


def everything(database: Database) -> list[tuple[Any, ...]]:
    """Ids and what a load may write, of every measure, target and duty that is not archived, and of every unit."""

    def found(session: Session) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for plan in plans.all_plans(session):
            rows.append(
                (plan.code, plan.title, plan.issuer, plan.number, plan.cycle_every, plan.due_day, plan.parent_id)
            )
            for one in plans.measures_of(session, plan.id):
                rows.append((one.id, one.position, one.ref, one.deadlines))
                rows += [(t.id, t.indicator, t.value) for t in one.targets if t.withdrawn_at is None]
                rows += [(d.id, d.unit_id, d.printed, d.role) for d in one.duties if d.withdrawn_at is None]
        for _, unit in sorted(Shelf().book(session).units.items()):
            if unit.ended_on is None or unit.merged_into_id:
                rows.append(
                    (unit.id, unit.name, unit.merged_into_id, sorted((a.name, a.until_on) for a in unit.aliases))
                )
        rows.append(tuple(sorted((g, m) for g, inside in people.members(session).items() for m in inside)))
        return rows

    return database.now(found)


def report(database: Database, title: str, unit: str, source: str = "t:1") -> tuple[int, int]:
    """File a report on a measure for a unit; the report's id and the measure's."""

    def filed(session: Session) -> tuple[int, int]:
        who = session.scalars(select(Unit).where(Unit.name == unit, Unit.place == PLACE)).one()
        plan = plans.by_code(session, CODE).id
        parts = Shelf().book(session).parts_of([who.id])
        part = next(part for part in parts if part.measure.title == title and part.measure.plan_id == plan)
        item = Item(measure=part.measure.id, percent=60)
        made = reports.file(session, part, item, text="完成60%", said_at=NOW, now=NOW, source=source, person=None)
        return made.id, part.measure.id

    return database.now(filed)


def place_of(database: Database, report_id: int) -> tuple[int, str]:
    """The measure a report is found through, and the unit that spoke."""

    def found(session: Session) -> tuple[int, str]:
        row = session.get_one(Report, report_id)
        duty = session.get_one(Responsibility, row.responsibility_id)
        assert session.get(Measure, duty.measure_id) is not None
        return duty.measure_id, session.get_one(Unit, row.unit_id).name

    return database.now(found)
