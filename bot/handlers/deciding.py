"""A document that was read but not yet loaded: what could be two measures is asked about, then it is loaded or dropped."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from bot.desk import Desk, Letters
from bot.documents.drafts import DraftMeasure, DraftPlan, Proposal
from bot.documents.record import draft_from
from bot.errors import Gone
from bot.handlers.undoing import tell_contacts, undo_button
from bot.rules.changes import Changes, counts, record
from bot.rules.doubts import doubts_by_kind
from bot.rules.proposals import proposals
from bot.store import files, lists, plans
from bot.store.plans import Loaded
from bot.texts import Button, Letter
from models import Measure, PlanFile, Unit

ADOPTABLE = ("alias", "typo")  # proposals that say: this is a unit you have
MOST_CANDIDATES = 4  # buttons of one question, besides "none of them"
NEW = 0  # the number that stands for "none of them" in a button


@dataclass(frozen=True)
class Pending:
    """A draft and what has been decided so far: the number of one of its measures → the loaded one it is, or None."""

    draft: DraftPlan
    decide: dict[str, int | None]


def _pending(row: PlanFile) -> Pending:
    return Pending(draft_from(row.draft["plan"]), dict(row.draft["decide"]))


def strangers_in(session: Session, draft: DraftPlan) -> tuple[Proposal, ...]:
    """What could be meant by the names of units that nobody knows and nobody has decided about."""
    decided = {printed for printed, _ in draft.naming} | {unit.name for unit in draft.units}
    names = dict.fromkeys(unit for measure in draft.measures for unit in measure.units if unit not in decided)
    return proposals(names, lists.known_units(session), draft.place)


def answer(
    desk: Desk,
    row: PlanFile,
    pending: Pending,
    found: Changes,
    strangers: tuple[Proposal, ...],
    *,
    edits: int | None,
    again: bool = False,
) -> Letter:
    """What the document would change and leaves in doubt, one question about what could be two measures, and the ways on.

    What is asked need not be answered: loading leaves those measures as they are, and says so.
    """
    draft = pending.draft
    known, reasons = files.known_doubts(desk.session, draft.code), Counter(one.why for one in strangers)
    adoptable = [one for one in strangers if one.kind in ADOPTABLE]
    rows: list[list[Button]] = []
    if found.ambiguous:
        rows += _choices(desk, row, draft, *found.ambiguous[0])
    if found.applies and draft.measures:  # a sheet of nothing but bad rows would withdraw everything
        stamp = _stamp(found)
        key = "load_rest" if found.ambiguous else "load"
        rows.append([desk.button(key, f"za:{row.id}:{stamp}:0", count=len(found.ambiguous))])
        if adoptable:
            rows.append([desk.button("load_adopting", f"za:{row.id}:{stamp}:1", count=len(adoptable))])
    if rows:
        rows.append([desk.button("drop", f"zd:{row.id}")])
    else:  # there is nothing to decide
        row.ended_at = desk.now
    return desk.letter(
        "reseed_file",
        buttons=rows,
        edits=edits,
        again=again,
        draft=draft,
        found=found,
        first=draft.code not in {plan.code for plan in desk.book.plans.values()},
        counts=counts(found, draft.bad_rows),
        bad_rows=(*draft.bad_rows, *found.bad_rows),
        doubts=doubts_by_kind(_doubtful(found)),
        whole=[one for one in draft.doubts if one not in known],
        strangers=strangers,
        told_apart=[one for one in strangers if one.of or reasons[one.why] == 1],
        question=found.ambiguous[0][0] if found.ambiguous else None,
    )


def _doubtful(found: Changes) -> list[DraftMeasure]:
    """The measures whose doubts count: what stays as it is has been accepted with the load before."""
    changed = [one.draft for one in found.changed]
    return [*found.added, *changed, *(asked for asked, _ in found.ambiguous)]


def _choices(
    desk: Desk, row: PlanFile, plan: DraftPlan, asked: DraftMeasure, candidates: Iterable[Measure]
) -> list[list[Button]]:
    place = [measure.ref for measure in plan.measures].index(asked.ref)
    rows = [
        [Button(f"{measure.ref} {measure.title}"[:48], f"zk:{row.id}:{place}:{measure.id}")]
        for measure in list(candidates)[:MOST_CANDIDATES]
    ]
    return [*rows, [desk.button("none_of_them", f"zk:{row.id}:{place}:{NEW}")]]


def _stamp(found: Changes) -> int:
    """A short number of what would happen, so that a button loads nothing but what stood above it."""
    said = json.dumps(record(found), ensure_ascii=False, sort_keys=True, default=str)
    return int(sha256(said.encode()).hexdigest()[:7], 16)


def choose(desk: Desk) -> Letters:
    """Which loaded measure one of the document's is, or that it is a new one; then the next question."""
    file_id, place, measure_id = desk.numbers(3)
    row = files.take(desk.session, desk.me, file_id)
    pending = _pending(row)
    if place >= len(pending.draft.measures):
        raise Gone("gone")
    ref = pending.draft.measures[place].ref
    offered = next((many for asked, many in _compare(desk, pending).ambiguous if asked.ref == ref), ())
    if not offered or (measure_id != NEW and measure_id not in {measure.id for measure in offered}):
        raise Gone("already_chosen")
    pending.decide[ref] = measure_id or None
    row.draft = {**row.draft, "decide": dict(pending.decide)}
    found = _compare(desk, pending)
    return answer(desk, row, pending, found, strangers_in(desk.session, pending.draft), edits=desk.pressed)


