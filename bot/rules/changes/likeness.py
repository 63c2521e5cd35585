"""How alike texts are, for many against many: first the pairs of letters they share, then the few nearest exactly."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy
from rapidfuzz.fuzz import ratio

Scores = numpy.ndarray[Any, numpy.dtype[numpy.float64]]

NEAREST = 8  # of each text only so many others are looked at closely
LOOK = 0.2  # share of pairs of letters below which two texts cannot be half alike
BUCKETS = 4096  # pairs of letters are counted into so many; two in one bucket only cost a closer look


def likeness(texts: Sequence[str], others: Sequence[str], least: float) -> Scores:
    """Share of equal text, per cent, of each text and each other; 0 where it is below `least`."""
    mine, theirs = _pairs(texts), _pairs(others)
    shared = mine @ theirs.T
    shares = 2 * shared / (mine.sum(axis=1)[:, None] + theirs.sum(axis=1)[None, :])
    nearest = min(NEAREST, len(others))
    scores: Scores = numpy.zeros(shares.shape)
    for row, columns in enumerate(numpy.argpartition(-shares, nearest - 1, axis=1)[:, :nearest]):
        for column in columns:
            if shares[row, column] >= LOOK:
                scores[row, column] = ratio(texts[row], others[column], score_cutoff=least)
    return scores


def _pairs(texts: Sequence[str]) -> Any:
    found = numpy.zeros((len(texts), BUCKETS), dtype=numpy.float32)
    for row, text in enumerate(texts):
        letters = [0, *map(ord, text), 0]
        found[row, list({(a * 31 + b) % BUCKETS for a, b in pairwise(letters)})] = 1
    return found
