"""Two contacts of one unit: each sees what the other has filed, in one line and without a storm."""

from datetime import UTC, datetime

from sqlalchemy import func, select, update

from bot.store import reports
from models import Contact, OutboxMessage, Person
from tests.cast import Someone, Stage


def filed(stage: Stage) -> int:
    return stage.database.now(reports.count)


def notices(who: Someone) -> list[str]:
    return [text for text in who.texts() if text.startswith("同事刚报过")]


async def test_a_colleague_is_told_once_of_what_was_reported_in_one_sitting(empty_stage: Stage, li: Someone) -> None:
    zhang = empty_stage.appointed("小张", "市农业局")
    async with empty_stage.open() as stage:
        await li.says("益农信息社累计120家")
        await li.says("物联网产业完成30%")
        assert not notices(zhang)
        await stage.later(minutes=6)
        (told,) = notices(zhang)
        assert "二（二） 益农信息社累计120家（李敏，№1）" in told
        assert "三（三） 物联网产业完成30%（李敏，№2）" in told
        assert not notices(li)
        assert "市农业局 李敏：益农信息社累计120家" in await zhang.says("/measure 二（二）")


async def test_what_was_corrected_or_taken_back_meanwhile_is_told_as_it_stands(empty_stage: Stage, li: Someone) -> None:
    zhang = empty_stage.appointed("小张", "市农业局")
    async with empty_stage.open() as stage:
        await li.says("益农信息社累计186家")
        await li.says("刚才错了，是168家")
        await li.says("物联网产业完成30%")
        await li.says("/undo")
        await stage.later(minutes=6)
        (told,) = notices(zhang)
        assert "186" not in told
        assert "168家" in told
        assert "物联网" not in told


async def test_where_a_digest_is_open_its_tick_is_enough(empty_stage: Stage, li: Someone) -> None:
    zhang = empty_stage.appointed("小张", "市农业局")
    async with empty_stage.open() as stage:
        await stage.at(datetime(2018, 10, 22, 1, 5, tzinfo=UTC))  # 09:05, three working days before the 25th
        digest = zhang.digests()[-1]
        assert "二（二）" in digest["text"]
        await li.says("益农信息社累计120家")
        await stage.tick()
        shown = next(m for m in zhang.inbox() if m["message_id"] == digest["message_id"])
        assert "✅ 二（二）" in shown["text"]
        await stage.later(minutes=6)
        assert not notices(zhang)


async def test_two_at_once_lose_nothing_and_the_second_is_told(empty_stage: Stage, li: Someone) -> None:
    zhang = empty_stage.appointed("小张", "市农业局")
    async with empty_stage.open() as stage:
        await li.says("益农信息社累计120家")
        card = await zhang.says("益农信息社累计125家")
        assert "125/300家" in card
        assert "李敏今天 15:00 也报过这一项（№1：益农信息社累计120家）" in card
        assert filed(stage) == 2


async def test_a_lone_contact_causes_no_letters(stage: Stage, li: Someone) -> None:
    await li.says("益农信息社累计120家")
    count = select(func.count(OutboxMessage.id)).where(OutboxMessage.kind == "colleague")
    assert stage.database.now(lambda session: session.scalar(count)) == 0


async def test_a_restart_neither_loses_nor_repeats_what_colleagues_are_told(empty_stage: Stage, li: Someone) -> None:
    zhang = empty_stage.appointed("小张", "市农业局")
    async with empty_stage.open():
        await li.says("益农信息社累计120家")
    for minutes in (6, 12):
        async with empty_stage.open() as stage:
            await stage.later(minutes=minutes)
            assert len(notices(zhang)) == 1
            await li.says("谢谢")


async def test_who_saw_the_tick_is_not_told_after_a_restart_either(empty_stage: Stage, li: Someone) -> None:
    zhang = empty_stage.appointed("小张", "市农业局")
    async with empty_stage.open() as stage:
        await stage.at(datetime(2018, 10, 22, 1, 5, tzinfo=UTC))
        await li.says("益农信息社累计120家")
        await li.says("益农信息社累计125家")
    async with empty_stage.open() as stage:
        await stage.later(minutes=6)
        (told,) = notices(zhang)
        assert "120家" not in told
        assert "125家" in told


async def test_whoever_is_appointed_later_is_not_told_of_what_was_before(empty_stage: Stage, li: Someone) -> None:
    zhang = empty_stage.appointed("小张", "市农业局")
    async with empty_stage.open() as stage:
        await li.says("益农信息社累计120家")
        await stage.later(minutes=1)
        who = select(Person.id).where(Person.telegram_id == zhang.id).scalar_subquery()
        appoint = update(Contact).where(Contact.person_id == who).values(appointed_at=stage.clock.now())
        stage.database.now(lambda session: session.execute(appoint))
        await li.says("物联网产业完成30%")
        await stage.later(minutes=6)
        (told,) = notices(zhang)
        assert "益农" not in told
        assert "物联网" in told
