"""The body of an assignment read into named units, each with the role the words give it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from bot.documents.conventions import take_out
from bot.documents.shape import pieces, shape
from bot.documents.units import looks_like_unit, note_of, split_units
from bot.documents.vocabulary import LABELS, LEAD, MAIN, OWN, PERSON, SUPPORT, TIME, TIME_WORDS, VERBS

_NAMED_LABEL: Final = "(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in LABELS) + ")"
_LABEL: Final = re.compile(
    # behind a sign, with a colon or in brackets of its own; or glued to the text before, where a line lost its end
    r"(?:(?:^|(?<=[，；。、（〔［【\s：]))[【［〔]?\s*(?:\d\s*[.、]\s*)?|(?<=[\u4e00-\u9fff）])(?=[^，。；：]{4,6}：))"
    rf"(?:省级|市级|县级|区级|省直|市直|县直)?{_NAMED_LABEL}"
    r"\s*[】］〕]?\s*(?:：|(?<=[】］〕])|(?=\s+[\u4e00-\u9fff])|为(?=[省市县区各]))\s*"
)

_VERB: Final = tuple((kind, re.compile(rf"(?:{words})$")) for kind, words in VERBS)
# 省发展改革委商省财政厅: consulting; but 省商务厅 is a name.
_WITH: Final = re.compile(r"(?:牵头|负责)?(?:会同|(?:(?<=[委厅局部办])商|联合)(?=省|市|县|区|国家|有关|相关|各))")
_WHEN: Final = re.compile(TIME_WORDS)


@dataclass(frozen=True)
class Named:
    """A name of an assignment: its role by the words, the comma-parted group it stood in, whether it was starred."""

    name: str
    role: str
    group: int
    starred: bool = False


@dataclass
class Body:
    """What one assignment says: the units named, time phrases, and what was set aside."""

    named: list[Named] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    labelled: bool = False
    conventions: str = ""
    everywhere: str = ""


def read_body(text: str) -> Body:
    """The units an assignment names, with roles by label or verb; empty where it names none."""
    text, conventions, everywhere = take_out(text)
    body = Body(conventions=conventions, everywhere=everywhere)
    shaped = shape(text)
    labels = list(_LABEL.finditer(shaped))
    body.labelled = any(label.lastgroup not in (TIME, PERSON) for label in labels)
    first = labels[0].start() if labels else len(shaped)
    _read_list(text[:first].strip("，,；; "), MAIN, body)
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=False):
        content = text[label.end() : end].strip("，,；;。. \n")
        kind = _kind(label)
        if kind == TIME:
            body.times.append(content)
        elif kind != PERSON:
            _read_list(content, kind, body)
    return body


def has_label(shaped: str) -> bool:
    """Whether a unit label such as 责任单位： stands in the text."""
    return any(_kind(found) not in (TIME, PERSON) for found in _LABEL.finditer(shaped))


def starts_with_label(shaped: str) -> bool:
    """Whether the text begins with a label of any kind, time and person among them."""
    return bool(_LABEL.match(shaped.lstrip()))


def is_assignment(text: str) -> bool:
    """Whether a bracket's content assigns units: by a label, by a verb behind names, or as a bare list of names."""
    shaped = shape(text)
    if has_label(shaped):
        return True
    body = read_body(text)
    names = [named.name for named in body.named]
    if not names or sum(map(looks_like_unit, names)) < max(1, 0.8 * len(names)):
        return False
    if ends_with_verb(shaped):
        return True
    return len(names) >= 2 and all(map(looks_like_unit, names)) and not re.search(r"\d", shaped)


def ends_with_verb(shaped: str) -> bool:
    """Whether any part of the text ends in 牵头, 负责, 配合 … behind a name."""
    parts = [shaped[a:b].strip() for a, b in pieces(shaped, "，；。")]
    return any(found.start() > 0 or len(parts) > 1 for part in parts if (found := _verb(part)[1]))


def _kind(label: re.Match[str]) -> str:
    return next(kind for kind, _ in LABELS if label.group(kind))


def _read_list(text: str, role: str, body: Body) -> None:
    """Add the names of a list to the body; a verb behind names gives them its role, and those waiting before it."""
    waiting: list[Named] = []
    shaped = re.sub(r"(?<=牵头|负责|配合)、", "，", shape(text))
    for begin, end in pieces(shaped, "，；。"):
        chunk, sign = text[begin:end].strip(), shaped[begin:end].strip()
        kind, found = _verb(sign)
        group = max((named.group for named in [*body.named, *waiting]), default=-1) + 1
        if not found and _is_time(sign):
            body.times.append(chunk)
            continue
        listed = chunk[: found.start()] if found else chunk
        listed = re.sub(r"^[由经请]", "", listed.strip())
        waiting += _with_others(listed, role, group)
        if found:
            body.named += [_under(named, kind) for named in waiting]
            waiting = []
        elif chunk.strip() and shaped[end : end + 1] == "；":
            body.named += waiting
            waiting = []
    body.named += waiting


def _with_others(listed: str, role: str, group: int) -> list[Named]:
    """The names, those behind 会同 as supporting those before it."""
    found = _WITH.search(shape(listed))
    if not found:
        return _names(listed, role, group)
    before = _names(listed[: found.start()], LEAD, group)
    return before + _names(listed[found.end() :], SUPPORT, group + bool(before))


def _names(listed: str, role: str, group: int) -> list[Named]:
    names = []
    for name in split_units(listed):
        bare, note = note_of(name)
        noted = {"牵": LEAD, "主": LEAD, "配": SUPPORT, "参": SUPPORT}.get(note[:1], role)
        starred = "*" in shape(bare)
        plain = re.sub(r"[*＊★☆※]", "", bare)
        if plain:
            names.append(Named(plain, noted, group, starred))
    return names


def _under(named: Named, verb: str) -> Named:
    role = named.role if named.role in (LEAD, SUPPORT) else verb
    return Named(named.name, role, named.group, named.starred)


def _verb(shaped: str) -> tuple[str, re.Match[str] | None]:
    shaped = re.sub(r"[。；\s]+$", "", shaped)
    for kind, pattern in _VERB:
        if found := pattern.search(shaped):
            return (LEAD if kind == OWN and "牵头" in found[0] else kind), found
    return MAIN, None


def _is_time(shaped: str) -> bool:
    return bool(_WHEN.search(shaped)) and not looks_like_unit(shaped)
