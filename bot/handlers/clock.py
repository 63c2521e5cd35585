"""What people tell the clock: who stands in while somebody is away, and which measures are paused."""

import re

from bot.desk import Desk, Letters
from bot.errors import Gone, NotYours, Refusal
from bot.handlers.menus import put_up
from bot.rules.finding import find
from bot.rules.spans import days_in
from bot.store import clock, people, summaries
from bot.texts import Letter
from models import Measure, Person

NO_MORE = ("取消", "结束", "結束", "回来", "回來", "cancel", "back")
LIKE_A_DAY = re.compile(r"[到至]?\s*\d+\s*[-./年月]\s*\d")  # what was meant as a day and is none
LONGEST = 120  # days; whoever is away for longer is replaced


def away(desk: Desk) -> Letters:
    """/away 10-08 10-12 王强: who answers meanwhile. An admin names first who is away. /away 取消 ends it; /away shows it."""
    words = desk.words.strip()
    if not words:
        return _absences(desk, desk.me)
    if words in NO_MORE:
        return _back(desk, people.person(desk.session, desk.me.id))
    try:
        days, names = days_in(words, desk.today)
    except ValueError:
        raise Refusal("away_how") from None
    persons = names.split()
    if persons and persons[-1] in NO_MORE and not days:
        return _back(desk, _away_person(desk, persons[0]))
    if not 1 <= len(days) <= 2 or not 1 <= len(persons) <= 2:
        raise Refusal("away_how")
    from_on, to_on = min(days), max(days)
    if to_on < desk.today or (to_on - from_on).days > LONGEST:
        raise Refusal("away_days", most=LONGEST)
    who = _away_person(desk, persons[0]) if len(persons) == 2 else people.person(desk.session, desk.me.id)
    if not _units_of(who):
        raise Refusal("away_not_contact", name=who.name)
    other = _named(desk, persons[-1])
    if other.id == who.id:
        raise Refusal("away_self")
    before = [row for row in clock.stand_ins_of(desk.session, who, desk.today) if row[1].id == who.id]
    made = clock.stand_in(desk.session, who, other, from_on=from_on, to_on=to_on, by=desk.me, now=desk.now)
    _relieved(desk, who, other, [row[2] for row in before if row[0].ended_at is not None])
    desk.note("stand_in", away=who.name, stand_in=other.name, from_on=str(from_on), to_on=str(to_on))
    for told in {one.id: one for one in (who, other)}.values():
        if told.id != desk.me.id:
            desk.post(
                told, "stand_in_told", who=who, other=other, one=made, units=_units_of(who), me=told.id == other.id
            )
    return desk.letter("stand_in_told", who=who, other=other, one=made, units=_units_of(who), me=other.id == desk.me.id)


def _relieved(desk: Desk, who: Person, other: Person, before: list[Person]) -> None:
    """Tell those whose place another stand-in has taken: they would go on waiting for the reminders."""
    for one in {one.id: one for one in before if one.id != other.id}.values():
        if one.id != desk.me.id:
            desk.post(one, "relieved", who=who, other=other)
        put_up(desk, one)


def _away_person(desk: Desk, name: str) -> Person:
    """Whom an admin speaks for. Raises NotYours for anybody else's absence."""
    found = _named(desk, name)
    if found.id != desk.me.id and not desk.me.is_admin:
        raise NotYours("away_others")
    return found


def _named(desk: Desk, name: str) -> Person:
    """The one person in post with that name. Raises Refusal where there is none, or several."""
    everybody = [one for one in people.everybody(desk.session) if _units_of(one) or one.is_office or one.is_admin]
    found = [one for one in everybody if one.name == name] or [one for one in everybody if name in one.name]
    if not found:
        raise Refusal("no_person", name=name[:20])
    if len(found) > 1:
        shown = "、".join(f"{one.name}（{'、'.join(_units_of(one)) or '—'}）" for one in found[:5])
        raise Refusal("several_persons", name=name[:20], persons=shown)
    return found[0]


def _units_of(person: Person) -> list[str]:
    return [contact.unit.name for contact in person.contacts if contact.ended_at is None]


def _absences(desk: Desk, person: Person) -> Letter:
    found = clock.stand_ins_of(desk.session, person, desk.today)
    return desk.letter("absences", rows=found, is_admin=desk.me.is_admin)


def _back(desk: Desk, person: Person) -> Letters:
    """The person is back: their stand-in answers no longer, and hears so."""
    ended = clock.back(desk.session, person, desk.today, desk.now)
    if not ended:
        raise Refusal("not_away", name=person.name)
    desk.note("back", away=person.name)
    for one in ended:
        other = people.person(desk.session, one.person_id)
        if other.id != desk.me.id:
            desk.post(other, "back_told", who=person, me=False)
        put_up(desk, other)
    if person.id != desk.me.id:
        desk.post(person, "back_told", who=person, me=True)
    return desk.letter("back_told", who=person, me=person.id == desk.me.id)


# -- pauses ------------------------------------------------------------------------------------------------------------


def pause(desk: Desk) -> Letters:
    """/pause 二（六） 到2018-12-31 原因: nobody is reminded of the measure meanwhile; it resumes by itself."""
    try:
        days, words = days_in(desk.words, desk.today)
    except ValueError:
        raise Refusal("pause_how") from None
    name, _, why = words.partition(" ")
    if not name or not why.strip() or len(days) > 1 or (not days and LIKE_A_DAY.match(why.strip())):
        raise Refusal("pause_how")  # 到2018-13-31 is no day and no reason: the pause would have no end
    until_on = days[0] if days else None
    if until_on is not None and until_on < desk.today:
        raise Refusal("pause_past", day=until_on)
    found = _one_measure(desk, name)
    clock.pause(
        desk.session, found.id, desk.me, from_on=desk.today, until_on=until_on, why=why.strip()[:200], now=desk.now
    )
    desk.note("paused", measure=found.ref, until_on=str(until_on) if until_on else None)
    buttons = [[desk.button("resume", f"pr:{found.id}")]]
    return desk.letter("paused", measure=found, until_on=until_on, why=why.strip()[:200], buttons=buttons)


def resume(desk: Desk) -> Letters:
    """/resume 二（六）: the pause ends now."""
    if not desk.words.strip():
        raise Refusal("which_measure")
    return _resumed(desk, _one_measure(desk, desk.words.strip()))


def resume_one(desk: Desk) -> Letters:
    """The button under a pause."""
    (measure_id,) = desk.numbers(1)
    return _resumed(desk, desk.book.measure(measure_id))


def _resumed(desk: Desk, found: Measure) -> Letter:
    if not clock.resume(desk.session, found.id, desk.now):
        raise Gone("not_paused", ref=found.ref)
    desk.note("resumed", measure=found.ref)
    return desk.letter("resumed", measure=found, edits=desk.pressed)


def _one_measure(desk: Desk, words: str) -> Measure:
    """The measure meant, of the most local plan that has one. Raises Refusal where none, or several of a plan, fit."""
    for plan in summaries.watched(desk.session, desk.book):
        found = find(words, desk.book.of_plan(plan.id))
        if len(found) == 1:
            return found[0]
        if found:
            refs = "、".join(f"{one.ref}{one.title}" for one in found[:5])
            raise Refusal("several_measures", words=words[:40], measures=refs)
    raise Refusal("no_measure", words=words[:40])
