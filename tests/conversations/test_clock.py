"""What people tell the clock: somebody is away, a leader is named, a measure is paused, the policy changes."""

from datetime import UTC, datetime, timedelta

import pytest

from models import AuditEntry
from tests.cast import Someone, Stage, text_of

DUE = datetime(2018, 10, 25, 1, 5, tzinfo=UTC)  # Thursday, 09:05 in Shanghai; reports are due that day
LATER = datetime(2018, 10, 30, 1, 5, tzinfo=UTC)  # three working days later


def deeds(stage: Stage) -> list[str]:
    return [deed for (deed,) in stage.database.now(lambda session: session.query(AuditEntry.deed).all())]


async def test_who_is_away_is_stood_in_for_and_both_see_it(stage: Stage, li: Someone, wang: Someone) -> None:
    assert "由王强代办" in await li.says("/away 10-25 10-26 王强")
    await stage.tick()
    assert "期间由您代办" in wang.texts()[-1]
    assert "李敏请假，王强代办" in await wang.says("/away")
    await stage.at(DUE)
    assert li.digests() == []
    digest = text_of(wang.digests()[-1])
    assert "代市农业局（李敏请假期间）" in digest
    assert "二（二）" in digest.partition("代市农业局")[2]
    assert "李敏请假期间由您代办" in await wang.presses("为什么提醒我")
    answer = await wang.says("益农信息社累计130家")
    assert "130/300" in answer
    await stage.at(DUE + timedelta(days=4))  # Monday: Li is back
    assert li.digests()
    assert "代市农业局" not in text_of(wang.digests()[-1])


async def test_a_stand_in_speaks_for_the_unit_only_while_it_lasts(stage: Stage, li: Someone, zhou: Someone) -> None:
    await li.says("/away 10-11 10-12 周芳")
    assert "市农业局" in await zhou.says("/mine")
    await li.says("/away 取消")
    await stage.tick()
    assert "提醒重新发给本人" in zhou.texts()[-1]
    assert "市农业局" not in (await zhou.says("/mine")).partition("共同承担")[0]


async def test_whoever_is_replaced_as_a_stand_in_hears_so(
    stage: Stage, li: Someone, wang: Someone, zhou: Someone
) -> None:
    await li.says("/away 10-15 10-16 王强")
    assert "10月15日请假，期间由周芳代办" in await li.says("/away 10-15 周芳")
    await stage.tick()
    assert "李敏的代办改由周芳负责，您不用再代办了" in wang.texts()[-1]
    assert "10月15日：李敏请假" in await zhou.says("/away")


async def test_an_admin_who_ends_an_absence_tells_whose_it_was(
    stage: Stage, liu: Someone, li: Someone, wang: Someone
) -> None:
    await li.says("/away 10-11 10-16 王强")
    assert "李敏的请假已结束" in await liu.says("/away 李敏 取消")
    await stage.tick()
    assert "您的请假已结束，提醒重新发给您" in li.texts()[-1]
    assert "不用再代办" in wang.texts()[-1]


@pytest.mark.parametrize("day", ["2018-13-31", "到2018年13月1日", "2018-12-32"])
async def test_a_day_that_is_none_does_not_become_the_reason_of_an_endless_pause(
    stage: Stage, chen: Someone, day: str
) -> None:
    assert "请写举措、截止日期" in await chen.says(f"/pause 二（六） {day} 等上级文件")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param("/away 明天 王强", "没有听明白", id="no days"),
        pytest.param("/away 10-20 10-22 诸葛亮", "没有找到“诸葛亮”", id="nobody of that name"),
        pytest.param("/away 10-20 10-22 李敏", "不能是本人", id="oneself"),
        pytest.param("/away 10-01 10-02 王强", "今天以后", id="days that are past"),
        pytest.param("/away 2-30 王强", "没有听明白", id="a day that is none"),
        pytest.param("/away 王强 10-20 10-22 李敏", "只能登记自己的请假", id="somebody else's absence"),
    ],
)
async def test_an_absence_that_cannot_be_is_refused_in_a_sentence(
    stage: Stage, li: Someone, wang: Someone, words: str, says: str
) -> None:
    assert says in await li.says(words)


