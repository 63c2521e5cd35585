"""A correction: what of the last report changes, and nothing else."""

import re
from datetime import date
from typing import TYPE_CHECKING

from bot.rules.reading import progress
from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.counting import unit_of, values_of
from bot.rules.reading.naming import CLUE, Named, named_by
from bot.rules.reading.numerals import Number
from bot.rules.reading.shapes import Item, Status, Value

if TYPE_CHECKING:
    from bot.rules.reading.contact import Note

_CORRECT = re.compile(words.CORRECT)
_CLEAR = re.compile("更正|勘误|纠正|订正|打错|写错|报错|填错|说错|输错|错了|有误|手误|笔误|看错|算错|记错|应为|应该是|改成|改为|不对|重报|重新报|搞混|弄混|多报|少报|(?:以|按)这(?:条|个|次)为准")
_OF_BEFORE = re.compile("刚才|刚刚|刚报|上次|上一?条|上回|之前|前面|昨天|前天|那条|报的|更正|勘误|打错|写错|报错|填错|说错|输错|手误|笔误|错了|有误|改成|改为|应为|应该是")
_NEW = re.compile(r"(?:应为|应是|应该是|应当是|改成|改为|改到|实际(?:是|为)?|其实是|正确的?(?:是|为)?|(?<!不)是|为|:|→|->)\s?$")
_OLD = re.compile(r"(?:不是|并非|而不是|非|把|将|由|从|刚才报的|刚报的|上次报的|报成(?:了)?|写成(?:了)?|打成(?:了)?|填成(?:了)?|说成(?:了)?)[^,]{0,10}$")
_STATUSES: tuple[tuple[str, Status], ...] = (
    ("进行中|在(?:推进|办|建|做)|推进中|还(?:没|未|不能算)(?:完|全)|不能算完成|没(?:有)?完成|未完成|还在", "in_progress"),
    ("未启动|没启动|还没(?:开始|动)|未开展|未开始", "not_started"),
    ("受阻|卡住|停了|暂停", "blocked"),
    ("滞后|有风险|偏慢", "at_risk"),
    ("完成|办结|办好|搞定", "done"),
)


def corrected(note: "Note", clauses: list[Clause]) -> tuple[Item, ...] | None:
    """Return the corrected items, or None when the message corrects nothing."""
    text = note.folded.text
    last = note.context.last_report if note.context else None
    if not _CORRECT.search(text):
        return None
    if last is None and not (_CLEAR.search(text) and _OF_BEFORE.search(text)):
        return None
    index, foreign = _measure(note, clauses, last)
    entry = note.lexicon.entries[index if index is not None else foreign] if index is not None or foreign is not None else None
    numbers = [(clause, number) for clause in clauses for number in clause.numbers if not number.vague]
    fresh = _new_ones(clauses, numbers, last)
    values: list[Value] = []
    percent: float | None = None
    for clause, number in fresh:
        if number.kind == "percent" and not (entry and progress.is_rate(clause, number)) and not _rate_value(last, number):
            percent = number.value
            continue
        value = _value(note, entry, clause, number, last)
        if value:
            values.append(value)
    expected = _date(note, clauses)
    status = _status(text, last) if not values and percent is None and expected is None else None
    moved = last is not None and index is not None and note.lexicon.entries[index].key != last.measure
    if not (values or percent is not None or expected or status or moved) and not _CLEAR.search(text):
        return None
    if not (values or percent is not None or expected or status or moved) and last is None:
        return None
    own = index is not None and (index in note.own or not note.own)
    keys = note.lexicon.entries
    return (
        Item(
            measure=keys[index].key if index is not None and own else None,
            candidates=() if index is not None else tuple(keys[i].key for i in note.own),
            foreign=foreign is not None,
            named=keys[foreign].key if foreign is not None else None,
            status=status,
            percent=percent,
            values=tuple(values),
            expected_by=expected,
        ),
    )


