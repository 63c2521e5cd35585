"""How far a measure is, by what a clause says: status, percent, and whether anything happened at all."""

import re

from bot.rules.reading import vocabulary as words
from bot.rules.reading.shapes import Status

_NOT_STARTED = re.compile(words.NOT_STARTED)
_NO_CHANGE = re.compile(words.NO_CHANGE)
_BLOCKED = re.compile(words.BLOCKED)
_NOT_BLOCKED = re.compile(words.NOT_BLOCKED)
_RESUMED = re.compile(words.RESUMED)
_AT_RISK = re.compile(words.AT_RISK)
_NOT_AT_RISK = re.compile(words.NOT_AT_RISK)
_FINISHED = re.compile(words.FINISHED)
_WHOLE_FINISHED = re.compile(words.WHOLE_FINISHED)
_NOT_FINISHED = re.compile(words.NOT_FINISHED)
_GOING_WELL = re.compile(words.GOING_WELL)
_STEP = re.compile(f"(?:{'|'.join(words.STEPS)})")
_HAPPENED = re.compile(words.HAPPENED)
_NOT_PROGRESS = re.compile(words.NOT_PROGRESS)
_CONDITION = re.compile(words.CONDITIONS)
_FUTURE = re.compile(words.TO_BE_DONE)
_AFTER = re.compile(words.AFTER_FINISHED)
_OF_THE_WHOLE = re.compile(words.OF_THE_WHOLE)
_THIS_ONE = re.compile(words.THIS_ONE)
_PARTIAL = re.compile(words.PARTIAL)
_WE = re.compile(words.WE)
_OUR_PART = re.compile(
    "(?:"
    + words.WE
    + ")?(?:这边|这里)?(?:所|要|应|该)?(?:负责|承担|牵头|配合|涉及|参与)的?(?:那|这)?(?:个)?(?:部分|工作|任务|内容|事项)?|(?:"
    + words.WE
    + ")的(?:那|这)?(?:个)?(?:部分|任务)"
)


def conditional(text: str) -> bool:
    """Return whether a clause is an if, not a fact."""
    return bool(_CONDITION.search(text))


def no_change(text: str) -> bool:
    """Return whether a clause says that nothing has changed."""
    return bool(_NO_CHANGE.search(text))


def resumed(text: str) -> bool:
    """Return whether a clause says that what stood still moves again."""
    return bool(_RESUMED.search(text))


def about_figures(text: str) -> bool:
    """Return whether a clause is about the figures being late, not about the work."""
    return bool(_NOT_PROGRESS.search(text))


def going_well(text: str) -> bool:
    """Return whether a clause says in so many words that the work goes on."""
    return bool(_GOING_WELL.search(text))


def stepped(text: str) -> bool:
    """Return whether a clause tells of a step taken or under way."""
    return bool(_STEP.search(text)) and bool(_HAPPENED.search(text))


def step_named(text: str) -> bool:
    """Return whether a clause names a step that nobody calls still to come (主体封顶)."""
    return bool(_STEP.search(text)) and not _FUTURE.search(text) and not _NOT_FINISHED.search(text)


def trouble(text: str) -> Status | None:
    """Return blocked, at_risk or not_started when a clause says so, else None."""
    plain = _NOT_BLOCKED.sub("", text)
    if _BLOCKED.search(plain):
        return "blocked"
    plain = _NOT_AT_RISK.sub("", plain)
    if _AT_RISK.search(plain):
        return "at_risk"
    if _NOT_STARTED.search(plain):
        return "not_started"
    return None


def finished(text: str, leftover: int, follows_number: bool) -> bool:
    """Return whether a clause calls the whole finished; `leftover` counts characters naming a mere part of it."""
    plain = _OUR_PART.sub("", _NOT_FINISHED.sub("", text))
    found = _FINISHED.search(plain)
    if not found or conditional(text):
        return False
    whole = _WHOLE_FINISHED.search(plain)
    before = plain[: found.start()]
    if _FUTURE.search(before) or follows_number:
        return False
    tail = _WE.sub("", plain[found.end() :]).lstrip("了啦的哦呢吧呀啊 !√")
    if tail and not _AFTER.match(tail):
        return False
    if _PARTIAL.search(before):
        return False
    if _THIS_ONE.search(before):
        return True
    return leftover == 0 or (bool(whole) and leftover <= 2) or bool(_OF_THE_WHOLE.search(before) and leftover <= 4)


def partly(text: str) -> bool:
    """Return whether a clause calls at least a part finished (一期搞定了)."""
    return bool(_FINISHED.search(_NOT_FINISHED.sub("", text))) and not _FUTURE.search(text)


def half_done(text: str) -> bool:
    """Return whether a clause denies completion (还不能算完成)."""
    return bool(_NOT_FINISHED.search(text))


_SIGNS: dict[Status, tuple[re.Pattern[str], ...]] = {
    "blocked": (_BLOCKED,),
    "at_risk": (_AT_RISK,),
    "not_started": (_NOT_STARTED,),
    "done": (_FINISHED,),
    "in_progress": (_GOING_WELL,),
}
_DENIED: dict[Status, re.Pattern[str]] = {"blocked": _NOT_BLOCKED, "at_risk": _NOT_AT_RISK, "done": _NOT_FINISHED}


def sign_of(status: Status, text: str) -> tuple[int, int] | None:
    """Return where a clause says a status, None where it does not say it in words."""
    plain = _DENIED[status].sub(lambda denied: "|" * len(denied[0]), text) if status in _DENIED else text
    found = next((match for pattern in _SIGNS[status] if (match := pattern.search(plain))), None)
    return found.span() if found else None
