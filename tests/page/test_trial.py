"""What the trial begins with, and whom it lets in."""

import aiohttp
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import SettingsError
from bot.store import people
from bot.trial import opened
from bot.trial.cast import GROUP, NOBODY_YET, PLAYERS
from bot.trial.opening import OPENS_AT
from bot.trial.stage import Stage
from models import Contact, OfficeChat, Plan, Report, Unit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_player_is_who_the_page_says(stage: Stage) -> None:
    def found(session: Session) -> dict[str, tuple[str, ...]]:
        rows = {}
        for player in PLAYERS:
            person, units = people.who_is(session, player.telegram_id)
            posts = ["office"] * bool(person and person.is_office) + ["admin"] * bool(person and person.is_admin)
            rows[player.key] = (*(f"{unit.place} {unit.name}" for unit in units), *posts)
        return rows

    expected = {
        player.key: (f"{player.place} {player.unit}",) if player.unit else (player.role,) if player.role else ()
        for player in PLAYERS
    }
    assert {**await stage.house.database.read(found), "stranger": ()} == expected


async def test_plans_are_loaded_as_on_the_day_of_the_letter_so_that_nothing_is_inherited(stage: Stage) -> None:
    days = await stage.house.database.read(lambda session: set(session.scalars(select(Plan.loaded_on))))
    assert {str(day) for day in days} == {"2016-02-01"}


async def test_every_sample_says_that_it_is_one(stage: Stage) -> None:
    def found(session: Session) -> tuple[list[str], int]:
        texts = list(session.scalars(select(Report.text).where(Report.sample)))
        unmarked = select(func.count()).select_from(Report).where(Report.filed_at < OPENS_AT, ~Report.sample)
        return texts, session.scalar(unmarked) or 0

    texts, others = await stage.house.database.read(found)
    assert len(texts) > 100 and all(text.startswith("【示例】") for text in texts)
    assert others == 0


async def test_the_group_is_bound_and_only_two_units_have_nobody(stage: Stage) -> None:
    def found(session: Session) -> tuple[list[int], set[str]]:
        book = stage.house.shelf.book(session)
        spoken_for = set(session.scalars(select(Contact.unit_id).where(Contact.ended_at.is_(None))))
        units = [unit for unit in session.scalars(select(Unit)) if unit.kind != "group" and book.parts_of([unit.id])]
        return list(session.scalars(select(OfficeChat.chat_id))), {u.name for u in units if u.id not in spoken_for}

    groups, silent = await stage.house.database.read(found)
    assert groups == [GROUP.chat_id]
    assert silent == set(NOBODY_YET)


ASKED = {
    "the page's own site": ({}, 200),
    "another site": ({"Origin": "https://elsewhere.example"}, 403),
}


@pytest.mark.parametrize(("headers", "status"), ASKED.values(), ids=ASKED)
async def test_the_page_answers_its_own_site_only(stage: Stage, headers: dict[str, str], status: int) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{stage.telegram.site}/page/stage", headers=headers) as answer:
            assert answer.status == status
        async with session.get(f"{stage.telegram.site}/page/..%2Fpage.py", headers=headers) as answer:
            assert answer.status in (403, 404)


async def test_a_port_that_is_taken_is_said_in_one_sentence(stage: Stage) -> None:
    with pytest.raises(SettingsError, match=r"已被占用.*make try PORT="):
        async with opened(stage.telegram.port):
            pass
