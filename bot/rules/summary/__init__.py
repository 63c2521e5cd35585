"""What the office reads about a period, as one frozen value: every renderer only inks it."""

from bot.rules.summary.periods import KINDS, since_of
from bot.rules.summary.scope import Scope
from bot.rules.summary.summarise import summarise
from bot.rules.summary.trend import trend
from bot.rules.summary.values import (
    Change,
    Entry,
    Indicator,
    Obstacle,
    Point,
    Quote,
    Row,
    Section,
    Silence,
    Summary,
    Totals,
    Unheard,
)

__all__ = [
    "KINDS",
    "Change",
    "Entry",
    "Indicator",
    "Obstacle",
    "Point",
    "Quote",
    "Row",
    "Scope",
    "Section",
    "Silence",
    "Summary",
    "Totals",
    "Unheard",
    "since_of",
    "summarise",
    "trend",
]
