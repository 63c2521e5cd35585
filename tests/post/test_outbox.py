"""A letter goes once; what nobody can know goes at most once more, and says so. Every answer of Telegram's has its place."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import machine_now
from bot.store import inbox, outbox
from bot.texts import Letter
from models import OfficeChat, OutboxMessage, Person
from tests.cast import Someone, Stage, text_of

REPEAT = "（可能重复）"
DEAD = "worker-that-died"


def put(stage: Stage, chat_id: int, text: str = "请看通知", kind: str = "notice", **more: Any) -> int:
    """A letter in the outbox; its number."""
    parcels = stage.database.now(
        outbox.enqueue,
        [Letter(text, edits=more.pop("edits", None))],
        chat_id=chat_id,
        now=stage.clock.now(),
        kind=kind,
        **more,
    )
    return parcels[0].id


def row(stage: Stage, id: int) -> OutboxMessage:
    return stage.database.now(lambda session: session.get_one(OutboxMessage, id))


async def until_settled(stage: Stage, id: int, *states: str) -> OutboxMessage:
    """The row once it is in one of the states, delivering meanwhile."""
    for _ in range(100):
        found = row(stage, id)
        if found.state in states and not (found.state == "unknown" and found.repeats == 0):
            return found
        await stage.tick()
        await asyncio.sleep(0.05)
    raise AssertionError(f"still {found.state} after {found.attempts} attempts: {found.last_error}")


async def test_killed_between_claim_and_send_it_is_sent_once_and_unmarked(empty_stage: Stage, li: Someone) -> None:
    stage = empty_stage
    put(stage, li.id)
    assert stage.database.now(outbox.claim, DEAD, stage.clock.now())
    async with stage.open():
        await stage.tick()
    assert li.texts() == ["请看通知"]


async def test_killed_between_send_and_mark_it_is_sent_once_more_and_marked(empty_stage: Stage, li: Someone) -> None:
    stage = empty_stage
    id = put(stage, li.id)
    stage.database.now(outbox.claim, DEAD, stage.clock.now())
    stage.database.now(outbox.begin, id)
    async with stage.open():
        await stage.tick()
    assert li.texts() == [f"{REPEAT}\n请看通知"]


async def test_the_mark_of_a_repeat_is_in_its_readers_language(empty_stage: Stage) -> None:
    stage = empty_stage
    smith = stage.appointed("Smith", "市农业局", language="en")
    person_id = stage.database.now(lambda session: session.query(Person.id).filter_by(chat_id=smith.id).scalar())
    id = put(stage, smith.id, "Please look", person_id=person_id)
    stage.database.now(outbox.claim, DEAD, stage.clock.now())
    stage.database.now(outbox.begin, id)
    async with stage.open():
        await stage.tick()
    assert smith.texts() == ["(may be a repeat)\nPlease look"]


async def test_killed_a_second_time_after_sending_it_is_held_and_never_sent_again(
    empty_stage: Stage, li: Someone
) -> None:
    stage = empty_stage
    id = put(stage, li.id)
    for _ in range(2):
        stage.database.now(outbox.claim, DEAD, stage.clock.now())
        stage.database.now(outbox.begin, id)
        stage.database.now(outbox.orphaned, machine_now())
    async with stage.open():
        await stage.tick()
        await stage.later(hours=5)
    assert li.texts() == []
    assert row(stage, id).state == "unknown"


async def test_an_answer_written_but_not_sent_before_the_kill_comes_after_the_restart(
    empty_stage: Stage, li: Someone
) -> None:
    stage = empty_stage
    put(stage, li.id, kind="answer", priority=outbox.ANSWER, worker=DEAD)
    async with stage.open():
        await stage.tick()
    assert li.texts() == [f"{REPEAT}\n请看通知"]


async def test_what_a_living_worker_holds_is_left_to_it(empty_stage: Stage, li: Someone) -> None:
    stage = empty_stage
    put(stage, li.id)
    stage.database.now(inbox.beat, "worker-that-lives", machine_now())
    stage.database.now(outbox.claim, "worker-that-lives", stage.clock.now())
    stage.database.now(outbox.orphaned, machine_now())
    assert stage.database.now(outbox.claim, "another", stage.clock.now()) == []


TROUBLE = {
    "lost on the way there": ("drop_before", {}, [f"{REPEAT}\n请看通知"]),
    "arrived, the answer lost": ("drop_after", {}, ["请看通知", f"{REPEAT}\n请看通知"]),
    "502 before it had effect": ("status_before", {"status": 502, "body": "html"}, [f"{REPEAT}\n请看通知"]),
    "502 after it had effect": ("status_after", {"status": 502}, ["请看通知", f"{REPEAT}\n请看通知"]),
    "an answer that is no JSON": (
        "status_after",
        {"status": 200, "body": "garbage"},
        ["请看通知", f"{REPEAT}\n请看通知"],
    ),
    "told to wait": ("status_before", {"status": 429, "retry_after": 1}, ["请看通知"]),
}


@pytest.mark.parametrize("name", TROUBLE)
async def test_after_trouble_it_comes_and_a_repeat_is_marked(name: str, stage: Stage, li: Someone) -> None:
    kind, how, expected = TROUBLE[name]
    stage.telegram.faults.add(kind, method="sendMessage", chat_id=li.id, **how)
    id = put(stage, li.id)
    await until_settled(stage, id, "sent")
    assert li.texts() == expected


async def test_trouble_without_end_makes_two_copies_and_no_more(stage: Stage, li: Someone) -> None:
    stage.telegram.faults.add("drop_after", method="sendMessage", chat_id=li.id, times=0)
    id = put(stage, li.id)
    found = await until_settled(stage, id, "unknown")
    await stage.later(hours=1)
    assert li.texts() == ["请看通知", f"{REPEAT}\n请看通知"]
    assert found.repeats == 1


async def test_429_is_waited_out_as_told_and_is_no_attempt(stage: Stage, li: Someone) -> None:
    stage.telegram.faults.add("status_before", method="sendMessage", chat_id=li.id, status=429, retry_after=2)
    id = put(stage, li.id)
    began = stage.clock.now()
    found = await until_settled(stage, id, "sent")
    assert found.sent_at is not None
    assert timedelta(seconds=2) <= found.sent_at - began < timedelta(seconds=5)
    assert found.attempts == 1


async def test_a_blocked_bot_marks_the_contact_and_tells_the_office_once(
    stage: Stage, li: Someone, chen: Someone
) -> None:
    stage.telegram.deactivate(li.id)  # nobody tells the bot: it finds out when it writes
    ids = [put(stage, li.id), put(stage, li.id)]
    for id in ids:
        assert (await until_settled(stage, id, "failed")).state == "failed"
    await stage.tick()
    who = stage.database.now(lambda session: session.scalar(select(Person).where(Person.telegram_id == li.id)))
    assert who is not None
    assert who.unreachable_at is not None
    assert len([text for text in chen.texts() if "李敏" in text]) == 1


async def test_a_group_that_became_a_supergroup_is_followed(stage: Stage, liu: Someone) -> None:
    stage.telegram.add_group(-900, "联席会议办公室群", [liu.id], bot="member")
    stage.database.now(
        lambda session: session.add(OfficeChat(chat_id=-900, title="联席会议办公室群", bound_at=stage.clock.now()))
    )
    id = put(stage, -900)
    chat = stage.telegram.world.chats[-900]
    moved = stage.telegram.migrate(-900)
    assert chat.migrated_to == moved
    await until_settled(stage, id, "sent")
    assert [text_of(m) for m in stage.telegram.history(moved) if m["from"]["is_bot"]] == ["请看通知"]
    places = stage.database.now(lambda session: session.scalars(select(OfficeChat.chat_id)).all())
    assert places == [moved]


async def test_an_edit_that_changes_nothing_counts_as_done(stage: Stage, li: Someone) -> None:
    await until_settled(stage, put(stage, li.id), "sent")
    id = put(stage, li.id, edits=li.last()["message_id"])
    assert (await until_settled(stage, id, "sent", "failed")).state == "sent"
    assert li.texts() == ["请看通知"]


async def test_an_edit_of_a_message_that_is_gone_becomes_a_new_message(stage: Stage, li: Someone) -> None:
    await until_settled(stage, put(stage, li.id), "sent")
    gone = li.last()["message_id"]
    stage.telegram.delete(li.id, gone)
    await until_settled(stage, put(stage, li.id, "新的内容", edits=gone), "sent")
    assert li.texts()[-1] == "新的内容"


async def test_markup_that_telegram_refuses_is_sent_as_plain_text(stage: Stage, li: Someone) -> None:
    await until_settled(stage, put(stage, li.id, "<b>没有结尾"), "sent")
    assert li.texts() == ["<b>没有结尾"]


async def test_one_reason_makes_one_letter(stage: Stage, li: Someone) -> None:
    put(stage, li.id, dedupe_key="digest:1:2018-10-25")
    again = stage.database.now(
        outbox.enqueue,
        [Letter("请看通知")],
        chat_id=li.id,
        now=stage.clock.now(),
        kind="digest",
        dedupe_key="digest:1:2018-10-25",
    )
    assert again == []


async def test_many_letters_to_one_chat_do_not_hold_up_another(empty_stage: Stage, li: Someone, wang: Someone) -> None:
    stage = empty_stage
    for number in range(200):
        put(stage, li.id, f"第{number}封")
    last = put(stage, wang.id, "给王强")
    claimed = stage.database.now(outbox.claim, "me", stage.clock.now(), resting=[li.id])
    assert [parcel.id for parcel in claimed] == [last]


async def test_a_letter_held_without_knowing_is_found_again(stage: Stage, li: Someone) -> None:
    assert stage.bot is not None
    put(stage, li.id, worker=stage.house.worker)  # as if the commit's answer had been lost with the connection
    for _ in range(3):
        await stage.bot.postman.adopt()
    await stage.tick()
    assert li.texts() == [f"{REPEAT}\n请看通知"]
