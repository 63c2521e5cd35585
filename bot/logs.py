"""Logs that carry no token, no invite code and no report text."""

import logging
import re

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
CODE = re.compile(r"(start=)[A-Za-z0-9_-]{16,64}")
QUIET = ("httpx", "httpcore", "aiohttp.access", "apscheduler", "alembic", "telegram.ext.Application")


class Redacted(logging.Filter):
    """Takes tokens and codes out of every record, its traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = clean(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = clean(_formatter.formatException(record.exc_info))
        return True


def clean(text: str) -> str:
    """The text without anything that looks like a token or a code, and without what SQL was given."""
    text = CODE.sub(r"\1…", TOKEN.sub("…", text))
    return re.sub(r"\[parameters: .*?\]\n", "[parameters hidden]\n", text + "\n", flags=re.DOTALL)[:-1]


_formatter = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")


def set_up(level: str) -> None:
    """Log to standard error, redacted."""
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter)
    handler.addFilter(Redacted())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:  # at INFO some of these write whole addresses, token and all
        logging.getLogger(name).setLevel(logging.WARNING)


def hide() -> None:
    """Make sure a token cannot be written even by a handler somebody else has set up."""
    for handler in logging.getLogger().handlers:
        if not any(isinstance(one, Redacted) for one in handler.filters):
            handler.addFilter(Redacted())
