"""`python -m bot seed`: a plan's folder, document or spreadsheet, what it would change, and that told in words."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape
from pathlib import Path
from re import sub
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.clock import machine_now
from bot.documents.drafts import BadRow, DocumentError, DraftPlan, DraftUnit, Proposal
from bot.documents.ledger import write_bad_rows, write_plan
from bot.documents.seed import read_seed, read_units
from bot.documents.whole import read_plan
from bot.errors import Refusal
from bot.rules.changes import Changes, counts, record
from bot.rules.doubts import doubts_by_kind
from bot.rules.proposals import proposals
from bot.store import lists, plans
from bot.store.database import Database
from bot.texts import say


@dataclass(frozen=True)
class Offered:
    """What a path holds; `digest` and `name` are a file's, None for a folder."""

    draft: DraftPlan
    digest: str | None = None
    name: str | None = None

    @property
    def is_folder(self) -> bool:
        return self.name is None


@dataclass(frozen=True)
class Answer:
    """What a load, a dry run or a roll back answers."""

    found: Changes
    draft: DraftPlan | None = None
    strangers: tuple[Proposal, ...] = ()
    stranded: tuple[Any, ...] = ()
    dry: bool = False

    @property
    def bad_rows(self) -> tuple[BadRow, ...]:
        return (*(self.draft.bad_rows if self.draft else ()), *self.found.bad_rows)

    def record(self) -> dict[str, Any]:
        """As JSON: the diff and the bad rows; doubts and unknown names only where there are any."""
        draft = self.draft
        doubts = [*draft.doubts, *(f"{m.ref} {words}" for m in draft.measures for words in m.doubts)] if draft else []
        more = {
            "doubts": doubts,
            "proposals": [{"name": one.name, "kind": one.kind, "of": one.of, "why": one.why} for one in self.strangers],
        }
        bad = [{"row": row.label, "reason": row.reason} for row in self.bad_rows]
        return record(self.found) | {"bad_rows": bad} | {name: rows for name, rows in more.items() if rows}

    def words(self) -> str:
        """The counts, then every change in words, what is in doubt, and what was left out."""
        rows = (*(self.draft.bad_rows if self.draft else ()),)
        numbers = counts(self.found, rows).items()
        text = say(
            "zh",
            "seed_told",
            found=self.found,
            strangers=self.strangers,
            stranded=self.stranded,
            bad_rows=self.bad_rows,
            whole=self.draft.doubts if self.draft else (),
            doubts=doubts_by_kind(self.draft.measures) if self.draft else (),
            dry=self.dry,
        )
        return "\n".join(
            [*(f"{name}\t{count}" for name, count in numbers), unescape(sub(r"<[^>]+>", "", text))]
        ).strip()


def offered(path: Path, database: Database, code: str | None) -> Offered:
    """The plan in a folder, a document or a spreadsheet. Raises Refusal, with a sentence, for what cannot be read."""
    try:
        if path.is_dir() or not path.exists():
            draft = read_seed(path)
            found = Offered(replace(draft, code=code) if code else draft)
        else:
            data = path.read_bytes()
            draft = read_plan(data, path.name, database.now(lists.heads), code=code)
            found = Offered(draft, sha256(data).hexdigest(), path.name)
    except DocumentError as error:
        raise Refusal("unreadable_seed", why=error.sentence) from None
    except OSError as error:
        raise Refusal("unreadable_seed", why=error.strerror or "读不到文件") from None
    return found


def workbook_of(draft: DraftPlan, name: str) -> bytes:
    """A document's plan as a workbook, its units held against those that come with the bot; no database is asked. A code
    made of the file's own name is left open: the plan is known by its title when the workbook is loaded."""
    known = read_units()
    names = {name for measure in draft.measures for name in measure.units}
    present = [unit for unit in known if unit.place == draft.place and names & {unit.name, *unit.aliases}]
    is_read_here = draft.document == name  # a workbook of ours states the document it was once read from
    return write_plan(replace(draft, code="") if is_read_here else draft, present, _strangers_among(known, draft))


def strangers(session: Session, draft: DraftPlan) -> tuple[Proposal, ...]:
    """What could be meant by the names of units that nobody knows and nobody has decided about."""
    return _strangers_among(lists.known_units(session), draft)


def _strangers_among(known: Iterable[DraftUnit], draft: DraftPlan) -> tuple[Proposal, ...]:
    decided = {printed for printed, _ in draft.naming} | {unit.name for unit in draft.units}
    names = dict.fromkeys(unit for measure in draft.measures for unit in measure.units if unit not in decided)
    return proposals(names, known, draft.place)


def seeded(
    database: Database,
    path: Path,
    zone: ZoneInfo,
    *,
    code: str | None,
    dry: bool,
    xlsx: Path | None,
    bad_rows: Path | None,
) -> Answer:
    """Load what the path holds, or only say what that would do; the files asked for are written in either case.

    Raises Refusal for what cannot be read, and where not one row is good: that would withdraw everything.
    """
    now = machine_now()
    today = now.astimezone(zone).date()
    with progress(f"正在读《{path.name}》……"):
        one = offered(path, database, code)
    if xlsx is not None:
        units = database.now(lists.units_named, one.draft)
        xlsx.write_bytes(write_plan(one.draft, units, database.now(strangers, one.draft)))
    if bad_rows is not None:
        bad_rows.write_bytes(write_bad_rows(one.draft.bad_rows))
    if not one.draft.measures:
        reasons = "；".join(f"{row.label}：{row.reason}" for row in one.draft.bad_rows[:3])
        raise Refusal("unreadable_seed", why=f"没有一条读得出来。{reasons}")

    def work(session: Session) -> Answer:
        unknown = strangers(session, one.draft)
        if dry:
            found = plans.compare(session, one.draft, today=today)
            return Answer(found, one.draft, unknown, dry=True)
        if one.is_folder:
            plans.seed_units(
                session, read_units()
            )  # a folder's plan comes with the units of seeds/, a file brings its own
        done = plans.load(session, one.draft, now, today, digest=one.digest, name=one.name)
        return Answer(done.changes, one.draft, unknown, done.stranded)

    with progress(f"正在对照 {len(one.draft.measures)} 条举措……"):
        return database.now(work)


def roll_back(database: Database, code: str, zone: ZoneInfo) -> Answer:
    """Take the plan's last load back. Raises Gone for an unknown plan, Refusal when only the first is left."""
    now = machine_now()
    done = database.now(plans.roll_back, code, now, today=now.astimezone(zone).date())
    return Answer(done.changes)


@contextmanager
def progress(words: str) -> Iterator[None]:
    """A line on the terminal while long work lasts; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield
