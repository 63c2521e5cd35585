"""A summary as a file: FORMATS by name, one small module each, loaded when first used (start-up must not wait)."""

from dataclasses import dataclass
from importlib import import_module
from re import sub
from typing import Literal, Protocol, cast

from bot.documents.drafts import LoadedPlan
from bot.render.words import Words, clean, short_title
from bot.rules.summary import Summary

__all__ = ["FORMATS", "LEDGER", "Format", "file_name"]

LEDGER = "xlsx"  # the format that carries the whole plan, to be edited and loaded again


class Ink(Protocol):
    """Makes a file of a summary; `plan` is the plan as it is loaded, for the format that carries it."""

    def __call__(self, summary: Summary, language: str = "zh", plan: LoadedPlan | None = None) -> bytes: ...


def _lazily(module: str) -> Ink:
    """The `ink` of a module that is imported on the first call: the three libraries take a second and 60 MB."""

    def ink(summary: Summary, language: str = "zh", plan: LoadedPlan | None = None) -> bytes:
        draw = import_module(f"bot.render.{module}").ink
        return cast(bytes, draw(summary, language, plan) if module == LEDGER else draw(summary, language))

    return ink


@dataclass(frozen=True)
class Format:
    """A kind of file; `ink(summary, language, plan)` returns its bytes, `kind` is how Telegram shows it."""

    name: str
    suffix: str
    kind: Literal["document", "photo"]
    ink: Ink


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("png", ".png", "photo", _lazily("png")),
        Format("xlsx", ".xlsx", "document", _lazily("xlsx")),
        Format("docx", ".docx", "document", _lazily("docx")),
    )
}


def file_name(summary: Summary, format: Format, language: str = "zh") -> str:
    """“互联网+”行动的实施细则_第41周汇总_2018-10-12.docx: short, and safe on every file system."""
    words = Words(language)
    parts = [short_title(summary.plan_title)[:24], words.issue(summary), summary.until_on.isoformat()]
    if summary.scope:
        parts.insert(1, summary.scope[:16])
    return "_".join(_safe(part) for part in parts) + format.suffix


def _safe(text: str) -> str:
    return sub(r'[\s\\/:*?"<>|.]+', " ", clean(text)).strip()
