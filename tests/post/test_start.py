"""Starting: a wrong token is one sentence and status 1, not a traceback."""

from pathlib import Path

from tests.crash.processes import BOT, start, telegram


async def test_a_token_telegram_does_not_know_is_one_sentence(tmp_path: Path) -> None:
    async with telegram(tmp_path / "telegram.log") as sandbox:
        wrong = "1000000009:a-token-that-nobody-gave-out-0000"
        env = {"TELEGRAM_API_URL": sandbox.site, "TELEGRAM_BOT_TOKEN": wrong}
        process = await start(*BOT, log=tmp_path / "bot.log", env=env, cwd=tmp_path)
        assert await process.inner.wait() == 1
    said = (tmp_path / "bot.log").read_text()
    assert "Telegram 不认识这个令牌" in said
    assert "Traceback" not in said
    assert wrong not in said


async def test_telegram_out_of_reach_is_one_sentence(tmp_path: Path) -> None:
    env = {"TELEGRAM_API_URL": "http://127.0.0.1:9", "TELEGRAM_BOT_TOKEN": "1000000009:a-token-of-the-right-shape-000"}
    process = await start(*BOT, log=tmp_path / "bot.log", env=env, cwd=tmp_path)
    assert await process.inner.wait() == 1
    said = (tmp_path / "bot.log").read_text()
    assert "连不上 Telegram" in said
    assert "Traceback" not in said
