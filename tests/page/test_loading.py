"""A new admin loads a document of their own in the page: send it, read the doubts, mend two cells, load, see the lists change."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.trial import opened
from tests.conversations.test_loading import cells, docx, saved

pytestmark = pytest.mark.asyncio(loop_scope="session")

BOT_SAID = ".row:not(.mine) .words"


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page on a trial of its own: what is loaded here would change what the other tests see."""
    async with opened() as stage:
        context = await browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        found = await context.new_page()
        found.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        await found.goto(f"{stage.telegram.site}/#liu")
        await found.wait_for_selector("body[data-ready]")
        yield found
        expect.set_options(timeout=5_000)
        await context.close()


async def test_a_new_admin_loads_a_document_of_their_own(page: Page, tmp_path: Path) -> None:
    await sends(page, "yanglao.docx", docx())
    answer = page.locator(BOT_SAID, has_text="新方案，代码 yanglao，读出 3 条举措").last
    await expect(answer).to_contain_text("文件没有说明牵头单位：一2")
    await expect(answer).to_contain_text("可能是市人社局写错了")
    await page.locator(".key", has_text="载入，并采纳 1 个单位建议").click()
    await expect(page.locator(BOT_SAID, has_text="已载入 yanglao：新增 3")).to_be_visible()

    async with page.expect_download() as waiting:
        await page.locator(".row:not(.mine) .file").last.click()
    await (await waiting.value).save_as(tmp_path / "sheet.xlsx")
    book, unit = cells((tmp_path / "sheet.xlsx").read_bytes(), "市商务局")
    unit.value = "市农业局\n市卫计委"
    figure = next(row for row in book["目标"].iter_rows(min_row=2) if row[4].value == 200)
    figure[4].value = 300
    await sends(page, "台账.xlsx", saved(book))
    answer = page.locator(BOT_SAID, has_text="对照的是已载入的 yanglao").last
    await expect(answer).to_contain_text("修改 2，不变 1")
    await expect(answer).to_contain_text("数值 200 → 300")
    await page.locator(".key", has_text="载入").first.click()
    await expect(page.locator(BOT_SAID, has_text="2 位联络员已告知")).to_be_visible()

    await page.click('[data-seat="limin"]')
    await expect(page.locator(BOT_SAID, has_text="新增 1 项：一2 发展智慧健康养老")).to_be_visible()
    await page.fill("#words", "/measure 发展智慧健康养老")
    await page.press("#words", "Enter")
    await expect(page.locator(BOT_SAID).last).to_contain_text("发展智慧健康养老")

    await page.click('[data-seat="liu"]')
    await page.locator(".key", has_text="撤回这次载入").last.click()
    await page.locator(".key", has_text="确认撤回").last.click()
    await expect(page.locator(BOT_SAID, has_text="回到了载入之前")).to_be_visible()


async def sends(page: Page, name: str, content: bytes) -> None:
    await page.set_input_files("#file", {"name": name, "mimeType": "", "buffer": content})
    await page.click("#send")
