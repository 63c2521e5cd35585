"""Methods about the bot itself: what it is called, its commands, where its updates go."""

import json
import re

from bot.sandbox.params import flag, number, structure, word
from bot.sandbox.refusals import Json, bad
from bot.sandbox.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = (
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
)
LONGEST = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, params: Json) -> Json:
    return world.me | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all_groups,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _place(params: Json) -> tuple[str, str]:
    scope = structure(params, "scope", "bot command scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad("can't parse bot command scope: unsupported type specified")
    return scope_key(scope), word(params, "language_code")


def scope_key(scope: Json) -> str:
    """A scope as one string, numbers and their digits alike."""
    return json.dumps({key: str(scope[key]) for key in sorted(scope)})


def set_my_commands(world: World, params: Json) -> bool:
    place = _place(params)
    commands = structure(params, "commands", "commands")
    if not isinstance(commands, list):
        raise bad("can't parse commands: expected an Array")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for command in commands:
        name, text = str(command.get("command", "")).lstrip("/"), str(command.get("description", ""))
        if not COMMAND.fullmatch(name):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(text) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": text})
    world.commands[place] = kept
    world.events.add("commands")
    return True


def get_my_commands(world: World, params: Json) -> list[Json]:
    return world.commands.get(_place(params), [])


def delete_my_commands(world: World, params: Json) -> bool:
    world.commands.pop(_place(params), None)
    world.events.add("commands")
    return True


def commands_for(world: World, person: int, chat: int | None = None) -> list[Json]:
    """The menu of commands this person sees in this chat, in Telegram's order of preference of scopes."""
    place = world.chats[chat or person]
    scopes: list[Json] = [{"type": "chat", "chat_id": place.id}]
    if place.kind == "private":
        scopes.append({"type": "all_private_chats"})
    else:
        leads = place.led_by(person)
        scopes.insert(0, {"type": "chat_member", "chat_id": place.id, "user_id": person})
        scopes[1:1] = [{"type": "chat_administrators", "chat_id": place.id}] if leads else []
        scopes += [{"type": "all_chat_administrators"}] if leads else []
        scopes.append({"type": "all_group_chats"})
    scopes.append({"type": "default"})
    tongue = str(world.people[person].card.get("language_code", "")).split("-")[0]
    places = ((scope_key(scope), language) for scope in scopes for language in (tongue, ""))
    return next((world.commands[key] for key in places if world.commands.get(key)), [])


def set_about(world: World, params: Json, what: str) -> bool:
    """Keep the bot's name, description or short description in one language."""
    text = word(params, what)
    if len(text) > LONGEST[what]:
        raise bad(f"{what.replace('_', ' ')} is too long")
    world.about[what, word(params, "language_code")] = text
    world.events.add("about")
    return True


def get_about(world: World, params: Json, what: str) -> Json:
    fallback = str(world.me["first_name"]) if what == "name" else ""
    default = world.about.get((what, ""), fallback)
    return {what: world.about.get((what, word(params, "language_code"))) or default}


def set_chat_menu_button(world: World, params: Json) -> bool:
    button = structure(params, "menu_button", "menu button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad("can't parse menu button: unsupported type specified")
    world.menus[number(params, "chat_id") or 0] = button
    world.events.add("menu")
    return True


def get_chat_menu_button(world: World, params: Json) -> Json:
    return world.menus.get(number(params, "chat_id") or 0, world.menus.get(0, {"type": "commands"}))


def set_webhook(world: World, params: Json) -> bool:
    world.webhook.set(word(params, "url"), word(params, "secret_token"), number(params, "max_connections") or 40)
    world.updates.allow(structure(params, "allowed_updates", "allowed updates"))
    if flag(params, "drop_pending_updates"):
        world.updates.drop_all()
    return True


def delete_webhook(world: World, params: Json) -> bool:
    world.webhook.clear()
    if flag(params, "drop_pending_updates"):
        world.updates.drop_all()
    return True


def get_webhook_info(world: World, params: Json) -> Json:
    return world.webhook.info()


def get_file(world: World, params: Json) -> Json:
    if not word(params, "file_id"):
        raise bad("file_id not specified")
    return world.files.link(word(params, "file_id"))


def log_out(world: World, params: Json) -> bool:
    return True
