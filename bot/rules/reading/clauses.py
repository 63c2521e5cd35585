"""A message cut into clauses, each with its figures, days and refs."""

import re
from dataclasses import dataclass, field
from datetime import date

from bot.rules.reading import vocabulary as words
from bot.rules.reading.dates import Day, days_in
from bot.rules.reading.folding import Folded
from bot.rules.reading.numerals import Number, numbers_in
from bot.rules.reading.refs import refs_in

# Figures that are no results: telephones, document numbers, clock times, rooms, links, list numbers.
_LIST = re.compile(
    r"(?:(?<=^)|(?<=[\n;。,:%]))\s{0,3}(?:\(?\d{1,2}\)|\d{1,2}[、)．]|\d{1,2}\.(?!\d)|(?<!:)1?\d,(?=[^\d\s]))\s?|(?<=\s)(?:\d{1,2}[、)．]|\d{1,2}\.(?!\d))\s?"
)
_HAN_LIST = re.compile(
    r"(?:^|(?<=[\n;。,:\s]))(?:[一二三四五六七八九十]{1,2}(?:是|、)|第[一二三四五六七八九十](?:,|、|是|个是)|其[一二三四五六七]是?,?|\([一二三四五六七八九十]{1,2}\)(?=[^\d]))"
)
NOISE = re.compile(
    r"(?<!\d)\d{1,2}(?:-|—|~|至|到)\d{1,2}月(?:份)?|[一二三四五六七八九十](?:-|—|~|至|到)[一二三四五六七八九十]{1,2}月(?:份)?|https?://\S{1,200}|[\w.]{1,30}@[\w.]{1,30}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-—\s]?\d{7,8}(?!\d)|(?<!\d)400[-—]?\d{3}[-—]?\d{4}|(?<![\d.])\d{7,8}(?!\d|家|个|元|人|台|万|亿|户|张|次|吨|亩|%|套|件|条|份|笔|\.)|"
    r"[\[(]20\d\d[\])]\s?(?:第)?\d+号?|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?|\d{3,4}(?:会议室|房间|室(?!内))|第\s?\d+\s?(?:号|期|次|批|页|条|款|届|版|名|位|季)?|"
    r"(?<![\d.])1[0-2]\d{3}(?=热线|平台|电话|服务|公共|\"|监督|,|。)|(?:电话|手机|热线|传真|qq|微信|邮编|房号|编号|工号|尾号|分机)[:是为]?\s?\d[\d—-]*|pm2\.5|(?<![a-z])[a-z]{1,8}\d{1,8}[a-z]{0,4}|(?<!\d)\d{1,2}g(?![a-z])"
)
_CUT = re.compile(
    r"[\n。;!?,:()]|(?<=[\u4e00-\u9fff%\d])\s{1,4}(?=[\u4e00-\u9fff\d])|√|"
    # A list of results (惠民服务70%、人才引进50%) is cut, a list of names (国税、地税) is not.
    r"(?:(?<=[%成半家个所台套了])|(?<=完成)|(?<=推进)|(?<=启动)|(?<=办结))、(?=[^\d])"
)
# Nobody says more about progress in one message; what follows is a pasted document.
LONGEST, MOST, FIGURES = 100, 300, 12
_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")
_HALF = re.compile("[0-9]，[0-9]")
_HARD = frozenset("\n。;!?")


@dataclass(slots=True, eq=False)
class Clause:
    """A stretch between two marks; `part` counts the sentences and list points, `aside` marks brackets."""

    start: int
    end: int
    text: str
    part: int
    aside: bool = False
    question: bool = False
    stop: str = ""
    numbers: list[Number] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    ref: tuple[int, ...] | None = None
    more_refs: tuple[tuple[int, ...], ...] = ()
    point: int | None = None
    ref_span: tuple[int, int] | None = None


_ASKS = re.compile(words.ASKS)
_NOT_ASKING = re.compile(words.NOT_ASKING)


def asks(text: str) -> bool:
    """Return whether a clause asks something."""
    return bool(_ASKS.search(text)) and bool(_ASKS.search(_NOT_ASKING.sub("", text)))


