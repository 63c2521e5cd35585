"""Once a working day, an hour after the digests: what was due and what became of it; silence means all went well."""

import logging
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.desk import House
from bot.store import inbox, nudges, outbox, people
from bot.texts import Letter, say
from models import InboxRow, OutboxMessage

log = logging.getLogger(__name__)

AFTER_HOURS = 1
STUCK = timedelta(hours=1)


async def audit(house: House) -> None:
    """Count today's letters, tell the operators of what is stuck, forget what is old."""
    local = house.now().astimezone(house.settings.zone)
    if local.hour < house.settings.digest_hour + AFTER_HOURS or not house.calendar.is_workday(local.date()):
        return
    key = local.date().isoformat()
    if not await house.database.read(nudges.is_done, "audit", key):
        await house.database.transact(_audit, house, key)


def _audit(session: Session, house: House, key: str) -> None:
    now = house.now()
    if nudges.is_done(session, "audit", key):
        return
    inbox.prune(session, now)
    by_state = {
        str(state): int(count)
        for state, count in session.execute(
            select(OutboxMessage.state, func.count())
            .where(OutboxMessage.kind.in_(("digest", "summary")), OutboxMessage.made_at > now - timedelta(days=1))
            .group_by(OutboxMessage.state)
        )
    }
    poison = session.scalar(select(func.count()).where(InboxRow.state == "poison")) or 0
    stuck = (
        session.scalar(
            select(func.count()).where(OutboxMessage.state == "waiting", OutboxMessage.not_before < now - STUCK)
        )
        or 0
    )
    unknown = by_state.get("unknown", 0)
    note = f"{by_state} poison={poison} stuck={stuck}"
    log.info("audit of %s: %s", key, note)
    nudges.done(session, "audit", key, now, note)
    if poison or stuck or unknown:
        for chat_id in people.operators(session, house.settings.operator_chat):
            letter = Letter(say("zh", "audit", poison=poison, stuck=stuck, unknown=unknown))
            outbox.enqueue(
                session, [letter], chat_id=chat_id, now=now, kind="alert", dedupe_key=f"audit:{key}:{chat_id}"
            )
