"""The picture: one tall page for a phone, lamps by section, indicators against target and pace, twelve weeks."""

from collections.abc import Callable, Mapping
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.render.face import drawable, face
from bot.render.panels import Bar, Panels, panels
from bot.render.words import Words, wide
from bot.rules.standing.values import LAMPS
from bot.rules.summary import Summary

DPI = 160
WIDTH = 1080  # pixels: what a phone shows without shrinking
# Red and green that people with weak red-green sight tell apart by lightness; every number is written out as well.
COLOURS = {"red": "#D9383A", "yellow": "#F0B429", "blue": "#3D7FD0", "green": "#3FA66B", "grey": "#B9BEC4"}
DARK, SOFT, TRACK = "#22262B", "#6B7280", "#ECEEF1"
TITLE, HEADING, TEXT, SMALL = 17, 13.5, 11.5, 10  # points
# Heights in pixels.
HEAD, GAP, PANEL_HEAD, STACK, BAR, TREND, FOOT = 190, 46, 70, 74, 84, 330, 60


def ink(summary: Summary, language: str = "zh") -> bytes:
    """The picture's bytes."""
    words = Words(language)
    page = Page(panels(summary, words), words)
    page.draw()
    stream = BytesIO()
    page.figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


class Page:
    """One picture being drawn, from the top down; it is as tall as what it shows."""

    def __init__(self, content: Panels, words: Words) -> None:
        self.content, self.words = content, words
        stacks = max(1, len(content.stacks)) * STACK
        bars = max(1, len(content.bars)) * BAR
        self.height = HEAD + 3 * PANEL_HEAD + stacks + bars + TREND + 2 * GAP + FOOT
        self.figure = Figure(figsize=(WIDTH / DPI, self.height / DPI), dpi=DPI, facecolor="white")
        self.top = 0.0

    def draw(self) -> None:
        """Head, then the three panels."""
        content, w = self.content, self.words
        self._text(0.05, 62, content.title, TITLE, DARK)
        self._text(0.05, 108, content.subtitle, TEXT, SOFT)
        self._legend(156, content.lamps)
        self.top = HEAD
        self._heading(w.of("picture.sections"))
        self._stacks(self._axes(max(1, len(content.stacks)) * STACK))
        self.top += GAP
        shown = len(content.bars)
        key = "picture.indicators" if shown == content.all_bars else "picture.indicators_some"
        note = f"┃ {w.of('picture.pace')}" if any(bar.pace is not None for bar in content.bars) else ""
        self._heading(w.of(key, shown=shown, all=content.all_bars), note)
        self._bars(self._axes(max(1, shown) * BAR))
        self.top += GAP
        note = w.of("picture.reports") if content.weeks else ""
        self._heading(w.of("picture.trend", weeks=max(1, len(content.weeks))), note)
        self._trend(self._axes(TREND, left=0.09, right=0.93))

    def _stacks(self, axes: Axes) -> None:
        stacks = self.content.stacks
        most = max((stack.measures for stack in stacks), default=1) or 1
        axes.set_xlim(0, most)
        axes.set_ylim(len(stacks) - 0.5 if stacks else 0.5, -0.5)
        for row, stack in enumerate(stacks):
            self._label(axes, 0, row - 0.24, shorten(stack.name, 40), TEXT, DARK)
            left = 0
            for lamp in LAMPS:
                count = stack.lamps.get(lamp, 0)
                if count:
                    axes.barh(row + 0.2, count, left=left, height=0.42, color=COLOURS[lamp])
                    self._label(axes, left + count / 2, row + 0.2, str(count), TEXT, _on(lamp), "center")
                left += count

    def _bars(self, axes: Axes) -> None:
        axes.set_xlim(0, 100.4)  # room for a pace mark at the end
        axes.set_ylim(len(self.content.bars) - 0.5 if self.content.bars else 0.5, -0.5)
        for row, bar in enumerate(self.content.bars):
            self._bar(axes, row, bar)
        if not self.content.bars:
            self._label(axes, 50, 0, self.words.of("picture.nothing"), TEXT, SOFT, "center")

    def _bar(self, axes: Axes, row: int, bar: Bar) -> None:
        room = 60 - wide(bar.words)
        self._label(axes, 0, row - 0.22, shorten(bar.name, room), TEXT, DARK)
        self._label(axes, 100, row - 0.22, bar.words, TEXT, DARK if bar.share is not None else SOFT, "right")
        axes.barh(row + 0.22, 100, height=0.34, color=TRACK)
        if bar.share is not None:
            length = min(bar.share, 100)
            axes.barh(row + 0.22, length, height=0.34, color=COLOURS[bar.lamp])
            inside = length > 14
            colour = _on(bar.lamp) if inside else DARK
            side = "right" if inside else "left"
            shift = -1 if inside else 1
            self._label(axes, length + shift, row + 0.22, f"{bar.share:g}%", SMALL, colour, side)
        if bar.pace is not None:
            pace = min(bar.pace, 100)
            axes.plot([pace, pace], [row + 0.01, row + 0.43], color=DARK, linewidth=2.2, solid_capstyle="butt")

    def _trend(self, axes: Axes) -> None:
        weeks = self.content.weeks
        if not weeks:
            self._label(axes, 0.5, 0.5, self.words.of("picture.nothing"), TEXT, SOFT, "center")
            return
        places = range(len(weeks))
        floor = [0] * len(weeks)
        for lamp in LAMPS:
            counts = [week.lamps.get(lamp, 0) for week in weeks]
            axes.bar(places, counts, bottom=floor, width=0.72, color=COLOURS[lamp])
            floor = [below + count for below, count in zip(floor, counts, strict=True)]
        for place, week in enumerate(weeks):
            if week.reports:
                self._label(axes, place, floor[place] + max(floor) * 0.05, str(week.reports), SMALL, SOFT, "center")
        axes.set_axis_on()
        axes.set_xlim(-0.6, len(weeks) - 0.4)
        axes.set_ylim(0, max([*floor, 1]) * 1.12)
        step = 1 if len(weeks) <= 7 else 2
        shown = list(places)[::-1][::step][::-1]
        axes.set_xticks(shown, [weeks[place].day for place in shown])
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_fontproperties(face(SMALL))
            label.set_color(SOFT)
        for side, spine in axes.spines.items():
            spine.set_visible(side == "bottom")
            spine.set_color("#C9CDD2")
        axes.tick_params(length=0, pad=6)
        axes.grid(axis="y", color=TRACK, linewidth=1)
        axes.set_axisbelow(True)

    def _heading(self, text: str, note: str = "") -> None:
        self._text(0.05, self.top + 30, text, HEADING, DARK)
        self._text(0.95, self.top + 30, note, SMALL, SOFT, "right")
        self.top += PANEL_HEAD

    def _legend(self, y: float, lamps: Mapping[str, int]) -> None:
        """The totals, which are the key to the colours as well."""
        place = 0.05
        for lamp in LAMPS:
            text = f"{self.words.of(f'lamp_means.{lamp}')} {lamps[lamp]}"
            self._text(place, y, "●", TEXT, COLOURS[lamp])
            self._text(place + 0.03, y, text, TEXT, DARK)
            place += 0.03 + wide(text) * 0.0118 + 0.022

    def _axes(self, height: float, left: float = 0.05, right: float = 0.95) -> Axes:
        bottom = self.height - self.top - height
        axes = self.figure.add_axes((left, bottom / self.height, right - left, height / self.height))
        axes.set_axis_off()
        self.top += height
        return axes

    def _text(self, x: float, y: float, text: str, size: float, colour: str, side: str = "left") -> None:
        up = 1 - y / self.height
        self._ink(self.figure.text, x, up, text, size, colour, side, "center")

    def _label(self, axes: Axes, x: float, y: float, text: str, size: float, colour: str, side: str = "left") -> None:
        self._ink(axes.text, x, y, text, size, colour, side, "center_baseline")

    def _ink(
        self, put: Callable[..., object], x: float, y: float, text: str, size: float, colour: str, side: str, up: str
    ) -> None:
        # A pair of $ signs in somebody's words is money, not mathematics.
        put(x, y, drawable(text), fontproperties=face(size), color=colour, ha=side, va=up, parse_math=False)


def shorten(text: str, room: int) -> str:
    """The beginning of a text that fits a room given in Latin characters, with an ellipsis where it was cut."""
    if wide(text) <= room:
        return text
    while text and wide(text) > room - 2:
        text = text[:-1]
    return text + "…"


def _on(lamp: str) -> str:
    """The colour of a number on a lamp's colour."""
    return DARK if lamp in ("yellow", "grey") else "white"
