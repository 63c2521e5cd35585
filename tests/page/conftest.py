"""One trial and one browser for all tests of the page; each test opens the page anew."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from bot.trial import opened
from bot.trial.stage import Stage

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIETLY = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
Opener = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    async with opened() as found:
        yield found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no Chromium on this machine: none of {', '.join(NAMES)} is installed")
    async with async_playwright() as driver:
        launched = await driver.chromium.launch(executable_path=found, args=list(QUIETLY))
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def look(stage: Stage, browser: Browser) -> AsyncIterator[Opener]:
    """Opens the page and sees to it that nothing went wrong on it and nothing came from elsewhere."""
    contexts, wrong, asked = [], [], []

    async def open_page(seat: str = "", width: int = 1280, height: int = 800, **how: object) -> Page:
        context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **how)
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(f"{stage.telegram.site}/{'#' + seat if seat else ''}")
        await page.wait_for_selector("body[data-ready]")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert not wrong
    assert all(url.startswith((stage.telegram.site, "blob:", "data:")) for url in asked)
