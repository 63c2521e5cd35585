"""Plans in the database: reading them, loading and reloading them, and taking a load back."""

from bot.store.plans.linking import link
from bot.store.plans.loading import Loaded, compare, load, load_shipped
from bot.store.plans.past import as_of
from bot.store.plans.reading import (
    all_plans,
    as_records,
    by_code,
    fingerprint,
    is_empty,
    measures_by_id,
    measures_of,
    open_inherited,
)
from bot.store.plans.undoing import last_load, roll_back
from bot.store.plans.units import seed_units

__all__ = [
    "Loaded",
    "all_plans",
    "as_of",
    "as_records",
    "by_code",
    "compare",
    "fingerprint",
    "is_empty",
    "last_load",
    "link",
    "load",
    "load_shipped",
    "measures_by_id",
    "measures_of",
    "open_inherited",
    "roll_back",
    "seed_units",
]
