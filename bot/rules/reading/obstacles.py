"""What is in the way, quoted from the message character for character."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.folding import Folded
from bot.rules.reading.progress import trouble

_HEAD = re.compile(words.REASON_HEADS)
_TAIL = re.compile(words.REASON_TAILS)
_LACKS = re.compile(words.LACKS)
_WAITS = re.compile("等(?!级|于|部门|单位|待命|等|工作|方面|问题|级|额).{2,16}")
_STUCK = re.compile("卡(?:在|到).+")
_NONE = re.compile(
    "(?:没|没有|无|不存在|未遇到|暂无)(?:什么|啥|任何|大的?|明显|突出)?(?:问题|困难|障碍|难点|阻力|堵点|异常)"
)


def excuses(clause: Clause) -> bool:
    """Return whether a clause says why something does not go on, rather than what has been done."""
    return bool(
        _HEAD.match(clause.text)
        or _LACKS.search(clause.text)
        or _STUCK.search(clause.text)
        or _WAITS.search(clause.text)
    )


def obstacle(note: Folded, clauses: list[Clause], status: str | None) -> str | None:
    """Return what the clauses say is in the way, or None."""
    for index, clause in enumerate(clauses):
        if clause.question or _NONE.search(clause.text):
            continue
        head = _HEAD.search(clause.text)
        if (
            not head
            and re.search(r"(?:问题|困难|难点|堵点|原因)$", clause.text)
            and clause.stop == ":"
            and index + 1 < len(clauses)
        ):
            return _through(note, clauses, index + 1)
        if head and head.end() < len(clause.text):
            stop = len(clause.text)
            tail = _TAIL.search(clause.text, head.end() + 2)
            if tail:
                stop = tail.start()
            if (
                _LACKS.search(clause.text, head.end())
                or status in ("blocked", "at_risk", "not_started")
                or len(head[0]) > 2
            ):
                end = clause.start + stop
                if not tail and re.match("主要|原因|存在|问题|困难", head[0]):
                    return _quote(note, clause.start + head.end(), _last_of(clauses, index))
                return _quote(note, clause.start + head.end(), end)
    for clause in clauses:
        if clause.question:
            continue
        found = _STUCK.search(clause.text)
        if found and len(found[0]) > 3:
            return _quote(note, clause.start + found.start(), clause.end)
    for clause in clauses:
        found = _WAITS.search(clause.text)
        if found and not clause.question and not re.search("再报|再说|报给|再给", clause.text) and (status != "done"):
            return _quote(note, clause.start + found.start(), clause.end)
    if status in ("blocked", "at_risk", "not_started"):
        lacking = [
            i for i, c in enumerate(clauses) if not c.question and _LACKS.search(c.text) and trouble(c.text) is None
        ]
        if lacking:
            last = lacking[0]
            while last + 1 in lacking and clauses[last + 1].part == clauses[last].part:
                last += 1
            start = clauses[lacking[0]].start
            return _quote(note, start, clauses[last].end)
    return None


def _last_of(clauses: list[Clause], index: int) -> int:
    end = clauses[index].end
    for later in clauses[index + 1 :]:
        if later.part != clauses[index].part or later.numbers or trouble(later.text) or not _LACKS.search(later.text):
            break
        end = later.end
    return end


def _through(note: Folded, clauses: list[Clause], index: int) -> str | None:
    end = clauses[index].end
    for later in clauses[index + 1 :]:
        if later.part != clauses[index].part:
            break
        end = later.end
    return _quote(note, clauses[index].start, end)


def _quote(note: Folded, start: int, end: int) -> str | None:
    return note.quote(start, end).strip(" \n,，。;；:：、→-—~!！") or None
