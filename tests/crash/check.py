"""What must hold after a run. Nothing here asks the bot: the ledger, and what people see in Telegram."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.database import Database
from models import InboxRow, OutboxMessage, Report
from tests.crash.processes import Stand
from tests.crash.run import FIRST_SILENT, Run

COLLEAGUE = "同事刚报过"  # somebody else's numbers
NUMBER = re.compile(r"№(\d+)）")
DIGEST = re.compile(r"(\d+)月(\d+)日 待报")
REPEAT = "（可能重复）"


@dataclass
class Found:
    """Counts for the table, and what was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    in_doubt: str = ""  # the letters to the chat at hand that were posted twice, and nobody can say if either arrived

    def demand(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.wrong.append(sentence)


async def check(run: Run, sandbox: Stand) -> Found:
    """Every report once and acknowledged; every message handled; every digest delivered; repeats only where marked."""
    found = Found()
    database = Database(run.url)
    try:
        reports = database.now(_ledger, run, found)
        in_doubt = database.now(_in_doubt)
    finally:
        database.close()
    chats = sorted({chat for chat, _ in run.said} | {who for who, _ in run.due})
    for chat in chats:
        texts = [
            str(message.get("text", ""))
            for message in await sandbox.get(f"history/{chat}")
            if message["from"]["is_bot"] and COLLEAGUE not in str(message.get("text", ""))
        ]
        found.in_doubt = in_doubt.get(chat, "")
        _cards(texts, {number for number, at in reports.items() if at == chat}, chat, found)
        _digests(texts, {(day.month, day.day) for who, day in run.due if who == chat}, chat, found)
    found.counts["messages"] = len(run.said)
    found.counts["kills"] = run.killed
    found.counts["reports"] = len(reports)
    log = (run.folder / "bot.log").read_text(errors="replace")
    found.demand("Traceback" not in log, f"a traceback in the log: {log[max(0, log.find('Traceback') - 300) :][:1500]}")
    return found


def _ledger(session: Session, run: Run, found: Found) -> dict[int, int]:
    """Report number → chat; checks the tables on the way."""
    states: Counter[str] = Counter(session.scalars(select(InboxRow.state)))
    found.demand(states["done"] == len(run.said), f"{len(run.said)} messages, but the inbox says {dict(states)}")
    reports = session.execute(select(Report.id, Report.chat_id, Report.message_id)).all()
    made = Counter((chat, message) for _, chat, message in reports)
    lost = [place for place in run.said if not made[place]]
    twice = [place for place, count in made.items() if count > 1]
    found.demand(not lost, f"{len(lost)} messages made no report: {lost[:5]}")
    found.demand(not twice, f"{len(twice)} messages made more than one: {twice[:5]}")
    # what a colleague has reported is told after some minutes of quiet
    letters: Counter[str] = Counter(
        session.scalars(select(OutboxMessage.state).where(OutboxMessage.kind != "colleague"))
    )
    found.demand(
        not letters["waiting"] + letters["sending"] + letters["failed"],
        f"the outbox says {dict(letters)}: {_open(session)}",
    )
    return {number: int(chat) for number, chat, _ in reports}


def _in_doubt(session: Session) -> dict[int, str]:
    rows = session.execute(select(OutboxMessage.chat_id, OutboxMessage.letter).where(OutboxMessage.state == "unknown"))
    texts: dict[int, str] = {}
    for chat, letter in rows:
        texts[chat] = texts.get(chat, "") + str(letter.get("text", ""))
    return texts


def _open(session: Session) -> list[Any]:
    columns = (OutboxMessage.id, OutboxMessage.kind, OutboxMessage.state, OutboxMessage.worker, OutboxMessage.repeats)
    more = (OutboxMessage.attempts, OutboxMessage.last_error)
    query = select(*columns, *more).where(OutboxMessage.state.in_(("waiting", "sending", "failed")))
    return [tuple(row) for row in session.execute(query.limit(10))]


def _cards(texts: list[str], numbers: set[int], chat: int, found: Found) -> None:
    """Each report's card came, once without a mark at most, and once more with it at most."""
    plain: Counter[int] = Counter()
    marked: Counter[int] = Counter()
    for text in texts:
        for number in map(int, NUMBER.findall(text)):
            (marked if text.startswith(REPEAT) else plain)[number] += 1
    _once(plain, marked, numbers, f"card in chat {chat}", found)
    found.demand(set(plain) | set(marked) <= numbers, f"chat {chat} was told of reports that are not there")
    found.counts["cards"] += len(set(plain) | set(marked))


def _digests(texts: list[str], days: set[tuple[int, int]], chat: int, found: Found) -> None:
    """Each digest that is due came; whoever reports meanwhile may need fewer, and gets none twice."""
    plain: Counter[Any] = Counter()
    marked: Counter[Any] = Counter()
    for text in texts:
        for month, day in DIGEST.findall(text):
            (marked if text.startswith(REPEAT) else plain)[int(month), int(day)] += 1
    came = set(plain) | set(marked)
    _once(plain, marked, days if chat >= FIRST_SILENT else came, f"digest in chat {chat}", found)
    if chat >= FIRST_SILENT:
        found.demand(came <= days, f"chat {chat} had digests nobody owed: {came - days}")
    found.counts["digests"] += len(came)


def _once(plain: Counter[Any], marked: Counter[Any], due: set[Any], what: str, found: Found) -> None:
    for one in due:
        sign = f"№{one}）" if isinstance(one, int) else f"{one[0]}月{one[1]}日 待报"
        if not plain[one] + marked[one] and sign in found.in_doubt:
            found.counts["given up"] += 1  # two outcomes in doubt: a third copy is never sent, the operator is told
            continue
        found.demand(bool(plain[one] + marked[one]), f"{what}: {one} never came")
    for one in set(plain) | set(marked):
        found.demand(
            plain[one] <= 1 and marked[one] <= 1, f"{what}: {one} came {plain[one]} + {marked[one]} marked times"
        )
    found.counts["marked"] += sum(marked.values())
    found.counts["needless"] += sum(1 for one in marked if plain[one])
