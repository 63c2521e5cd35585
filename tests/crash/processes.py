"""Real processes: the stand-in for Telegram, our bot, or any script that talks to the stand-in."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.client import Sandbox

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "1000000002:a-token-for-processes-00000000000000B"
SECRET = "a-secret-for-processes-only"
BOT = ("-m", "bot")


class Process:
    """One running process; what it wrote on standard error is in `log`."""

    def __init__(self, inner: asyncio.subprocess.Process, log: Path) -> None:
        self.inner = inner
        self.log = log
        self.began = time.monotonic()

    @property
    def runs(self) -> bool:
        return self.inner.returncode is None

    async def kill(self) -> None:
        """kill -9."""
        if self.runs:
            self.inner.send_signal(signal.SIGKILL)
        await self.inner.wait()

    async def stop(self, seconds: float = 20.0) -> int:
        """The exit status after SIGTERM; killed when it does not come in time."""
        if self.runs:
            self.inner.terminate()
        try:
            async with asyncio.timeout(seconds):
                return await self.inner.wait()
        except TimeoutError:
            await self.kill()
            return -9

    def memory(self) -> float:
        """Resident memory, MB."""
        pages = int(Path(f"/proc/{self.inner.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Stand(Sandbox):
    """The stand-in in another process, and where it is."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self.site = site


async def start(*arguments: str, log: Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> Process:
    """Python with these arguments; the environment holds nothing of ours but `env`."""
    ours = ("TELEGRAM_", "WEBHOOK_", "DATABASE_URL", "DIGEST_HOUR", "TIMEZONE", "PORT", "HOST", "LOG_LEVEL", "LANES")
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    with log.open("ab") as errors:
        inner = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            env=inherited | {"PYTHONPATH": str(ROOT)} | (env or {}),
            cwd=cwd,
        )
    return Process(inner, log)


@asynccontextmanager
async def telegram(log: Path, *options: str) -> AsyncIterator[Stand]:
    """The stand-in in a process of its own, on a free port; `sandbox.site` is its address."""
    process = await start("-m", "bot.sandbox", "--port", "0", "--token", TOKEN, *options, log=log)
    try:
        assert process.inner.stdout is not None
        async with asyncio.timeout(20):
            said = (await process.inner.stdout.readline()).decode()
        site = said.split()[0].removeprefix("TELEGRAM_API_URL=")
        async with Stand(site) as sandbox:
            yield sandbox
    finally:
        await process.kill()
