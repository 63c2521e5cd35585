"""Measures of a document in prose: items whose brackets or own lines name units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.documents.assignments import assignments_in
from bot.documents.outline import Item, Outline, outline, part_names
from bot.documents.roles import Body
from bot.documents.titles import NAMES_NOTHING, first_clause, label_of, title_and_body

_PUNCTUATION = "。；;.，,：:、 \u3000"


@dataclass
class Found:
    """One assignment with the text it covers, where it stands and what it is called; not yet dated or counted."""

    ref: str
    title: str
    sections: tuple[str, ...]
    text: str
    body: Body
    doubts: list[str] = field(default_factory=list)


@dataclass
class _Text:
    """A piece of a paragraph between assignments; `opens` when its paragraph begins with it."""

    words: str
    paragraph: int
    opens: bool


@dataclass
class _Span:
    """The text since the assignment before, and the assignment that ends it."""

    texts: list[_Text]
    body: Body
    paragraph: int

    @property
    def label(self) -> str:
        """The label of the unnumbered paragraph it stands in, if that begins with one."""
        last = next((text for text in reversed(self.texts) if text.opens), self.texts[0] if self.texts else None)
        return label_of(last.words) if last and (last.paragraph or not last.opens) else ""


@dataclass
class _Read:
    """An item read: its title, its spans, and the text no assignment ends."""

    title: str
    head: str
    spans: list[_Span]
    rest: list[_Text]

    @property
    def heading_only(self) -> bool:
        """Whether its one assignment stands right behind the title, before any text."""
        return len(self.spans) == 1 and not self.spans[0].texts


def read_prose(paragraphs: Iterable[str]) -> list[Found]:
    """Every measure of the paragraphs, in document order."""
    whole = outline(paragraphs)
    read = {item: _read(item) for item in whole.items}
    _raise_to_parents(whole, read)
    used = {item.part for item in whole.items if read[item].spans}
    names = part_names(whole.parts) if len(used) > 1 else [""] * len(whole.parts)
    found = [one for item in whole.items for one in _measures(item, read, names[item.part], whole.parts[item.part])]
    tell_twins_apart(found)
    return found


def _read(item: Item) -> _Read:
    title = head = ""
    spans: list[_Span] = []
    texts: list[_Text] = []
    waiting: Body | None = None
    for token in _tokens(item):
        if isinstance(token, _Text):
            if token.opens and not token.paragraph:
                head = token.words
                title, token.words = title_and_body(head)
            if token.words:
                texts.append(token)
            continue
        number, body = token
        if waiting:
            body = _merged(waiting, body)
            waiting = None
        if not texts and spans:
            spans[-1].body = _merged(spans[-1].body, body)
        elif body.named:
            spans.append(_Span(texts, body, number))
            texts = []
        else:
            waiting = body
    if waiting and spans:
        spans[-1].body = _merged(spans[-1].body, waiting)
    if spans:
        trailing = [text for text in texts if text.paragraph == spans[-1].paragraph]
        spans[-1].texts += trailing
        texts = [text for text in texts if text not in trailing]
    return _Read(title, head, spans, texts)


def _tokens(item: Item) -> Iterator[_Text | tuple[int, Body]]:
    for number, paragraph in enumerate(item.paragraphs):
        place = 0
        for one in assignments_in(paragraph):
            yield from _text(paragraph[place : one.start], number, not place)
            yield number, one.body
            place = one.end
        yield from _text(paragraph[place:], number, not place)


def _text(words: str, number: int, opens: bool) -> Iterator[_Text]:
    if len(words.strip(_PUNCTUATION)) > 1:
        yield _Text(words.strip() if opens else words.lstrip(_PUNCTUATION).strip(), number, opens)


def _merged(first: Body, second: Body) -> Body:
    groups = max((named.group for named in first.named), default=-1) + 1
    more = [type(named)(named.name, named.role, named.group + groups, named.starred) for named in second.named]
    return Body(
        first.named + more,
        first.times + second.times,
        first.labelled or second.labelled,
        first.conventions + second.conventions,
        first.everywhere or second.everywhere,
    )


def _raise_to_parents(whole: Outline, read: dict[Item, _Read]) -> None:
    """Give a last child's bracket to its parent where documents write 1. …；2. …；3. …. and one bracket for all three.

    A bracket in the last child's own line moves only when every bracket at that depth stands so.
    """
    inline: list[Item] = []
    kept = 0
    for item in whole.items:
        if item.rank < 3 or not item.parent or not read[item].spans or len(item.parent.children) < 2:
            continue
        *before, final = item.parent.children
        alone = item is final and not read[item.parent].spans and not any(read[one].spans for one in before)
        if not alone or len(read[item].spans) > 1 or item.parent.rank == 1:
            kept += 1
        elif read[item].spans[0].paragraph:
            _raise(item, item.parent, read)
        else:
            inline.append(item)
    for item in inline if not kept else ():
        if item.parent:
            _raise(item, item.parent, read)


def _raise(item: Item, parent: Item, read: dict[Item, _Read]) -> None:
    texts = read[parent].rest + [text for child in parent.children for text in _whole_text(child, read)]
    read[parent].spans = [_Span(texts, read[item].spans[0].body, len(parent.paragraphs))]
    read[item].spans = []


def _whole_text(item: Item, read: dict[Item, _Read]) -> list[_Text]:
    """The item's own words, its mark and title first, as a child's words stand in its parent's text."""
    one = read[item]
    texts = [text for span in one.spans for text in span.texts] + one.rest
    own = [_Text(item.printed + one.head, 0, True), *(text for text in texts if text.paragraph or not text.opens)]
    return own + [text for child in item.children if not read[child].spans for text in _whole_text(child, read)]


def _measures(item: Item, read: dict[Item, _Read], part: str, part_title: str) -> Iterator[Found]:
    one = read[item]
    sections = tuple(above.printed.strip() + (read[above].title or above.paragraphs[0][:40]) for above in item.above)
    if part:
        sections = (part_title or part, *sections)
    inherited = next((title for above in reversed(item.above) if (title := read[above].title)), "")
    inherited = "" if NAMES_NOTHING.search(inherited) else inherited
    for number, span in enumerate(one.spans):
        label = span.label if len(one.spans) > 1 else ""
        texts = span.texts
        if one.heading_only:
            below = [text for child in item.children if not read[child].spans for text in _whole_text(child, read)]
            texts = one.rest + below
        ref = item.path + label
        if number and not label:
            ref += f"·{number + 1}"
        text = _joined(texts) or one.title or label or inherited or item.path
        title = label or one.title or inherited or first_clause(text)
        doubts = [] if label or one.title else ["本条没有自己的标题，标题是借用或截取的"]
        yield Found(f"{part}/{ref}" if part else ref, title, sections, text, span.body, doubts)


def _joined(texts: list[_Text]) -> str:
    words = ""
    for before, text in zip([None, *texts], texts, strict=False):
        words += ("\n" if before and text.opens else "") + text.words
    return words


def tell_twins_apart(found: list[Found]) -> None:
    """Make refs unique: numbers printed twice get a tail, and a doubt says so."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.ref] += 1
        if seen[one.ref] > 1:
            one.doubts.append(f"序号 {one.ref} 在文件里出现不止一次")
            one.ref += f"#{seen[one.ref]}"
