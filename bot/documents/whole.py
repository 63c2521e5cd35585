"""A whole plan from one file: its measures, the plan it belongs to, and what of its head is still unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from bot.documents.drafts import BadRow, DocumentError, DraftLink, DraftMeasure, DraftPlan, DraftUnit, PlanHead
from bot.documents.head import Head
from bot.documents.parse import parse
from bot.documents.readers import check
from bot.documents.shape import shape

if TYPE_CHECKING:
    from bot.documents.ledger import Ledger

_PLACE: Final = "[\u4e00-\u9fff]{1,12}?(?:自治[区州县旗]|[省市县区州盟旗])"
# 宜春市人民政府办公室, 中共宜春市委办公室; failing that a body's own name: 宜春市发展和改革委员会.
_PLACES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:中共)?({_PLACE})(?=人民政府|政府|委员会|委办|委$|人大|党委)",
        rf"^(?:中共)?({_PLACE})",
    )
)
_UNSAID: Final[dict[str, object]] = {"parent": None, "cycle_every": PlanHead.cycle_every, "due_day": PlanHead.due_day}
_NEVER: Final = object()
_CODE: Final = re.compile(r"(?=.*[a-z])[a-z0-9-]{1,64}")


def read_plan(data: bytes, name: str, heads: Iterable[PlanHead] = (), *, code: str | None = None) -> DraftPlan:
    """The plan in a document, or in our own spreadsheet; of a loaded plan it keeps what the document does not state.

    Raises DocumentError for a file that cannot be read or names no responsible unit.
    """
    if check(data, name) == ".xlsx" and (ledger := _book(data)):
        return _of_ledger(ledger, data, name, tuple(heads), code)
    parsed = parse(data, name)
    if not parsed.measures:
        raise DocumentError(f"没有找到任何责任单位。找过这些写法：{'；'.join(parsed.looked_for)}")
    known = _plan_of(parsed.head.title, parsed.measures, name, tuple(heads), code)
    doubts = list(parsed.doubts)
    head = _completed(known, parsed.head) if known else _new(parsed.head, data, name, code, doubts)
    return _plan(replace(head, document=name), parsed.measures, parsed.bad_rows, doubts=tuple(doubts))


def place_of(issuer: str) -> str:
    """The place a body governs: 宜春市人民政府办公室 → 宜春市; empty where its name does not say."""
    shaped = re.sub(r"\s", "", shape(issuer))
    if shaped.startswith("国务院"):
        return "全国"
    return next((issuer.replace("中共", "")[: len(hit[1])] for one in _PLACES if (hit := one.match(shaped))), "")


def _book(data: bytes) -> Ledger | None:
    from bot.documents.ledger import read_book  # loaded only where there is a spreadsheet

    try:
        return read_book(data)
    except DocumentError:
        raise
    except Exception as broken:  # a damaged file fails in whatever part of the library meets it first
        raise DocumentError("文件已损坏，打不开") from broken


def _of_ledger(ledger: Ledger, data: bytes, name: str, heads: tuple[PlanHead, ...], code: str | None) -> DraftPlan:
    """The plan of our own spreadsheet: what its first sheet states, the rest as loaded."""
    if not ledger.measures and not ledger.bad_rows:
        raise DocumentError("台账里一条任务也没有")
    stated = dict(ledger.head or {})
    doubts = [*stated.pop("doubts", ()), *ledger.doubts]
    if "code" not in stated:  # written where nobody knew the plan: what no document says is not stated either
        stated = {field: value for field, value in stated.items() if _UNSAID.get(field, _NEVER) != value}
    known = _plan_of(stated.get("title", ""), ledger.measures, name, heads, code or stated.get("code"))
    if known is None:
        page = Head(**{field: stated[field] for field in ("title", "number", "issuer", "issued_on") if field in stated})
        # A code left open is made of the name of the document the workbook was read from, not of the workbook's own.
        source = stated.get("document") or name
        known = _new(page, data, source, code or stated.get("code"), [] if stated else doubts)
        known = replace(known, document=name)
    head = replace(known, **{**stated, "code": known.code})
    return _plan(
        head, ledger.measures, ledger.bad_rows, ledger.links, ledger.units, ledger.naming, doubts=tuple(doubts)
    )


def _plan(
    head: PlanHead,
    measures: tuple[DraftMeasure, ...],
    bad_rows: tuple[BadRow, ...],
    links: tuple[DraftLink, ...] = (),
    units: tuple[DraftUnit, ...] = (),
    naming: tuple[tuple[str, str], ...] = (),
    *,
    doubts: tuple[str, ...],
) -> DraftPlan:
    fields = {field: value for field, value in vars(head).items() if field != "titles"}
    return DraftPlan(
        **fields, links=links, measures=measures, bad_rows=bad_rows, units=units, naming=naming, doubts=doubts
    )


def _plan_of(
    title: str, measures: tuple[DraftMeasure, ...], name: str, heads: tuple[PlanHead, ...], code: str | None
) -> PlanHead | None:
    """The loaded plan a document belongs to: by the code given, by title, by file name, by most of its measures."""
    if code is not None:
        return next((head for head in heads if head.code == code), None)
    title = _folded(title)
    titles = {_folded(measure.title) for measure in measures} - {""}
    shares = [(_share(titles, head.titles), head) for head in heads]
    tests = (
        [head for head in heads if title and _folded(head.title) == title],
        [head for head in heads if head.code == PurePath(name).stem],
        [head for share, head in sorted(shares, key=lambda one: -one[0]) if share > 0.5],
    )
    return next((found[0] for found in tests if found), None)


def _share(titles: set[str], loaded: tuple[str, ...]) -> float:
    mine = {_folded(title) for title in loaded} - {""}
    return len(titles & mine) / len(mine) if mine else 0.0


def _folded(title: str) -> str:
    return re.sub(r"[\W_]", "", shape(title)).removeprefix("关于")


def _completed(known: PlanHead, head: Head) -> PlanHead:
    """The loaded plan with what the document states; a day made of a year alone does not replace a real one."""
    stated = {name: value for name in ("title", "issuer", "number") if (value := getattr(head, name))}
    day = head.issued_on
    if day and not (known.issued_on and day.year == known.issued_on.year and (day.month, day.day) == (1, 1)):
        stated["issued_on"] = day
    return replace(known, **stated)


def _new(head: Head, data: bytes, name: str, code: str | None, doubts: list[str]) -> PlanHead:
    stem = PurePath(name).stem
    if not head.title:
        doubts.append(f"没有读到方案名称，暂用文件名“{stem}”")
    place = place_of(head.issuer)
    if not head.issuer:
        doubts.append("没有读到发文机关")
    if not place and (place := place_of(head.title)):
        doubts.append(f"地方按方案名称记作{place}，请核对")
    elif not place:
        doubts.append("没有读到这是哪个地方的方案，请填写地方")
    if head.issued_on is None:
        doubts.append("没有读到印发日期")
    return PlanHead(
        code=code or _code(stem, head, data),
        title=head.title or stem,
        issuer=head.issuer,
        number=head.number,
        issued_on=head.issued_on,
        script=head.script,
        place=place,
    )


def _code(stem: str, head: Head, data: bytes) -> str:
    if _CODE.fullmatch(stem):
        return stem
    year = f"{head.issued_on.year}-" if head.issued_on else ""
    return f"plan-{year}{sha256(data).hexdigest()[:6]}"
