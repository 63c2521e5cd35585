"""How many labelled messages are read right: a small count of our own, strict where a report could land wrongly."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from bot.rules.reading import Context, Item, Value, read, reading_to_json
from bot.rules.reading.folding import folded, squeezed
from tests.rules.reading.conftest import words_of

CHAT = Path(__file__).parents[2] / "chat"
FILING = ("report", "correct")


def cases_in(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CHAT / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Return what the reader makes of a case, in the shape of its `expect`."""
    plan = words_of(case["plan"])
    reading = read(
        case["text"],
        plan,
        role=case["role"],
        unit=case["unit"],
        sent_on=date.fromisoformat(case["sent_on"]),
        context=_context(case["context"]),
    )
    return reading_to_json(reading, plan.refs)


def _context(given: dict[str, Any] | None) -> Context | None:
    if not given:
        return None
    if "measure" in given:
        return Context(measure=given["measure"])
    last = given["last_report"]
    return Context(
        last_report=Item(
            measure=last["measure"],
            status=last["status"],
            percent=last["percent"],
            values=tuple(Value(v["indicator"], None, v["value"], v["kind"], v["unit"]) for v in last["values"]),
            blocker=last["blocker"],
            expected_by=last["expected_by"] and date.fromisoformat(last["expected_by"]),
        )
    )


def _alike(want: str | None, got: str | None) -> bool:
    one, other = squeezed(folded(want or "")), squeezed(folded(got or ""))
    return one in other or other in one if one and other else one == other


def _same_values(want: list[dict[str, Any]], got: list[dict[str, Any]]) -> tuple[int, int]:
    """Return how many wanted values were found, and how many were given too many."""
    left, hits = list(got), 0
    for value in want:
        for other in left:
            same = abs(other["value"] - value["value"]) < 1e-6 and other["kind"] == value["kind"]
            if same and _alike(value["indicator"], other["indicator"]):
                left.remove(other)
                hits += 1
                break
    return hits, len(left)


def score(cases: list[dict[str, Any]]) -> tuple[dict[str, float], list[str]]:
    """Return shares read right by kind, counts of the worst faults, and the messages not read right as a whole."""
    n: Counter[str] = Counter()
    missed: list[str] = []
    for case in cases:
        faults = _count(case, answer(case), n)
        n["cases"] += 1
        n["whole"] += not faults
        if faults:
            missed.append(f"{case['id']} {case['text'][:60]!r}: {'; '.join(faults)}")
    parts = {"intent": "cases", "whole": "cases", "measure": "items", "status": "known", "percent": "known"}
    parts |= {"expected_by": "known", "recall": "values", "until": "untils", "target": "targets"}
    shares = {part: n[part] / n[of] if n[of] else 1.0 for part, of in parts.items()}
    shares["precision"] = n["recall"] / (n["recall"] + n["too_many"]) if n["recall"] else 1.0
    return {**shares, "misfiled": n["misfiled"], "false_reports": n["false_reports"]}, missed


def _count(case: dict[str, Any], got: dict[str, Any], n: Counter[str]) -> list[str]:
    want, faults = case["expect"], []

    def check(part: str, right: bool) -> None:
        n[part] += right
        if not right:
            faults.append(part)

    check("intent", want["intent"] == got["intent"])
    n["false_reports"] += got["intent"] in FILING and want["intent"] not in FILING
    if want.get("until"):
        n["untils"] += 1
        check("until", want["until"] == got["until"])
    asked = {key: value for key, value in (want.get("target") or {}).items() if value is not None}
    if asked:
        n["targets"] += 1
        check("target", all((got["target"] or {}).get(key) == value for key, value in asked.items()))
    if want["intent"] not in FILING:
        return faults
    left = list(got["items"])
    for item in want["items"]:
        n["items"] += 1
        mine = next((one for one in left if one["measure"] == item["measure"]), None)
        check("measure", mine is not None)
        if mine is None:
            continue
        left.remove(mine)
        if item["measure"] is None and not item["candidates"]:
            continue
        n["known"] += 1
        check("status", mine["status"] == item["status"])
        done = item["status"] == "done" and item["percent"] is None and mine["percent"] == 100
        check("percent", mine["percent"] == item["percent"] or done)
        check("expected_by", mine["expected_by"] == item["expected_by"])
        hits, too_many = _same_values(item["values"], mine["values"])
        n["values"] += len(item["values"])
        n["recall"] += hits
        n["too_many"] += too_many
        if hits < len(item["values"]) or too_many:
            faults.append("values")
    stray = [one["measure"] for one in left if one["measure"]]
    n["misfiled"] += len(stray)
    if left:
        faults.append(f"stray {stray}")
    return faults
