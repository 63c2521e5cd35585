"""A plan's folder (plan.toml, the document and overlay.toml, or measures.toml; links.toml) and units.toml, as drafts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from bot.documents.drafts import (
    LEAD_BASES,
    OPS,
    UNIT_KINDS,
    BadRow,
    DocumentError,
    DraftLink,
    DraftMeasure,
    DraftPlan,
    DraftTarget,
    DraftUnit,
)
from bot.documents.overlay import checked, overlaid, target_fields
from bot.documents.rows import Row, RowError, day, names, one_of, tables, take

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
UNITS = SEEDS / "units.toml"

# Parents first: a plan's links need the measures they follow.
SHIPPED = ("jiangxi-2015", "yichun-2016", "gaoan-2016")


CYCLES = ("week", "month", "quarter")


def shipped() -> tuple[Path, ...]:
    """The folders of the plans that come with the bot, in load order."""
    return tuple(SEEDS / code for code in SHIPPED)


def read_seed(folder: Path) -> DraftPlan:
    """The plan in a folder; rows that cannot be read are left out and listed in `bad_rows`.

    Raises DocumentError when a file is missing or no TOML at all.
    """
    head = _toml(folder / "plan.toml")
    bad: list[BadRow] = []
    try:
        document = take(head, "document", str, "document.txt")
        doubts: tuple[str, ...] = ()
        if (folder / "measures.toml").exists():
            measures = _typed(folder / "measures.toml", bad)
        else:
            measures, doubts = _read(folder, document, bad)
        links = take(head, "links", str, None)
        return DraftPlan(
            code=take(head, "code", str),
            title=take(head, "title", str),
            issuer=take(head, "issuer", str),
            number=take(head, "number", str, ""),
            issued_on=day(head, "issued_on"),
            script=take(head, "script", str, "hans"),
            place=take(head, "place", str),
            cycle_every=one_of(take(head, "cycle", dict, {}), "every", CYCLES, "month"),
            due_day=take(take(head, "cycle", dict, {}), "due_day", int, 25),
            parent=take(head, "parent", str, None),
            document=document,
            links=tuple(map(_link, tables(_toml(folder / links), "link"))) if links else (),
            measures=measures,
            bad_rows=tuple(bad),
            doubts=doubts,
        )
    except RowError as wrong:
        raise DocumentError(f"{folder.name}/plan.toml：{wrong}") from wrong


def read_units(path: Path = UNITS) -> tuple[DraftUnit, ...]:
    """Every unit of the file in its order; `members = "departments"` is filled with the departments of the same place.

    Raises DocumentError on the first wrong row: units are shared by all plans, a hole in them would spread.
    """
    try:
        rows = tables(_toml(path), "unit")
        departments = [(row.get("place"), row.get("name", "")) for row in rows if row.get("kind") == "department"]
        return tuple(_unit(row, departments) for row in rows)
    except RowError as wrong:
        raise DocumentError(f"{path.name}：{wrong}") from wrong


def _unit(row: Row, departments: list[tuple[str | None, str]]) -> DraftUnit:
    name, place = take(row, "name", str), take(row, "place", str)
    kind = one_of(row, "kind", UNIT_KINDS)
    if row.get("members") == "departments":
        members = [department for where, department in departments if where == place]
    else:
        members = names(row, "members", [])
    return DraftUnit(name, kind, place, tuple(names(row, "aliases", [])), tuple(members))


def _link(row: Row) -> DraftLink:
    return DraftLink(take(row, "ref", str), take(row, "follows", str), take(row, "lead_follows", bool))


def _read(folder: Path, document: str, bad: list[BadRow]) -> tuple[tuple[DraftMeasure, ...], tuple[str, ...]]:
    """The measures read in the document, with what a person decided besides; and doubts about the whole."""
    from bot.documents.parse import parse  # the readers of Word and Excel are loaded only where a document is read

    if not (folder / document).exists():
        raise DocumentError(f"找不到文件 {folder.name}/measures.toml，也找不到文件 {folder.name}/{document}")
    found = parse(folder / document)
    bad += found.bad_rows
    overlay = folder / "overlay.toml"
    rows = tables(_toml(overlay), "measure") if overlay.exists() else []
    return overlaid(found.measures, rows, bad), found.doubts


def _typed(path: Path, bad: list[BadRow]) -> tuple[DraftMeasure, ...]:
    good: dict[str, DraftMeasure] = {}
    for place, row in enumerate(_rows(path), start=1):
        label = f"第{place}条"
        try:
            if isinstance(row, str):
                raise RowError(row)
            label += f" {row.get('ref', '')}".rstrip()
            measure = _measure(row)
            if measure.ref in good:
                raise RowError("序号 ref 与前面的一条重复")
            good[measure.ref] = measure
        except RowError as wrong:
            bad.append(BadRow(label, str(wrong)))
    return tuple(good.values())


def _rows(path: Path) -> list[Row | str]:
    """The rows of the file; a piece that is no TOML comes as the reason instead, so that one slip stops only itself."""
    try:
        return [*tables(_toml(path), "measure")]
    except DocumentError as whole:
        if not isinstance(whole.__cause__, tomllib.TOMLDecodeError):
            raise
        rows = [_piece(piece) for piece in re.split(r"(?m)^(?=\[\[measure\]\])", _text(path))[1:]]
        if all(isinstance(row, str) for row in rows):
            raise
        return rows


def _piece(piece: str) -> Row | str:
    try:
        return tables(tomllib.loads(piece), "measure")[0]
    except tomllib.TOMLDecodeError as wrong:
        return f"写法有误，读不出来（{wrong}）"


def _measure(row: Row) -> DraftMeasure:
    units = names(row, "units")
    if not units:
        raise RowError("没有责任单位 units")
    leads = names(row, "leads", [])
    if strangers := [lead for lead in leads if lead not in units]:
        raise RowError(f"牵头单位 {'、'.join(strangers)} 不在责任单位里")
    return DraftMeasure(
        ref=take(row, "ref", str),
        title=take(row, "title", str),
        sections=tuple(names(row, "sections", [])),
        text=_joined(take(row, "text", str)),
        units=tuple(units),
        leads=tuple(leads),
        lead_basis=one_of(row, "lead_basis", tuple(LEAD_BASES), "none"),
        targets=tuple(_target(target) for target in tables(row, "target")),
    )


def _target(row: Row) -> DraftTarget:
    take(row, "text", str), take(row, "indicator", str), one_of(row, "op", OPS)
    return checked(DraftTarget(**target_fields(row)))


def _joined(text: str) -> str:
    """One paragraph from lines of a sentence each; an empty line parts paragraphs."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n".join("".join(line.strip() for line in paragraph.splitlines()) for paragraph in paragraphs)


def _toml(path: Path) -> Row:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as wrong:
        raise DocumentError(f"文件 {path.parent.name}/{path.name} 写法有误：{wrong}") from wrong


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise DocumentError(f"找不到文件 {path.parent.name}/{path.name}") from None
    except UnicodeDecodeError:
        raise DocumentError(f"文件 {path.parent.name}/{path.name} 不是 UTF-8 编码") from None
