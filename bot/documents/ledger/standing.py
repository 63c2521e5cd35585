"""The columns beside the plan's own that say how things stand. They are for reading: an edit there changes nothing, but it
is noticed by a seal, so that nobody believes it was taken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from bot.documents.ledger.cells import text
from bot.documents.ledger.layout import WAS_STANDING
from bot.documents.ledger.sheets import Line, heading
from bot.documents.shape import shape

_MOST: Final = 5  # measures named in the doubt


def sealed(cells: Mapping[str, Any]) -> str:
    """What stands under each heading, as a short digest each."""
    return json.dumps({heading(name): _digest(value) for name, value in cells.items()}, ensure_ascii=False)


def edited_standings(lines: Iterable[Line]) -> tuple[str, ...]:
    """A doubt that names the edited columns and measures, where there are any."""
    columns: dict[str, None] = {}
    refs: dict[str, None] = {}
    for line in lines:
        for name, digest in _seal(line).items():
            if name in line.cells and _digest(line.cells[name]) != digest:
                columns[name] = refs[text(line.cells, "序号")] = None
    if not refs:
        return ()
    named = "、".join([*refs][:_MOST]) + (f"等 {len(refs)} 条" if len(refs) > _MOST else "")
    return (f"{named}的“{'、'.join(columns)}”有改动，没有读进去：这几栏只供查看，进展请由联络员报送",)


def _seal(line: Line) -> dict[str, str]:
    try:
        found = json.loads(text(line.cells, WAS_STANDING) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _digest(value: Any) -> str:
    plain = "\n".join(one.strip() for one in text({"": value}, "").splitlines())
    return sha256(shape(plain).encode()).hexdigest()[:8]