def clauses_of(note: Folded, sent: date) -> list[Clause]:
    """Return the clauses of a message in order."""
    text = note.text
    refs = refs_in(text)
    days = days_in(text, sent)
    noise = [match.span() for match in NOISE.finditer(text)]
    taken = bytearray(len(text))
    for start, end in (*((start, end) for start, end, _ in refs), *((day.start, day.end) for day in days), *noise):
        taken[start:end] = b"x" * (end - start)
    points = sorted(
        match.span()
        for pattern in (_LIST, _HAN_LIST)
        for match in pattern.finditer(text)
        if not any(taken[match.start() : match.end()])
    )
    for start, end in points:
        taken[start:end] = b"x" * (end - start)
    numbers = numbers_in(_apart(note), taken)
    whole = sorted(
        [(start, end) for start, end, _ in refs] + noise + [(number.start, number.end) for number in numbers]
    )
    out: list[Clause] = []
    part, depth, begin = 0, 0, 0

    def close(end: int, stop: str) -> None:
        first = begin
        # Blanks at the edges (an emoji was there) are no part of what is said.
        while first < end and text[first] == " ":
            first += 1
        while end > first and text[end - 1] == " ":
            end -= 1
        for at in range(first, end, LONGEST):
            if len(out) < MOST and text[at : min(at + LONGEST, end)].strip():
                last = at + LONGEST >= end
                out.append(
                    Clause(
                        at,
                        min(at + LONGEST, end),
                        text[at : min(at + LONGEST, end)],
                        part,
                        depth > 0,
                        stop=stop if last else ",",
                    )
                )

    opened = {start for start, end in points if text[start] == "("}
    cuts = sorted(
        # The bracket of (一) is part of the list point, not a mark before it.
        [(match.start(), match.end(), match[0]) for match in _CUT.finditer(text) if match.start() not in opened]
        + [(a, b, "point") for a, b in points]
    )
    index = 0
    for start, end, sign in cuts:
        while index < len(whole) and whole[index][1] <= start:
            index += 1
        if index < len(whole) and whole[index][0] <= start < whole[index][1] and sign != "point":
            continue
        if start < begin:
            continue
        if sign == "√":
            close(end, "√")
            begin = end
            continue
        close(start, sign)
        begin = end
        if sign == "point" or sign in _HARD:
            part += 1
            depth = 0 if sign != "point" else depth
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
    close(len(text), "")
    _attach(out, numbers, days, refs)
    ends = {end: text[start:end] for start, end in points}
    for clause in out:
        clause.point = _point(ends.get(clause.start, ""))
        clause.question = clause.stop == "?" or asks(clause.text)
    return out


def _apart(note: Folded) -> str:
    """Return the text with a full-width comma between half-width figures taken for a mark, not for thousands: 156，165."""
    text = note.text
    if "，" not in note.origin:
        return text
    marks = [
        match.start()
        for match in _THOUSANDS.finditer(text)
        if _HALF.fullmatch(note.quote(match.start() - 1, match.start() + 2))
    ]
    for at in marks:
        text = f"{text[:at]}|{text[at + 1 :]}"
    return text


def _point(sign: str) -> int | None:
    """Return the number of a list point (2、), None for a clause that begins none."""
    digits = re.search(r"\d{1,2}", sign)
    if digits:
        return int(digits[0])
    han = re.search("[一二三四五六七八九十]", sign)
    return "一二三四五六七八九十".index(han[0]) + 1 if han else None


def _attach(
    out: list[Clause], numbers: list[Number], days: list[Day], refs: list[tuple[int, int, tuple[int, ...]]]
) -> None:
    """Give each clause the figures, days and refs that begin in it."""
    each = iter(out)
    clause = next(each, None)
    marks = sorted(
        [(number.start, 0, number) for number in numbers]
        + [(day.start, 1, day) for day in days]
        + [(ref[0], 2, ref) for ref in refs],
        key=lambda mark: mark[:2],
    )
    for place, _, mark in marks:
        while clause and clause.end <= place:
            clause = next(each, None)
        if clause is None or place < clause.start:
            continue
        if isinstance(mark, Number):
            if len(clause.numbers) < FIGURES:
                clause.numbers.append(mark)
        elif isinstance(mark, Day):
            clause.days.append(mark)
        else:
            if clause.ref:
                clause.more_refs = (*clause.more_refs, clause.ref)
            clause.ref, clause.ref_span = mark[2], (mark[0], mark[1])
