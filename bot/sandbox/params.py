"""The parameters of a call: JSON, urlencoded and multipart all become one dict, read by these functions."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox.refusals import Json, Refused, bad

UPLOAD_LIMIT = 50 << 20


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came with a multipart call."""

    name: str
    content: bytes
    mime: str | None


async def read(request: web.Request) -> Json:
    """Every parameter of the call, the body's over the query string's; refuses bodies over 50 MB and broken JSON."""
    params: Json = dict(request.query) if request.query_string else {}
    if request.method != "POST" or not request.can_read_body:
        return params
    kind = request.content_type
    try:
        if kind == "multipart/form-data":
            for key, value in (await request.post()).items():
                params[key] = value if isinstance(value, str) else _upload(value)
            return params
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, "Request Entity Too Large") from None
    if kind == "application/json":
        params.update(_object(body))
    elif body:
        params.update(parse_qsl(body.decode(), keep_blank_values=True))
    return params


def _upload(field: Any) -> Upload:
    content = field.file.read() if isinstance(field, web.FileField) else bytes(field)
    if len(content) > UPLOAD_LIMIT:
        raise Refused(413, "Request Entity Too Large")
    if isinstance(field, web.FileField):
        return Upload(field.filename, content, field.content_type)
    return Upload("file", content, None)


def _object(body: bytes) -> Json:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad("can't parse JSON object")
    return value


def number(params: Json, key: str) -> int | None:
    """The integer under `key`, None if it is absent or not one."""
    value = params.get(key)
    try:
        return None if value is None or value == "" else int(value)
    except (TypeError, ValueError):
        return None


def word(params: Json, key: str) -> str:
    """The string under `key`, empty if absent; JSON numbers are taken as their digits."""
    value = params.get(key)
    return "" if value is None else str(value)


def flag(params: Json, key: str) -> bool:
    """Whether `key` is set to a true value, as the server reads booleans."""
    return str(params.get(key, "")).lower() in ("true", "1", "yes", "y")


def structure(params: Json, key: str, name: str) -> Any:
    """The list or object under `key`, decoded if it came as text; None if absent; refuses what is not JSON."""
    value = params.get(key)
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def described(params: Json) -> Json:
    """The parameters as the call log keeps them: files by name and size."""
    return {
        key: {"file": value.name, "size": len(value.content)} if isinstance(value, Upload) else value
        for key, value in params.items()
    }
