"""The main job once more, on both databases: the conversation does not know which one it is."""

from datetime import UTC, datetime

from bot.store import plans
from bot.store.database import Database
from bot.store.migrate import migrate
from tests.cast import LOADED_AT, stage_on, text_of


async def test_invite_list_digest_reply_summary(empty: Database) -> None:
    migrate(empty)
    empty.now(plans.load_shipped, LOADED_AT, LOADED_AT.date())
    async with stage_on(empty) as stage:
        liu, chen = stage.appointed("刘主任", role="admin"), stage.appointed("陈晓", role="office")
        async with stage.open():
            link = await liu.says("/invite 市农业局")
            li = stage.someone("李敏")
            await li.says(f"/start {link.partition('start=')[2].split()[0]}", expect=2)
            await stage.at(datetime(2018, 10, 22, 1, tzinfo=UTC))
            digest = li.last()
            assert "这是哪一项" in await li.says("到了六成")
            assert "整体进度 60%" in await li.presses("三（三）")
            assert "已撤回" in await li.says("/undo")
            assert "120/300家" in await li.replies_to(digest, "益农信息社累计120家")
            assert "168/300家" in await li.edits("益农信息社累计168家")
            await chen.says("/summary")
            assert any("168/300" in text for text in chen.texts())
            assert "已提醒市农业局" in await chen.says("/remind 市农业局")
            assert "没有变化" in await liu.says("/reseed")
            await stage.at(datetime(2018, 10, 26, 8, tzinfo=UTC))
            assert any("周汇总" in text_of(message) for message in chen.inbox()[-4:])
