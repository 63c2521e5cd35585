"""Questions in words: the answer is the command's, and says which command it was."""

from collections.abc import Callable
from dataclasses import replace

from bot.context import Desk, Letters
from bot.errors import Refusal
from bot.handlers import office
from bot.handlers.contacts import measure_card
from bot.rules.reading import Asked, Reading
from bot.texts import Letter

AS_FORMAT = {"xlsx": "xlsx", "docx": "docx", "image": "png"}


def answer(desk: Desk, reading: Reading) -> Letters:
    """What the office asked for in words; a short hint when it was none of what we know."""
    if not desk.reads_all:
        raise Refusal("only_reader")
    work = ANSWERS.get(reading.intent)
    if work is None:
        return desk.letter("office_hint")
    found = work(desk, reading.target or Asked())
    letters = [] if found is None else [found] if isinstance(found, Letter) else list(found)
    if letters and reading.intent in COMMANDS:
        hint = desk.letter("same_as", command=COMMANDS[reading.intent])
        letters[-1] = replace(letters[-1], text=f"{letters[-1].text}\n\n{hint.text}" if letters[-1].text else hint.text)
    return letters


def _words(asked: Asked) -> str:
    return " ".join(word for word in (asked.period, asked.unit) if word)


def _summary(desk: Desk, asked: Asked) -> Letters:
    desk.words = _words(asked)
    return office.summary(desk)


def _export(desk: Desk, asked: Asked) -> Letters:
    wanted = office.wanted(desk, _words(asked))
    return [office.filed_as(desk, one, AS_FORMAT[asked.format or "xlsx"]) for one in wanted]


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
}
