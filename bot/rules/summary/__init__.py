"""What the office reads about a period, as one frozen value: every renderer only inks it."""

from bot.rules.summary.asked import period_asked
from bot.rules.summary.periods import KINDS, SENT, end_of_period, kinds_due, moment_of, since_of
from bot.rules.summary.scope import Scope
from bot.rules.summary.summarise import summarise
from bot.rules.summary.trend import trend
from bot.rules.summary.values import (
    Change,
    Entry,
    Indicator,
    Obstacle,
    Outlook,
    Point,
    Quote,
    Row,
    Section,
    Silence,
    Summary,
    Totals,
    Unheard,
    Word,
)

__all__ = [
    "KINDS",
    "SENT",
    "Change",
    "Entry",
    "Indicator",
    "Obstacle",
    "Outlook",
    "Point",
    "Quote",
    "Row",
    "Scope",
    "Section",
    "Silence",
    "Summary",
    "Totals",
    "Unheard",
    "Word",
    "end_of_period",
    "kinds_due",
    "moment_of",
    "period_asked",
    "since_of",
    "summarise",
    "trend",
]
