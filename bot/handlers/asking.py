"""Questions in words: the answer is the command's, and says which command it was."""

from collections.abc import Callable
from dataclasses import replace

from bot.desk import Desk, Letters
from bot.errors import Refusal
from bot.handlers import entrance, numbers, office, summaries
from bot.handlers.contacts import measure_card, mine
from bot.rules.reading import Asked, Reading
from bot.rules.summary import period_asked
from bot.texts import Letter

COURTESIES = (
    "",
    "收到",
    "好",
    "好的",
    "谢谢",
    "多谢",
    "知道了",
    "明白",
    "谢谢您",
    "好的谢谢",
    "謝謝",
    "多謝",
    "好的謝謝",
    "OK",
    "ok",
)
ASKS_HELP = ("怎么用", "怎麼用", "帮助", "幫助", "help", "使用说明", "使用說明")
ASKS_MINE = ("我的举措", "我的舉措", "我的任务", "我的任務", "我要报进展", "我要報進展", "报进展", "報進展")
AS_FORMAT = {"xlsx": "xlsx", "docx": "docx", "image": "png"}


def answer(desk: Desk, reading: Reading) -> Letters:
    """What the office asked for in words; a short hint when it was none of what we know."""
    if not desk.reads_all:
        raise Refusal("only_reader")
    work = ANSWERS.get(reading.intent)
    if work is None:
        return small_talk(desk) or desk.letter("office_hint")
    found = work(desk, reading.target or Asked())
    return same_as(desk, found, reading.intent)


def same_as(desk: Desk, answer: Letters, intent: str) -> Letters:
    """The answer, and which command would have given it; a person who sees it often enough need not write words."""
    letters = [] if answer is None else [answer] if isinstance(answer, Letter) else list(answer)
    if letters and intent in COMMANDS:
        hint = desk.letter("same_as", command=COMMANDS[intent], as_file=intent == "export")
        letters[-1] = replace(letters[-1], text=f"{letters[-1].text}\n\n{hint.text}" if letters[-1].text else hint.text)
    return letters


def _words(asked: Asked) -> str:
    return " ".join(word for word in (asked.period, asked.unit) if word)


def _with_time(desk: Desk, asked: Asked) -> str:
    """What was asked for, and when, where a time that is over was named (上月, 6月30日)."""
    try:
        said = period_asked(desk.words, desk.today).said
    except ValueError:
        raise Refusal("no_such_day") from None
    return f"{said} {_words(asked)}"


def small_talk(desk: Desk) -> Letters:
    """A courtesy returned, or the page whose name was written; None for anything else."""
    words = desk.words.strip(" 。！!~～.👍🙏")
    if words in COURTESIES:
        return desk.letter("noted", units=desk.units)
    if words in ASKS_HELP:
        return entrance.help_page(desk)
    return mine(desk) if words in ASKS_MINE and desk.units else None


def _summary(desk: Desk, asked: Asked) -> Letters:
    desk.words = _with_time(desk, asked)
    return summaries.summary(desk)


def _export(desk: Desk, asked: Asked) -> Letters:
    wanted = summaries.wanted(desk, _with_time(desk, asked))
    return [numbers.filed_as(desk, one, AS_FORMAT[asked.format or "xlsx"]) for one in wanted]


def _unit(desk: Desk, asked: Asked) -> Letters:
    desk.words = asked.unit or ""
    return office.unit(desk)


def _measure(desk: Desk, asked: Asked) -> Letters:
    if asked.measure is None:
        raise Refusal("which_measure")
    return measure_card(desk, desk.book.measure(int(asked.measure)))


def _remind(desk: Desk, asked: Asked) -> Letters:
    desk.words = asked.unit or (desk.book.measure(int(asked.measure)).ref if asked.measure is not None else "")
    return office.remind(desk) if desk.words else office.silent(desk)


ANSWERS: dict[str, Callable[[Desk, Asked], Letters]] = {
    "summary": _summary,
    "overdue": lambda desk, asked: office.overdue(desk),
    "missing": lambda desk, asked: office.silent(desk),
    "export": _export,
    "unit": _unit,
    "measure": _measure,
    "remind": _remind,
}
COMMANDS = {
    "summary": "/summary",
    "overdue": "/overdue",
    "missing": "/silent",
    "unit": "/unit",
    "measure": "/measure",
    "remind": "/remind",
    "export": "/summary",
    "mine": "/mine",
}