def _compare(desk: Desk, pending: Pending) -> Changes:
    return plans.compare(desk.session, pending.draft, decide=pending.decide, today=desk.today)


def drop(desk: Desk) -> Letters:
    """Throw the document away; it has changed nothing."""
    (file_id,) = desk.numbers(1)
    row = files.take(desk.session, desk.me, file_id)
    row.ended_at = desk.now
    desk.note("dropped a plan", plan=row.code, name=row.name)
    return desk.letter("reseed_dropped", name=row.name, edits=desk.pressed)


def load(desk: Desk) -> Letters:
    """Load what was shown; where the plan has changed since, show what it would be now instead."""
    file_id, stamp, adopts = desk.numbers(3)
    row = files.take(desk.session, desk.me, file_id)
    pending = _pending(row)
    found, strangers = _compare(desk, pending), strangers_in(desk.session, pending.draft)
    if _stamp(found) != stamp:
        return answer(desk, row, pending, found, strangers, edits=desk.pressed, again=True)
    draft = _adopting(pending.draft, strangers) if adopts else pending.draft
    loaded, letter = carry_out(desk, draft, decide=pending.decide, digest=row.sha256, name=row.name)
    row.ended_at, row.load_id = desk.now, loaded.row.id if loaded.row else None
    return letter


def _adopting(draft: DraftPlan, strangers: Iterable[Proposal]) -> DraftPlan:
    taken = tuple((one.name, one.of) for one in strangers if one.kind in ADOPTABLE and one.of)
    return replace(draft, naming=(*draft.naming, *taken))


def carry_out(
    desk: Desk, draft: DraftPlan, *, decide: Mapping[str, int | None], **of_file: Any
) -> tuple[Loaded, Letter]:
    """Load a draft in this transaction, tell the contacts whose lists it has changed, and say what was done."""
    before = lists.lists_of(desk.session, draft.code)
    loaded = plans.load(desk.session, draft, desk.now, desk.today, by=desk.me, decide=decide, **of_file)
    done = counts(loaded.changes, draft.bad_rows)
    desk.note("reseeded", plan=draft.code, **done)
    for contact in loaded.stranded:
        into = desk.session.get(Unit, contact.unit.merged_into_id)
        desk.post(contact.person, "unit_merged", unit=contact.unit, into=into)
    again = loaded.row is not None and not loaded.first  # a first load has no lists to change, and no way back
    letter = desk.letter(
        "reseeded",
        buttons=[[undo_button(desk, loaded.row)]] if loaded.row and again else [],
        edits=desk.pressed,
        draft=draft,
        counts=done,
        left=[asked for asked, _ in loaded.changes.ambiguous],
        told=tell_contacts(desk, loaded.plan, before, key=f"load:{loaded.row.id}") if loaded.row and again else 0,
        unheard=lists.unheard(desk.session, before, lists.lists_of(desk.session, draft.code)),
        stranded=loaded.stranded,
    )
    return loaded, letter
