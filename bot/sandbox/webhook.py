"""Pushing updates to the bot's own server: in order and one at a time within a chat, side by side across chats."""

import asyncio
import re
from collections import deque
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import BY_WEBHOOK, Json, bad
from bot.sandbox.updates import Updates, Waiting

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # the header's name
LONGEST_DELAY = 60.0  # seconds between two attempts at the same update


class Webhook:
    """The address the bot gave, and one lane for every chat (messages) and every person (presses)."""

    def __init__(self, updates: Updates, clock: Clock) -> None:
        self._updates = updates
        self._clock = clock
        self._lanes: dict[str, deque[Waiting]] = {}
        self._drivers: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(40)
        self.first_delay = 1.0  # seconds; doubles with every failure
        self.url = ""
        self.secret = ""
        self.connections = 40
        self.error: Json = {}
        updates.on_put = self.offer

    def set(self, url: str, secret: str, connections: int) -> None:
        """Push to `url` from now on; an empty one ends it. Refuses plain HTTP off this machine, and bad secrets."""
        if not url:
            return self.clear()
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        self.clear()
        self.url, self.secret, self.connections = url, secret, min(max(connections, 1), 100)
        self._slots = asyncio.Semaphore(self.connections)
        self._updates.webhook_active = True
        self._updates.interrupt(BY_WEBHOOK)
        for waiting in self._updates.pending():
            self.offer(waiting)
        return None

    def clear(self) -> None:
        """Stop pushing; what is not delivered waits for getUpdates."""
        for driver in self._drivers:
            driver.cancel()
        self._drivers = set()
        self._lanes = {}
        self.url, self.secret, self.error = "", "", {}
        self._updates.webhook_active = False

    async def close(self) -> None:
        self.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def info(self) -> Json:
        """The WebhookInfo the bot may ask for."""
        shown: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": self._updates.count(),
        }
        if self.url:
            shown |= {"max_connections": self.connections, "ip_address": "127.0.0.1", **self.error}
        if self._updates.asked_for:
            shown["allowed_updates"] = self._updates.asked_for
        return shown

    def offer(self, waiting: Waiting) -> None:
        """Put an update in its lane and see that the lane is driven."""
        if not self.url:
            return
        lane = self._lanes.get(waiting.lane)
        if lane is not None:
            lane.append(waiting)
            return
        self._lanes[waiting.lane] = lane = deque([waiting])
        driver = asyncio.get_running_loop().create_task(self._drive(waiting.lane, lane))
        self._drivers.add(driver)
        driver.add_done_callback(self._drivers.discard)

    async def _drive(self, name: str, lane: deque[Waiting]) -> None:
        delay = self.first_delay
        while lane:
            waiting = lane[0]
            if not self._updates.has(waiting.update_id):  # expired, or dropped on request
                lane.popleft()
                continue
            async with self._slots:
                told = await self._push(waiting.body)
            if told is None:
                lane.popleft()
                self._updates.done(waiting.update_id)
                delay = self.first_delay
            else:
                await asyncio.sleep(told or delay)
                delay = min(delay * 2, LONGEST_DELAY)
        if self._lanes.get(name) is lane:
            del self._lanes[name]

    async def _push(self, body: Json) -> float | None:
        """None once the bot has taken the update; else the seconds it asked us to wait, 0 if it named none."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with self._session.post(self.url, json=body, headers=headers, allow_redirects=False) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return None
                phrase = HTTPStatus(answer.status).phrase if answer.status in set(HTTPStatus) else ""
                self._failed(f"Wrong response from the webhook: {answer.status} {phrase}".strip())
                asked = answer.headers.get("Retry-After", "")
                return float(asked) if asked.isdigit() else 0.0
        except TimeoutError:
            self._failed("Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._failed("Connection refused")
        except aiohttp.ClientError:
            self._failed("Connection reset by peer")
        return 0.0

    def _failed(self, why: str) -> None:
        self.error = {"last_error_date": self._clock.seconds(), "last_error_message": why}
