"""The rules know neither Telegram nor the database session nor the clock: time is an argument."""

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "bot" / "rules"
FILES = sorted(ROOM.rglob("*.py"))
STRANGERS = (
    "telegram",
    "sqlalchemy",
    "apscheduler",
    "time",
    "random",
    "bot.store",
    "bot.handlers",
    "bot.jobs",
    "bot.texts",
)
CLOCKS = {"now", "today", "utcnow"}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOM)))
def test_a_rule_imports_no_stranger_and_asks_no_clock(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    strangers = [name for name in imported(tree) if any(name == s or name.startswith(f"{s}.") for s in STRANGERS)]
    assert strangers == []
    asked = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("datetime", "date")
    ]
    assert asked == []


def test_there_are_rules_to_look_at():
    assert {"calendar.py", "cycles.py"} <= {file.name for file in FILES}
