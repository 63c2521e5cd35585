"""python -m bot …, as other programs call it: the answer on standard output, a sentence and a status otherwise."""

import io
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch
from urllib.request import urlopen

import pytest
from openpyxl import load_workbook

from bot.cli import main

ROOT = Path(__file__).resolve().parents[1]


def bot(*words: str, database: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("TELEGRAM_", "WEBHOOK_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env=clean | {"DATABASE_URL": f"sqlite:///{database}", "PYTHONIOENCODING": "utf-8"} | environment,
        check=False,
    )


def here(*words: str, database: Path) -> subprocess.CompletedProcess[str]:
    """The same command without a process of its own, which takes a second or two to start."""
    root = logging.getLogger()
    handlers, level, out, err, status = root.handlers[:], root.level, io.StringIO(), io.StringIO(), 0
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch.object(sys, "argv", ["bot", *words]),
        patch.dict(os.environ, {"DATABASE_URL": f"sqlite:///{database}"}),
    ):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        finally:
            root.handlers[:], root.level = handlers, level
    return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli") / "measures.db"


def test_an_empty_database_is_migrated_and_loaded_first(loaded: Path) -> None:
    run = bot("measures", "--plan", "yichun-2016", "--json", database=loaded)
    assert run.returncode == 0
    assert len(json.loads(run.stdout)) == 34
    assert "loaded yichun-2016: 34 measures" in run.stderr
    again = bot("measures", "--plan", "yichun-2016", "--json", database=loaded)
    assert again.stdout == run.stdout
    assert "loaded" not in again.stderr


def test_a_dry_run_says_that_nothing_would_change(loaded: Path) -> None:
    run = here("seed", "seeds/yichun-2016", "--dry-run", "--json", database=loaded)
    found = json.loads(run.stdout)
    assert found.pop("doubts") == ["四（六）2 牵头的是一组单位，不是一个单位"]
    assert found == {"added": [], "changed": [], "withdrawn": [], "ambiguous": [], "bad_rows": []}


PLAN = """南岭市数字化行动方案
一、产业应用
（一）智慧农业。推广水肥一体化。到2023年，建成益农信息社300家。（牵头单位：市农业局；配合单位：市商务局）
（二）电子商务。到2023年全市网络零售额达到50亿元。（牵头单位：市商务局）
"""


def test_a_document_is_tried_loaded_edited_and_taken_back(loaded: Path, tmp_path: Path) -> None:
    file, sheet, bad = tmp_path / "pilot-2021.txt", tmp_path / "out.xlsx", tmp_path / "bad.xlsx"
    file.write_text(PLAN, encoding="utf-8")
    words = ("seed", str(file), "--plan", "pilot-2021")

    tried = bot(*words, "--dry-run", "--xlsx", str(sheet), "--bad-rows", str(bad), database=loaded)
    assert tried.returncode == 0, tried.stderr
    assert "added\t2" in tried.stdout
    assert "＋ 一（一） 智慧农业" in tried.stdout
    assert "单位 市农业局：按新单位" in tried.stdout
    assert sheet.read_bytes()[:2] == bad.read_bytes()[:2] == b"PK"
    assert here("measures", "--plan", "pilot-2021", database=loaded).returncode == 1, "a dry run stores nothing"

    assert bot(*words, database=loaded).returncode == 0
    first = here("measures", "--plan", "pilot-2021", "--json", database=loaded).stdout
    assert "changed\t0" in here("seed", str(sheet), database=loaded).stdout, "its own spreadsheet changes nothing"

    file.write_text(
        PLAN.replace("300家", "350家").replace("配合单位：市商务局", "配合单位：市林业局"), encoding="utf-8"
    )
    edited = here(*words, database=loaded)
    assert "changed\t1" in edited.stdout
    assert "去掉 市商务局；增加 市林业局（配合）" in edited.stdout
    assert "数值 300 → 350" in edited.stdout
    assert "\x1b" not in edited.stdout + edited.stderr, "no progress where there is no terminal"

    undone = here("seed", "--rollback", "--plan", "pilot-2021", "--json", database=loaded)
    fields = json.loads(undone.stdout)["changed"][0]["fields"]
    assert {"field": "targets", "of": "益农信息社", "part": "value", "old": 350, "new": 300} in fields
    assert here("measures", "--plan", "pilot-2021", "--json", database=loaded).stdout == first


def test_a_document_becomes_a_whole_workbook_and_no_database_is_asked(tmp_path: Path) -> None:
    file, sheet = tmp_path / "nanling-2021.txt", tmp_path / "给领导看的.xlsx"
    file.write_text(PLAN, encoding="utf-8")
    run = bot("parse", str(file), "--xlsx", str(sheet), database=tmp_path / "none.db")
    assert run.returncode == 0 and not (tmp_path / "none.db").exists()
    assert "没有读到印发日期" in run.stderr
    book = load_workbook(sheet)
    head = {row[0]: row[1] for row in book["方案"].values}
    assert (head["名称"], head["地方"], head["代码"]) == ("南岭市数字化行动方案", "南岭市", None)
    assert {row[0]: row[1] for row in book["单位"].values}["市商务局"] == "新单位"
    assert book["台账"].max_row == 3


