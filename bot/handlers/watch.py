"""What the clock does by itself: its accounts, and who gets which summaries."""

from bot.desk import Desk, Letters
from bot.errors import Gone
from bot.rules.summary import SENT
from bot.store import audits, subscriptions
from bot.texts import Letter


def audit(desk: Desk) -> Letters:
    """/audit: the last working days' accounts: due, sent, postponed and why, unreachable, unknown."""
    return desk.letter("audits", rows=audits.last(desk.session))


def subscribe(desk: Desk) -> Letters:
    """/subscribe: which summaries come by themselves, with a button to turn each on or off."""
    return _subscriptions(desk, edits=None)


def subscribe_to(desk: Desk) -> Letters:
    """Turn one on or off."""
    place, wanted = desk.numbers(2)
    if place >= len(SENT) or wanted > 1:
        raise Gone("gone")
    subscriptions.wants(desk.session, desk.me, SENT[place], bool(wanted), desk.now)
    desk.note("subscribed", period=SENT[place], wanted=bool(wanted))
    return _subscriptions(desk, edits=desk.pressed)


def _subscriptions(desk: Desk, edits: int | None) -> Letter:
    wanted = subscriptions.of_person(desk.session, desk.me)
    rows = [
        [desk.button(f"subscribed_{period}" if on else f"subscribe_{period}", f"su:{place}:{0 if on else 1}")]
        for place, (period, on) in enumerate(wanted.items())
    ]
    return desk.letter("subscribe", wanted=wanted, hour=desk.house.settings.summary_hour, buttons=rows, edits=edits)
