"""What stands at the head of a document: its title, number, issuer and day, as far as they are printed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.documents.dates import YEAR, year_of
from bot.documents.numbering import number_of, opens_item
from bot.documents.shape import shape
from bot.documents.vocabulary import any_of

_KINDS: Final = any_of("方案 计划 措施 细则 意见 办法 规划 要点 清单 分工 规定 行动 纲要 决定 政策")
_TITLE: Final = re.compile(f"{_KINDS}(?:（[^）]*）)*$")
_ISSUED_AS: Final = re.compile(r"(?:印发|发布|转发)《([^《》<>]+)》的通知")
_NUMBER: Final = r"[\u4e00-\u9fff]{2,12}〔(?:19|20)\d\d〕\d+号"
_ISSUER: Final = re.compile(r"^[^，。；：《》、]{2,30}(?:人民政府|办公厅|办公室|委员会|委|局|厅|部|政府)$")
_SMALL: Final = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAY: Final = re.compile(rf"(?:（.{{0,12}}）)?{YEAR}{_SMALL}月{_SMALL}日(?:印发|发布)?")
_YEARS: Final = (r"〔((?:19|20)\d\d)〕", r"((?:19|20)\d\d)年?-(?:19|20)\d\d年", r"((?:19|20)\d\d)年")


@dataclass(frozen=True)
class Head:
    """A document's title, number and issuer, empty where not printed; its day, None where not even a year is."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    script: str = "hans"


def head_of(paragraphs: list[str]) -> Head:
    """The head of a document, read from the paragraphs before its first item (the day also from its end)."""
    ahead = _ahead(paragraphs)
    joined = "".join(ahead)
    named = _ISSUED_AS.search(shape(joined))
    titles = [line.strip() for line in ahead if len(line) <= 60 and _TITLE.search(shape(line).replace(" ", ""))]
    issuers = [line.strip() for line in ahead if _ISSUER.match(shape(line).replace(" ", ""))]
    return Head(
        title=joined[named.start(1) : named.end(1)] if named else (titles[-1] if titles else ""),
        number=next(filter(None, map(_number, ahead)), ""),
        issuer=re.sub(r"\s", "", issuers[-1]) if issuers else "",
        issued_on=issued_of(paragraphs),
        script=_script("".join(paragraphs[:200])),
    )


def issued_of(paragraphs: list[str]) -> date | None:
    """The day a document was issued: the last date on a line of its own at its head, else the first at its end.

    Where there is none, 1 January of the year of its number or title; None where no year is printed either.
    """
    ahead, behind = paragraphs[:40], paragraphs[40:][-12:]
    days = [day for line in [*reversed(ahead), *behind] if (day := _day(shape(line).replace(" ", "")))]
    if days:
        return days[0]
    for pattern in _YEARS:
        if hit := re.search(pattern, shape("\n".join(_ahead(paragraphs)[:20]))):
            return date(int(hit[1]), 1, 1)
    return None


def _ahead(paragraphs: list[str]) -> list[str]:
    """The paragraphs before the first item; in the items stand the years of targets."""
    first = next((n for n, paragraph in enumerate(paragraphs) if opens_item(shape(paragraph))), len(paragraphs))
    return paragraphs[:first]


def _number(line: str) -> str:
    """The document's own number, at the beginning or the end of a short line; in a sentence stands another's."""
    short = re.sub(r"\s", "", line)
    found = None if len(short) > 60 else re.match(rf"（?({_NUMBER})|.*?({_NUMBER})）?$", shape(short))
    return short[found.start(found.lastindex or 0) : found.end(found.lastindex or 0)] if found else ""


def _day(line: str) -> date | None:
    hit = _DAY.fullmatch(line)
    if not hit:
        return None
    year = year_of(hit["year"])
    month, day = (int(part) if part.isascii() else number_of(part) for part in hit.groups()[1:])
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _script(text: str) -> str:
    changed = sum(plain != char and "\u4e00" <= char <= "\u9fff" for char, plain in zip(text, shape(text), strict=True))
    return "hant" if changed > len(text) / 20 else "hans"
