"""One person who speaks for two units: each line says for which, and the pages agree on what waits."""

from datetime import UTC, datetime

import pytest

from bot.store import people
from tests.cast import Someone, Stage


@pytest.fixture
def sun(empty_stage: Stage) -> Someone:
    """孙涛 speaks for 市农业局 and 市商务局, which share several measures."""
    both = empty_stage.appointed("孙涛", "市农业局")

    def second(session):  # type: ignore[no-untyped-def]
        person, _ = people.who_is(session, both.id)
        people.appoint(session, person, people.find_units(session, "市商务局")[0].id, empty_stage.clock.now())

    empty_stage.database.now(second)
    return both


MORNING = datetime(2018, 10, 22, 1, 5, tzinfo=UTC)  # 09:05, three working days before the 25th


async def test_the_digest_says_for_which_unit_and_counts_as_mine_does(stage: Stage, sun: Someone) -> None:
    await stage.at(MORNING)
    digest = sun.digests()[-1]["text"]
    assert "二（二） “互联网＋”现代农业（市农业局）" in digest
    assert "二（二） “互联网＋”现代农业（市商务局）" in digest
    lines = [line for line in digest.splitlines() if line.startswith("▫️")]
    assert len(lines) == len(set(lines)) == 18
    assert "待报 18 项" in digest
    assert "还有 18 项待报" in await sun.says("/mine")
    assert len(sun.buttons()) == len(set(sun.buttons())), "one button a measure"


async def test_each_units_line_is_ticked_by_its_own_report(stage: Stage, sun: Someone) -> None:
    await stage.at(MORNING)
    digest = sun.digests()[-1]
    await sun.replies_to(digest, "商务局这边云计算完成30%")
    await stage.tick()
    shown = next(m["text"] for m in sun.inbox() if m["message_id"] == digest["message_id"])
    assert "✅ 三（二） 大力发展云计算产业（市商务局）" in shown
    assert "▫️ 三（二） 大力发展云计算产业（市农业局）" in shown


async def test_whose_progress_it_is_is_asked_where_nothing_tells(stage: Stage, sun: Someone) -> None:
    assert "这条是哪个单位的进展" in await sun.says("云计算完成30%")
    assert sun.buttons() == ["市农业局", "市商务局", "不记了"]
    assert "（市商务局，№1）" in await sun.presses("市商务局")
    assert "整体进度 40%" in await sun.says("农业局的云计算完成40%")
    assert "（市农业局，№2）" in sun.texts()[-1]


async def test_it_may_be_answered_in_words_and_after_a_restart(empty_stage: Stage, sun: Someone) -> None:
    async with empty_stage.open():
        await sun.says("云计算完成30%")
    async with empty_stage.open():
        assert "（市商务局，№1）" in await sun.says("商务局")


async def test_the_one_that_leads_is_meant_and_the_card_says_so(stage: Stage, sun: Someone) -> None:
    assert "（市农业局，№1）" in await sun.says("益农信息社累计120家")


async def test_a_measures_page_has_a_button_for_each(stage: Stage, sun: Someone) -> None:
    await sun.says("/measure 三（二）")
    await sun.presses("市商务局报")
    assert "（市商务局，№1）" in await sun.says("完成30%")
    await sun.says("/measure 三（二）")
    assert "（市农业局，№2）" in await sun.presses("市农业局无变化")
