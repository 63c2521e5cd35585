"""The right figures, day and status in a correction, told from the wrong ones."""

import re
from datetime import date

from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.dates import Day
from bot.rules.reading.counting import values_of
from bot.rules.reading.figures import after_of, before_of, not_a_result
from bot.rules.reading.lexicon import Entry
from bot.rules.reading.note import Note
from bot.rules.reading.numerals import Number
from bot.rules.reading.shapes import Item, Kind, Status, Value
from bot.rules.reading.things import unit_of

_RIGHT = re.compile(words.LEADS_TO_RIGHT)
_WRONG = re.compile(words.LEADS_TO_WRONG)
_DENIED = re.compile("(?:不是|并非|没有)[^,是]{1,8}(?=,|是|$)")
_IS_KIND = re.compile("(?:都?应该?|才)?是(?:新增|累计|总数|总量|增量)")
_NOT_KIND = re.compile("不是(?:新增|累计|总数|总量|增量)")
_ENDING = re.compile("完成|上线|完工|时间")
_STATUSES: tuple[tuple[re.Pattern[str], Status], ...] = tuple(
    (re.compile(pattern), status) for pattern, status in words.STATUS_NAMES
)


def amended_figures(clauses: list[Clause], last: Item | None) -> list[tuple[Clause, Number]]:
    """Return the figures that are the right ones: 85%应为58% → 58%; 是201家不是210家 → 201."""
    figures = [(clause, number) for clause in clauses for number in clause.numbers if not number.vague]
    renamed = [(clause, number) for clause, number in figures if _IS_KIND.match(after_of(clause, number))]
    if renamed:
        return renamed
    marked = [(clause, number) for clause, number in figures if _RIGHT.search(before_of(clause, number))]
    if marked:
        return marked
    former = {value.value for value in last.values} if last else set()
    if last and last.percent is not None:
        former.add(last.percent)
    return [
        (clause, number)
        for clause, number in figures
        if number.value not in former
        and not _WRONG.search(before_of(clause, number))
        and not not_a_result(clause, number)
    ]


def amended_value(
    note: Note, entry: Entry | None, clauses: list[Clause], clause: Clause, number: Number, last: Item | None
) -> Value | None:
    """Return the value a right figure stands for: of the indicator named, else of the last report's that it replaces."""
    # What the clauses before speak of may be what the figure counts (益农社数不对，应该是201家).
    told = [Clause(c.start, c.end, c.text, clause.part) for c in clauses if c.end <= clause.start] + [clause]
    kind: Kind | None = None
    if re.search("新增|新建|增量", _NOT_KIND.sub("", before_of(clause, number) + clause.text)):
        kind = "increment"
    elif re.search("累计|总数|总量", _NOT_KIND.sub("", note.opening)):
        kind = "total"
    found = _same_figure(note, entry, told, number, False)
    if found:
        if kind is None and last:
            former = [value for value in last.values if value.indicator == found.indicator]
            kind = former[0].kind if len(former) == 1 else None
        return Value(found.indicator, found.target, found.value, kind or found.kind, found.unit)
    if last and last.values:
        old = _replaced(last, clause, number, kind)
        return Value(old.indicator, old.target, number.value, kind or old.kind, old.unit)
    found = _same_figure(note, entry, told, number, True)
    if found or number.kind not in ("count", "money"):
        return found
    return Value(None, None, number.value, kind or "total", unit_of(number, None))


def _same_figure(note: Note, entry: Entry | None, told: list[Clause], number: Number, known: bool) -> Value | None:
    seen = values_of(note.lexicon, entry, told, known) if entry else []
    return next((one.value for one in seen if one.value and one.value.value == number.value), None)


def _replaced(last: Item, clause: Clause, number: Number, kind: Kind | None) -> Value:
    """Return the value of the last report that a bare figure replaces, by kind, unit of measure and the old figure."""
    others = {other.value for other in clause.numbers if other is not number}
    fits = list(last.values)
    for closer in (
        [value for value in fits if kind is None or value.kind == kind],
        [value for value in fits if value.unit and number.unit and value.unit[:1] == number.unit[:1]],
        [value for value in fits if value.value in others],
    ):
        fits = [value for value in fits if value in closer] or fits
    return fits[0]


def amended_day(note: Note, clauses: list[Clause], last: Item | None = None) -> date | None:
    """Return the finishing day that is put right, the last one said."""
    found: date | None = None
    for clause in clauses:
        for day in clause.days:
            before = clause.text[: max(day.start - clause.start, 0)]
            if day.on is None or day.on < note.sent_on or _DENIED.search(before + "日,") or before.endswith("不是"):
                continue
            if (
                _RIGHT.search(before)
                or before.endswith("到")
                or _ENDING.search(clause.text)
                or _only_day(clause, day, last)
            ):
                found = day.on
    return found


def _only_day(clause: Clause, day: Day, last: Item | None) -> bool:
    """Return whether a clause is a limit and nothing else, after a report that named one (日期更正：下月20号前)."""
    said = clause.text[: day.start - clause.start] + clause.text[day.end - clause.start :]
    return bool(last and last.expected_by and day.closing) and not said.strip("前之以内吧了 ")


def amended_status(text: str, last: Item | None) -> Status | None:
    """Return the status a correction names, if it differs from the last one."""
    plain = _DENIED.sub("", text)
    return next(
        (status for pattern, status in _STATUSES if pattern.search(plain) and (last is None or last.status != status)),
        None,
    )
