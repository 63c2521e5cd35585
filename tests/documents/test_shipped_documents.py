"""The two shipped documents, parsed, say what the reviewed seeds say; what a person decided besides is listed here."""

import pytest

from bot.documents.parse import parse
from bot.documents.seed import SEEDS, read_seed

BOTH = ["yichun-2016", "jiangxi-2015"]


def both(code):
    parsed = parse(SEEDS / code / "document.txt").measures
    return zip(parsed, read_seed(SEEDS / code).measures, strict=True)


@pytest.mark.parametrize("code", BOTH)
@pytest.mark.parametrize("part", ["ref", "title", "sections", "text", "units", "leads", "lead_basis"])
def test_parse_reads_what_a_person_read(code, part):
    for parsed, reviewed in both(code):
        assert getattr(parsed, part) == getattr(reviewed, part), reviewed.ref


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
