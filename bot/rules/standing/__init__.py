"""The one function that says where a measure stands: card, digest, summary, picture, sheet and document all ask it."""

from bot.rules.standing.figures import figures_of
from bot.rules.standing.judge import judge, standing
from bot.rules.standing.ledger import counts_at, ledger, moves, said
from bot.rules.standing.values import Figure, Part, Reason, Said, SaidValue, Standing
from bot.rules.standing.vantage import Vantage

__all__ = [
    "Figure",
    "Part",
    "Reason",
    "Said",
    "SaidValue",
    "Standing",
    "Vantage",
    "counts_at",
    "figures_of",
    "judge",
    "ledger",
    "moves",
    "said",
    "standing",
]
