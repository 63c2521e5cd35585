"""Measures of a document in tables: a header row found by its words, one measure a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.documents.blocks import Table
from bot.documents.numbering import opens_item
from bot.documents.prose import Found
from bot.documents.roles import Body, Named, read_body
from bot.documents.shape import shape
from bot.documents.vocabulary import HELP, LEAD, MAIN, any_of

# What a column holds, by words of its header; the first kind that fits wins.
COLUMNS: Final = (
    ("skip", any_of("领导 责任人 负责人 联系人 电话 备注 进展 完成情况 得分 分值 评分")),
    ("lead", any_of("牵头 主办 主责")),
    ("help", any_of("配合 协办 协同 参与 参加 协助 支持")),
    (
        "main",
        any_of("责任 实施 落实 承办 负责 承担 执行 建设 主管 完成 成员")
        + any_of("单位 部门 主体 处室 科室 机关")
        + "|^(?:单位|部门|责任分工|分工|任务分工|责任)$",
    ),
    ("due", any_of("时限 时间 期限 节点 完成日期 进度")),
    ("target", any_of("目标 指标 成效 成果 预期")),
    ("ref", "^(?:序号|编号|序|项)$"),
    ("section", any_of("类别 分类 领域 方面 板块 部分 一级 大类 类型 维度 总任务 工作类 专项")),
    ("title", any_of("任务 事项 举措 措施 项目 内容 要点 工作 名称 政策 条款")),
)
_HEADER: Final = tuple((kind, re.compile(words)) for kind, words in COLUMNS)


def read_tables(tables: list[Table]) -> list[Found]:
    """Every row of the tables that names units; a table continued without a header keeps the one before."""
    found: list[Found] = []
    columns: dict[int, str] = {}
    for table in tables:
        rows = list(table.rows)
        place = next((n for n, row in enumerate(rows[:8]) if _is_header(_columns(row))), None)
        if place is not None:
            columns = _columns(rows[place])
            rows = rows[place + 1 :]
        elif not columns or len(rows[0]) != max(columns) + 1:
            continue
        found += _rows(rows, columns, len(found))
    return found


def _columns(row: tuple[str, ...]) -> dict[int, str]:
    kinds: dict[int, str] = {}
    for place, cell in enumerate(row):
        words = re.sub(r"\s|（.*?）", "", shape(cell))
        kinds[place] = next((kind for kind, pattern in _HEADER if words and pattern.search(words)), "skip")
    return kinds


def _is_header(columns: dict[int, str]) -> bool:
    kinds = set(columns.values())
    return bool(kinds & {"lead", "main"}) and bool(kinds & {"title", "target", "section"})


def _rows(rows: list[tuple[str, ...]], columns: dict[int, str], before: int) -> Iterator[Found]:
    section = ""
    above: dict[int, str] = {}
    number = before
    last: Found | None = None
    for row in rows:
        row = tuple(re.sub(r"[ \u3000]*\n[ \u3000]*", "\n", cell).strip() for cell in row)
        filled = {cell for cell in row if cell}
        if len(filled) == 1 and (len(columns) > 2 or opens_item(shape(min(filled)))):
            section = filled.pop()
            above = {}
            continue
        if (
            _is_header({n: kind for n, kind in _columns(row).items() if n in columns})
            and not _cell(row, columns, "ref").isdigit()
        ):
            continue
        body = Body()
        for place, kind in columns.items():
            if kind in ("lead", "help", "main") and place < len(row):
                # A blank unit cell repeats the cell above: the merge was lost on the way.
                cell = row[place] or (above.get(place, "") if _blank_units(row, columns) else "")
                above[place] = cell
                _add(body, cell, {"lead": LEAD, "help": HELP, "main": MAIN}[kind])
        due = _cell(row, columns, "due")
        if due and due not in ("-", "/", "—"):
            body.times.append(due.replace("\n", ""))
        titles = [
            cell for place, kind in columns.items() if kind == "title" and place < len(row) and (cell := row[place])
        ]
        targets = [
            cell for place, kind in columns.items() if kind == "target" and place < len(row) and (cell := row[place])
        ]
        if body.named and not (titles or targets) and last:
            last.body.named += body.named
        if not body.named or not (titles or targets):
            continue
        number += 1
        sections = tuple(dict.fromkeys(s for s in (section, *_all(row, columns, "section")) if s))
        last = _found(row, columns, number, sections, titles, targets, body)
        yield last


def _found(
    row: tuple[str, ...],
    columns: dict[int, str],
    number: int,
    sections: tuple[str, ...],
    titles: list[str],
    targets: list[str],
    body: Body,
) -> Found:
    titles = list(dict.fromkeys(titles))
    first = (titles or targets)[0].replace("\n", "")
    head = re.match(r"^(?:\d{1,3}[.、．]|（[一二三四五六七八九十\d]{1,3}）)?\s*([^。；：:]{2,40})[。：:](?=.)", first)
    short = len(titles) > 1 and len(first) <= 60
    title = first if short or not head else head[1]
    text = "\n".join(dict.fromkeys([*titles, *targets]))
    return Found(_cell(row, columns, "ref") or str(number), title.rstrip("。；"), sections, text, body)


def _add(body: Body, cell: str, role: str) -> None:
    if not cell or cell in ("-", "/", "—", "无"):
        return
    read = read_body(re.sub(r"\n+", "、", cell) if not re.search(r"[、，,；;]$", cell) else cell.replace("\n", ""))
    groups = max((named.group for named in body.named), default=-1) + 1
    for named in read.named:
        given = role if named.role == MAIN or role == HELP else named.role
        body.named.append(Named(named.name, given, named.group + groups, named.starred))
    body.times += read.times
    body.conventions += read.conventions


def _blank_units(row: tuple[str, ...], columns: dict[int, str]) -> bool:
    return not any(row[place] for place, kind in columns.items() if kind in ("lead", "main") and place < len(row))


def _all(row: tuple[str, ...], columns: dict[int, str], kind: str) -> list[str]:
    return [row[place] for place, one in columns.items() if one == kind and place < len(row) and row[place]]


def _cell(row: tuple[str, ...], columns: dict[int, str], kind: str) -> str:
    return next(iter(_all(row, columns, kind)), "")
