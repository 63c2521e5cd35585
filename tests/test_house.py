"""The house keeps its rooms: imports go down only, and each room knows only what it may."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "models").rglob("*.py")])

# edges know Telegram, the clock and the environment; the middle is plain; the ground is the tables
EDGES = (
    "handlers",
    "jobs",
    "cli",
    "app",
    "intake",
    "webhook",
    "sandbox",
    "trial",
    "desk",
    "context",
    "request",
    "seeding",
    "__main__",
)
MIDDLE = ("rules", "store", "documents", "texts", "render")
FORBIDDEN = {
    # room → what must not be imported there
    "rules": ("telegram", "sqlalchemy", "aiohttp", "bot.store", "bot.texts", "bot.render", "bot.settings", "bot.clock"),
    "documents": ("telegram", "sqlalchemy", "aiohttp", "models", "bot.store", "bot.rules", "bot.texts", "bot.settings"),
    "texts": ("telegram", "sqlalchemy", "aiohttp", "models", "bot.store", "bot.rules", "bot.settings"),
    "render": ("telegram", "sqlalchemy", "aiohttp", "models", "bot.store", "bot.settings"),
    "store": ("telegram", "aiohttp", "bot.settings"),
    "models": ("telegram", "aiohttp", "bot"),
    "sandbox": ("models", "sqlalchemy", "bot.store", "bot.rules", "bot.handlers", "bot.context", "bot.app"),
}


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] if parts[0] == "models" else parts[1] if len(parts) > 1 else parts[0]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_in(name: str, place: str) -> bool:
    return name == place or name.startswith(place + ".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_only(path: Path) -> None:
    room, found = room_of(path), imports(path)
    wrong = {name for name in found for place in FORBIDDEN.get(room, ()) if is_in(name, place)}
    if room in MIDDLE or room == "models":
        wrong |= {name for name in found for edge in EDGES if is_in(name, f"bot.{edge}")}
    assert not wrong, f"{room} imports {sorted(wrong)}"


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) in ("rules", "documents", "texts", "render")], ids=str)
def test_nobody_below_the_edges_asks_the_clock(path: Path) -> None:
    asked = {
        f"{node.func.value.id}.{node.func.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr)
        in {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
    }
    assert not asked


def test_only_settings_reads_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in FILES
        if any(
            isinstance(node, ast.Attribute)
            and node.attr in ("environ", "getenv")
            and isinstance(node.value, ast.Name)
            and node.value.id == "os"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]
    assert readers == ["bot/settings.py"]


def test_jobs_know_nothing_of_handlers() -> None:
    for path in (ROOT / "bot" / "jobs").glob("*.py"):
        assert not any(is_in(name, "bot.handlers") for name in imports(path)), path.name


def test_lock_files_name_no_index() -> None:
    for name in ("requirements.lock", "tests/requirements.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
        assert text.count("--hash=sha256:") > 20
