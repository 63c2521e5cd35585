"""Photos, documents, voice messages and places: kept beside the report they follow or reply to, never over another."""

from typing import Any

from bot.desk import Desk, Letters, admit
from bot.errors import Refusal
from bot.handlers.hearing import duty_ids
from bot.handlers.loading import sent_plan
from bot.handlers.reporting import said
from bot.store import outbox, reports
from bot.texts import Letter, refusal
from models import Evidence, Report


def sent_file(desk: Desk) -> Letters:
    """A photo, document, voice message or place: kept beside the report it follows or replies to, never over another.

    An admin's document is a plan to be loaded, unless it goes with a report.
    """
    if not desk.private:
        return None
    admit(desk, "known")
    if (answer := sent_plan(desk)) is not None:
        return answer
    found = evidence_in(desk)
    if found is None:
        if not desk.units:
            return desk.letter("office_hint") if desk.reads_all else Letter(refusal(desk.language, "only_reader"))
        return desk.letter("not_a_report", buttons=[[desk.button("mine", "mine")]])
    if not desk.units:
        raise Refusal("only_contact")
    letters: list[Letter] = []
    if desk.words.strip():
        heard = said(desk)
        letters = [] if heard is None else [heard] if isinstance(heard, Letter) else list(heard)
    report = _report_for_file(desk)
    found.report_id = report.id if report else None
    seen = reports.attach(desk.session, found)
    part = desk.book.part(report.responsibility_id, desk.unit_ids) if report else None
    letters.append(
        desk.letter(
            "attached",
            evidence=found,
            report=report,
            part=part,
            seen=seen,
            about=[part.duty.id] if part else [],
            edits=desk.brought.progress if desk.brought else None,  # it was read as a plan and is none
        )
    )
    return letters


def _report_for_file(desk: Desk) -> Report | None:
    if desk.reply_to is not None:
        for report in reports.by_message(desk.session, desk.chat_id, desk.reply_to):
            return report if report.responsibility_id in duty_ids(desk) else None
        about = outbox.about(desk.session, desk.chat_id, desk.reply_to)
        last = reports.last_of(desk.session, desk.me, duty_ids(desk))
        return last if last is not None and last.responsibility_id in about else None
    last = reports.last_of(desk.session, desk.me, duty_ids(desk))
    return last if last is not None and desk.now - last.filed_at < reports.ADOPTED else None


def evidence_in(desk: Desk) -> Evidence | None:
    """The file, voice or place in the message, not yet stored; None when it holds none."""
    message = desk.update.effective_message if desk.update else None
    if message is None:
        return None
    if message.photo:
        return _evidence(desk, "photo", message.photo[-1])
    if message.location:
        place = f"{message.location.latitude:.6f},{message.location.longitude:.6f}"
        return _evidence(desk, "location", place)
    for kind in ("document", "voice", "video", "audio", "video_note"):
        body = getattr(message, kind)
        if body:
            return _evidence(desk, kind, body)
    return None


def _evidence(desk: Desk, kind: str, body: Any) -> Evidence:
    """A row for a file of Telegram's, or for a place, whose text stands for the file."""
    is_place = isinstance(body, str)
    return Evidence(
        person_id=desk.me.id,
        kind=kind,
        file_id=body if is_place else body.file_id,
        file_unique_id=body if is_place else body.file_unique_id,
        name=None if is_place else getattr(body, "file_name", None),
        caption=desk.words or None,
        source=desk.source,
        sent_at=desk.now,
    )
