"""What a reload does: the measures a document states now, held against those that are loaded, field by field."""

from bot.rules.changes.comparing import changes, compared
from bot.rules.changes.fields import (
    HEAD_FIELDS,
    TARGET_FIELDS,
    deadline_rows,
    deadlines_from,
    draft_fields,
    loaded_fields,
    target_fields,
)
from bot.rules.changes.naming import Naming, naming_of, touched
from bot.rules.changes.pairing import duty_pairs, target_pairs
from bot.rules.changes.telling import counts, record
from bot.rules.changes.values import Changes, FieldChange, Matched, UnitChange

__all__ = [
    "HEAD_FIELDS",
    "TARGET_FIELDS",
    "Changes",
    "FieldChange",
    "Matched",
    "Naming",
    "UnitChange",
    "changes",
    "compared",
    "counts",
    "deadline_rows",
    "deadlines_from",
    "draft_fields",
    "duty_pairs",
    "loaded_fields",
    "naming_of",
    "record",
    "target_fields",
    "target_pairs",
    "touched",
]
