"""What goes out comes back equal, for plans nobody thought of."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.documents.drafts import (
    LEAD_BASES,
    UNIT_KINDS,
    BadRow,
    DraftDeadline,
    DraftLink,
    DraftMeasure,
    DraftPlan,
    DraftTarget,
    DraftUnit,
)
from bot.documents.ledger import read_book, write_plan
from bot.documents.ledger.layout import RECUR_WORDS
from bot.documents.record import draft_from, draft_record
from bot.documents.whole import read_plan

SIGNS = "市省县一二三（）、，。；：“”=+-@'\"%&<>/\\#*１２12.aZ 養"
words = st.text(SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool)
names = st.text("市县区教育财政和（）、等=各局委", min_size=1, max_size=10)
some = st.lists(names, max_size=4, unique=True).map(tuple)
days = st.none() | st.dates(date(1900, 3, 1), date(2199, 12, 31))
numbers = st.integers(-(10**12), 10**12) | st.integers(-(10**9), 10**9).map(lambda value: value / 1000)


@st.composite
def targets(draw):
    op = draw(st.sampled_from(["=", ">=", ">", "<=", "<", "range", "qualitative"]))
    value = None if op == "qualitative" else draw(numbers)
    most = draw(numbers) if op == "range" else None
    rest = draw(st.none() | words), draw(days), draw(st.none() | words)
    return DraftTarget(draw(words), draw(words), op, value, most, *rest)


@st.composite
def measures(draw):
    units = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    return DraftMeasure(
        ref=draw(words),
        title=draw(words),
        sections=tuple(draw(st.lists(words, max_size=2))),
        text="\n".join(draw(st.lists(words, max_size=2))),
        units=tuple(units),
        leads=tuple(draw(st.lists(st.sampled_from(units), max_size=2, unique=True))),
        lead_basis=draw(st.sampled_from(sorted(LEAD_BASES))),
        targets=tuple(draw(st.lists(targets(), max_size=3))),
        deadlines=tuple(
            draw(
                st.lists(
                    st.builds(DraftDeadline, words, days, st.none() | st.sampled_from(sorted(RECUR_WORDS))), max_size=2
                )
            )
        ),
        doubts=tuple(draw(st.lists(words, max_size=2))),
    )


@st.composite
def units(draw):
    name, was, into = draw(st.lists(names, min_size=3, max_size=3, unique=True))
    was, into = draw(st.sampled_from([(None, None), (was, None), (None, into), (was, into)]))
    changed_on = draw(days.filter(bool)) if was or into else draw(days)
    kind = draw(st.sampled_from(UNIT_KINDS))
    return DraftUnit(name, kind, draw(words), draw(some), draw(some), was, changed_on, into)


@st.composite
def plans(draw):
    mine = tuple(draw(st.lists(measures(), min_size=1, max_size=4, unique_by=lambda one: one.ref)))
    followed = draw(st.lists(st.sampled_from(mine), max_size=2))
    return DraftPlan(
        code=draw(st.from_regex("[a-z0-9-]{1,20}", fullmatch=True)),
        title=draw(words),
        issuer=draw(words | st.just("")),
        number=draw(words | st.just("")),
        issued_on=draw(days),
        script=draw(st.sampled_from(["hans", "hant"])),
        place=draw(words),
        cycle_every=draw(st.sampled_from(["week", "month", "quarter"])),
        due_day=draw(st.integers(1, 31)),
        parent=draw(st.none() | words),
        document=draw(words),
        links=tuple(DraftLink(one.ref, draw(words), draw(st.booleans())) for one in followed),
        measures=mine,
        units=tuple(draw(st.lists(units(), max_size=3))),
        naming=tuple(draw(st.dictionaries(names, names, max_size=2)).items()),
        doubts=tuple(draw(st.lists(words, max_size=2))),
    )


# Not shrunk: opening workbooks a thousand times takes minutes; a plan of four measures can be read as it is.
QUICK = [Phase.explicit, Phase.reuse, Phase.generate]
SLOW = settings(max_examples=25, phases=QUICK, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(plans())
def test_any_plan_comes_back_from_its_own_sheet_as_it_went_out(plan):
    assert read_plan(write_plan(plan), "台账.xlsx") == plan


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.lists(st.builds(BadRow, words, words, st.just((("序号", "1"),)))))
def test_any_draft_comes_back_from_json_as_it_went_in(plan, bad_rows):
    whole = DraftPlan(**{**vars(plan), "bad_rows": tuple(bad_rows)})
    assert draft_from(json.loads(json.dumps(draft_record(whole), ensure_ascii=False))) == whole


@pytest.mark.parametrize("basis", LEAD_BASES)
def test_every_basis_of_a_lead_comes_back(basis):
    one = DraftMeasure("一", "甲", (), "乙", ("市教育局", "市财政局"), ("市教育局",), basis)
    plan = DraftPlan("a", "b", "", "", None, "hans", "某市", "month", 25, None, "", (), (one,))
    assert read_book(write_plan(plan)).measures == (one,)
