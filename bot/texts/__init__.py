"""Every word the bot says: zh/*.html and en/*.html (Jinja2, autoescaped), labels.toml and refusals.toml beside them.

Languages are zh (simplified), zht (traditional, made from the simplified text by OpenCC) and en. A plan's own words
pass through the filter `printed` and are quoted as they stand in the plan, in every language.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from markupsafe import Markup, escape

from bot.texts import form
from bot.texts.form import PRINTED_CLOSE, PRINTED_OPEN
from bot.texts.letter import Button, File, Letter, pages

__all__ = ["LANGUAGES", "Button", "File", "Letter", "label", "pages", "refusal", "say", "term"]

HERE = Path(__file__).parent
LANGUAGES = {"zh": "简体中文", "zht": "繁體中文", "en": "English"}
_SOURCE = {"zh": "zh", "zht": "zh", "en": "en"}
_MARKED = re.compile(f"{PRINTED_OPEN}(.*?){PRINTED_CLOSE}", re.DOTALL)


def say(language: str, template: str, **values: Any) -> str:
    """The HTML text of one template in the person's language.

    Raises jinja2.UndefinedError when the template needs a value it was not given.
    """
    text = _environment(_source(language)).get_template(f"{template}.html").render(values)
    return in_script(language, _tidy(text))


def label(language: str, key: str, **values: object) -> str:
    """The words on a button, or another short phrase, in the person's language."""
    return in_script(language, str(_words(_source(language), "labels")[key]).format(**_quoted(values)))


def term(language: str, key: str, **values: object) -> str:
    """A set phrase of terms.toml ("lamp.red") in the person's language; the values go in as they are, in no script but
    their own. Raises KeyError for a phrase that is not there."""
    words: Any = _words(_source(language), "terms")
    for name in key.split("."):
        words = words[name]
    return in_script(language, str(words)).format(**values)


def refusal(language: str, reason: str, **values: object) -> str:
    """The sentence that says no, and what to do instead; values are escaped."""
    sentence = _words(_source(language), "refusals").get(reason) or _words(_source(language), "refusals")["unclear"]
    return in_script(language, str(sentence).format(**{key: escape(value) for key, value in _quoted(values).items()}))


def _quoted(values: dict[str, object]) -> dict[str, str]:
    """What fills a blank is somebody else's word: a plan's, a unit's, the person's own."""
    return {key: form.printed(str(value)) for key, value in values.items()}


def in_script(language: str, text: str) -> str:
    """The text in the language's script; what stands between the printed marks is left alone."""
    if language != "zht":
        return text.replace(PRINTED_OPEN, "").replace(PRINTED_CLOSE, "")
    pieces = _MARKED.split(text)  # even places are ours, odd ones the plan's
    return "".join(piece if index % 2 else _converter().convert(piece) for index, piece in enumerate(pieces))


@cache
def _converter() -> Any:
    from opencc import OpenCC  # a tenth of a second, and only for those who read traditional

    return OpenCC("s2tw")


def _source(language: str) -> str:
    return _SOURCE.get(language, "zh")


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


@cache
def _words(source: str, name: str) -> dict[str, str]:
    return tomllib.loads((HERE / source / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _environment(source: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / source),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters.update(
        printed=lambda text: Markup(form.printed(escape(text))),
        number=form.number,
        day=lambda value: form.day(value, source),
        short_day=pass_context(lambda page, value: form.short_day(value, source, page.get("today"))),
        clock=form.clock,
        names=lambda values: form.names(values, source),
        cut=form.cut,
    )
    environment.globals["differing"] = form.differing
    environment.globals["label"] = _words(source, "labels")
    environment.globals["term"] = _words(source, "terms")
    return environment
