"""What becomes of a digest afterwards: a line is ticked off when its report is in, and it can be asked why it came."""

from datetime import date

from bot.context import Desk, Letters
from bot.errors import Gone
from bot.jobs.digest import laid_out, lines_of
from bot.store import nudges, outbox
from bot.store.book import Part


def tick_off(desk: Desk, part: Part) -> None:
    """A report stops the nudge at once: the line in the last digest is ticked, its button goes."""
    me = desk.me
    last = nudges.last_digest(desk.session, me)
    if last is None or last.message_id is None or part.duty.id not in last.about:
        return
    made_on = last.made_at.astimezone(desk.house.settings.zone).date()
    found = nudges.of_digest(desk.session, last.id)
    if not found:
        return
    done = set(last.letter.get("ticked", ())) | {part.duty.id}
    letter = laid_out(me.language, made_on, lines_of(desk.book, found, made_on, done), edits=last.message_id)
    last.letter = {**last.letter, "ticked": sorted(done)}
    outbox.enqueue(desk.session, [letter], chat_id=me.chat_id, person_id=me.id, now=desk.now, kind="edit")


def why(desk: Desk) -> Letters:
    """为什么提醒我: the rule, the clause and the date behind every line of a digest."""
    (number,) = desk.numbers(1)
    try:
        day = date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        raise Gone("gone") from None
    found = nudges.of_day(desk.session, desk.me, day)
    if not found:
        raise Gone("gone")
    rows = [
        (desk.book.duties[one.responsibility_id], one) for one in found if one.responsibility_id in desk.book.duties
    ]
    return desk.letter("why", day=day, rows=[(desk.book.measures[duty.measure_id], duty, one) for duty, one in rows])
