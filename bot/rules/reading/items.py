"""From clauses to report items: whose measure each clause is about, and what is said of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from bot.rules.reading import progress
from bot.rules.reading import vocabulary as words
from bot.rules.reading.clauses import Clause
from bot.rules.reading.counting import values_of
from bot.rules.reading.naming import CLUE, STRONG, Named, content, named_by
from bot.rules.reading.numerals import Number
from bot.rules.reading.obstacles import obstacle
from bot.rules.reading.shapes import Item, Status, Value

if TYPE_CHECKING:
    from bot.rules.reading.contact import Note

_REASON = re.compile(words.REASON_HEADS)
_ENDS = re.compile(words.ENDS)
_STARTS = re.compile(words.STARTS)
_DOUBTS = re.compile(words.DOUBTS)
_ORDERS = re.compile(words.ORDERS)
_AS_OF = re.compile(words.AS_OF)
_PROMISE = re.compile("预计|计划|争取|力争|有望|可望|能|可以|打算|准备|保证|确保")
_SAYS = re.compile("完成|进度|弄|搞|干|做|推进|整体|总体|实际|达到|到|过|目前|现在|这项|这条|那条|任务|大概|大约|差不多|有")


@dataclass(slots=True)
class Draft:
    """Clauses about one measure: `index` the unit's own, `foreign` another's, `clues` what a partial name leaves open."""

    index: int | None
    clauses: list[Clause] = field(default_factory=list)
    foreign: int | None = None
    clues: tuple[int, ...] = ()
    named: bool = False
    why: list[str] = field(default_factory=list)

    def same_as(self, other: "Draft") -> bool:
        """Return whether two drafts are about the same thing."""
        return (self.index, self.foreign, self.clues) == (other.index, other.foreign, other.clues)


def decide(note: "Note", named: Named, current: Draft | None, fresh: bool) -> Draft | None:
    """Return whose measure a clause names, or None when it names none of its own."""
    own = note.own
    if named.ref is not None:
        return Draft(named.ref, named=True) if named.ref in own else Draft(None, foreign=named.ref, named=True)
    if named.family:
        clues = tuple(index for index in named.family if index in own)
        return Draft(None, clues=clues, named=True) if len(clues) > 1 else Draft(clues[0], named=True) if clues else None
    mine, top, second = named.best(own)
    anyone, peak, _ = named.best()
    about = note.about
    loud = named.runs.get(anyone, 0) >= 4 or named.titled.get(anyone, 0) >= 2 if anyone is not None else False
    if anyone is not None and loud and peak >= STRONG + 1.5 and top < 0.62 * peak:
        held = named.scores.get(about, 0.0) if about is not None else 0.0
        if held < 0.62 * peak:
            return Draft(None, foreign=anyone, named=True)
    if mine is None:
        return None
    if current and not fresh:
        held_by = current.index if current.index is not None else current.foreign
        held = named.scores.get(held_by, 0.0) if held_by is not None else 0.0
        if held >= 0.6 * top or (top < STRONG + 2 or not named.solid(mine)):
            return None
    if about is not None and about != mine and named.scores.get(about, 0.0) >= 0.7 * top:
        return Draft(about, named=True)
    if top >= STRONG and top >= 1.2 * second and named.solid(mine):
        return Draft(mine, named=True)
    if about is not None and top < STRONG + 2:
        return None
    if top >= CLUE:
        clues = tuple(index for index in own if named.scores.get(index, 0.0) >= 0.62 * top)
        if len(clues) == 1:
            if named.solid(mine) and top >= 1.4 * second:
                return Draft(clues[0], named=True)
            clues = _near(named, own, 0.4 * top)
            if len(clues) == 1:
                return Draft(clues[0], named=True) if named.solid(mine) or top >= STRONG else None
        if current and current.index in clues:
            return None
        return Draft(None, clues=clues, named=True)
    return None


def _near(named: Named, own: Iterable[int], least: float) -> tuple[int, ...]:
    return tuple(index for index in own if named.scores.get(index, 0.0) >= least)


def drafts_of(note: "Note", clauses: list[Clause]) -> tuple[list[Draft], bool]:
    """Return the message sorted by measure, and whether it tells of progress at all."""
    drafts: list[Draft] = []
    current: Draft | None = None
    pending: list[Clause] = []
    part = -1
    for clause in clauses:
        fresh = clause.part != part
        if fresh and pending and current is None and drafts:
            pending = []
        part = clause.part
        if clause.question and not clause.numbers:
            continue
        if progress.about_figures(clause.text):
            continue
        reason = bool(_REASON.match(clause.text.strip())) or (clause.aside and clause.ref is None)
        named = None if reason else decide(note, named_by(note.lexicon, clause, note.own), current, fresh)
        if named is None:
            if current is None:
                pending.append(clause)
            else:
                current.clauses.append(clause)
            continue
        shared = _shared(note, clause)
        if shared:
            for index in shared:
                each = next((draft for draft in drafts if draft.index == index), None)
                if each is None:
                    each = Draft(index, named=True)
                    drafts.append(each)
                each.clauses += [*pending, clause]
                current = each
            pending = []
            continue
        if current is None or not current.same_as(named):
            same = next((draft for draft in drafts if draft.same_as(named)), None)
            if same is None:
                drafts.append(named)
            current = same or named
        if pending:
            current.clauses = [*pending, *current.clauses]
            pending = []
        current.clauses.append(clause)
    if current is None:
        about = note.about
        drafts = [Draft(about, clauses=pending)]
    facts = False
    kept: list[Draft] = []
    for draft in drafts:
        if _tells(note, draft):
            facts = True
            kept.append(draft)
    return kept, facts


def _shared(note: "Note", clause: Clause) -> list[int]:
    """Return the several measures that one predicate is about (准入限制、诚信体系都按计划推进), or nothing."""
    if clause.numbers or not re.search("[、和与及]", clause.text) or not re.search("都|均|全部|也|各|分别|同步", clause.text):
        return []
    found: list[int] = []
    start = 0
    for piece in re.split("[、和与及]", clause.text):
        part = Clause(clause.start + start, clause.start + start + len(piece), piece, clause.part)
        start += len(piece) + 1
        named = named_by(note.lexicon, part, note.own)
        mine, top, second = named.best(note.own)
        if mine is not None and named.titled.get(mine) and top >= 1.25 * second and mine not in found:
            found.append(mine)
    return found if len(found) > 1 else []


def _tells(note: "Note", draft: Draft) -> bool:
    """Return whether a draft's clauses tell of progress."""
    known = draft.index is not None or draft.named
    sure = draft.named or (note.context is not None and note.context.measure is not None) or len(note.own) == 1
    entry = _entry(note, draft)
    for clause in draft.clauses:
        text = clause.text
        if clause.question or progress.conditional(text):
            continue
        if progress.no_change(text) or progress.going_well(text):
            return True
        if progress.trouble(text) and (sure or not clause.numbers):
            return True
        for number in clause.numbers:
            if number.kind == "percent" and not number.vague:
                if known or _SAYS.search(text) or len(text) <= 6:
                    return True
        if progress.finished(text, 0, False):
            return True
        if sure and progress.stepped(text):
            return True
        if not sure and re.search("(?:已经?|均已|刚刚?|正在|全部|顺利|正式)" + f"(?:{'|'.join(words.STEPS)})|(?:{'|'.join(words.STEPS)})(?:了|完|完毕|过半)", text):
            return True
        if draft.named and re.search("[\u4e00-\u9fff](?:了|√)$|已经?[\u4e00-\u9fff]{1,4}", text.strip()):
            return True
        if draft.named and progress.step_named(text):
            return True
        if draft.named and re.search("(?:正在|还在|仍在|在|着手|筹备|等)[\u4e00-\u9fff]{2}", text):
            return True
        if draft.named and (clause.days and _ENDS.search(text)):
            return True
    values, _ = values_of(note.lexicon, entry, draft.clauses, sure)
    return bool(values)


