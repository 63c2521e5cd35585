"""READERS by suffix: bytes in, paragraphs and tables out; anything else is refused with its reason."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import PurePath
from typing import Any, Final

from bot.documents.blocks import Block, blocks_of_text
from bot.documents.drafts import DocumentError

LARGEST: Final = 20 * 1024 * 1024  # bytes of a file; what Telegram lets a bot fetch
UNPACKED: Final = 200 * 1024 * 1024  # bytes inside an Office file; a real one of 20 MB stays far below

LONGEST: Final = 2_000_000  # letters; the longest plans have a tenth of that

Reader = Callable[[bytes], tuple[Block, ...]]


def read_blocks(data: bytes, name: str) -> tuple[Block, ...]:
    """The paragraphs and tables of a file, by its suffix.

    Raises DocumentError for a kind we do not read, a file too large, encrypted, damaged or made to explode.
    """
    suffix = check(data, name)
    try:
        blocks = READERS[suffix](data)
    except DocumentError:
        raise
    except Exception as broken:  # a damaged file fails in whatever part of the library meets it first
        raise DocumentError("文件已损坏，打不开") from broken
    letters = sum(len(cell) for block in blocks for cell in _cells(block))
    if letters > LONGEST:
        raise DocumentError(f"文件里有 {letters / 10_000:.0f} 万字，不像一份方案，没有读取")
    return blocks


def check(data: bytes, name: str) -> str:
    """The suffix of a file that may be opened; raises DocumentError as above for one that may not."""
    suffix = PurePath(name).suffix.lower() or ".txt"
    if suffix in REFUSED:
        raise DocumentError(REFUSED[suffix])
    if suffix not in READERS:
        raise DocumentError(f"不认识 {suffix} 文件，请发 {'、'.join(READERS)} 之一")
    if len(data) > LARGEST:
        raise DocumentError(f"文件有 {len(data) / 1024 / 1024:.0f} MB，超过 20 MB 的上限")
    if not data.strip():
        raise DocumentError("文件是空的")
    if suffix != ".pdf" and data.startswith(b"%PDF-"):
        raise DocumentError("这个文件其实是 PDF，请把后缀改成 .pdf 再发")
    if suffix not in PARTS and data.startswith(b"PK\x03\x04"):
        raise DocumentError("这个文件其实是 Office 文件，请把后缀改回 .docx 或 .xlsx 再发")
    if suffix in PARTS:
        _check_package(data, suffix)
    return suffix


def _cells(block: Block) -> Iterable[str]:
    return (block,) if isinstance(block, str) else (cell for row in block.rows for cell in row)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or GB18030; raises DocumentError for any other encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError("文字编码认不出来，请另存为 UTF-8 再发")


def _unmarked(text: str) -> str:
    """Markdown without its headings' signs and bold marks; a single * may mark a lead and stays."""
    return re.sub(r"(?m)^#{1,6}\s+|\*\*|__|\\(?=[*.])", "", text)


def _check_sizes(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Read every part a little at a time: one that holds more than its header says fails its checksum here, before a
    library takes it whole."""
    for entry in entries:
        with package.open(entry) as part:
            while part.read(1 << 20):
                pass


def _check_package(data: bytes, name_suffix: str) -> None:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise DocumentError("文件加了密码，或是旧版 Office 格式；请去掉密码、另存为 .docx 或 .xlsx 再发")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            encrypted = any(entry.flag_bits & 1 for entry in entries)
            unpacked = sum(entry.file_size for entry in entries)
            if not encrypted and unpacked <= UNPACKED:
                _check_sizes(package, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise DocumentError("文件已损坏，打不开") from None
    for suffix, part in PARTS.items():
        if suffix != name_suffix and any(entry.filename == part for entry in entries):
            raise DocumentError(f"这个文件其实是 {suffix} 文件，请把后缀改过来再发")
    if encrypted:
        raise DocumentError("文件加了密码，打不开")
    if unpacked > UNPACKED:
        raise DocumentError(f"文件展开后有 {unpacked / 1024 / 1024:.0f} MB，不像一份方案，没有读取")


def _lazily(module: str, function: str) -> Callable[[Any], tuple[Block, ...]]:
    """The reader in a module that is imported on the first call: the libraries take half a second and 60 MB."""

    def read(source: Any) -> tuple[Block, ...]:
        found: tuple[Block, ...] = getattr(import_module(f"bot.documents.{module}"), function)(source)
        return found

    return read


READERS: Final[dict[str, Reader]] = {
    ".txt": lambda data: blocks_of_text(decoded(data)),
    ".md": lambda data: blocks_of_text(_unmarked(decoded(data))),
    ".docx": _lazily("word", "blocks_of_docx"),
    ".xlsx": _lazily("sheet", "blocks_of_xlsx"),
    ".csv": lambda data: _lazily("sheet", "blocks_of_csv")(decoded(data)),
    ".pdf": _lazily("pdf", "blocks_of_pdf"),
}
# The part by which a package shows what it is, whatever it was renamed to.
PARTS: Final = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
# Kinds people do send, and what to do instead.
REFUSED: Final = {
    ".doc": "这是旧版 Word 格式，请另存为 .docx 再发",
    ".wps": "这是 WPS 文字格式，请另存为 .docx 再发",
    ".xls": "这是旧版 Excel 格式，请另存为 .xlsx 再发",
    ".et": "这是 WPS 表格格式，请另存为 .xlsx 再发",
}
