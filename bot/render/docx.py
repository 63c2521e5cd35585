"""The brief (简报): a summary in the layout and the tone of a government paper, ready to go up as it is."""

from collections.abc import Callable
from io import BytesIO

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from bot.render import chapters
from bot.render.paper import CENTRE, LEFT, LINE, NUMBER_2, RED, RIGHT
from bot.render.prose import Prose
from bot.render.troubles import troubles
from bot.render.words import clean, issue_number, short_title
from bot.rules.summary import Summary

TEXT_WIDTH = Mm(156)
SIGNED = Pt(64)  # four characters from the right margin

# Heading, what writes the chapter, and whether there is anything to write.
CHAPTERS: tuple[tuple[str, Callable[[Prose], None], Callable[[Summary], bool]], ...] = (
    ("overall", chapters.overall, lambda s: True),
    ("news", chapters.news, lambda s: True),
    ("troubles", troubles, lambda s: True),
    ("blockers", chapters.blockers, lambda s: bool(s.blockers)),
    ("indicators", chapters.indicators, lambda s: bool(s.indicators)),
    ("soon", chapters.soon, lambda s: bool(s.soon)),
)


def ink(summary: Summary, language: str = "zh") -> bytes:
    """The brief's bytes."""
    prose = Prose(summary, language)
    _head(prose)
    there = [(key, write) for key, write, is_there in CHAPTERS if is_there(summary)]
    for (numeral, _), (key, write) in zip(prose.numerals(), there, strict=False):
        prose.paper.first(numeral + prose.w.of(f"brief.{key}"))
        write(prose)
    _signature(prose)
    stream = BytesIO()
    prose.paper.doc.save(stream)
    return stream.getvalue()


def _head(p: Prose) -> None:
    s, w, paper = p.s, p.w, p.paper
    year = s.until_on.isocalendar().year if s.kind == "week" else s.until_on.year
    paper.line(w.of("brief.masthead"), "title", 42, align=CENTRE, spacing=52, colour=RED)
    paper.line(w.of(f"brief.issue_{s.kind}", year=year, n=issue_number(s)), align=CENTRE, before=6, after=10)
    line = paper.line(w.of("issuer"), align=LEFT)
    line.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paper.add(line, "\t" + w.day(s.until_on))
    paper.rule(line)
    key = "brief.title_scope" if s.scope else "brief.title"
    title = w.of(key, title=short_title(s.plan_title), scope=s.scope)
    paper.line(title, "title", NUMBER_2, align=CENTRE, spacing=34, before=28, after=18)
    paper.doc.core_properties.title, paper.doc.core_properties.author = clean(title), w.of("issuer")


def _signature(p: Prose) -> None:
    """Where the figures come from, then the office and the day. The note is short and kept with the signature, which
    may never stand on a page alone."""
    p.paper.line(p.w.of("brief.note"), indent=2, keep=True)
    sender = p.paper.line(p.w.of("issuer"), align=RIGHT, before=LINE, keep=True)
    day = p.paper.line(p.w.day(p.s.until_on), align=RIGHT)
    for line in (sender, day):
        line.paragraph_format.right_indent = SIGNED
