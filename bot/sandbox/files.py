"""Files people and the bot have sent: their bytes, their ids, and the links they can be fetched by."""

import hashlib
import mimetypes
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import Json, bad

DOWNLOAD_LIMIT = 20 << 20
PHOTO_LIMIT = 10 << 20
LINK_LIVES = 3600  # seconds, from getFile


@dataclass(slots=True, frozen=True)
class Kept:
    """One stored file; `size` may be claimed larger than its content, to play files nobody wants to upload."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    size: int
    path: str
    content: bytes

    def card(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """Every file by its id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, Kept] = {}
        self._links: dict[str, tuple[Kept, int]] = {}

    def keep(self, kind: str, content: bytes, name: str, mime: str | None = None, size: int | None = None) -> Kept:
        """Store a file and give it an id; the same bytes always have the same unique id."""
        number = len(self._kept) + 1
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = PurePath(name).suffix or ".bin"
        kept = Kept(
            file_id=f"{kind.upper()[:4]}{number:06d}-{digest[:24]}",
            unique_id=f"AQAD{digest[:12]}",
            kind=kind,
            name=name,
            mime=mime,
            size=len(content) if size is None else size,
            path=f"{kind}s/file_{number}{suffix}",
            content=content,
        )
        self._kept[kept.file_id] = kept
        return kept

    def get(self, file_id: str) -> Kept | None:
        return self._kept.get(file_id)

    def link(self, file_id: str) -> Json:
        """The File the bot asked for, with a path good for an hour; refuses unknown ids and more than 20 MB."""
        kept = self._kept.get(file_id)
        if kept is None:
            raise bad("invalid file_id")
        if kept.size > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        self._links[kept.path] = (kept, self._clock.seconds() + LINK_LIVES)
        return {**kept.card(), "file_path": kept.path}

    def linked(self, path: str) -> Kept | None:
        """The file behind a path, None if it was never asked for or the link is too old."""
        kept, expires = self._links.get(path, (None, 0))
        return kept if self._clock.seconds() < expires else None


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG in pixels; None for anything else."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:4] == b"GIF8" and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    at = 2
    while content[:2] == b"\xff\xd8" and at + 9 <= len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def checked_photo(content: bytes) -> None:
    """Refuses a photo the bot may not send: not a picture, over 10 MB, sides over 10,000 in sum or 20 to 1."""
    if len(content) > PHOTO_LIMIT:
        raise bad("file is too big for a photo")
    size = dimensions(content)
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > 10_000 or max(size) > 20 * max(min(size), 1):
        raise bad("PHOTO_INVALID_DIMENSIONS")


def _photo(kept: Kept) -> Json | list[Json]:
    width, height = dimensions(kept.content) or (1280, 960)
    shrink = 90 / max(width, height, 90)
    small = {"width": max(1, int(width * shrink)), "height": max(1, int(height * shrink))}
    # The small size shares the bytes of the large one: nobody here looks at thumbnails.
    return [{**kept.card(), **small}, {**kept.card(), "width": width, "height": height}]


def _named(kept: Kept) -> Json | list[Json]:
    return {**kept.card(), "file_name": kept.name, "mime_type": kept.mime}


def _timed(kept: Kept) -> Json | list[Json]:
    return {**kept.card(), "mime_type": kept.mime, "duration": 1}


def _filmed(kept: Kept) -> Json | list[Json]:
    return {**kept.card(), "file_name": kept.name, "mime_type": kept.mime, "duration": 1, "width": 640, "height": 480}


MEDIA: dict[str, Callable[[Kept], Json | list[Json]]] = {
    "photo": _photo,
    "document": _named,
    "voice": _timed,
    "audio": _timed,
    "video": _filmed,
    "animation": _filmed,
}


def media(kept: Kept) -> Json:
    """The part of a message that shows `kept`, under the name of its kind."""
    return {kept.kind: MEDIA[kept.kind](kept)}
