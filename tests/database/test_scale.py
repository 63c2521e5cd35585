"""The large world in small, on both databases: what is decided in it, whatever it costs."""

from bot.store.database import Database
from tests.bench.scale import ROWS, furnish
from tests.bench.work import cost
from tests.bench.world import Size


def test_the_large_world_in_small_is_decided_alike_on_both_databases(empty: Database) -> None:
    url = empty.url.render_as_string(hide_password=False)
    counts = furnish(url, Size(plans=8, measures=60, due=50))
    assert (counts["measure"], counts["responsibility"]) == (480, 1440)
    found = {work: cost(url, work) for work in dict.fromkeys(row.work for row in ROWS)}
    assert all(row.figure in found[row.work] for row in ROWS)
    assert found["tick"]["nudges"] == 50, "those who have not reported, and nobody else"
    assert 0 < found["tick"]["digests"] <= 50
    assert found["text"]["characters"] > 500 and found["docx"]["bytes"] > 10_000
    assert cost(url, "tick")["nudges"] == 50, "what was done is taken back, so that it can be done again"