def _entry(note: "Note", draft: Draft):  # type: ignore[no-untyped-def]
    index = draft.index if draft.index is not None else draft.foreign
    if index is None and len(draft.clues) == 1:
        index = draft.clues[0]
    return None if index is None else note.lexicon.entries[index]


def item_of(note: "Note", draft: Draft) -> Item | None:
    """Return what a draft's clauses say of its measure."""
    entry = _entry(note, draft)
    keys = note.lexicon.entries
    sure = draft.index is not None
    values, why = values_of(note.lexicon, entry, draft.clauses, sure)
    draft.why += why
    status = status_of(note, draft, values)
    percent = percent_of(note, draft, values)
    if entry is not None:
        draft.why.insert(0, f"{'点名' if draft.named else '按上下文'}：{entry.ref}{entry.title}")
    candidates: tuple[int, ...] = ()
    if draft.index is None and draft.foreign is None:
        candidates = draft.clues or note.own
        if note.context and note.context.measures and not draft.clues:
            asked = {note.lexicon.by_key[key].index for key in note.context.measures if key in note.lexicon.by_key}
            candidates = tuple(index for index in note.own if index in asked) or note.own
    if percent is not None and status == "done" and percent < 100:
        status = "in_progress"
    return Item(
        measure=keys[draft.index].key if draft.index is not None else None,
        candidates=tuple(keys[index].key for index in candidates),
        foreign=draft.foreign is not None,
        named=keys[draft.foreign].key if draft.foreign is not None else None,
        status=status,
        percent=percent,
        values=tuple(values),
        blocker=obstacle(note.folded, draft.clauses, status) if status != "done" else None,
        expected_by=expected_of(note, draft),
    )


def leftover(note: "Note", draft: Draft, clause: Clause) -> int:
    """Return how many characters of a clause name something other than the measure itself."""
    entry = _entry(note, draft)
    chunks = content(note.lexicon, clause)
    flat = "".join(chunks)
    if entry:
        for core in entry.cores:
            flat = flat.replace(core, "")
        for thing in entry.things:
            if thing.title_like:
                flat = flat.replace(thing.name, "")
    flat = re.sub("互联网|建设|工作|任务|部分|内容|的|这|那|该|项|条|块|我们|咱|全部|方面|事情?|情况|全市|全省|领导|你好|您好|报告", "", flat)
    return len(flat)


