"""A report is worked in few statements, however many colleagues its writer has: each costs more than the rules do."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event
from telegram import Bot, Update

from bot.app import house_for
from bot.context import desk_for, settle_update
from bot.handlers.reporting import said
from bot.store import inbox
from bot.store.database import Database
from bot.store.inbox import Incoming
from tests.cast import Someone, Stage

MOST = 10  # with BEGIN
NOW = datetime(2018, 10, 11, 7, tzinfo=UTC)


def spoken(who: Someone, number: int, text: str) -> Update:
    person = {"id": who.id, "is_bot": False, "first_name": "李敏"}
    chat = {"id": who.id, "type": "private"}
    message = {"message_id": number, "date": int(NOW.timestamp()), "chat": chat, "from": person, "text": text}
    update = Update.de_json({"update_id": number, "message": message}, Bot("1:x"))
    assert update is not None
    return update


def test_a_report_costs_few_statements_with_any_number_of_colleagues(empty_stage: Stage, li: Someone) -> None:
    database: Database = empty_stage.database
    for number in range(5):
        empty_stage.appointed(f"同事{number}", "市农业局")
    house = house_for(empty_stage.settings, database, lambda: NOW)
    counted: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *one: counted.append(one[2]))

    def work(session: Any, update: Update) -> None:
        desk = desk_for(session, house, update)
        assert settle_update(desk, update, said(desk))
        house.lines.keep(session.info.get("mine", {}))

    for number, text in enumerate(("益农信息社累计120家", "益农信息社累计125家"), start=1):
        update = spoken(li, number, text)
        database.now(inbox.write_down, 0, "w", NOW, [Incoming(number, "x", "{}")])
        counted.clear()  # the first has read the plan too
        database.now(work, update)
    assert counted
    assert len(counted) <= MOST, "\n".join(counted)
