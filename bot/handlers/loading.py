"""Loading a plan (/reseed): an admin sends a document and reads what it would change. What is decided about it then stands
in deciding.py, the plans that come with the bot in shipping.py, what can be taken back in undoing.py."""

import asyncio
import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import PurePath

from sqlalchemy.orm import Session
from telegram import Document

from bot.desk import Desk, House, Letters, SentFile, admit
from bot.documents.drafts import DocumentError, DraftPlan, Proposal
from bot.documents.readers import LARGEST, READERS, REFUSED
from bot.documents.record import draft_record
from bot.documents.whole import read_plan
from bot.errors import Refusal
from bot.handlers.deciding import Pending, answer, strangers_in
from bot.handlers.hearing import REPORTS, context_of, read_as_contact
from bot.handlers.shipping import reseed_shipped, workbook_name
from bot.rules.changes import Changes
from bot.store import files, lists, outbox, plans, reports
from bot.store.exporting import with_what_stays
from bot.texts import File, Letter

COMMAND = "/reseed"
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True)
class Weighed:
    """A document held against what is loaded, and the sheet that goes back with the answer."""

    draft: DraftPlan
    found: Changes
    strangers: tuple[Proposal, ...]
    content: bytes = field(repr=False)
    ledger: bytes = field(repr=False)


def reseed(desk: Desk) -> Letters:
    """/reseed alone: how it is done, and where the shipped plans differ; as a reply to a file: that file is read."""
    message = desk.update.effective_message if desk.update else None
    answered = message.reply_to_message if message else None
    if answered is not None and answered.document is not None:
        return _read(desk, _file_of(answered.document), desk.words.strip() or None)
    return reseed_shipped(desk)


def sent_plan(desk: Desk) -> Letters:
    """What a document of an admin says about a plan; None when it is no plan but evidence beside a report.

    Raises Refusal for a file that cannot be read, where it can be nothing but a plan.
    """
    message = desk.update.effective_message if desk.update else None
    document = message.document if message else None
    command, _, code = desk.words.strip().partition(" ")
    asked = command.partition("@")[0] == COMMAND
    if asked:
        admit(desk, "admin")
        if document is None:
            raise Refusal("not_a_file")
    if document is None or not desk.me.is_admin or (not asked and _is_evidence(desk)):
        return None
    try:
        return _read(desk, _file_of(document), code.strip() or None if asked else None)
    except Refusal:
        if asked or not desk.units:
            raise
        return None  # who speaks for a unit sends Word files with pictures of a site, too


def _file_of(document: Document) -> SentFile:
    return SentFile(document.file_id, document.file_name or "", document.file_size or 0)


def _is_evidence(desk: Desk) -> bool:
    """Whether a contact's document goes with a report: it replies to one or to a reminder, or its caption is one."""
    if not desk.units:
        return False
    if desk.reply_to is not None:
        about = outbox.about(desk.session, desk.chat_id, desk.reply_to)
        return bool(about or reports.by_message(desk.session, desk.chat_id, desk.reply_to))
    return bool(desk.words.strip()) and read_as_contact(desk, context_of(desk, None)).intent in REPORTS


def _read(desk: Desk, file: SentFile, code: str | None) -> Letters:
    """Keep the document and say what it would change.

    Raises Refusal when it cannot be read, FileWanted while it has not been fetched.
    """
    if code is not None and not CODE.fullmatch(code):
        raise Refusal("bad_code", code=code[:40])
    suffix = PurePath(file.name).suffix.lower()
    if suffix in REFUSED:
        raise Refusal("file_unreadable", name=file.name, why=REFUSED[suffix])
    if suffix and suffix not in READERS:
        raise Refusal("file_unknown", name=file.name, kinds="、".join(READERS))
    if file.size > LARGEST:
        raise Refusal("file_too_big", name=file.name)
    weighed: Weighed = desk.bring(file, partial(_weighed, name=file.name, code=code))
    return _kept(desk, file, weighed)


async def _weighed(house: House, content: bytes, *, name: str, code: str | None) -> Weighed:
    """The document understood, in a thread of its own, then held against what is loaded beside the writers."""
    heads = await house.database.read(lists.heads)
    try:
        draft = await asyncio.to_thread(read_plan, content, name, heads, code=code)
    except DocumentError as error:
        raise Refusal("file_unreadable", name=name, why=error.sentence) from None
    return await house.database.read(_weigh, draft, content, house.today())


def _weigh(session: Session, draft: DraftPlan, content: bytes, today: date) -> Weighed:
    found, strangers = plans.compare(session, draft, today=today), strangers_in(session, draft)
    from bot.documents.ledger import write_plan  # loaded only where there is a spreadsheet

    shown = with_what_stays(draft, found)
    return Weighed(draft, found, strangers, content, write_plan(shown, lists.units_named(session, shown), strangers))


def _kept(desk: Desk, file: SentFile, weighed: Weighed) -> list[Letter]:
    draft = weighed.draft
    digest = sha256(weighed.content).hexdigest()
    row = files.keep(
        desk.session,
        desk.me,
        name=file.name,
        sha256=digest,
        code=draft.code,
        content=weighed.content,
        draft={"plan": draft_record(draft), "decide": {}},
        now=desk.now,
    )
    desk.note("sent a plan", plan=draft.code, name=file.name, sha256=digest)
    progress = desk.brought.progress if desk.brought else None
    letters = [answer(desk, row, Pending(draft, {}), weighed.found, weighed.strangers, edits=progress)]
    letters.append(replace(desk.letter("reseed_ledger"), file=File(workbook_name(draft), weighed.ledger)))
    if bad_rows := (*draft.bad_rows, *weighed.found.bad_rows):
        from bot.documents.ledger import write_bad_rows

        bad = File(f"{draft.code}-坏行.xlsx", write_bad_rows(bad_rows))
        letters.append(replace(desk.letter("reseed_bad_rows", count=len(bad_rows)), file=bad))
    return letters