def _measure(note: "Note", clauses: list[Clause], last: Item | None) -> tuple[int | None, int | None]:
    """Return the measure a correction is about: the one named as right (是大数据的，不是云计算), else the last report's."""
    former = note.lexicon.by_key[last.measure].index if last and last.measure in note.lexicon.by_key else None
    best: tuple[float, int | None, int | None] = (0.0, None, None)
    for clause in clauses:
        if re.search("不是|并非|而不是", clause.text) and not re.search("(?<!不)(?:应该|而)?是[^不]", re.sub("不是[^,]*?(?=是|$)", "", clause.text)):
            continue
        named: Named = named_by(note.lexicon, clause, note.own)
        if named.ref is not None:
            return (named.ref, None) if named.ref in note.own else (None, named.ref)
        mine, top, second = named.best(note.own)
        if former is not None and named.scores.get(former, 0.0) >= 0.7 * top:
            continue
        if mine is not None and top >= CLUE + 1 and top >= 1.2 * second and top > best[0]:
            best = (top, mine, None)
    if best[1] is not None:
        return best[1], None
    if former is not None:
        return former, None
    return note.about, None


def _new_ones(
    clauses: list[Clause], numbers: list[tuple[Clause, Number]], last: Item | None
) -> list[tuple[Clause, Number]]:
    """Return the figures that are the right ones: 85%应为58% → 58%; 是201家不是210家 → 201."""
    if not numbers:
        return []
    marked = [(c, n) for c, n in numbers if _NEW.search(progress.before_of(c, n)) and not _OLD.search(progress.before_of(c, n))]
    if marked:
        return marked
    former = {value.value for value in last.values} | {last.percent} if last else set()
    left = [
        (c, n)
        for c, n in numbers
        if n.value not in former and not _OLD.search(progress.before_of(c, n)) and not progress.not_a_result(c, n)
    ]
    return left


def _rate_value(last: Item | None, number: Number) -> bool:
    return bool(last and last.percent is None and any(value.unit == "%" for value in last.values) and number.kind == "percent")


def _value(note: "Note", entry, clause: Clause, number: Number, last: Item | None) -> Value | None:  # type: ignore[no-untyped-def]
    alone = Clause(clause.start, clause.end, clause.text, clause.part, numbers=[number])
    found: list[Value] = []
    if entry:
        found, _ = values_of(note.lexicon, entry, [alone], False)
    before = progress.before_of(clause, number) + clause.text
    whole = note.folded.text
    kind = "increment" if re.search("新增|新建|增量", before) else "total" if re.search("累计|总数|总量", whole) else None
    if found:
        value = found[0]
        if kind is None and last:
            former = [v for v in last.values if v.indicator == value.indicator]
            kind = former[0].kind if len(former) == 1 else None
        return Value(value.indicator, value.target, value.value, kind or value.kind, value.unit)
    if last and last.values:
        fits = [v for v in last.values if kind is None or v.kind == kind] or list(last.values)
        fits = [v for v in fits if v.unit and number.unit and v.unit[:1] == number.unit[:1]] or fits
        old = {n.value for n in clause.numbers if n is not number}
        fits = [v for v in fits if v.value in old] or fits
        former_value = fits[0]
        return Value(former_value.indicator, former_value.target, number.value, former_value.kind, former_value.unit)
    if entry:
        found, _ = values_of(note.lexicon, entry, [alone], True)
        if found:
            return found[0]
    return Value(None, None, number.value, kind or "total", unit_of(number, None)) if number.kind in ("count", "money") else None


def _date(note: "Note", clauses: list[Clause]) -> date | None:
    days = []
    for clause in clauses:
        for day in clause.days:
            before = clause.text[: max(day.start - clause.start, 0)]
            if re.search("(?:不是|并非)$", before) or not day.on or day.on < note.sent_on:
                continue
            if re.search("(?:应为|应该是|改成|改为|改到|(?<!不)是|到)$", before) or re.search("完成|上线|完工|时间", clause.text):
                days.append(day.on)
    return days[-1] if days else None


def _status(text: str, last: Item | None) -> Status | None:
    for pattern, status in _STATUSES:
        if re.search(pattern, text) and (last is None or last.status != status):
            return status
    return None
