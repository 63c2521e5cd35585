"""One question with a few buttons where something is in doubt; the words are kept until it is answered."""

from bot.store import reports
from tests.cast import Someone, Stage


def filed(stage: Stage) -> int:
    return stage.database.now(reports.count)


async def test_at_most_four_measures_are_offered_and_the_rest_are_behind_one_button(stage: Stage, lin: Someone) -> None:
    await lin.says("完成60%")
    first = lin.buttons()
    assert len(first) == 5
    assert first[-1] == "其他"
    seen = set(first[:-1])
    while "其他" in lin.buttons():
        await lin.presses("其他")
        labels = lin.buttons()
        assert len([one for one in labels if one not in ("其他", "返回", "都不是，不記")]) <= 4
        assert not seen & set(labels)
        seen |= {one for one in labels if one not in ("其他", "返回", "都不是，不記")}
    assert "都不是，不記" in lin.buttons()
    own = stage.database.now(stage.house.shelf.book).parts_of(who(stage, lin))
    assert len(seen) == len({part.measure.id for part in own}), "every measure can be reached"
    await lin.presses("返回")
    chosen = lin.buttons()[0]
    assert "整體進度 60%" in await lin.presses(chosen)
    assert filed(stage) == 1


def who(stage: Stage, person: Someone) -> list[int]:
    from bot.store import people

    _, units = stage.database.now(people.who_is, person.id)
    return [unit.id for unit in units]


async def test_a_page_of_the_question_turns_after_a_restart_too(empty_stage: Stage, li: Someone) -> None:
    async with empty_stage.open():
        await li.says("完成60%")
    async with empty_stage.open():
        await li.presses("其他")
    async with empty_stage.open():
        await li.presses("返回")
        assert "整体进度 60%" in await li.presses("三（三）")


async def test_new_or_total_says_both_results_and_survives_a_restart(empty_stage: Stage, li: Someone) -> None:
    async with empty_stage.open():
        await li.says("益农信息社累计120家")
        assert "是累计，还是新增" in await li.says("益农信息社建了8家")
        assert li.buttons()[:2] == ["累计 8家", "新增 8家（累计到 128）"]
    async with empty_stage.open():
        assert "128/300家" in await li.presses("新增 8家")


async def test_an_old_page_of_an_answered_question_is_refused(stage: Stage, li: Someone) -> None:
    await li.says("完成60%")
    question = li.last()
    more = question["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
    await li.presses("三（三）")
    assert "已经处理过" in await li.presses_data(more, question)
