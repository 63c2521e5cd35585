"""A document's bytes to drafts of measures: read, laid out, and every doubt named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Final

from bot.documents.blocks import Block, Table
from bot.documents.conventions import Rules, rules_of
from bot.documents.dates import deadline_of, times_in
from bot.documents.drafts import BadRow, DocumentError, DraftDeadline, DraftMeasure
from bot.documents.head import Head, head_of
from bot.documents.leads import leads_of
from bot.documents.prose import Found, read_prose
from bot.documents.readers import read_blocks
from bot.documents.tables import read_tables
from bot.documents.targets import targets_in
from bot.documents.units import is_group, looks_like_unit

LOOKED_FOR = (
    "括号里的责任单位、牵头单位、责任部门、配合单位等字样",
    "括号里以牵头、负责、配合、按职责分工负责等结尾的单位名单",
    "单独成行的责任单位、牵头部门、参与部门、完成时限",
    "表头写有责任单位、牵头单位、配合单位的表格",
)


NO_HEAD: Final = Head()


@dataclass(frozen=True)
class Parsed:
    """What a document says: its measures, doubts about the whole, rows left out, and what was looked for."""

    measures: tuple[DraftMeasure, ...]
    doubts: tuple[str, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()
    head: Head = NO_HEAD
    looked_for: tuple[str, ...] = LOOKED_FOR


def parse(source: Path | str | bytes, name: str = "") -> Parsed:
    """The measures of a document, from its path or its bytes and file name.

    Raises DocumentError, with a sentence, for a file that cannot be read; a text without assignments gives no measures.
    """
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        name = name or path.name
        try:
            data = path.read_bytes()
        except OSError:
            raise DocumentError(f"找不到文件 {path.name}") from None
    blocks = read_blocks(data, name)
    if PurePath(name).suffix.lower() == ".xlsx":
        from bot.documents.ledger import read_ledger  # loaded only where there is a spreadsheet

        if ledger := read_ledger(data):
            return Parsed(*ledger[:1], bad_rows=ledger[1])
    return parse_blocks(blocks)


def parse_blocks(blocks: tuple[Block, ...]) -> Parsed:
    """The measures of a document already read into paragraphs and tables."""
    paragraphs = [block for block in blocks if isinstance(block, str)]
    tables = [block for block in blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    rules = rules_of("\n".join([*paragraphs, *cells]))
    head = head_of(paragraphs or cells)
    layouts = {name: read(paragraphs, tables) for name, read in LAYOUTS.items()}
    # A document may say the same twice, in its text and in a table behind it; the fuller telling is taken.
    name = max(layouts, key=lambda one: len(layouts[one]))
    measures = tuple(_draft(found, rules, head.issued_on) for found in layouts[name])
    return Parsed(measures, tuple(_doubts_of_all(name, layouts)), head=head)


LAYOUTS: Final[dict[str, Callable[[list[str], list[Table]], list[Found]]]] = {
    "正文": lambda paragraphs, tables: read_prose(paragraphs),
    "表格": lambda paragraphs, tables: read_tables(tables),
}


def _doubts_of_all(name: str, layouts: dict[str, list[Found]]) -> Iterator[str]:
    if not any(layouts.values()):
        yield "没有找到任何责任单位"
    for other, found in layouts.items():
        if other != name and found:
            yield f"{other}里另有 {len(found)} 条分工没有载入，载入的是{name}里的 {len(layouts[name])} 条，请核对"
    for found_one in layouts[name]:
        if found_one.body.everywhere:
            yield f"{found_one.ref} 说明：{found_one.body.everywhere}。此后各条没有逐条加上这些单位"


def _draft(found: Found, rules: Rules, issued: date | None) -> DraftMeasure:
    leads, basis = leads_of(found.body, rules)
    units = tuple(dict.fromkeys(named.name for named in found.body.named))
    return DraftMeasure(
        ref=found.ref,
        title=found.title,
        sections=found.sections,
        text=found.text,
        units=units,
        leads=tuple(dict.fromkeys(leads)),
        lead_basis=basis,
        targets=targets_in(found.text, issued),
        deadlines=tuple(_deadlines(found, issued)),
        doubts=(*found.doubts, *_doubts(units, leads, basis)),
    )


def _deadlines(found: Found, issued: date | None) -> Iterator[DraftDeadline]:
    for phrase in found.body.times:
        yield from deadline_of(phrase, issued)
    for when in times_in(found.text, issued):
        yield DraftDeadline(when.phrase, when.on, when.recurs)


def _doubts(units: tuple[str, ...], leads: tuple[str, ...], basis: str) -> list[str]:
    doubts = []
    if basis == "none":
        doubts.append("文件没有说明牵头单位")
    if basis == "single-unit":
        doubts.append(f"只列了{units[0]}一个单位，按牵头处理")
    if any(is_group(lead) for lead in leads):
        doubts.append("牵头的是一组单位，不是一个单位")
    doubts += [f"“{unit}”不像单位名称，请核对" for unit in units if not looks_like_unit(unit)]
    return doubts
