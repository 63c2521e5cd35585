"""An SQLite file has one bot; who is second is told what to do."""

import pytest

from bot.app import house_for, running
from bot.desk import language_of
from bot.errors import SettingsError
from bot.sandbox import TOKEN
from tests.cast import Stage


async def test_a_second_process_on_the_same_file_is_refused(empty_stage: Stage) -> None:
    async with empty_stage.open():
        second = house_for(empty_stage.settings, empty_stage.database, empty_stage.clock.now)
        with pytest.raises(SettingsError, match="SQLite 只供一个进程"):
            async with running(second, TOKEN):
                pass


async def test_after_the_first_has_stopped_the_next_may_start(empty_stage: Stage) -> None:
    for _ in range(2):
        async with empty_stage.open():
            pass


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", "zh"),
        ("zh-Hant", "zht"),
        ("zh-TW", "zht"),
        ("zh-hk", "zht"),
        ("en-GB", "en"),
        ("de", "zh"),
        (None, "zh"),
    ],
)
def test_the_phones_language_until_one_is_chosen(code: str | None, language: str) -> None:
    assert language_of(code) == language
