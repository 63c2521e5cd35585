"""The body of an assignment read into named units, each with the role the words give it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from bot.documents.shape import pieces, shape
from bot.documents.units import looks_like_unit, note_of, split_units

# Roles as the words give them; who leads is decided elsewhere, with the rules of the whole document.
LEAD, MAIN, HELP, OWN, TIME, PERSON = "lead", "main", "help", "own", "time", "person"

_BODY: Final = r"(?:单位|部门|处室|科室|机关|机构)"
LABELS: Final = (
    (
        PERSON,
        r"(?:牵头|责任|分管|包抓|包联|挂钩|督办|市级|县级|联系|主管|责任单位)?(?:领导|责任人|负责人|联系人|责任县?领导)",
    ),
    (
        TIME,
        r"(?:完成|办结|整改|实施|时间|工作|时限|进度|推进|落实|任务)?(?:时限|时间|期限|时间节点|节点|进度|安排|时间要求|进度要求|时限要求|进度安排)",
    ),
    (LEAD, rf"(?:[总]?牵头(?:责任|实施|负责|落实|主办)?|主办|主责|主要责任|第一责任|主要承办)(?:{_BODY}|区域)"),
    (
        HELP,
        rf"(?:配合|协办|协同|协助|参与|参加|支持|会办|协作|协同配合|配合责任|参与责任|协办责任|其他责任|配合落实|共同责任|配合实施)(?:{_BODY}|区域)",
    ),
    (
        MAIN,
        rf"(?:责任|落实|实施|承办|负责|承担|执行|具体责任|具体负责|组织实施|责任落实|具体实施|落实责任|工作责任|建设|相关)(?:{_BODY}|主体|分工|单位及部门|区域)",
    ),
)
_LABEL: Final = re.compile(
    r"(?:^|(?<=[，；。、（〔［【\s：]))(?P<open>[【［〔]?)\s*(?:\d\s*[.、]\s*)?"
    + "(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in LABELS)
    + r")\s*[】］〕]?\s*(?:[：]|(?<=[】］〕])|(?=\s+[\u4e00-\u9fff]))\s*"
)

_DO: Final = r"(?:负责|组织|落实|实施|推进|开展|协调|抓总|督办|承办|推动|抓好|做好|具体|共同|工作|完成|执行|指导|督导|制定|办理|牵头|建设)*"
VERBS: Final = (
    (
        OWN,
        r"(?:(?:按照?|依据|根据|依|在|结合|照)(?:各自)?(?:工作)?(?:职责|职能|任务|责任|职权)(?:任务)?(?:分工|范围|权限)?(?:要求)?内?|按?分工|按?分别|按?各自)"
        rf"(?:分别|各自|依法|认真|共同|分工)*(?:承担|{_DO})*",
    ),
    (LEAD, rf"(?:共同|联合|统筹|总)?(?:牵头|主办|主抓|抓总){_DO}"),
    (HELP, rf"(?:积极|共同|做好|协同)?(?:配合|参与|参加|协助|协同|协办|协作|支持){_DO}(?:配合|支持)?"),
    (
        MAIN,
        r"(?:共同|具体|联合|统筹|组织|结合(?:各自)?(?:实际|职责|职能)|主要|全面|分头|抓好|认真|按要求|按规定|分级)*(?:负责|贯彻落实|落实|实施|推进|承办|承担|执行|推动)(?:落实|实施|推进|组织|到位|抓好)*",
    ),
)
_VERB: Final = tuple((kind, re.compile(rf"(?:{words})$")) for kind, words in VERBS)
# 省发展改革委商省财政厅: consulting; but 省商务厅 is a name.
_WITH: Final = re.compile(r"(?:牵头|负责)?(?:会同|(?:(?<=[委厅局部办])商|联合)(?=省|市|县|区|国家|有关|相关|各))")
_WHEN: Final = re.compile(
    r"(?:\d{4}年|年底|年内|月底|月份|季度|半年|每年|每季|每月|长期|持续|常年|全年|适时|即时|近期|已完成|完成$|按.*(?:时限|节点|要求)|“?十[四五六]五)"
)

FIRST_LISTED: Final = re.compile(
    r"(?:(?:位)?(?:列|排|居)(?:名)?(?:在)?(?:首位|第一位?|首|最前面?|前面?)|首位|首个|第一个|第一位|首家|第一家|第一)(?:的|者)?(?:责任|实施|的)?(?:单位|部门|者)?(?:的)?"
    r"(?:为|是|即为|系)(?:总)?(?:牵头|主要|主办|主责|第一)(?:责任|负责|落实|实施)?(?:单位|部门)?"
)
BEFORE_COMMA: Final = re.compile(
    r"(?:第一个)?(?:逗号|“，”)(?:之前|以前|前)(?:面)?的?(?:为|是|单位为|部门为|单位是|部门是)牵头(?:单位|部门)?"
)
MAIN_LEADS: Final = re.compile(r"(?:无|没有|未明确)牵头(?:单位|部门)的，?(?:第一)?责任(?:单位|部门)(?:即|就)?为牵头")
ASTERISK: Final = re.compile(
    r"(?:带|加|标|标注|标有|注有|注|打|有|前|后)?.{0,3}(?:\*|星号|星标).{0,8}(?:为|是)(?:牵头|主要|主责)"
)
_EVERYWHERE: Final = re.compile(
    r"(?:(?<=[，；。、）])|^)[^，；。（〔]*(?:均|都)(?:涉及|需|须|由|为)[^。；]*?不再(?:单独|重复|一一|逐一|另行)?(?:列出|做分工|作分工|分工|列明|标注|注明)"
)
_LIKEWISE: Final = re.compile(r"(?:以?下同|下同)")
_CONVENTION_REST: Final = re.compile(
    r"[，；。]?(?:多个牵头(?:单位|部门)[^。；）〕]*|其他(?:为|均为|单位为|部门为)[^。；）〕，]*|其余[^。；）〕，]*)"
)


@dataclass(frozen=True)
class Named:
    """One name of an assignment: its role by the words, the comma-separated group it stood in, and whether it was starred."""

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
    body = Body()
    text = _without_conventions(text, body)
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


def _without_conventions(text: str, body: Body) -> str:
    """The text without the rules it states for the whole document; what was taken out is kept in the body."""
    taken: list[str] = []
    for pattern in (_EVERYWHERE, FIRST_LISTED, BEFORE_COMMA, ASTERISK, _CONVENTION_REST, _LIKEWISE):
        while found := pattern.search(shape(text)):
            if pattern is _CONVENTION_REST and not taken:
                break
            if pattern is _EVERYWHERE:
                body.everywhere = found[0]
            taken.append(text[found.start() : found.end()])
            text = text[: found.start()] + "，" + text[found.end() :]
    body.conventions = "，".join(taken)
    # A convention in a bracket of its own leaves the bracket empty.
    return re.sub(r"[（〔(\[][，,；;。\s]*[）〕)\]]", "", text)


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
    """The names, those behind 会同 as helpers of those before it."""
    found = _WITH.search(shape(listed))
    if not found:
        return _names(listed, role, group)
    before = _names(listed[: found.start()], LEAD, group)
    return before + _names(listed[found.end() :], HELP, group + bool(before))


def _names(listed: str, role: str, group: int) -> list[Named]:
    names = []
    for name in split_units(listed):
        bare, note = note_of(name)
        noted = {"牵": LEAD, "主": LEAD, "配": HELP, "参": HELP}.get(note[:1], role)
        starred = "*" in shape(bare)
        plain = re.sub(r"[*＊★☆※]", "", bare)
        if plain:
            names.append(Named(plain, noted, group, starred))
    return names


def _under(named: Named, verb: str) -> Named:
    role = named.role if named.role in (LEAD, HELP) else verb
    return Named(named.name, role, named.group, named.starred)


def _verb(shaped: str) -> tuple[str, re.Match[str] | None]:
    shaped = re.sub(r"[。；\s]+$", "", shaped)
    for kind, pattern in _VERB:
        if found := pattern.search(shaped):
            return kind, found
    return MAIN, None


def _is_time(shaped: str) -> bool:
    return bool(_WHEN.search(shaped)) and not looks_like_unit(shaped)
