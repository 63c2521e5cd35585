"""The main job, end to end: an invite, a list, a digest, a reply, a summary."""

from datetime import UTC, datetime

from sqlalchemy import update

from models import OutboxMessage
from tests.cast import Someone, Stage, text_of

MONDAY_NINE = datetime(2018, 10, 22, 1, tzinfo=UTC)  # three working days before the 25th
FRIDAY_FOUR = datetime(2018, 10, 26, 8, tzinfo=UTC)


async def test_from_invite_to_summary(stage: Stage, liu: Someone, chen: Someone) -> None:
    invitation = await liu.says("/invite 市农业局")
    code = invitation.partition("start=")[2].split()[0]
    li = stage.someone("李敏")
    listed = await li.says(f"/start {code}", expect=2)
    assert "益农信息社" in listed
    await stage.tick()
    assert "李敏 已通过邀请加入：市农业局联络员" in liu.texts()[-1]

    assert "二（二） “互联网＋”现代农业（牵头）" in await li.says("/mine")

    await stage.at(MONDAY_NINE)
    digest = li.last()
    assert "待报" in text_of(digest)
    assert "二（二）" in text_of(digest)

    card = await li.replies_to(digest, "益农信息社累计120家")
    assert "益农信息社 120/300家 40%" in card

    await chen.says("/summary")
    assert any("益农信息社 120/300家" in text for text in chen.texts())

    before = len(chen.inbox())
    await stage.at(FRIDAY_FOUR)
    weekly = chen.inbox()[before:]
    assert any("益农信息社 120/300家" in text_of(message) for message in weekly)
    assert any(message.get("document") for message in weekly), "the brief comes along as a document"


async def test_the_digest_ticks_off_what_has_been_reported(stage: Stage, li: Someone) -> None:
    await stage.at(MONDAY_NINE)
    digest = li.last()
    await li.replies_to(digest, "益农信息社累计120家")
    await stage.tick()
    now = next(message for message in li.messages() if message["message_id"] == digest["message_id"])
    line = next(line for line in text_of(now).splitlines() if "二（二）" in line)
    assert line.startswith("✅")
    assert not any("二（二）" in button["text"] for row in now["reply_markup"]["inline_keyboard"] for button in row)


async def test_a_report_stops_the_nudge(stage: Stage, li: Someone) -> None:
    await stage.at(MONDAY_NINE)
    for text in ("益农信息社累计120家", "云计算正常推进", "物联网完成三成", "集聚园区完成五成"):
        await li.says(text)
    await stage.at(datetime(2018, 10, 25, 1, tzinfo=UTC))
    lines = text_of(li.last()).splitlines() if "10月25日 待报" in text_of(li.last()) else []
    own = [line for line in lines if any(ref in line for ref in ("二（二）", "三（二）", "三（三）", "四（一）2"))]
    assert own == []


async def test_why_names_rule_clause_and_date(stage: Stage, li: Someone) -> None:
    await stage.at(MONDAY_NINE)
    answer = await li.presses("为什么提醒我")
    assert "每期报一次进展" in answer
    assert "2018年10月25日" in answer
    assert "二（二）" in answer


async def test_a_digest_that_may_be_a_repeat_stays_marked_when_it_is_ticked_off(stage: Stage, li: Someone) -> None:
    await stage.at(MONDAY_NINE)
    digest = li.last()
    stage.database.now(lambda s: s.execute(update(OutboxMessage).values(repeats=1)) and None)
    await li.replies_to(digest, "益农信息社累计120家")
    await stage.tick()
    now = next(message for message in li.messages() if message["message_id"] == digest["message_id"])
    assert text_of(now).startswith("（可能重复）")
