"""The menu beside the text field: what each person may use, from the one list of commands."""

from typing import Any

from sqlalchemy import insert

from bot.desk import Desk
from bot.store import outbox
from bot.texts import label
from models import OutboxMessage, Person


def may(who: str, person: Person, is_contact: bool) -> bool:
    """Whether the person may use what is for `who`."""
    return {
        "anyone": True,
        "known": True,
        "contact": is_contact,
        "office": person.is_office or person.is_admin,
        "admin": person.is_admin,
        "reader": is_contact or person.is_office or person.is_admin,
    }[who]


def commands_for(person: Person, is_contact: bool, language: str, private: bool = True) -> list[tuple[str, str]]:
    """(name, what it does) of every command the person may use here."""
    from bot.handlers import COMMANDS  # the list names the handlers, and one of them is here

    return [
        (command.name, label(language, f"command_{command.name}"))
        for command in COMMANDS
        if may(command.who, person, is_contact) and (private or command.in_group) and command.name != "start"
    ]


def put_up(desk: Desk, person: Person) -> None:
    """Have the person's menu shown; it travels through the outbox like a letter."""
    commands = commands_for(person, bool(desk.units), person.language)
    parameters: dict[str, Any] = {
        "commands": [{"command": name, "description": text} for name, text in commands],
        "scope": {"type": "chat", "chat_id": person.chat_id},
    }
    desk.session.execute(
        insert(OutboxMessage).values(
            kind="menu",
            priority=outbox.NOTICE,
            chat_id=person.chat_id,
            letter={"method": "setMyCommands", "parameters": parameters},
            about=[],
            state="waiting",
            made_at=desk.now,
            not_before=desk.now,
        )
    )
