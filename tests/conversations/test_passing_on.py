"""Words on another unit's measure: refused by name, nothing filed, and passed on where the sender wishes it."""

from sqlalchemy import select

from bot.store import reports
from models import AuditEntry
from tests.cast import Someone, Stage


def filed(stage: Stage) -> int:
    return stage.database.now(reports.count)


async def hears(stage: Stage, who: Someone, count: int = 1) -> str:
    """What comes to somebody who has not written."""
    await stage.telegram.wait_for_bot(who.id, count=count)
    return who.texts()[-1]


async def test_another_units_measure_is_passed_on_and_reported_by_its_contact(
    stage: Stage, li: Someone, wang: Someone
) -> None:
    answer = await li.says("智慧旅游完成60%")
    assert "不是市农业局承担的举措" in answer
    assert filed(stage) == 0
    assert "已转给市商务局联络员" in await li.presses("转给市商务局联络员")
    told = await hears(stage, wang)
    assert "市农业局的李敏转来一句话" in told
    assert "“智慧旅游完成60%”" in told
    assert filed(stage) == 0, "nothing is filed until they say so"
    assert "请写" in await wang.presses("报进展")
    assert "整体进度 60%" in await wang.says("完成60%")
    assert filed(stage) == 1
    deed = stage.database.now(lambda s: s.scalars(select(AuditEntry).where(AuditEntry.deed == "passed_on")).one())
    assert "60%" not in str(deed.detail), "the words stay out of the audit"


async def test_what_is_not_theirs_either_comes_back(stage: Stage, li: Someone, wang: Someone) -> None:
    await li.says("智慧旅游完成60%")
    await li.presses("转给市商务局联络员")
    await hears(stage, wang)
    before = li.last()["message_id"]
    assert "已告诉李敏" in await wang.presses("不是我们")
    await stage.telegram.wait_for_bot(li.id, after=before)
    assert "不是 二（三）" in li.texts()[-1]
    assert filed(stage) == 0


async def test_nobody_to_pass_it_on_to(stage: Stage, li: Someone) -> None:
    assert "请联系该单位" in await li.says("智慧旅游完成60%")
    assert not li.buttons()


async def test_it_goes_once_and_only_so_often_a_day(stage: Stage, li: Someone, wang: Someone) -> None:
    for number in range(1, 6):
        await li.says(f"智慧旅游完成{number}0%")
        await li.presses("转给市商务局联络员")
    await hears(stage, wang, 5)
    await li.says("智慧旅游完成70%")
    assert "今天已经转过 5 条" in await li.presses("转给市商务局联络员")
    assert len([text for text in wang.texts() if "转来一句话" in text]) == 5


async def test_only_those_it_was_passed_to_may_answer(stage: Stage, li: Someone, wang: Someone, zhou: Someone) -> None:
    await li.says("智慧旅游完成60%")
    await li.presses("转给市商务局联络员")
    await hears(stage, wang)
    data = wang.last()["reply_markup"]["inline_keyboard"][0][1]["callback_data"]
    await zhou.says("/mine")
    assert "不是贵单位承担" in await zhou.presses_data(data)


async def test_passing_on_in_traditional_script(empty_stage: Stage, lin: Someone) -> None:
    empty_stage.appointed("陳國強", "省商務廳", language="zht")
    async with empty_stage.open():
        answer = await lin.says("電子商務完成60%")
        assert "承擔的舉措" in answer
        assert lin.buttons()[0].startswith("轉給")
