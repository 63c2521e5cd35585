"""`python -m bot try`: the real bot beside a Telegram on loopback, with a cast to play and a clock to move."""

from bot.trial.opening import opened, run

__all__ = ["opened", "run"]
