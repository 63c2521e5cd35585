"""python -m bot rehearse: what the clock would say, and what it makes of a file of reports."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.test_cli import bot

KEYS = ["at", "to", "unit", "kind", "measures", "text"]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rehearse") / "measures.db"


def rehearsed(loaded: Path, first: str, last: str, reports: Path | None = None) -> list[dict[str, object]]:
    more = ["--reports", str(reports)] if reports else []
    run = bot("rehearse", "--plan", "yichun-2016", "--from", first, "--to", last, *more, "--json", database=loaded)
    assert run.returncode == 0, run.stderr
    found: list[dict[str, object]] = json.loads(run.stdout)
    return found


def test_a_month_is_printed_in_order_with_every_field(loaded: Path) -> None:
    found = rehearsed(loaded, "2016-03-20", "2016-04-20")
    assert all(list(one) == KEYS for one in found)
    moments = [datetime.fromisoformat(str(one["at"])) for one in found]
    assert moments == sorted(moments)
    assert {one["kind"] for one in found} == {"digest", "office", "summary"}
    first = next(one for one in found if one["unit"] == "市农业局")
    assert first["at"] == "2016-03-22T09:00:00+08:00"
    assert first["to"] == "市农业局联络员"
    assert "二（二）" in first["measures"]  # type: ignore[operator]
    assert "待报 7 项" in str(first["text"])


def test_reports_silence_what_they_are_about_and_words_that_are_none_are_named(loaded: Path, tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    lines = [
        {"on": "2016-02-20", "unit": "市农业局", "text": "益农信息社累计20家"},
        {"on": "2016-03-01", "unit": "市农业局", "measure": "二（二）", "percent": 20},
        {"on": "2016-03-01", "unit": "市农业局", "measure": "三（三）", "text": "无变化"},
        {"on": "2016-03-01", "unit": "市农业局", "text": "你好"},
    ]
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    found = [one for one in rehearsed(loaded, "2016-03-20", "2016-03-25", file) if one["unit"] == "市农业局"]
    assert found
    assert all("二（二）" not in one["measures"] for one in found)  # type: ignore[operator]
    run = bot(
        *("rehearse", "--plan", "yichun-2016", "--from", "2016-03-20", "--to", "2016-03-21", "--reports", str(file)),
        database=loaded,
    )
    assert "第4行没有读成进展" in run.stderr


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param('{"on": "2016-03-01"}', "unit", id="no unit"),
        pytest.param('{"on": "2016-03-01", "unit": "市某局", "text": "x"}', "市某局", id="a unit nobody knows"),
        pytest.param('{"on": "三月", "unit": "市农业局", "text": "x"}', "第1行", id="no date"),
        pytest.param("not json", "第1行", id="no JSON"),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_with_its_number(
    loaded: Path, tmp_path: Path, line: str, says: str
) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(line, encoding="utf-8")
    run = bot(
        *("rehearse", "--plan", "yichun-2016", "--from", "2016-03-20", "--to", "2016-03-21", "--reports", str(file)),
        database=loaded,
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert says in run.stderr
    assert "Traceback" not in run.stderr


def test_days_the_wrong_way_round_are_refused(loaded: Path) -> None:
    run = bot("rehearse", "--plan", "yichun-2016", "--from", "2016-03-21", "--to", "2016-03-20", database=loaded)
    assert run.returncode == 1
    assert "对调" in run.stderr
