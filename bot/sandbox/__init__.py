"""A Telegram on loopback: the Bot API over HTTP, with people to play and a clock to move."""

from bot.sandbox.clock import Clock
from bot.sandbox.server import TOKEN, Telegram

__all__ = ["TOKEN", "Clock", "Telegram"]
