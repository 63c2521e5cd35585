"""A person plays the cast in a real browser."""

import re
import struct
import zlib
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.page.conftest import Opener

pytestmark = pytest.mark.asyncio(loop_scope="session")

BOT_SAID = ".row:not(.mine) .words"
MINE = ".row.mine"


async def writes(page: Page, words: str) -> None:
    await page.fill("#words", words)
    await page.press("#words", "Enter")


async def sits_on(page: Page, seat: str) -> None:
    await page.click(f'[data-seat="{seat}"]')


async def test_the_morning_reminds_li_she_answers_and_the_office_reads_it(look: Opener) -> None:
    page = await look()
    await expect(page.locator(".cast .seat")).to_have_count(11)
    await expect(page.locator("#workday")).to_have_text("工作日")
    await page.click('.moves [data-move="morning"]')
    await expect(page.locator("#time")).to_have_text("09:00")
    await expect(page.locator(BOT_SAID).last).to_contain_text("二（二）")
    await expect(page.locator('[data-seat="wangqiang"] .badge')).to_have_text("1")

    await page.click('[data-play="limin"]')  # the explanation's own button writes her words
    await page.press("#words", "Enter")
    await expect(page.locator(BOT_SAID).last).to_contain_text("120/300")

    await sits_on(page, "chenxiao")
    await writes(page, "/summary")
    await expect(page.locator(BOT_SAID, has_text="120/300").last).to_be_visible()


async def test_editing_a_message_marks_it_and_corrects_the_figure(look: Opener) -> None:
    page = await look("limin")
    await writes(page, "益农信息社累计121家")
    await expect(page.locator(BOT_SAID).last).to_contain_text("121/300")
    await page.press("#words", "ArrowUp")
    await expect(page.locator("#about-title")).to_have_text("修改消息")
    await writes(page, "益农信息社累计122家")
    await expect(page.locator(MINE).last).to_contain_text("已编辑")
    await expect(page.locator(BOT_SAID).last).to_contain_text("122/300")


async def test_a_button_is_pressed_and_the_next_words_are_about_it(look: Opener) -> None:
    page = await look("wangqiang")
    await writes(page, "/measure 二（二）")
    await page.locator(".key", has_text="报进展").last.click()
    await expect(page.locator(BOT_SAID).last).to_contain_text("请写")
    await writes(page, "完成70%")
    await expect(page.locator(BOT_SAID).last).to_contain_text("70%")


async def test_what_people_write_stays_words(look: Opener) -> None:
    page = await look("stranger")
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    await page.click("#start")
    await expect(page.locator(BOT_SAID)).to_have_count(1)
    await writes(page, '<img src=x onerror="alert(1)"><b>粗</b>')
    await expect(page.locator(MINE).last.locator(".words")).to_have_text('<img src=x onerror="alert(1)"><b>粗</b>')
    assert await page.locator(".messages img").count() == 0


async def test_an_invite_is_opened_by_whoever_is_chosen(look: Opener) -> None:
    page = await look("liu")
    await writes(page, "/invite 市林业局")
    await page.locator('.words a[href*="start="]').last.click()
    await expect(page.locator("dialog h2")).to_have_text("谁来打开这个链接？")
    await page.locator(".choice", has_text="路人").click()
    await expect(page.locator("#chat-title")).to_have_text("路人")
    await expect(page.locator(BOT_SAID, has_text="您已成为市林业局的联络员").last).to_be_visible()


async def test_the_menu_of_commands_is_the_one_the_bot_put_up(look: Opener) -> None:
    page = await look("limin")
    await page.type("#words", "/mi")
    await expect(page.locator("#menu button")).to_have_count(1)
    await page.press("#words", "Enter")
    await expect(page.locator(MINE).last).to_contain_text("/mine")
    await sits_on(page, "chenxiao")
    await page.click("#menu-open")
    await expect(page.locator("#menu")).to_contain_text("/summary")


async def test_files_go_both_ways(look: Opener, tmp_path: Path) -> None:
    page = await look("limin")
    await page.set_input_files("#file", {"name": "现场.png", "mimeType": "image/png", "buffer": picture(8, 6)})
    await writes(page, "")
    shown = page.locator(f"{MINE} .photo img").last
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.naturalWidth") == 8
    await page.set_input_files("#file", {"name": "名单.csv", "mimeType": "text/csv", "buffer": b"a,b"})
    await page.click("#send")
    async with page.expect_download() as waiting:
        await page.locator(f"{MINE} .file").last.click()
    download = await waiting.value
    assert download.suggested_filename == "名单.csv"
    await download.save_as(tmp_path / "got.csv")
    assert (tmp_path / "got.csv").read_bytes() == b"a,b"


async def test_a_click_on_a_message_replies_to_it(look: Opener) -> None:
    page = await look("chenjing")
    await page.locator(f"{BOT_SAID}").first.click(position={"x": 5, "y": 5})
    await expect(page.locator("#about-title")).to_contain_text("回复")
    await writes(page, "你好")
    await expect(page.locator(f"{MINE} .quote").last).to_be_visible()


async def test_friday_brings_the_summary_to_the_group(look: Opener) -> None:
    page = await look("group")
    await page.click('.moves [data-move="friday"]')
    await expect(page.locator("#time")).to_have_text("16:00", timeout=20_000)
    await expect(page.locator(BOT_SAID, has_text="周汇总").first).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_one_thing_is_seen_at_a_time_and_nothing_hangs_over(look: Opener, scheme: str) -> None:
    page = await look(width=390, height=844, color_scheme=scheme, has_touch=True)
    await expect(page.locator("#chat")).to_be_hidden()
    await sits_on(page, "zhaolei")
    await expect(page.locator("#cast")).to_be_hidden()
    await expect(page.locator("#words")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await page.evaluate("[messages.scrollWidth, messages.clientWidth].every((n, i, all) => n === all[1])")
    await page.click("#back")
    await expect(page.locator("#cast")).to_be_visible()
    await page.click("#guide-toggle")
    await page.click("#tongue")
    await expect(page.locator("#guide")).to_contain_text("What it is")


async def test_the_page_says_that_the_data_is_made_up(look: Opener) -> None:
    page = await look()
    await expect(page.locator(".top .sample")).to_have_text("示例数据")
    policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    assert policy is not None and "default-src 'none'" in policy and "unsafe" not in policy
    for path in (Path(__file__).parents[2] / "bot/sandbox/page").iterdir():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text("utf-8"))


async def test_a_blocked_bot_is_told_apart(look: Opener) -> None:
    page = await look("hezhiqiang")
    await page.click("#block")
    await expect(page.locator("#block")).to_have_text("解除屏蔽")
    await expect(page.locator('[data-seat="hezhiqiang"]')).to_have_class(re.compile("blocked"))
    await page.click("#block")
    await expect(page.locator("#block")).to_have_text("屏蔽机器人")


def picture(width: int, height: int) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + b"\x33\x99\x66" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