def status_of(note: "Note", draft: Draft, values: list[Value]) -> Status | None:
    """Return the status the clauses give together."""
    found: set[str] = set()
    unchanged = facts = moving = False
    for clause in draft.clauses:
        text = clause.text
        if clause.question or progress.conditional(text):
            continue
        trouble = progress.trouble(text)
        unchanged = unchanged or progress.no_change(text)
        moving = moving or progress.resumed(text)
        if trouble == "not_started" and leftover(note, draft, clause) and _REASON.match(text):
            trouble = None
        if trouble:
            found.add(trouble)
        elif not _ahead(note, clause) and progress.finished(text, leftover(note, draft, clause), _figure_follows(clause)):
            found.add("done")
        elif any(n.kind == "percent" for n in clause.numbers) or (progress.stepped(text) and re.search("了|已|完|好", text)):
            facts = True
    if moving:
        found.discard("blocked")
    for status in ("blocked", "at_risk"):
        if status in found:
            return status  # type: ignore[return-value]
    if "not_started" in found and not values and not facts and "done" not in found:
        return "not_started"
    if "done" in found and "not_started" not in found:
        return "done"
    if unchanged and not values and not facts and not found:
        return None
    return "in_progress"


def _ahead(note: "Note", clause: Clause) -> bool:
    """Return whether a clause speaks of a day still to come."""
    return any(day.on and not day.past and (day.on > note.sent_on or day.closing) for day in clause.days)


def _figure_follows(clause: Clause) -> bool:
    """Return whether a figure stands right after a completion word (完成60%)."""
    return any(
        re.search("(?:完成|办结|建成|做好|达标|实现)(?:了|约|近|率|度|大概|差不多)?$", progress.before_of(clause, number)) for number in clause.numbers
    )


def percent_of(note: "Note", draft: Draft, values: list[Value]) -> float | None:
    """Return the completion of the measure as a whole, the last one said; rates and parts do not count."""
    taken = {(value.value) for value in values if value.unit == "%"}
    found: float | None = None
    entry = _entry(note, draft)
    for clause in draft.clauses:
        if clause.question:
            continue
        for number in clause.numbers:
            if number.kind != "percent" or number.value > 100:
                continue
            if number.value in taken and number.unit == "%" and progress.is_rate(clause, number):
                continue
            if progress.not_a_result(clause, number) or progress.is_rate(clause, number) or progress.part_only(clause, number, () if entry is None else entry.cores):
                continue
            found = number.value
    return found


def expected_of(note: "Note", draft: Draft) -> date | None:
    """Return the day by which the clauses say it will be finished."""
    found: date | None = None
    entry = _entry(note, draft)
    for index, clause in enumerate(draft.clauses):
        text = clause.text
        if clause.question or progress.conditional(text) or _ORDERS.search(text) or clause.aside:
            continue
        for day in clause.days:
            if not day.on or day.past or day.on < note.sent_on:
                continue
            before = text[: max(day.start - clause.start, 0)]
            after = text[day.end - clause.start :]
            if _AS_OF.search(before[-4:]) or (_DOUBTS.search(text) and not re.search("拖到|延到|延至|推迟到|顺延到", text)):
                continue
            reached = [_reaches(entry, number) for number in clause.numbers if number.start > day.start and not number.vague]
            if False in reached:
                continue
            if True in reached and (day.closing or _PROMISE.search(text)):
                found = day.on
                continue
            if _done_already(text):
                continue
            rest = after
            if not rest.strip("前之内以 ") and index + 1 < len(draft.clauses):
                rest = draft.clauses[index + 1].text
            if _ENDS.search(rest) and not _starts_only(rest) or re.search("拖到|延到|延至|推迟到|顺延到|延期到|(?:完成|交付|上线|竣工|完工|办结)(?:时间|日期|期限)?(?:预计|计划|改|定)?(?:在|为|是|到|:)?$", before):
                found = day.on
    return found


def _reaches(entry, number: Number) -> bool | None:  # type: ignore[no-untyped-def]
    """Return whether a figure promised for a day is the whole of a target; None when it says nothing of that."""
    if number.kind == "percent" and number.value <= 100 and not (entry and any(thing.kind == "percent" for thing in entry.things)):
        return number.value >= 100
    if number.kind in ("count", "money", "percent"):
        whole = [thing.value for thing in entry.things if thing.value and thing.kind == number.kind] if entry else []
        return any(number.value >= value for value in whole) if whole else None
    return None


def _done_already(text: str) -> bool:
    """Return whether a clause with a day tells of something past (3月完成了招标)."""
    return bool(re.search("已|了$|过$|完了", text)) and not re.search("预计|计划|争取|力争|将|前|底|能|要|打算|准备|拖|延", text)


def _starts_only(text: str) -> bool:
    """Return whether what a date is for is a beginning (月底开工), not an end."""
    start = _STARTS.search(text)
    if not start:
        return False
    plain = text[: start.start()] + text[start.end() :]
    return not _ENDS.search(plain)