def test_a_summary_of_a_past_day(loaded: Path) -> None:
    run = bot("summary", "--plan", "yichun-2016", "--on", "2018-10-12", database=loaded)
    assert run.returncode == 0
    assert "举措34项" in run.stdout


@pytest.mark.parametrize(("form", "magic"), [("xlsx", b"PK"), ("docx", b"PK"), ("png", b"\x89PNG")])
def test_a_summary_as_a_file(loaded: Path, tmp_path: Path, form: str, magic: bytes) -> None:
    file = tmp_path / f"summary.{form}"
    run = here("summary", "--plan", "yichun-2016", "--on", "2018-10-12", "--as", form, "-o", str(file), database=loaded)
    assert run.returncode == 0, run.stderr
    assert file.read_bytes().startswith(magic)


def test_reading_cases_touches_no_database(tmp_path: Path) -> None:
    case = {
        "id": "a",
        "role": "contact",
        "plan": "yichun-2016",
        "unit": "市农业局",
        "sent_on": "2018-10-11",
        "context": None,
        "text": "益农信息社累计120家",
    }
    run = bot("read", database=tmp_path / "none.db", stdin=json.dumps(case, ensure_ascii=False) + "\n")
    answer = json.loads(run.stdout)
    assert answer["id"] == "a"
    assert answer["intent"] == "report"
    assert answer["items"][0]["measure"] == "二（二）"
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ((), 1, "make try，不需要令牌"),
        (("measures", "--plan", "nope"), 1, "没有载入代码为“nope”的方案"),
        (("measures",), 2, "--plan"),
        (("seed", "nowhere"), 1, "方案文件读不了"),
        (("seed", "pyproject.toml"), 1, "方案文件读不了"),
        (("seed",), 2, "请写上方案文件夹、方案文件或台账"),
        (("seed", "--rollback"), 2, "--plan"),
        (("seed", "--rollback", "--plan", "nope"), 1, "没有载入代码为“nope”的方案"),
        (("seed", "--rollback", "--plan", "yichun-2016"), 1, "没有可以撤回的"),
        (("dance",), 2, "dance"),
    ],
    ids=[
        "no token",
        "unknown plan",
        "missing option",
        "no such folder",
        "no document",
        "no path",
        "roll back of what",
        "roll back of an unknown plan",
        "roll back of the first load",
        "unknown command",
    ],
)
def test_bad_input_gets_a_sentence_and_a_status(
    loaded: Path, words: tuple[str, ...], status: int, sentence: str
) -> None:
    run = here(*words, database=loaded)
    assert run.returncode == status
    assert sentence in run.stderr.replace(" ", "") or sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TELEGRAM_BOT_TOKEN": "hello"}, "不像令牌"),
        ({"TELEGRAM_BOT_TOKEN_FILE": "/nonexistent"}, "读不到令牌文件"),
        ({"TELEGRAM_BOT_TOKEN": "1:" + "a" * 30, "PORT": "many"}, "设置 PORT 不对"),
        ({"TELEGRAM_BOT_TOKEN": "1:" + "a" * 30, "TIMEZONE": "Mars/Base"}, "设置 TIMEZONE 不对"),
        (
            {"TELEGRAM_BOT_TOKEN": "1:" + "a" * 30, "WEBHOOK_URL": "https://x/", "WEBHOOK_SECRET": "secret"},
            "WEBHOOK_SECRET",
        ),
        ({"TELEGRAM_BOT_TOKEN": "1:" + "a" * 30, "DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"TELEGRAM_BOT_TOKEN": "1:" + "a" * 30, "TELEGRAM_API_URL": "http://127.0.0.1:9"}, "连不上 Telegram"),
    ],
    ids=["no token's shape", "no token file", "no number", "no such zone", "weak secret", "no database", "no Telegram"],
)
def test_wrong_settings_stop_the_start_with_a_sentence(
    loaded: Path, environment: dict[str, str], sentence: str
) -> None:
    run = bot(database=loaded, **environment)
    assert run.returncode == 1
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert "a" * 30 not in run.stderr


def test_the_try_page_opens_and_an_interrupt_ends_it(tmp_path: Path) -> None:
    """As `make try` runs it: said to be open, a page to look at, and gone without a traceback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "try"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = ""
        for line in process.stdout:
            said += line
            if str(port) in line:
                break
        with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            assert "督办助手" in page.read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said + rest
    assert "Traceback" not in said + rest
