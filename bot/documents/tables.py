"""Measures of a document in tables: a header row found by its words, one measure a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.documents.blocks import Table
from bot.documents.numbering import opens_item
from bot.documents.prose import Found, tell_twins_apart
from bot.documents.roles import Body, Named, read_body
from bot.documents.shape import shape
from bot.documents.units import UNIT_END
from bot.documents.vocabulary import LEAD, MAIN, SUPPORT, any_of

# What a column holds, by words of its header; the first kind that fits wins.
COLUMNS: Final = (
    ("skip", any_of("领导 责任人 负责人 联系人 电话 备注 进展 完成情况 得分 分值 评分")),
    ("lead", any_of("牵头 主办 主责")),
    ("support", any_of("配合 协办 协同 参与 参加 协助 支持")),
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


_WIDEST: Final = 100  # columns; assignments stand in the first dozen
_NOTHING: Final = ("", "-", "—", "/", "无")
_UNITS: Final = {"lead": LEAD, "support": SUPPORT, "main": MAIN}
# 推进改革。…… or 1.推进改革：…… begins with its title.
_TITLED: Final = re.compile(
    r"^(?:\d{1,3}[.、]|（[一二三四五六七八九十\d]{1,3}）)?\s*(?P<title>[^。；：]{2,40})[。：](?=.)"
)


def read_tables(tables: list[Table]) -> list[Found]:
    """Every row of the tables that names units; a table continued without a header keeps the one before."""
    found: list[Found] = []
    columns: dict[int, str] = {}
    for table in tables:
        rows = [tuple(re.sub(r"[ \u3000]*\n\s*", "\n", cell).strip() for cell in row[:_WIDEST]) for row in table.rows]
        place = next((n for n, row in enumerate(rows[:8]) if _is_header(_columns(row))), None)
        if place is not None:
            columns, below = _columns_below(rows, place)
            rows = rows[below:]
        elif not columns or len(rows[0]) != max(columns) + 1:
            continue
        found += _rows(rows, _without_repeated_titles(columns, rows), len(found))
    tell_twins_apart(found)
    return found


def _columns(row: tuple[str, ...]) -> dict[int, str]:
    kinds: dict[int, str] = {}
    for place, cell in enumerate(row):
        words = re.sub(r"\s|（.*?）", "", shape(cell))
        kinds[place] = next((kind for kind, pattern in _HEADER if words and pattern.search(words)), "skip")
    return kinds


def _columns_below(rows: list[tuple[str, ...]], place: int) -> tuple[dict[int, str], int]:
    """The columns of a header of one row or two, and the row the measures begin with."""
    upper, columns = rows[place], _columns(rows[place])
    if place + 1 == len(rows) or len(rows[place + 1]) != len(upper):
        return columns, place + 1
    lower = rows[place + 1]
    own = [n for n, cell in enumerate(lower) if cell and cell != upper[n]]
    spread = [n for n in range(1, len(upper)) if upper[n] in ("", upper[n - 1])]
    named = [n for n in own if _columns(lower)[n] != "skip"]
    if not own or not spread or not named or any(len(cell) > 14 or cell[:1].isdigit() for cell in lower):
        return columns, place + 1
    if not any(n in spread or n + 1 in spread for n in own) or len(named) < len(own) / 2:
        return columns, place + 1
    return {**columns, **{n: _columns(lower)[n] for n in own}}, place + 2


def _is_header(columns: dict[int, str]) -> bool:
    kinds = set(columns.values())
    return bool(kinds & {"lead", "main"}) and bool(kinds & {"title", "target", "section"})


def _without_repeated_titles(columns: dict[int, str], rows: list[tuple[str, ...]]) -> dict[int, str]:
    """The columns, a first title column that repeats itself (merged cells) taken for what it is: a section."""
    titles = [place for place, kind in columns.items() if kind == "title"]
    if len(titles) > 1:
        both = [row for row in rows if titles[1] < len(row) and row[titles[1]]]
        first = [row[titles[0]] for row in both]
        # Told again in every row, or blank where the merge was lost on the way.
        if len(set(first)) < len(first) and first[0]:
            return {**columns, titles[0]: "section"}
    return columns


def _rows(rows: list[tuple[str, ...]], columns: dict[int, str], number: int) -> Iterator[Found]:
    section = ""
    above: dict[int, str] = {}
    last: Found | None = None
    for row in rows:
        filled = {cell for cell in row if cell}
        if len(filled) == 1 and (len(columns) > 2 or opens_item(shape(min(filled)))):
            section, above = filled.pop(), {}
            continue
        cells: dict[str, list[str]] = {kind: [] for kind in (*_UNITS, "due", "target", "title", "section", "ref")}
        for place, cell in enumerate(row):
            kind = columns.get(place, "skip")
            if kind == "section":
                cell = above[place] = cell or above.get(place, "")
            if cell and kind in cells:
                cells[kind].append(cell)
        if _is_header(_columns(row)) and not "".join(cells["ref"]).isdigit():
            continue
        body = _body(row, columns, above)
        words = list(dict.fromkeys([*cells["title"], *cells["target"]]))
        if body.named and not words and last:
            # A row without a task of its own: its units belong to the task above, whose cell covers both.
            last.body.named += body.named
        elif body.named and words:
            number += 1
            body.times += [due.replace("\n", "") for due in cells["due"] if due not in _NOTHING]
            sections = tuple(dict.fromkeys(name for name in (section, *cells["section"]) if name))
            ref = next(iter(cells["ref"]), str(number))
            last = Found(ref, _title(words), sections, "\n".join(words), body)
            yield last


def _title(words: list[str]) -> str:
    first = words[0].replace("\n", "")
    titled = None if len(words) > 1 and len(first) <= 60 else _TITLED.match(shape(first))
    return (first[titled.start("title") : titled.end("title")] if titled else first).rstrip("。；;")


def _body(row: tuple[str, ...], columns: dict[int, str], above: dict[int, str]) -> Body:
    """The units of a row; blank unit cells repeat the cells above, where the merge was lost on the way."""
    body = Body()
    places = [place for place, kind in columns.items() if kind in _UNITS and place < len(row)]
    blank = not any(row[place] for place in places if columns[place] != "support")
    for place in places:
        above[place] = row[place] or (above.get(place, "") if blank else "")
        if above[place] not in _NOTHING:
            _add(body, above[place], _UNITS[columns[place]])
    return body


def _add(body: Body, cell: str, role: str) -> None:
    lines = cell.split("\n")
    listed = lines[0]
    for line in lines[1:]:
        # One name a line, or one name broken over lines.
        listed += ("、" if UNIT_END.search(shape(listed)) else "") + line
    read = read_body(listed)
    groups = max((named.group for named in body.named), default=-1) + 1
    for named in read.named:
        given = role if named.role == MAIN or role == SUPPORT else named.role
        body.named.append(Named(named.name, given, named.group + groups, named.starred))
    body.times += read.times
    body.conventions += read.conventions
