"""The two shipped plans are what parse reads in their documents, but for the little a person decided besides."""

import tomllib
from dataclasses import replace

import pytest

from bot.documents.parse import parse
from bot.documents.seed import SEEDS, read_seed

BOTH = ["yichun-2016", "jiangxi-2015"]
# What parse reads where a person took other words of the text for the target.
READS = {
    code: {
        target["reads"]
        for row in tomllib.loads((SEEDS / code / "overlay.toml").read_text(encoding="utf-8"))["measure"]
        for target in row["target"]
        if "reads" in target
    }
    for code in BOTH
}


def both(code):
    parsed = parse(SEEDS / code / "document.txt").measures
    return zip(parsed, read_seed(SEEDS / code).measures, strict=True)


@pytest.mark.parametrize("code", BOTH)
def test_the_reviewed_measures_are_those_read_but_for_the_targets_a_person_decided(code):
    overlay = tomllib.loads((SEEDS / code / "overlay.toml").read_text(encoding="utf-8"))
    decided = {row["ref"]: {target["text"] for target in row["target"]} for row in overlay["measure"]}
    assert not (SEEDS / code / "measures.toml").exists()
    for parsed, reviewed in both(code):
        assert replace(parsed, targets=()) == replace(reviewed, targets=())
        changed = {target.text for target in {*parsed.targets} ^ {*reviewed.targets}}
        assert changed <= decided.get(reviewed.ref, set()) | READS[code], reviewed.ref


@pytest.mark.parametrize("code", BOTH)
def test_every_decision_of_the_overlay_takes_effect(code):
    plan = read_seed(SEEDS / code)
    assert plan.bad_rows == ()
    targets = {(measure.ref, target.text): target for measure in plan.measures for target in measure.targets}
    overlay = tomllib.loads((SEEDS / code / "overlay.toml").read_text(encoding="utf-8"))
    for measure in overlay["measure"]:
        for row in measure["target"]:
            target = targets.get((measure["ref"], row["text"]))
            assert (target is None) == row.get("dropped", False), row["text"]
            for name in row.keys() - {"reads", "added", "dropped"}:
                assert getattr(target, name) == row[name] if target else name == "text"


@pytest.mark.parametrize("code", BOTH)
def test_parse_finds_every_number_a_person_found_and_no_other(code):
    def numbers(draft):
        return [(t.value, t.value_max, t.unit, t.due_on) for t in draft.targets if t.value is not None]

    for parsed, reviewed in both(code):
        assert numbers(parsed) == numbers(reviewed), reviewed.ref


# A person read 争取2016年底推开…，全面推进… as two things, the second without a date.
MORE_STATES = {"yichun-2016": {"全面推进“社会保障一卡通”建设"}, "jiangxi-2015": set()}
OTHER_WORDS = {
    "yichun-2016": set(),
    # The list behind 即 belongs to the state it explains.
    "jiangxi-2015": {"初步建成“一個雲、二個中心、三個平台”"},
}


@pytest.mark.parametrize("code", BOTH)
def test_parse_finds_the_states_a_person_found_but_for_those_listed(code):
    for parsed, reviewed in both(code):
        found = {t.text for t in parsed.targets if t.value is None}
        known = {t.text for t in reviewed.targets if t.value is None and t.due_on}
        assert found - known <= MORE_STATES[code] | OTHER_WORDS[code], reviewed.ref
        assert len(known - found) <= len(OTHER_WORDS[code] & found), reviewed.ref


@pytest.mark.parametrize("code", BOTH)
def test_the_same_document_on_one_line_or_in_half_width_signs_says_the_same(code):
    text = (SEEDS / code / "document.txt").read_text(encoding="utf-8")
    plain = [(m.ref, m.leads, m.units) for m in parse(text.encode(), "a.txt").measures]
    one_line = "".join(line.strip() for line in text.splitlines())
    half = text.translate(str.maketrans("（），：；", "(),:;"))
    assert [(m.ref, m.leads, m.units) for m in parse(one_line.encode(), "a.txt").measures] == plain
    wide = str.maketrans("(),:;", "（），：；")
    for parsed, (ref, leads, units) in zip(parse(half.encode(), "a.txt").measures, plain, strict=True):
        assert parsed.ref == ref and len(parsed.leads) == len(leads)
        assert [unit.translate(wide) for unit in parsed.units] == [unit.translate(wide) for unit in units]
