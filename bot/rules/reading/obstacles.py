"""What is in the way, quoted from the message character for character."""

import re
from itertools import pairwise

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.folding import Folded
from bot.rules.reading.progress import about_figures, going_well, half_done, no_change, stepped, trouble
from bot.rules.reading.shapes import Status

_HEAD = re.compile(words.REASON_HEADS)
_TAIL = re.compile(words.REASON_TAILS)
_LACKS = re.compile(words.LACKS)
_DENIES = re.compile(words.DENIES)
_WAITS = re.compile(words.WAITS)
_STUCK = re.compile("卡(?:在|到).{2,}")
_NONE = re.compile(words.NO_OBSTACLE)
_SO = re.compile(words.SO)
_CHANGED = re.compile("[\u4e00-\u9fff]了$")
_LATER = re.compile(words.REPORT_LATER)
_LABEL = re.compile("(?:问题|困难|难点|堵点|原因)$")
_TROUBLED = frozenset({"blocked", "at_risk", "not_started"})


def excuses(clause: Clause) -> bool:
    """Return whether a clause says why something does not go on, rather than what has been done."""
    text = clause.text
    return bool(_HEAD.match(text) or _LACKS.search(text) or _STUCK.search(text) or _WAITS.search(text))


def obstacle(note: Folded, clauses: list[Clause], status: Status | None) -> str | None:
    """Return what the clauses say is in the way, or None."""
    told = [clause for clause in clauses if not clause.question and not _NONE.search(clause.text)]
    return (
        _led_to(note, told, status)
        or _given_as_reason(note, told, status)
        or _found(note, told, _STUCK)
        or (None if status == "done" else _found(note, told, _WAITS))
        or _lacking(note, told, status)
        or _beside(note, told, status)
    )


def _led_to(note: Folded, clauses: list[Clause], status: Status | None) -> str | None:
    """Return what stands before 所以 or 导致 in a clause of trouble."""
    if status not in _TROUBLED:
        return None
    for clause in clauses:
        so = _SO.search(clause.text)
        if so and _DENIES.search(so["why"] or so["all"]):
            start, end = so.span("why" if so["why"] else "all")
            return _quote(note, clause.start + start, clause.start + end)
    return None


def _beside(note: Folded, clauses: list[Clause], status: Status | None) -> str | None:
    """Return what is told right before a clause that says the work stands still (供应商跑路了，项目停摆), and nothing else."""
    if status != "blocked":
        return None
    for before, clause in pairwise(clauses):
        same = before.part == clause.part and trouble(clause.text) == "blocked"
        if same and not (trouble(before.text) or going_well(before.text) or before.numbers or stepped(before.text)):
            return _quote(note, before.start, before.end) if _CHANGED.search(before.text) else None
    return None


def _given_as_reason(note: Folded, clauses: list[Clause], status: Status | None) -> str | None:
    """Return what follows 因, 主要是 or 存在问题."""
    for at, clause in enumerate(clauses):
        head = _HEAD.search(clause.text)
        if not head:
            if clause.stop == ":" and _LABEL.search(clause.text) and at + 1 < len(clauses):
                return _quote(note, clauses[at + 1].start, _end_of_part(clauses, at + 1))
            continue
        if head.end() >= len(clause.text):
            continue
        tail = _TAIL.search(clause.text, head.end() + 2)
        if not (_LACKS.search(clause.text, head.end()) or status in _TROUBLED or len(head[0]) > 2):
            continue
        if tail:
            return _quote(note, clause.start + head.end(), clause.start + tail.start())
        end = clause.end if len(head[0]) < 2 else _end_of_lacks(clauses, at)
        return _quote(note, clause.start + head.end(), end)
    return None


def _found(note: Folded, clauses: list[Clause], pattern: re.Pattern[str]) -> str | None:
    for clause in clauses:
        found = pattern.search(clause.text)
        if found and not _LATER.search(clause.text):
            return _quote(note, clause.start + found.start(), clause.end)
    return None


def _lacking(note: Folded, clauses: list[Clause], status: Status | None) -> str | None:
    """Return the clauses beside the trouble that say what is missing or refused."""
    denies = _DENIES if status in _TROUBLED else _LACKS
    lacking = [at for at, clause in enumerate(clauses) if _is_lack(clause, denies)]
    if not lacking or status == "done":
        return None
    last = lacking[0]
    while last + 1 in lacking and clauses[last + 1].part == clauses[last].part:
        last += 1
    return _quote(note, clauses[lacking[0]].start, clauses[last].end)


def _is_lack(clause: Clause, denies: re.Pattern[str]) -> bool:
    text = clause.text
    said_otherwise = trouble(text) or going_well(text) or no_change(text) or half_done(text) or about_figures(text)
    return bool(denies.search(text)) and not said_otherwise and not any(n.kind == "percent" for n in clause.numbers)


def _end_of_lacks(clauses: list[Clause], at: int) -> int:
    """Return where the reason ends that begins in a clause: with the last clause of its kind in the sentence."""
    end = clauses[at].end
    for later in clauses[at + 1 :]:
        if later.part != clauses[at].part or not _is_lack(later, _LACKS):
            break
        end = later.end
    return end


def _end_of_part(clauses: list[Clause], at: int) -> int:
    return max(clause.end for clause in clauses[at:] if clause.part == clauses[at].part)


def _quote(note: Folded, start: int, end: int) -> str | None:
    return note.quote(start, end).strip(" \n,，。;；:：、→-—~!！") or None
