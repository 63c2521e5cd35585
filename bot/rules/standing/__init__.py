"""The one function that says where a measure stands: card, digest, summary, picture, sheet and document all ask it."""

from bot.rules.standing.figures import figures_of
from bot.rules.standing.judge import standing
from bot.rules.standing.ledger import counts_at, moves, said_order
from bot.rules.standing.values import Figure, Part, Reason, Said, Standing

__all__ = [
    "Figure",
    "Part",
    "Reason",
    "Said",
    "Standing",
    "counts_at",
    "figures_of",
    "moves",
    "said_order",
    "standing",
]
