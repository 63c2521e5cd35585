"""The brief (简报): a summary in the layout and the tone of a government paper, ready to go up as it is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import count

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from bot.render.paper import CENTRE, LEFT, LINE, NUMBER_2, NUMBER_4, RED, RIGHT, Paper
from bot.render.words import Words, clean, issue_number, short_title
from bot.rules.summary import Entry, Indicator, Summary
from bot.texts import form

NUMERALS = "一二三四五六七八九十"
MOST_QUOTES = 3  # of one measure
MOST_ITEMS = 60  # of one list; all of them are in the ledger
TEXT_WIDTH = Mm(156)
SIGNED = Pt(64)  # four characters from the right margin

Part = tuple[str, Callable[[], None]]  # a heading and what writes the text under it


def ink(summary: Summary, language: str = "zh") -> bytes:
    """The brief's bytes."""
    brief = Brief(summary, language)
    brief.write()
    stream = BytesIO()
    brief.paper.doc.save(stream)
    return stream.getvalue()


class Brief:
    """One brief being written."""

    def __init__(self, summary: Summary, language: str) -> None:
        self.s, self.w, self.paper = summary, Words(language), Paper.blank(language)
        properties = self.paper.doc.core_properties
        properties.title, properties.author = clean(self._title()), self.w.of("issuer")

    def write(self) -> None:
        """The head, the chapters that have something to say, and the signature."""
        self._head()
        chapters: list[tuple[str, Callable[[], None], bool]] = [
            ("overall", self._overall, True),
            ("news", self._news, True),
            ("troubles", self._troubles, True),
            ("blockers", self._blockers, bool(self.s.blockers)),
            ("indicators", self._indicators, bool(self.s.indicators)),
            ("soon", self._soon, bool(self.s.soon)),
        ]
        numbers = _numerals(self.w.language)
        for key, write, is_there in chapters:
            if is_there:
                self.paper.first(next(numbers)[0] + self.w.of(f"brief.{key}"))
                write()
        self._signature()

    def _head(self) -> None:
        s, w, paper = self.s, self.w, self.paper
        year = s.until_on.isocalendar().year if s.kind == "week" else s.until_on.year
        paper.line(w.of("brief.masthead"), "title", 42, align=CENTRE, spacing=52, colour=RED)
        number = w.of(f"brief.issue_{s.kind}", year=year, n=issue_number(s))
        paper.line(number, align=CENTRE, before=6, after=10)
        line = paper.line(w.of("issuer"), align=LEFT)
        line.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        paper.add(line, "\t" + w.day(s.until_on))
        paper.rule(line)
        paper.line(self._title(), "title", NUMBER_2, align=CENTRE, spacing=34, before=28, after=18)

    def _title(self) -> str:
        title = short_title(self.s.plan_title)
        key = "brief.title_scope" if self.s.scope else "brief.title"
        return self.w.of(key, title=title, scope=self.s.scope)

    def _overall(self) -> None:
        s, w, totals = self.s, self.w, self.s.totals
        states = [w.of("brief.state_count", state=w.of(f"state.{key}"), n=n) for key, n in totals.states.items() if n]
        lamps = [
            w.of("brief.lamp_count", lamp=w.of(f"lamp.{key}"), means=w.of(f"lamp_means.{key}"), n=n)
            for key, n in totals.lamps.items()
            if n
        ]
        opening = w.of(
            "brief.opening",
            until=w.day(s.until_on),
            title=s.plan_title,
            measures=totals.measures,
            states=self._listed(states),
            lamps=self._listed(lamps),
        )
        filed = w.of(
            "brief.filed" if totals.reports else "brief.filed_none",
            since=w.day(s.since_on),
            reports=totals.reports,
            units=totals.units,
            heard=totals.units_heard,
        )
        closing = w.of("estimated", year=s.until_on.year) if s.estimated else ""
        self.paper.text(self._run_on(opening, filed, closing))

    def _news(self) -> None:
        if not self.s.changed:
            self.paper.text(self.w.of("brief.no_news"))
        for number, entry in enumerate(self.s.changed, start=1):
            said = [
                self.w.of(
                    "brief.quote",
                    unit=quote.unit,
                    day=self.w.short_day(quote.day),
                    words=form.cut(quote.text, 120).rstrip("。；.;"),
                    source=self.w.source(quote.report_id),
                )
                for quote in entry.quotes[-MOST_QUOTES:]
            ]
            figures = self.w.joined(self.w.change(change) for change in entry.changes)
            self._item(number, entry, self._run_on(self._stop(figures), *said))
        if self.s.finished:
            names = self._listed([self.w.named(entry.ref, entry.title) for entry in self.s.finished])
            self.paper.text(self._heading(self.w.of("brief.finished"), self._stop(names)))

    def _troubles(self) -> None:
        s, w = self.s, self.w
        parts: list[Part] = []
        if s.red:
            parts.append((w.of("brief.red"), self._red))
        if s.behind:
            parts.append((w.of("brief.behind"), lambda: self._items(s.behind)))
        if s.stagnant:
            parts.append((w.of("brief.stagnant"), self._stagnant))
        if s.silent:
            parts.append((w.of("brief.silent"), self._silent))
        if s.unreachable:
            parts.append((w.of("brief.unreachable"), self._unreachable))
        if s.inherited:
            parts.append((w.of("brief.inherited"), self._inherited))
        if not parts:
            self.paper.text(w.of("brief.no_troubles"))
        numbers = _numerals(w.language)
        for heading, write in parts:
            self.paper.second(next(numbers)[1] + heading)
            write()

    def _red(self) -> None:
        w = self.w
        self.paper.text(w.of("brief.red_lead", n=len(self.s.red)))
        self._caption(w.of("brief.red_table"))
        rows = [
            [
                entry.ref,
                entry.title,
                w.names(entry.units),
                w.day(entry.due_on),
                str(-entry.days_left) if entry.days_left is not None else "",
                form.cut(entry.quotes[-1].text, 50) if entry.quotes else w.of("nothing"),
            ]
            for entry in self.s.red
        ]
        headings = [w.of(f"column.{key}") for key in ("ref", "title", "units", "due_on", "late", "words")]
        self.paper.table(headings, rows, [24, 30, 32, 36, 16, 18], left=(1, 2, 5))

    def _stagnant(self) -> None:
        stagnant, w = self.s.stagnant, self.w
        never = [self._named(entry) for entry in stagnant if w.is_never(entry)]
        if len(never) == len(stagnant):
            self.paper.text(w.of("brief.never_all", n=len(never), names=self._listed(never)))
            return
        cycles = next(reason.values["cycles"] for reason in stagnant[0].reasons if reason.code == "stagnant")
        self.paper.text(w.of("brief.stagnant_lead", n=len(stagnant), cycles=cycles))
        if never:
            self.paper.text(w.of("brief.never", n=len(never), names=self._listed(never)))
        self._items([entry for entry in stagnant if not w.is_never(entry)])

    def _silent(self) -> None:
        by_day: dict[date, list[str]] = {}
        for one in self.s.silent:
            by_day.setdefault(one.due_on, []).append(one.unit)
        for due_on, units in by_day.items():
            day = self.w.day(due_on)
            self.paper.text(self.w.of("brief.silent_lead", due_on=day, n=len(units), units=self.w.names(units)))

    def _unreachable(self) -> None:
        units = [one.unit for one in self.s.unreachable]
        self.paper.text(self.w.of("brief.unreachable_lead", n=len(units), units=self.w.names(units)))

    def _inherited(self) -> None:
        self.paper.text(self.w.of("brief.inherited_lead", n=len(self.s.inherited)))
        by_day: dict[date | None, list[str]] = {}
        for entry in self.s.inherited:
            by_day.setdefault(entry.due_on or _first_date(entry), []).append(self._named(entry))
        for due_on, names in by_day.items():
            self.paper.text(
                self.w.of("brief.due_group", due_on=self.w.day(due_on), n=len(names), names=self._listed(names))
            )

    def _blockers(self) -> None:
        for number, one in enumerate(self.s.blockers, start=1):
            sentence = self.w.of(
                "brief.blocker",
                unit=one.quote.unit,
                words=one.words.rstrip("。；.;"),
                source=self.w.source(one.quote.report_id),
            )
            self.paper.text(self._numbered(number) + self._heading(self.w.named(one.ref, one.title), sentence))

    def _indicators(self) -> None:
        w = self.w
        known = [one for one in self.s.indicators if one.figure.value is not None]
        if known:
            self._caption(w.of("brief.indicator_table"))
            headings = [
                w.of(f"column.{key}") for key in ("ref", "indicator", "goal", "value", "before", "share", "pace")
            ]
            self.paper.table(headings, [self._indicator(one) for one in known], [24, 38, 20, 24, 16, 17, 17], left=(1,))
        unknown = [one for one in self.s.indicators if one.figure.value is None]
        if unknown:
            by_ref: dict[str, list[str]] = {}
            for one in unknown:
                by_ref.setdefault(one.ref, []).append(one.figure.indicator)
            names = w.joined(w.named(ref, self._listed(indicators)) for ref, indicators in by_ref.items())
            self.paper.text(
                w.of("brief.unreported_lead" if known else "brief.unreported_all", n=len(unknown), names=names)
            )

    def _indicator(self, one: Indicator) -> list[str]:
        w, figure = self.w, one.figure
        value = f"{w.quantity(figure.value, figure.unit)}（{w.source(figure.report_id)}）" if figure.report_id else ""
        return [
            one.ref,
            figure.indicator,
            w.goal(figure),
            value,
            w.quantity(one.before, figure.unit) if one.before is not None else "–",
            form.number(figure.share),
            form.number(figure.expected_share),
        ]

    def _soon(self) -> None:
        self._items(self.s.soon)

    def _items(self, entries: Sequence[Entry]) -> None:
        for number, entry in enumerate(entries[:MOST_ITEMS], start=1):
            self._item(number, entry, self._stop(self.w.why(entry)))
        if len(entries) > MOST_ITEMS:
            self.paper.text(self.w.of("brief.rest", n=len(entries) - MOST_ITEMS))

    def _item(self, number: int, entry: Entry, text: str) -> None:
        self.paper.text(self._numbered(number) + self._heading(self._named(entry), text))

    def _named(self, entry: Entry) -> str:
        units = self.w.names(entry.units, 3)
        named = self.w.named(entry.ref, entry.title)
        return f"{named} ({units})" if self.w.language == "en" else f"{named}（{units}）"

    def _caption(self, text: str) -> None:
        self.paper.line(text, "heading", NUMBER_4, align=CENTRE, before=4, keep=True)

    def _signature(self) -> None:
        paper, w = self.paper, self.w
        paper.doc.paragraphs[-1].paragraph_format.keep_with_next = True  # a signature never stands on a page alone
        sender = paper.line(w.of("issuer"), align=RIGHT, before=LINE * 2, keep=True)
        day = paper.line(w.day(self.s.until_on), align=RIGHT)
        for line in (sender, day):
            line.paragraph_format.right_indent = SIGNED

    def _heading(self, name: str, text: str) -> str:
        return f"{name}: {text}" if self.w.language == "en" else f"{name}：{text}"

    def _numbered(self, number: int) -> str:
        return f"{number}. " if self.w.language == "en" else f"{number}．"

    def _listed(self, items: Sequence[str]) -> str:
        return self.w.names(items)

    def _run_on(self, *sentences: str) -> str:
        return (" " if self.w.language == "en" else "").join(one for one in sentences if one)

    def _stop(self, text: str) -> str:
        return text and text + ("." if self.w.language == "en" else "。")


def _first_date(entry: Entry) -> date | None:
    """The date its first reason names."""
    due_on = entry.reasons[0].values.get("due_on")
    return due_on if isinstance(due_on, date) else None


def _numerals(language: str) -> Iterator[tuple[str, str]]:
    """一、 and （一）, 二、 and （二） …; 1. and (1) in English."""
    for n in count(1):
        if language == "en":
            yield f"{n}. ", f"({n}) "
        else:
            yield f"{NUMERALS[n - 1]}、", f"（{NUMERALS[n - 1]}）"
