"""Who is reminded of what today, and why. Nothing is scheduled: each tick works it out again from what is there."""

from bot.rules.nudges.agenda import Agenda, agenda, pause_until
from bot.rules.nudges.digests import Digest, digests
from bot.rules.nudges.due import due
from bot.rules.nudges.kinds import KINDS, Kinds
from bot.rules.nudges.ladder import Kind, Rung, rungs_between, speaks
from bot.rules.nudges.snapshot import Snapshot
from bot.rules.nudges.values import Absence, Addressee, Due, NudgeDue, Overdue, Unreached, why

__all__ = [
    "KINDS",
    "Absence",
    "Addressee",
    "Agenda",
    "Digest",
    "Due",
    "Kind",
    "Kinds",
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
