"""The summaries by themselves: at four on the last working day of a week, month and quarter, to whoever wants them, and
their totals to each bound group."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.desk import House
from bot.render import FORMATS, file_name
from bot.render.doors import Address, under
from bot.render.text import chat, totals
from bot.rules.summary import Summary, kinds_due
from bot.store import nudges, outbox, people, subscriptions, summaries
from bot.texts import File, Letter, form, label, term
from models import OfficeChat, Person

log = logging.getLogger(__name__)

LATE = timedelta(minutes=30)
# After a longer stop a week's is not worth sending: the next one is nearly due. The others bear a holiday.
STILL_WANTED = {"week": timedelta(days=6), "month": timedelta(days=8), "quarter": timedelta(days=8)}


@dataclass(frozen=True)
class Occasion:
    """A moment at which summaries are due, and of which periods, the shortest first."""

    moment: datetime
    kinds: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.moment.date().isoformat()

    def key_of(self, plan_id: int) -> str:
        """What says that one plan's are written."""
        return f"{self.key} plan {plan_id}"


@dataclass(frozen=True)
class Made:
    """One plan's summaries of one occasion, by kind, with the documents made of them by kind and language."""

    summaries: Mapping[str, Summary]
    documents: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def document(self, kind: str, language: str) -> bytes:
        """The document in a person's language, made anew for somebody who changed it a moment ago."""
        return self.documents.get((kind, language)) or FORMATS["docx"].ink(self.summaries[kind], language)


def occasions(house: House) -> list[Occasion]:
    """The moments of the last days at which summaries were due and are still wanted, oldest first."""
    local = house.now().astimezone(house.settings.zone)
    found = []
    for days in reversed(range(max(STILL_WANTED.values()).days + 1)):
        day = local.date() - timedelta(days=days)
        moment = datetime.combine(day, time(house.settings.summary_hour), house.settings.zone)
        kinds = tuple(kind for kind in kinds_due(day, house.calendar) if local - moment < STILL_WANTED[kind])
        if kinds and moment <= local:
            found.append(Occasion(moment, kinds))
    return found


def due_at(house: House) -> datetime | None:
    """The newest moment at which a summary was due, if it is not too long ago."""
    found = occasions(house)
    return found[-1].moment if found else None


async def brief(house: House) -> None:
    """Write down the summaries that are due and not yet written, one plan after the other: where there are many it takes
    minutes, and whatever ends it in between, the next tick goes on with the plans that are left."""
    for occasion in occasions(house):
        if await house.database.read(nudges.is_done, "brief", occasion.key):
            continue
        plans = await house.database.read(_watched, house)
        for plan_id in plans:
            if not await house.database.read(nudges.is_done, "brief", occasion.key_of(plan_id)):
                # making files takes seconds: read beside the writers, write only what came of it
                made = await house.database.read(_made, house, occasion, plan_id)
                await house.database.transact(_write, house, occasion, plan_id, made)
                house.pulse.ticked()  # the clock is at work
        await house.database.transact(_end, house, occasion, len(plans))
        log.info("summaries of %s (%s): %d", occasion.key, ", ".join(occasion.kinds), len(plans))


def _watched(session: Session, house: House) -> list[int]:
    """The plans somebody reports on, in the order in which their summaries go out."""
    return [plan.id for plan in summaries.watched(session, house.shelf.book(session))]


def _made(session: Session, house: House, occasion: Occasion, plan_id: int) -> Made:
    """One plan's summaries, and their documents in every language somebody reads them in. They show no trend: it is not
    worked out."""
    book = house.shelf.book(session)
    every = {
        kind: summaries.summary_of(
            session,
            book,
            book.plans[plan_id],
            kind=kind,
            until=occasion.moment,
            calendar=house.calendar,
            at=time(house.settings.summary_hour),
            weeks_of_trend=0,
        )
        for kind in occasion.kinds
    }
    wanted = {(kind, person.language) for person, kinds in subscriptions.readers(session) for kind in kinds}
    inked = {(kind, language): FORMATS["docx"].ink(every[kind], language) for kind, language in wanted if kind in every}
    return Made(every, inked)


def _write(session: Session, house: House, occasion: Occasion, plan_id: int, made: Made) -> None:
    if nudges.is_done(session, "brief", occasion.key_of(plan_id)):
        return
    now = house.now()
    late = now - occasion.moment > LATE
    for person, wanted in subscriptions.readers(session):
        kinds = [kind for kind in occasion.kinds if kind in wanted]
        if kinds:
            _to_person(session, person, made, kinds, occasion, now, late)
    for place in people.office_chats(session):
        _to_group(session, place, made, occasion, now)
    nudges.done(session, "brief", occasion.key_of(plan_id), now, f"kinds={','.join(occasion.kinds)} late={late}")


def _end(session: Session, house: House, occasion: Occasion, plans: int) -> None:
    if not nudges.is_done(session, "brief", occasion.key):
        nudges.done(session, "brief", occasion.key, house.now(), f"plans={plans} kinds={','.join(occasion.kinds)}")


def _to_person(
    session: Session, person: Person, one: Made, kinds: Sequence[str], occasion: Occasion, now: datetime, late: bool
) -> None:
    """One message, of the shortest period; the documents of all that end today come with it, and it says so."""
    language, first = person.language, one.summaries[kinds[0]]
    head = [_lateness(language, occasion.moment)] if late else []
    if len(kinds) > 1:
        head.append(label(language, "together", kinds=_names(kinds, language)))
    address = Address(first.plan_id, first.kind, occasion.moment)
    letters = [Letter("\n\n".join([*head, chat(first, language)]), under(first, address, language))]
    for kind in kinds:
        name = file_name(one.summaries[kind], FORMATS["docx"], language)
        letters.append(Letter("", file=File(name, one.document(kind, language))))
    key = f"summary:{first.plan_code}:{occasion.key}:{person.chat_id}"
    _send(session, letters, person.chat_id, now, key, person_id=person.id)


def _to_group(session: Session, place: OfficeChat, one: Made, occasion: Occasion, now: datetime) -> None:
    """The totals of each period that ends today, in one message."""
    pages = [totals(summary, "zh") for summary in one.summaries.values()]
    if len(pages) > 1:
        pages.insert(0, label("zh", "together_totals", kinds=_names(occasion.kinds, "zh")))
    code = next(iter(one.summaries.values())).plan_code
    key = f"summary:{code}:{occasion.key}:{place.chat_id}"
    _send(session, [Letter("\n\n".join(pages))], place.chat_id, now, key, thread_id=place.thread_id)


def _names(kinds: Sequence[str], language: str) -> str:
    return form.names((term(language, f"kind.{kind}") for kind in kinds), "en" if language == "en" else "zh")


def _lateness(language: str, moment: datetime) -> str:
    source = "en" if language == "en" else "zh"
    return label(language, "late_summary", due=f"{form.short_day(moment.date(), source)} {form.clock(moment)}")


def _send(
    session: Session,
    letters: list[Letter],
    chat_id: int,
    now: datetime,
    key: str,
    person_id: int | None = None,
    thread_id: int | None = None,
) -> None:
    outbox.enqueue(
        session,
        letters,
        chat_id=chat_id,
        thread_id=thread_id,
        person_id=person_id,
        now=now,
        kind="summary",
        priority=outbox.DIGEST,
        dedupe_key=key,
    )
