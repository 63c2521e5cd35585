"""Who gets in, as what, for how long; and what a stranger hears."""

from datetime import timedelta

import pytest

from tests.cast import Someone, Stage, text_of

POLITE = "需凭邀请链接使用"


def code_in(text: str) -> str:
    return text.partition("start=")[2].split()[0]


@pytest.mark.parametrize("text", ["你好", "/mine", "/help", "/summary", "/start", "/nonsense", "益农信息社累计120家"])
async def test_a_stranger_gets_one_polite_sentence_and_nothing_else(stage: Stage, lu: Someone, text: str) -> None:
    answer = await lu.says(text)
    assert POLITE in answer
    assert len(lu.inbox()) == 1


async def test_a_strangers_photo_too(stage: Stage, lu: Someone) -> None:
    stage.telegram.send_photo(lu.id, b"picture")
    await stage.telegram.wait_for_bot(lu.id)
    assert POLITE in lu.texts()[0]


async def test_link_code_never_expires_or_can_be_guessed(stage: Stage, liu: Someone, lu: Someone) -> None:
    """Used, expired, other-person and made-up codes are all refused."""
    code = code_in(await liu.says("/invite 市农业局"))
    assert "邀请码不对" in await lu.says("/start " + "x" * 24)
    li = stage.someone("李敏")
    await li.says(f"/start {code}", expect=2)
    await stage.tick()  # the admin hears of it before the next question
    assert "已被使用" in await lu.says(f"/start {code}")
    old = code_in(await liu.says("/invite 市林业局"))
    stage.clock.advance(timedelta(days=7, minutes=1))
    assert "已过期" in await lu.says(f"/start {old}")
    assert POLITE in await lu.says("/mine")


async def test_opening_ones_own_link_again_changes_nothing(stage: Stage, liu: Someone) -> None:
    code = code_in(await liu.says("/invite 市农业局"))
    li = stage.someone("李敏")
    await li.says(f"/start {code}", expect=2)
    assert "您是市农业局的联络员" in await li.says(f"/start {code}")


async def test_relink_keeps_old_chat(stage: Stage, liu: Someone, li: Someone) -> None:
    """New phone: the old chat stops, the new one receives, and the reports stay the person's."""
    await li.says("益农信息社累计120家")
    await liu.says("/people")
    await liu.presses("李敏")
    link = await liu.presses("换账号")
    new = stage.someone("李敏（新手机）")
    before = len(li.inbox())
    await new.says(f"/start {code_in(link)}")
    assert "已撤回 №1" in await new.says("/undo")
    await stage.tick()
    assert "已转到另一个" in text_of(li.inbox()[before])
    assert POLITE in await li.says("/mine")


async def test_revoking_is_at_once_and_removes_no_work(stage: Stage, liu: Someone, chen: Someone, li: Someone) -> None:
    """Removing a person cancels their work elsewhere; here measures and reports stay, and the office is told."""
    await li.says("益农信息社累计120家")
    await liu.says("/people")
    await liu.presses("李敏")
    assert "要停用 李敏" in await liu.presses("停用")
    assert "已停用 李敏" in await liu.presses("确认停用")
    await stage.tick()
    assert any("市农业局现在没有联络员" in text for text in chen.texts())
    assert "看不到这些内容" in await li.says("/measure 二（二）")
    await chen.says("/measure 二（二）")
    assert "益农信息社累计120家（№1）" in await chen.presses("宜春市")


async def test_the_last_admin_stays(stage: Stage, liu: Someone) -> None:
    await liu.says("/people")
    await liu.presses("刘主任")
    await liu.presses("停用")
    assert "最后一位管理员" in await liu.presses("确认停用")


async def test_roles_are_checked_on_old_buttons_too(stage: Stage, liu: Someone, li: Someone) -> None:
    """Any cookie passes elsewhere; here an old button after a change of role is refused."""
    await li.says("/measure 二（二）")
    button = li.last()
    await liu.says("/people")
    await liu.presses("李敏")
    await liu.presses("停用")
    await liu.presses("确认停用")
    data = button["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert "没有担任联络员" in await li.presses_data(data, button)


async def test_the_first_admin_link_works_once(empty_stage: Stage, lu: Someone) -> None:
    from bot.app import first_admin

    async with empty_stage.open():
        link = await first_admin(empty_stage.house)
        assert link is not None
        assert "您已成为管理员" in await lu.says(f"/start {code_in(link)}")
        assert await first_admin(empty_stage.house) is None


async def test_a_later_start_voids_the_earlier_link(empty_stage: Stage, lu: Someone) -> None:
    from bot.app import first_admin

    async with empty_stage.open():
        first, second = await first_admin(empty_stage.house), await first_admin(empty_stage.house)
        assert first and second
        assert "已作废" in await lu.says(f"/start {code_in(first)}")
        assert "您已成为管理员" in await lu.says(f"/start {code_in(second)}")


async def test_menus_follow_the_role(stage: Stage, liu: Someone) -> None:
    code = code_in(await liu.says("/invite 市农业局"))
    li = stage.someone("李敏")
    await li.says(f"/start {code}", expect=2)
    await stage.tick()
    names = {command["command"] for command in stage.telegram.commands(li.id)}
    assert {"mine", "measure", "undo", "help"} <= names
    assert not names & {"invite", "summary", "reseed"}


async def test_language_is_kept_for_what_the_clock_sends(stage: Stage, li: Someone) -> None:
    await li.says("/language")
    assert "English" in await li.presses("English")
    assert "measures" in (await li.says("/mine")).lower()


@pytest.mark.parametrize(
    "command", ["/summary", "/overdue", "/silent", "/unit 市农业局", "/remind 市农业局", "/inherited"]
)
async def test_a_contact_is_not_the_office(stage: Stage, li: Someone, command: str) -> None:
    assert "联席会议办公室" in await li.says(command)


@pytest.mark.parametrize("command", ["/invite 市农业局", "/people", "/units", "/reseed", "/schedule"])
async def test_the_office_is_not_an_admin(stage: Stage, chen: Someone, command: str) -> None:
    assert "只给管理员" in await chen.says(command)
