"""Photos, documents, voice messages and places: kept beside the report they follow or reply to, never over another."""

from typing import Any

from bot.desk import Desk, Letters, admit
from bot.errors import Refusal
from bot.handlers.hearing import duty_ids
from bot.handlers.kept import part_as, speak_for
from bot.handlers.loading import sent_plan
from bot.handlers.reporting import said
from bot.store import drafts, evidence, outbox, reports
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
    wanted = _asked_for(desk)
    if found is None:
        if not desk.units:
            return desk.letter("office_hint") if desk.reads_all else Letter(refusal(desk.language, "only_reader"))
        return desk.letter("not_a_report", buttons=[[desk.button("mine", "mine")]])
    if not desk.units:
        raise Refusal("only_contact")
    before = evidence.of_album(desk.session, desk.me, found.album)
    letters: list[Letter] = []
    report = wanted
    if desk.words.strip():
        answer = said(desk, caption=True)
        letters = [] if answer is None else [answer] if isinstance(answer, Letter) else list(answer)
        made = reports.by_message(desk.session, desk.chat_id, desk.message_id or 0)
        report = made[0] if made else report
    if report is None and not drafts.wait_on(desk.session, desk.me, desk.message_id):
        report = reports.now_for(desk.session, before.report_id) if before and before.report_id else _followed(desk)
    moved = before is not None and report is not None and before.report_id != report.id
    found.report_id = report.id if report else None
    seen = evidence.attach(desk.session, found)
    if moved and report is not None and found.album is not None:
        evidence.move_album(desk.session, desk.me, found.album, report)
    if found.kind == "location":  # to be at a place twice is no reuse
        seen = None
    if before is None or moved or seen is not None:
        letters.append(_attached(desk, report, seen))
    return letters


def _attached(desk: Desk, report: Report | None, seen: Evidence | None) -> Letter:
    """Where the file stands now; and where the same one stood before, as far as the caller may know."""
    part = part_as(desk, report.responsibility_id, report.unit_id) if report else None
    earlier = desk.book.duties.get(seen.report.responsibility_id) if seen and seen.report else None
    theirs = earlier is not None and (earlier.id in duty_ids(desk) or desk.reads_all)
    return desk.letter(
        "attached",
        report=report,
        part=part,
        seen=seen,
        sent_on=seen.sent_at.astimezone(desk.house.settings.zone).date() if seen else None,
        stood=desk.book.measures[earlier.measure_id] if earlier is not None and theirs else None,
        beside=seen.report if seen and theirs else None,
        about=[part.duty.id] if part else [],
        edits=desk.brought.progress if desk.brought else None,  # it was read as a plan and is none
    )


def ask_material(desk: Desk) -> Letters:
    """补充材料, at close-out: the files that come next stand beside this report."""
    (report_id,) = desk.numbers(1)
    report = reports.own(desk.session, report_id, desk.me)
    speak_for(desk, report.unit_id if report.on_behalf else None)
    part = part_as(desk, report.responsibility_id, report.unit_id)
    payload = {"report": report.id}
    drafts.open_draft(desk.session, desk.me, desk.chat_id, "material", payload, desk.now)
    return desk.letter("ask_material", measure=part.measure, report=report, about=[part.duty.id])


def _asked_for(desk: Desk) -> Report | None:
    """The report that material was last asked for, as it stands now; replying to something else overrules it."""
    draft = drafts.by_id(desk.session, desk.caller.draft_id)
    if draft is None or draft.kind != "material" or desk.reply_to is not None:
        return None
    report = reports.now_for(desk.session, draft.payload["report"])
    if report is not None:
        speak_for(desk, report.unit_id if report.on_behalf else None)
    return report if report is not None and report.responsibility_id in duty_ids(desk) else None


def _followed(desk: Desk) -> Report | None:
    """The report a file replies to, else the one it follows."""
    if desk.reply_to is not None:
        for report in reports.after_message(desk.session, desk.chat_id, desk.reply_to):
            return report if report.responsibility_id in duty_ids(desk) else None
        cards = outbox.pressed_data(desk.session, desk.chat_id, desk.reply_to)
        named = [reports.now_for(desk.session, int(data[2:])) for data in cards if data.startswith("u:")]
        if named and named[0] is not None:
            return named[0] if named[0].responsibility_id in duty_ids(desk) else None
        about = outbox.about(desk.session, desk.chat_id, desk.reply_to)
        return reports.last_of(desk.session, desk.me, set(about) & duty_ids(desk))
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
    message = desk.update.effective_message if desk.update else None
    return Evidence(
        person_id=desk.me.id,
        kind=kind,
        file_id=body if is_place else body.file_id,
        file_unique_id=body if is_place else body.file_unique_id,
        name=None if is_place else getattr(body, "file_name", None),
        caption=desk.words or None,
        album=message.media_group_id if message else None,
        source=desk.source,
        sent_at=desk.now,
    )
