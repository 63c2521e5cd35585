"""The Chinese face of the pictures: a font of our own, so that a machine without one draws the same."""

from functools import cache
from pathlib import Path

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

FONT = Path(__file__).parent / "fonts" / "NotoSansCJKsc-Subset.otf"
MISSING = "□"


@cache
def face(size: float) -> FontProperties:
    """The face at a size in points."""
    return FontProperties(fname=str(FONT), size=size)


def drawable(text: str) -> str:
    """The text with □ for every character the font lacks: matplotlib would warn of each."""
    known = _characters()
    return "".join(sign if ord(sign) in known else MISSING for sign in text if sign not in "\n\ufe0f\u200d")


@cache
def _characters() -> frozenset[int]:
    return frozenset(FT2Font(str(FONT)).get_charmap())
