"""The five-minute tour of the README, played word for word on the cast of the try page."""

import asyncio
import re
from pathlib import Path

from bot.trial import opened
from bot.trial.cast import GROUP, PLAYERS
from bot.trial.stage import Stage

README = Path(__file__).resolve().parents[2] / "README.md"
PATIENCE = 15.0  # seconds; a busy machine is slow, not wrong
ROW = re.compile(
    r"^\| (?P<who>\S+) \| (?P<verb>点|发文件|发|按|看|回复最新提醒)(?: `(?P<words>[^`]+)`)? \| (?:`(?P<sees>[^`]+)`)? ?\|$",
    re.M,
)
MOVES = {"下个工作日早上": "morning", "周五下午": "friday"}


def tour() -> list[re.Match[str]]:
    text = README.read_text(encoding="utf-8")
    return list(ROW.finditer(text[text.index("## The five-minute tour") : text.index("## Words")]))


def shown(stage: Stage, chat: int) -> list[dict]:  # type: ignore[type-arg]
    return [message for message in stage.telegram.history(chat) if message["from"]["is_bot"]]


def words(message: dict) -> str:  # type: ignore[type-arg]
    return str(message.get("text") or message.get("caption") or "")


async def act(stage: Stage, chat: int, verb: str, said: str) -> None:
    telegram = stage.telegram
    if verb == "发":
        telegram.say(chat, said)
    elif verb == "发文件":
        file = README.parent / said
        telegram.send_document(chat, file.read_bytes(), file.name)
    elif verb == "回复最新提醒":
        digest = next(m for m in reversed(shown(stage, chat)) if "待报" in words(m))
        telegram.say(chat, said, reply_to=digest["message_id"])
    elif verb == "按":
        message = next(m for m in reversed(shown(stage, chat)) if "reply_markup" in m)
        label = next(b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row if said in b["text"])
        await telegram.press(chat, message["message_id"], label)


async def test_the_tour_works_word_for_word() -> None:
    steps = tour()
    assert len(steps) >= 15, "the table has lost its form"
    chats = {player.name: player.telegram_id for player in PLAYERS} | {GROUP.title: GROUP.chat_id}
    async with opened() as stage:
        for step in steps:
            who, verb, said, sees = step["who"], step["verb"], step["words"], step["sees"]
            if who == "时钟":
                await stage.move(MOVES[said])
                await stage.quiet(40)
                continue
            chat = chats[who]
            before = len(shown(stage, chat))
            await act(stage, chat, verb, said)
            assert await stage.quiet(40)
            until = asyncio.get_running_loop().time() + PATIENCE
            while True:  # on a busy machine a letter may be on its way for a while
                fresh = shown(stage, chat) if verb in ("看", "按") else shown(stage, chat)[before:]
                if any(sees in words(message) for message in fresh) or asyncio.get_running_loop().time() > until:
                    break
                await asyncio.sleep(0.1)
            assert any(sees in words(message) for message in fresh), (
                f"{step[0]}\n got: {[words(m) for m in fresh][-3:]}"
            )
