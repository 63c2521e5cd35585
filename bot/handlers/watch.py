"""What an admin sees of the clock's own accounts."""

from bot.desk import Desk, Letters
from bot.store import audits


def audit(desk: Desk) -> Letters:
    """/audit: the last working days' accounts: due, sent, postponed and why, unreachable, unknown."""
    return desk.letter("audits", rows=audits.last(desk.session))
