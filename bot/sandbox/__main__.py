"""python -m bot.sandbox: only the stand-in, for a bot in another process."""

import argparse
import asyncio
from contextlib import suppress

from bot.sandbox.server import TOKEN, Telegram


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A Telegram Bot API on loopback.")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--latency-ms", type=float, default=0.0, help="from call to answer, as a network would add")
    parser.add_argument("--no-rate-limits", action="store_true")
    chosen = parser.parse_args()
    telegram = Telegram(chosen.token, limits=not chosen.no_rate_limits, latency=chosen.latency_ms / 1000)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(telegram, chosen.port, chosen.host))


async def _serve(telegram: Telegram, port: int, host: str) -> None:
    await telegram.start(port, host)
    print(f"TELEGRAM_API_URL={telegram.site}  TELEGRAM_BOT_TOKEN={telegram.world.token}", flush=True)  # noqa: T201
    try:
        await asyncio.Event().wait()
    finally:
        await telegram.stop()


if __name__ == "__main__":
    main()
