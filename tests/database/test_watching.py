"""What watches over the clock reads the same on both databases: health, account, calendar, subscriptions, past days."""

import json
from datetime import UTC, datetime, timedelta

from bot.jobs.health import stalls
from bot.jobs.metrics import exposition
from bot.store import vitals
from bot.store.database import Database
from tests.cast import stage_on
from tests.crash.house import furnish

WEDNESDAY = datetime(2018, 10, 24, 1, 1, tzinfo=UTC)


async def test_a_day_is_watched_over(empty: Database) -> None:
    furnish(empty)
    async with stage_on(empty, now=WEDNESDAY - timedelta(days=1)) as stage:
        liu, chen = stage.appointed("刘主任", role="admin"), stage.appointed("陈晓", role="office")
        li = stage.appointed("李敏", "市农业局")
        async with stage.open():
            assert "已记下 1 天" in await liu.says("/calendar 2018-10-26 休")
            assert "目前订阅：周汇总" in await chen.says("/subscribe")
            await chen.presses("☑ 每周")
            await liu.says("/subscribe")
            await liu.presses("☐ 每周")
            await li.says("益农信息社累计120家")
            await stage.at(WEDNESDAY)
            await stage.later(minutes=61)
            assert "应发" in await liu.says("/audit")
            seen = empty.now(vitals.vitals, stage.clock.now())
            assert (seen.reports, seen.poison) == (1, 0)
            assert json.loads(seen.audit or "")["silent_units"] > 10
            assert b"measures_silent_units" in exposition(stage.house, seen)
            assert await stalls(stage.house) == {}
            await stage.at(WEDNESDAY + timedelta(days=1, hours=7))  # Thursday, the week's last working day now
            _late, sent = [text for text in liu.texts() if "周汇总　" in text]
            assert not any("周汇总　" in text for text in chen.texts()[1:])
            await stage.later(days=20)
            await li.says("益农信息社累计180家")
            assert await liu.says("/summary 2018-10-25") == sent
            await liu.presses("全部举措 34")
            assert "推进中（1项）" in await liu.presses("推进中 1")
