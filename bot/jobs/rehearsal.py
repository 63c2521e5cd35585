"""A rehearsal: every message the clock would send over a time, had the plan been loaded on its day of issue with one
contact a unit. The rules and the lay-out are those of the jobs; nothing is sent and nothing is stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import unescape
from re import sub
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.jobs.digest import laid_out, lines_of
from bot.jobs.nudge import office_letter
from bot.render.text import totals
from bot.rules.calendar import ONE_DAY, SHANGHAI, Calendar
from bot.rules.nudges import Addressee, Digest, NudgeDue, Snapshot, digests
from bot.rules.policy import DEFAULT, Policy
from bot.rules.rehearsal import mornings
from bot.rules.standing import Said
from bot.rules.standing.parts import speakers
from bot.rules.summary import Summary, since_of, summarise
from bot.store import plans
from bot.store.book import Book, Shelf
from bot.texts import term
from models import Plan

LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
# which days end a period of which a summary is written, by the calendar's own words
PERIODS = (
    ("week", Calendar.last_workday_of_week),
    ("month", Calendar.last_workday_of_month),
    ("quarter", Calendar.last_workday_of_quarter),
)


@dataclass(frozen=True)
class Message:
    """One message the clock would send. `kind`: digest (a contact's), leader (a unit leader's), office (units late or out
    of reach), summary (of a week, month or quarter, in its short form); `to` is the unit's contact or the office; `nudges` are what it is made
    of."""

    at: datetime
    to: str
    unit: str | None
    kind: str
    measures: tuple[str, ...]
    text: str
    nudges: tuple[NudgeDue, ...] = ()

    def record(self) -> dict[str, Any]:
        """The message as `rehearse --json` prints it."""
        return {
            "at": self.at.isoformat(),
            "to": self.to,
            "unit": self.unit,
            "kind": self.kind,
            "measures": list(self.measures),
            "text": self.text,
        }


def as_issued(session: Session, code: str, otherwise: date | None = None) -> tuple[Plan, Book]:
    """The plan and a book of its own, as if it had been loaded on its day of issue (where the document states none, on the
    day `otherwise`) and nothing had happened since.

    Raises Gone where no such plan is loaded, Refusal where it has no day of issue.
    """
    wanted = plans.by_code(session, code).id
    book = Shelf().book(session)  # detached: what is changed here stays here
    plan = book.plans[wanted]
    loaded_on = plan.issued_on or otherwise
    if loaded_on is None:
        raise Refusal("no_issue_day", code=code)
    plan.loaded_on = loaded_on
    for every in book.plans:  # read now: afterwards there is no transaction to read in
        book.volume(every)
    for measure in book.of_plan(wanted):
        measure.closed_at = None
        for target in measure.targets:
            target.opened_at = None
            target.withdrawn_at = LONG_AGO if target.withdrawn_at else None
        for duty in measure.duties:
            duty.withdrawn_at = LONG_AGO if duty.withdrawn_at else None
    return plan, book


def one_contact_a_unit(plan: Plan, book: Book) -> list[Addressee]:
    """A contact for every unit that answers for something, members in the place of their group."""
    units = {
        unit_id: None
        for measure in book.of_plan(plan.id)
        for duty in measure.duties
        if duty.withdrawn_at is None
        for unit_id in speakers(duty, measure.duties, book.members)
    }
    return [Addressee(unit_id, unit_id) for unit_id in units]


@dataclass(frozen=True)
class Rehearsal:
    """The plan as issued, what is reported, and the hours at which the clock speaks."""

    plan: Plan
    book: Book
    reports: Sequence[Said]
    calendar: Calendar
    policy: Policy = DEFAULT
    digest_hour: int = 9
    summary_hour: int = 16
    summaries: bool = True

    def messages(self, first: date, last: date) -> Iterator[Message]:
        """Every message from `first` to `last`, in order."""
        contacts = one_contact_a_unit(self.plan, self.book)
        snapshot = Snapshot(
            plans={self.plan.id: self.plan},
            measures=self.book.of_plan(self.plan.id),
            reports=self.reports,
            contacts=contacts,
            calendar=self.calendar,
            members=self.book.members,
            policy=self.policy,
        )
        said = {found.day: found for found in mornings(snapshot, first, last, self.digest_hour)}
        day = first
        while day <= last:
            if found := said.get(day):
                at = datetime.combine(day, time(self.digest_hour), SHANGHAI)
                yield from (self._digest(at, bundle) for bundle in digests(found.nudges))
                letter = office_letter("zh", self.book, found, [self.plan.id])
                if letter is not None:
                    refs = _in_order([*(one.ref for one in found.unreachable), *(one.ref for one in found.for_office)])
                    yield Message(at, term("zh", "issuer"), None, "office", refs, plain(letter.text))
            if self.summaries and day >= self.plan.loaded_on:
                yield from self._summaries(day, contacts)
            day += ONE_DAY

    def _digest(self, at: datetime, bundle: Digest) -> Message:
        lines = lines_of(self.book, bundle.nudges, bundle.day, self.calendar)
        unit = self.book.units[bundle.nudges[0].unit_id].name
        text = plain(laid_out("zh", bundle.day, lines).text)
        to, kind = (f"{unit}负责人", "leader") if bundle.is_leaders else (f"{unit}联络员", "digest")
        return Message(at, to, unit, kind, _in_order(line.measure.ref for line in lines), text, bundle.nudges)

    def _summaries(self, day: date, contacts: Sequence[Addressee]) -> Iterator[Message]:
        until = datetime.combine(day, time(self.summary_hour), SHANGHAI)
        for kind, last_workday in PERIODS:
            if last_workday(self.calendar, day) == day:
                one = summarise(
                    self.plan,
                    self.book.of_plan(self.plan.id),
                    self.reports,
                    since=since_of(kind, until, self.calendar),
                    until=until,
                    calendar=self.calendar,
                    units={unit.id: unit.name for unit in self.book.units.values()},
                    contacts=contacts,
                    members=self.book.members,
                    kind=kind,
                    policy=self.policy,
                    weeks=0,
                )
                yield Message(until, term("zh", "issuer"), None, "summary", _exceptions(one), plain(totals(one)))


def _exceptions(one: Summary) -> tuple[str, ...]:
    return _in_order(entry.ref for entry in (*one.red, *one.behind, *one.stagnant, *one.soon))


def _in_order(refs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(refs))


def plain(text: str) -> str:
    """A letter's text without markup."""
    return unescape(sub(r"<[^>]+>", "", text)).strip()
