"""A large made-up world, written straight into the tables: plans whose cycles end on every day of the month, their
measures, duties and reports. On THURSDAY a chosen number of duties are due and everybody else has reported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, text

from bot.rules.calendar import Calendar
from bot.rules.cycles import cycle_after, cycle_of, cycles_at
from bot.rules.nudges import agenda
from bot.store.database import Database
from bot.store.migrate import migrate
from models import Base, Plan

THURSDAY = date(2018, 10, 11)
LOADED_ON = date(2018, 1, 5)
START = datetime(2018, 1, 5, 1, tzinfo=UTC)
UNITS = 30  # of one place
DUTIES = 3  # of one measure: one leads
CYCLES_TOLD = 4
ROWS = 5_000  # of one statement


@dataclass(frozen=True)
class Size:
    """How much there is: 100 plans of 1,000 measures make 300,000 duties and about a million reports."""

    plans: int = 100
    measures: int = 1_000
    due: int = 1_000


def build(database: Database, size: Size) -> dict[str, int]:
    """Write the world into an empty database; how many rows each table has."""
    migrate(database)
    with database.engine.begin() as connection:
        for table, rows in _tables(size):
            _write(connection, table, rows)
        if not database.is_sqlite:
            for table in (
                "person",
                "unit",
                "contact",
                "plan",
                "measure",
                "target",
                "responsibility",
                "report",
                "report_value",
            ):
                reset = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                if table != "contact":
                    connection.execute(text(reset))
        counted = ("plan", "measure", "responsibility", "report", "report_value", "unit")
        counts = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in counted}
    if not database.is_sqlite:  # PostgreSQL does so by itself before long, SQLite never does
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return counts


def _write(connection: Connection, name: str, rows: Iterable[dict[str, Any]]) -> None:
    table, left = Base.metadata.tables[name], iter(rows)
    while some := list(islice(left, ROWS)):
        connection.execute(insert(table), some)


def plan_of(number: int) -> Plan:
    """The plan with this number (from 1); their due days are spread over the month."""
    return Plan(
        id=number,
        code=f"plan-{number}",
        title=f"第{number}号行动方案",
        issuer=f"第{number}市人民政府",
        issued_on=LOADED_ON,
        script="hans",
        place=f"第{number}市",
        cycle_every="month",
        due_day=1 + number % 28,
        loaded_on=LOADED_ON,
        revision=1,
    )


def _tables(size: Size) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    plans = [plan_of(number + 1) for number in range(size.plans)]
    yield "plan", (_fields(plan) for plan in plans)
    yield "unit", _units(plans)
    yield "person", _persons(len(plans) * UNITS)
    yield "contact", _contacts(len(plans) * UNITS)
    yield "measure", _measures(plans, size)
    yield "target", _targets(plans, size)
    yield "responsibility", _duties(plans, size)
    silent = _silent(plans, size)
    yield "report", _reports(plans, size, silent)
    yield "report_value", _values(plans, size, silent)


def _fields(plan: Plan) -> dict[str, Any]:
    names = Base.metadata.tables["plan"].columns.keys()
    return {name: getattr(plan, name) for name in names}


def _units(plans: list[Plan]) -> Iterator[dict[str, Any]]:
    for plan in plans:
        for place in range(UNITS):
            yield {
                "id": (plan.id - 1) * UNITS + place + 1,
                "name": f"第{place + 1}局",
                "kind": "department",
                "place": plan.place,
            }


def _persons(count: int) -> Iterator[dict[str, Any]]:
    for id in range(1, count + 2):  # the last sits in the office
        yield {
            "id": id,
            "telegram_id": 10_000 + id,
            "chat_id": 10_000 + id,
            "name": f"联络员{id}",
            "language": "zh",
            "is_office": id == count + 1,
            "is_admin": False,
            "joined_at": START,
        }


def _contacts(count: int) -> Iterator[dict[str, Any]]:
    for id in range(1, count + 1):
        yield {"person_id": id, "unit_id": id, "is_leader": False, "appointed_at": START}


def _places(plans: list[Plan], size: Size) -> Iterator[tuple[Plan, int]]:
    """Each plan with the number of each of its measures, counted through all plans from 0."""
    return ((plan, (plan.id - 1) * size.measures + place) for plan in plans for place in range(size.measures))


def _measures(plans: list[Plan], size: Size) -> Iterator[dict[str, Any]]:
    for plan, number in _places(plans, size):
        place = number % size.measures
        yield {
            "id": number + 1,
            "plan_id": plan.id,
            "position": place,
            "ref": f"{place // 50 + 1}.{place % 50 + 1}",
            "sections": [f"第{place // 50 + 1}部分"],
            "title": f"第{place + 1}项举措",
            "text": f"到2020年，第{place + 1}项举措建成站点1000个。",
            "lead_basis": "first-listed",
        }


def _targets(plans: list[Plan], size: Size) -> Iterator[dict[str, Any]]:
    for _, number in _places(plans, size):
        yield {
            "id": number + 1,
            "measure_id": number + 1,
            "position": 0,
            "text": "建成站点1000个",
            "indicator": "站点",
            "op": "=",
            "value": 1000.0,
            "unit": "个",
            "due_on": date(2020, 12, 31),
            "phrase": "到2020年",
        }


def _duties(plans: list[Plan], size: Size) -> Iterator[dict[str, Any]]:
    for plan, number in _places(plans, size):
        for position in range(DUTIES):
            unit = (number + position * 7) % UNITS
            yield {
                "id": number * DUTIES + position + 1,
                "measure_id": number + 1,
                "unit_id": (plan.id - 1) * UNITS + unit + 1,
                "position": position,
                "printed": f"第{unit + 1}局",
                "role": "support" if position else "lead",
            }


def _silent(plans: list[Plan], size: Size) -> set[int]:
    """The duties that have said nothing for two cycles: of plans that have something to say today, in turn."""
    calendar = Calendar()
    speaking = [plan for plan in plans if agenda(plan, (), today=THURSDAY, calendar=calendar).whole]
    chosen = (
        ((plan.id - 1) * size.measures + place) * DUTIES + 1 for place in range(size.measures) for plan in speaking
    )
    return set(islice(chosen, size.due))


def _told(plans: list[Plan], size: Size, silent: set[int]) -> Iterator[tuple[int, int, int, date]]:
    """(report, duty, unit, day) of every report: in each of the last cycles, a day or two after it opened."""
    calendar, report = Calendar(), 0
    for plan in plans:
        now = cycles_at(plan, THURSDAY, calendar).now
        days, cycle = [now.opens_on], now
        for _ in range(CYCLES_TOLD - 1):
            cycle = cycle_of(cycle.opens_on - timedelta(days=1), calendar, "month", plan.due_day)
            days.append(cycle.opens_on)
        assert cycle_after(cycle, calendar, plan.due_day).opens_on == days[-2]
        days.reverse()
        for place in range(size.measures):
            number = (plan.id - 1) * size.measures + place
            for position in range(DUTIES):
                duty = number * DUTIES + position + 1
                unit = (plan.id - 1) * UNITS + (number + position * 7) % UNITS + 1
                for turn, opened in enumerate(days[: -2 if duty in silent else None]):
                    day = opened + timedelta(days=1 + place % 2)
                    if day <= THURSDAY and (position == 0 or turn):  # the supports began a cycle later
                        report += 1
                        yield report, duty, unit, day


def _reports(plans: list[Plan], size: Size, silent: set[int]) -> Iterator[dict[str, Any]]:
    for id, duty, unit, day in _told(plans, size, silent):
        said_at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        yield {
            "id": id,
            "responsibility_id": duty,
            "unit_id": unit,
            "person_id": unit,
            "said_at": said_at,
            "filed_at": said_at,
            "text": f"站点累计{id % 7 + day.month * 80}个",
            "no_change": False,
            "on_behalf": False,
            "sample": False,
            "source": f"world:{id}",
        }


def _values(plans: list[Plan], size: Size, silent: set[int]) -> Iterator[dict[str, Any]]:
    for id, duty, _, day in _told(plans, size, silent):
        yield {
            "report_id": id,
            "target_id": (duty - 1) // DUTIES + 1,
            "indicator": "站点",
            "kind": "total",
            "value": float(id % 7 + day.month * 80),
            "unit": "个",
        }
