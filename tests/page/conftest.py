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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def windows(browser: Browser) -> AsyncIterator[dict[str, Page]]:
    """Pages by what they were opened with: a window that is there is used again, which saves a second each."""
    found: dict[str, Page] = {}
    yield found
    for page in found.values():
        await page.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def look(stage: Stage, browser: Browser, windows: dict[str, Page]) -> AsyncIterator[Opener]:
    """Opens the page and sees to it that nothing went wrong on it and nothing came from elsewhere."""
    wrong: list[str] = []
    asked: list[str] = []
    told: list[tuple[Page, str, Callable[..., None]]] = []

    async def open_page(seat: str = "", width: int = 1280, height: int = 800, **how: object) -> Page:
        key = f"{width}x{height} {how}"
        if key not in windows:
            context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **how)
            windows[key] = await context.new_page()
            windows[key].set_default_timeout(8_000)
        page = windows[key]
        told.append((page, "pageerror", lambda error: wrong.append(str(error))))
        told.append((page, "console", lambda said: wrong.append(said.text) if said.type == "error" else None))
        told.append((page, "request", lambda request: asked.append(request.url)))
        for _, event, listener in told:
            page.on(event, listener)
        await page.goto("about:blank")
        await page.goto(f"{stage.telegram.site}/{'#' + seat if seat else ''}")
        await page.wait_for_selector("body[data-ready]")
        return page

    yield open_page
    for page, event, listener in told:
        page.remove_listener(event, listener)
    assert not wrong
    assert all(url.startswith((stage.telegram.site, "about:", "blob:", "data:")) for url in asked)
