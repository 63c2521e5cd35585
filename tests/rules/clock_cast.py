"""A small plan of 2016 and the people in it, as plain objects: no database.

益农信息社: the 市农业局 leads, the 市商务局 supports, and each county does its own part as a member of a group."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import count
from typing import Any

from bot.rules.calendar import SHANGHAI, Calendar
from bot.rules.nudges import Addressee
from models import Measure, Plan, Report, ReportValue, Responsibility, Target

CHINA = Calendar()
AGRICULTURE, COMMERCE, COUNTIES, GAOAN, FENGCHENG = 11, 12, 13, 14, 15
UNITS = {11: "市农业局", 12: "市商务局", 13: "各县市区政府", 14: "高安市政府", 15: "丰城市政府"}
MEMBERS = {COUNTIES: [GAOAN, FENGCHENG]}
LI, WANG, GAO, FENG = 101, 102, 104, 105
CONTACTS = (
    Addressee(LI, AGRICULTURE),
    Addressee(WANG, COMMERCE),
    Addressee(GAO, GAOAN),
    Addressee(FENG, FENGCHENG),
)
_ids = count(1)


def noon(day: date) -> datetime:
    """Twelve o'clock in Yichun."""
    return datetime.combine(day, time(12), SHANGHAI)


def a_plan(loaded_on: date = date(2016, 1, 15), **more: Any) -> Plan:
    values = {"issued_on": loaded_on, "cycle_every": "month", "due_day": 25, **more}
    return Plan(id=1, code="yichun-2016", title="“互联网+”实施细则", loaded_on=loaded_on, **values)


def a_target(value: float | None = 300, due_on: date | None = date(2018, 12, 31), **more: Any) -> Target:
    values = {
        "id": next(_ids),
        "position": 1,
        "text": "建设益农信息社300家",
        "indicator": "益农信息社",
        "op": "=" if value is not None else "qualitative",
        "value": value,
        "unit": "家" if value is not None else None,
        "due_on": due_on,
        "phrase": "到2018年" if due_on else None,
        "value_max": None,
        "withdrawn_at": None,
        "opened_at": None,
        **more,
    }
    return Target(**values)


def a_duty(unit_id: int, role: str, position: int = 1) -> Responsibility:
    number, printed = next(_ids), UNITS[unit_id]
    return Responsibility(id=number, unit_id=unit_id, role=role, printed=printed, position=position, withdrawn_at=None)


def a_measure(
    targets: Sequence[Target] = (),
    roles: Sequence[tuple[int, str]] = ((AGRICULTURE, "lead"), (COMMERCE, "support")),
    **more: Any,
) -> Measure:
    duties = [a_duty(unit_id, role, n) for n, (unit_id, role) in enumerate(roles)]
    number = next(_ids)
    values = {
        "id": number,
        "plan_id": 1,
        "position": number,
        "ref": "二（二）",
        "sections": ["二、发展重点"],
        "title": "“互联网+”现代农业",
        "text": "建设益农信息社300家。",
        "lead_basis": "first-listed",
        "withdrawn_at": None,
        "closed_at": None,
        **more,
    }
    return Measure(targets=list(targets), duties=duties, **values)


def says(
    measure: Measure,
    day: date,
    *,
    total: float | None = None,
    more: float | None = None,
    unit: int = AGRICULTURE,
    target: Target | None = None,
    filed: datetime | None = None,
    **words: Any,
) -> Report:
    """A report by one unit at noon: a total so far, or so many more, or only words."""
    unit_for = COUNTIES if unit in (GAOAN, FENGCHENG) else unit
    duty = next(duty for duty in measure.duties if duty.unit_id in (unit, unit_for))
    values = []
    for kind, number in (("total", total), ("increment", more)):
        if number is not None:
            about = target or measure.targets[0]
            values.append(ReportValue(target_id=about.id, indicator=about.indicator, kind=kind, value=number))
    person = next((contact.person_id for contact in CONTACTS if contact.unit_id == unit), None)
    rest = dict.fromkeys(("percent", "blocker", "expected_by", "retired_at"))
    words = {**rest, "text": "进展顺利", "status": "in_progress", "no_change": False, "on_behalf": False, **words}
    return Report(
        id=next(_ids),
        responsibility_id=duty.id,
        unit_id=unit,
        person_id=person,
        said_at=noon(day),
        filed_at=filed or noon(day),
        source=f"test:{next(_ids)}",
        values=values,
        **words,
    )
