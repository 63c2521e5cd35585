"""Photos, albums, documents, voice and places stand beside the report they follow or reply to; none replaces another."""

from datetime import timedelta

from sqlalchemy import select

from models import Evidence
from tests.cast import Someone, Stage


def beside(stage: Stage) -> list[int | None]:
    """The report each file stands beside, in the order sent."""
    return list(stage.database.now(lambda session: session.scalars(select(Evidence.report_id).order_by(Evidence.id))))


async def test_an_album_with_a_caption_is_one_report_with_all_its_pictures(stage: Stage, li: Someone) -> None:
    await li.says("物联网产业完成30%")
    before = li.last()["message_id"]
    stage.telegram.send_album(li.id, [{"content": b"one"}, {"content": b"two"}], caption="益农信息社累计120家")
    await stage.telegram.wait_for_bot(li.id, after=before, count=2)
    assert "120/300家" in "".join(li.texts())
    assert "附件 2 份" in await li.says("/history 二（二）")
    assert beside(stage) == [2, 2]


async def test_an_album_is_one_also_where_the_caption_comes_late(stage: Stage, li: Someone) -> None:
    await li.says("物联网产业完成30%")
    before = li.last()["message_id"]
    stage.telegram.send_photo(li.id, b"one", album="7")
    stage.telegram.send_photo(li.id, b"two", album="7", caption="益农信息社累计120家")
    stage.telegram.send_photo(li.id, b"three", album="7")
    await stage.telegram.wait_for_bot(li.id, after=before, count=3)
    assert "附件 3 份" in await li.says("/history 二（二）")
    assert beside(stage) == [2, 2, 2], "also the picture that came before its caption"


async def test_a_caption_that_must_be_asked_about_keeps_its_picture(empty_stage: Stage, li: Someone) -> None:
    async with empty_stage.open() as stage:
        await li.says("益农信息社累计120家")
        stage.clock.advance(timedelta(minutes=30))
        before = li.last()["message_id"]
        stage.telegram.send_photo(li.id, b"picture", caption="完成60%")
        await stage.telegram.wait_for_bot(li.id, after=before, count=2)
        assert beside(stage) == [None], "not beside a report it has nothing to do with"
    async with empty_stage.open() as stage:
        stage.clock.advance(timedelta(hours=20))
        await li.presses("三（三）")
        assert beside(stage) == [2]


async def test_a_caption_that_tells_nothing_describes_its_picture(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    before = li.last()["message_id"]
    stage.telegram.send_photo(li.id, b"picture", caption="现场照片")
    answer = await stage.telegram.wait_for_bot(li.id, after=before)
    assert len(answer) == 1
    assert "已附在 №1" in li.texts()[-1]


async def test_a_file_goes_beside_the_report_whose_card_it_replies_to(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    card = li.last()
    await li.says("物联网产业完成30%")
    before = li.last()["message_id"]
    stage.telegram.send_document(li.id, b"a table", "台账.xlsx", reply_to=card["message_id"])
    await stage.telegram.wait_for_bot(li.id, after=before)
    assert "已附在 №1" in li.texts()[-1]


async def test_the_same_file_used_before_is_pointed_out_with_where(stage: Stage, li: Someone, wang: Someone) -> None:
    await li.says("益农信息社累计120家")
    before = li.last()["message_id"]
    stage.telegram.send_document(li.id, b"a table", "台账.xlsx")
    await stage.telegram.wait_for_bot(li.id, after=before)
    assert "发过" not in li.texts()[-1]
    await li.says("物联网产业完成30%")
    before = li.last()["message_id"]
    stage.telegram.send_document(li.id, b"a table", "台账.xlsx")
    await stage.telegram.wait_for_bot(li.id, after=before)
    assert "10月11日发过，附在 №1（二（二）" in li.texts()[-1]
    assert beside(stage) == [1, 2], "both are kept"


async def test_a_place_is_attached_and_may_be_sent_twice(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    for _ in range(2):
        before = li.last()["message_id"]
        stage.telegram.send_location(li.id, 27.8, 114.4)
        await stage.telegram.wait_for_bot(li.id, after=before)
        assert "已附在 №1" in li.texts()[-1]
        assert "发过" not in li.texts()[-1]
