"""What is odd about a figure, in sentences for the person who said it."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.rules.reading import Item
from bot.rules.standing import Figure
from bot.store.book import Part


def oddities(desk: Desk, part: Part, item: Item, figures: Sequence[Figure], words: str) -> list[str]:
    """Sentences, empty where nothing is odd."""
    return []
