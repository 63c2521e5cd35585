"""A workbook that holds some measures, of a plan of which nothing else is known."""

from collections.abc import Iterable

from bot.documents.drafts import DraftMeasure, DraftPlan
from bot.documents.ledger import write_plan

BARE = DraftPlan("", "", "", "", None, "hans", "", "month", 25, None, "", (), ())


def write_ledger(measures: Iterable[DraftMeasure]) -> bytes:
    """The measures alone."""
    return write_plan(DraftPlan(**{**vars(BARE), "measures": tuple(measures)}))
