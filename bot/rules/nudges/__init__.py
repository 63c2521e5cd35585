"""Who is reminded of what today, and why. Nothing is scheduled: each tick works it out again from what is there."""

from bot.rules.nudges.agenda import Agenda, agenda, pause_until
from bot.rules.nudges.digests import Digest, digests
from bot.rules.nudges.due import due
from bot.rules.nudges.kinds import KINDS, Kind, Rung, rungs_between, speaks
from bot.rules.nudges.snapshot import Snapshot
from bot.rules.nudges.values import Addressee, Due, NudgeDue, Overdue, Unreached, why

__all__ = [
    "KINDS",
    "Addressee",
    "Agenda",
    "Digest",
    "Due",
    "Kind",
    "NudgeDue",
    "Overdue",
    "Rung",
    "Snapshot",
    "Unreached",
    "agenda",
    "digests",
    "due",
    "pause_until",
    "rungs_between",
    "speaks",
    "why",
]
