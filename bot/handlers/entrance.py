"""The first minutes: invites opened, help, language; and what a stranger hears."""

from bot.desk import Desk, Letters
from bot.errors import Gone, Refusal
from bot.handlers.menus import put_up
from bot.store import outbox, people
from bot.texts import LANGUAGES, Button, Letter, say
from models import Person


def start(desk: Desk) -> Letters:
    """Open an invite, or greet somebody who is in already. A stranger gets one polite sentence."""
    if not desk.private:
        return None
    code = desk.words.strip()
    if (code and desk.person is None) or (code and not _known_payload(code)):
        return _welcomed(desk, code)
    return _home(desk, desk.me)


def _known_payload(code: str) -> bool:
    return code == "home"


def _welcomed(desk: Desk, code: str) -> Letters:
    try:
        welcome = people.redeem(desk.session, code, desk.telegram_id, desk.chat_id, desk.name, desk.language, desk.now)
    except Refusal as refusal:
        raise Gone(refusal.reason, **refusal.values) from None
    desk.person, desk.units = people.who_is(desk.session, desk.telegram_id)
    desk.language = welcome.person.language
    if welcome.again:
        return _home(desk, welcome.person)
    unit = welcome.unit.name if welcome.unit else None
    desk.note("invite_used", role=welcome.role, unit=unit)
    if welcome.old_chat is not None:
        farewell = Letter(say(desk.language, "moved", today=desk.today))
        outbox.enqueue(desk.session, [farewell], chat_id=welcome.old_chat, now=desk.now, kind="notice")
    for admin in people.admins(desk.session):
        if admin.id != welcome.person.id:
            desk.post(admin, "joined", name=welcome.person.name, role=welcome.role, unit=unit)
    put_up(desk, welcome.person)
    letters = [desk.letter("welcome", name=desk.name, role=welcome.role, unit=unit)]
    if welcome.role == "contact":
        from bot.handlers.contacts import mine

        page = mine(desk)
        letters.extend([page] if isinstance(page, Letter) else page or [])
    return letters


def _home(desk: Desk, person: Person) -> Letter:
    people.reachable(desk.session, desk.chat_id)
    return desk.letter(
        "home",
        name=person.name,
        units=[unit.name for unit in desk.units],
        is_office=person.is_office,
        is_admin=person.is_admin,
        buttons=[[desk.button("mine", "mine")]] if desk.units else [],
    )


def help_page(desk: Desk) -> Letters:
    """What the caller can do, from the one list of commands."""
    from bot.handlers.menus import commands_for

    return desk.letter(
        "help",
        commands=commands_for(desk.me, bool(desk.units), desk.language, desk.private),
        is_contact=bool(desk.units),
        is_office=desk.me.is_office,
        private=desk.private,
    )


def language(desk: Desk) -> Letters:
    """Ask for the language; `/language zht` sets it at once."""
    if desk.words.strip() in LANGUAGES:
        desk.words = desk.words.strip()
        return choose_language(desk)
    rows = [[Button(name, f"l:{code}") for code, name in LANGUAGES.items()]]
    return desk.letter("language", buttons=rows)


def choose_language(desk: Desk) -> Letters:
    """Keep the language, for answers and for what the clock sends."""
    if desk.words not in LANGUAGES:
        raise Gone("gone")
    desk.me.language = desk.language = desk.words
    put_up(desk, desk.me)
    return desk.letter("language_set", edits=desk.pressed, chosen=LANGUAGES[desk.words])


def unknown_command(desk: Desk) -> Letters:
    """A command that is not ours: say so in private; in a group it is somebody else's."""
    if not desk.private:
        return None
    raise_for = desk.me  # a stranger hears the stranger's sentence
    raise Refusal("unknown_command", command=desk.words.split()[0][:32], name=raise_for.name)