async def test_a_leader_hears_only_of_what_stays_undone(stage: Stage, liu: Someone, li: Someone) -> None:
    invitation = await liu.says("/invite 市农业局 领导")
    assert "单位负责人的邀请" in invitation
    zhang = stage.someone("张局长")
    welcome = await zhang.says("/start " + invitation.partition("start=")[2].split()[0])
    assert "平时不会打扰您" in welcome
    before = len(zhang.inbox())
    await stage.at(DUE)
    await stage.at(DUE + timedelta(days=1))
    assert len(zhang.inbox()) == before
    await li.says("益农信息社累计130家")
    await stage.at(LATER)
    told = zhang.texts()[-1]
    assert "请您督促" in told
    assert "三（三）" in told
    assert "二（二）" not in told, "it has been reported"
    assert "告诉单位负责人" in await zhang.presses("为什么提醒我")


async def test_a_paused_measure_is_left_alone_and_says_why(stage: Stage, chen: Someone, li: Someone) -> None:
    assert "期间不催办" in await chen.says("/pause 二（二） 到2018-10-26 上级调整试点安排")
    card = await li.says("/measure 二（二）")
    assert card.startswith("⚪")
    assert "上级调整试点安排" in card
    await stage.at(DUE)
    assert "二（二）" not in text_of(li.digests()[-1])
    assert "已暂停（1项）" in await chen.says("/summary")
    await stage.at(DUE + timedelta(days=5))  # the pause is over by itself
    assert "二（二）" in text_of(li.digests()[-1])
    assert "paused" in deeds(stage)


async def test_a_pause_is_ended_by_its_button_and_only_once(stage: Stage, chen: Someone, li: Someone) -> None:
    await chen.says("/pause 二（二） 上级调整试点安排")
    assert "已恢复" in await chen.presses("恢复催办")
    assert "没有暂停" in await chen.says("/resume 二（二）")
    assert "请写举措" in await chen.says("/pause 二（二）")
    assert "给联席会议办公室使用" in await li.says("/pause 二（二） 不想报")
    await stage.at(DUE)
    assert "二（二）" in text_of(li.digests()[-1])


async def test_an_acknowledged_digest_is_quiet_for_three_working_days_but_not_past_its_date(
    stage: Stage, li: Someone
) -> None:
    await stage.at(datetime(2018, 10, 22, 1, 5, tzinfo=UTC))  # three working days before the due day
    assert "前不再提醒" in await li.presses("收到，晚点报")
    await stage.at(DUE)
    assert len(li.digests()) == 2


async def test_what_is_past_due_is_not_promised_silence(stage: Stage, li: Someone) -> None:
    await stage.at(datetime(2018, 10, 12, 1, 5, tzinfo=UTC))  # September's reports are seventeen days late
    assert "7 项已经到期，仍会照常提醒" in await li.presses("收到，晚点报")


async def test_a_policy_is_shown_before_it_is_switched_on(stage: Stage, liu: Someone, li: Someone) -> None:
    assert "提前量 3" in await liu.says("/policy")
    shown = await liu.says("/policy 提前量 5")
    assert "过去 90 天" in shown
    assert "现在还没有启用" in shown
    assert "提前量 3" in await liu.says("/policy")
    await liu.says("/policy 提前量 5")
    assert "已启用" in await liu.presses("启用")
    assert "提前量 5" in await liu.says("/policy")
    assert "policy_changed" in deeds(stage)
    await stage.at(datetime(2018, 10, 18, 1, 5, tzinfo=UTC))  # five working days before the due day
    assert li.digests()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param("/policy 提前量 三", "请写要改的一项和数字", id="no number"),
        pytest.param("/policy 次数 9", "1 到 3", id="out of bounds"),
        pytest.param("/policy 提前量 3", "不用改", id="the same"),
    ],
)
async def test_a_policy_that_cannot_be_is_refused(stage: Stage, liu: Someone, words: str, says: str) -> None:
    assert says in await liu.says(words)
