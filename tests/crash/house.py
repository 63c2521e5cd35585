"""A database with the shipped plans and a crowd of contacts, made before the processes start."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.store import people, plans
from bot.store.database import Database
from bot.store.migrate import migrate

LOADED_AT = datetime(2016, 2, 1, 1, tzinfo=UTC)

# unit → a report it may truthfully make, with a figure to fill in, about which there is nothing to ask
REPORTS = {
    "市农业局": "益农信息社新增{n}家",
    "市交通运输局": "二（九）完成{p}%",
    "市旅发委": "二（三）智慧旅游完成{p}%",
    "市科技局": "四（四）3 众创空间完成{p}%",
    "市环保局": "二（十）推进中，完成{p}%",
    "市政府金融办": "普惠金融完成{p}%",
    "市工信委": "二（一）数控化率达到{p}%",
    "市文广新局": "二（四）进度{p}%",
    "市服务业发展办": "二（七）高效物流完成{p}%",
    "市人社局": "四（三）1 人才引进完成{p}%",
    "市财政局": "四（二）2 信贷支持完成{p}%",
    "市教育局": "四（三）2 加强教育培训完成{p}%",
    "市发改委": "四（一）4 引进物流企业完成{p}%",
    "市商务局": "四（五）1 放宽准入限制完成{p}%",
    "市行政服务中心管委会": "四（五）3 简化行政审批完成{p}%",
    "市工商局": "四（五）4 诚信体系完成{p}%",
}


def report(unit: str, turn: int) -> str:
    """What a contact of the unit writes at its `turn`."""
    return REPORTS[unit].format(n=1 + turn % 2, p=1 + turn % 98)


def furnish(database: Database) -> None:
    """Migrate, and load the shipped plans as on 1 February 2016."""
    migrate(database)
    database.now(plans.load_shipped, LOADED_AT, date(2016, 2, 1))


def appoint(database: Database, unit_names: list[str], first_id: int, count: int) -> list[int]:
    """The Telegram ids of `count` new contacts of the units in turn."""

    def let_in(session: Session) -> list[int]:
        ids = list(range(first_id, first_id + count))
        for place, id in enumerate(ids):
            found: list[Any] = people.find_units(session, unit_names[place % len(unit_names)])
            code = people.invite(session, LOADED_AT, role="contact", unit=found[0])
            people.redeem(session, code, id, id, f"联络员{place + 1}", "zh", LOADED_AT)
        return ids

    return database.now(let_in)
