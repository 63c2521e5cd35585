"""The short phrases every rendering shares: reasons, figures, names and days in one language, plan words untouched."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import east_asian_width

from bot.rules.standing import Figure, Reason
from bot.rules.summary import Change, Entry, Indicator, Quote, Row, Summary
from bot.texts import form, term

AT_MOST = {"<=": "≤", "<": "＜"}
RATES = ("%", "％", "‰", "百分点")
# Neither XML nor Telegram takes these.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_REASONS = 2


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str = "zh"

    def of(self, key: str, **values: object) -> str:
        """A set phrase of terms.toml."""
        return term(self.language, key, **values)

    def day(self, value: date | None) -> str:
        """2018年12月31日, or 31 Dec 2018."""
        return form.day(value, self._source)

    def short_day(self, value: date | None) -> str:
        """12月31日, or 31 Dec."""
        return form.short_day(value, self._source)

    def names(self, values: Iterable[str], most: int | None = None) -> str:
        """Names as printed, parted as the language parts them; beyond `most`, only how many there are."""
        every = list(values)
        shown = form.names(every[:most], self._source)
        if most is None or len(every) <= most:
            return shown
        return shown + (f" … ({len(every)})" if self.language == "en" else f"等{len(every)}家")

    def joined(self, sentences: Iterable[str]) -> str:
        """Clauses of one sentence."""
        return self.of("joint").join(sentences)

    def period(self, s: Summary) -> str:
        """The first and the last day of the period."""
        return self.of("period", since=self.day(s.since_on), until=self.day(s.until_on))

    def named(self, ref: str, title: str) -> str:
        """二（二）“互联网＋”现代农业; a space where two digits would run together (四（一）1 4G移动网络)."""
        close = self.language != "en" and not ref[-1:].isdigit()
        return f"{ref}{title}" if close else f"{ref} {title}"

    def issue(self, s: Summary) -> str:
        """第41周汇总, 10月汇总, 第3季度汇总."""
        return self.of(f"issue.{s.kind}", n=issue_number(s))

    def quantity(self, value: float | None, unit: str | None) -> str:
        """120家, 60%; without a number, that it was not reported."""
        return self.of("unreported") if value is None else form.number(value) + (unit or "")

    def goal(self, figure: Figure) -> str:
        """300家, 1—2家, ≤15%."""
        upper = f"—{form.number(figure.goal_max)}" if figure.goal_max is not None else ""
        return f"{AT_MOST.get(figure.op, '')}{form.number(figure.goal)}{upper}{figure.unit or ''}"

    def progress(self, figure: Figure) -> str:
        """120/300家（40%）; for rates and upper bounds the number and the goal side by side."""
        if figure.value is None:
            return self.of("figure.unreported", goal=self.goal(figure))
        if figure.share is None or figure.unit in RATES or figure.goal_max is not None:
            return self.of("figure.bare", value=self.quantity(figure.value, figure.unit), goal=self.goal(figure))
        shown = form.number(figure.value), form.number(figure.share)
        return self.of("figure.count", value=shown[0], goal=self.goal(figure), share=shown[1])

    def change(self, change: Change) -> str:
        """An indicator's way from the start of the period to its end."""
        values = {
            "indicator": change.indicator,
            "before": self.quantity(change.before, change.unit),
            "after": self.quantity(change.after, change.unit),
        }
        if change.before is None:
            return self.of("brief.changes_first", **values)
        grew = change.after is not None and change.after > change.before
        return self.of("brief.changes" if grew else "brief.changes_down", **values)

    def indicator(self, one: Indicator, kind: str) -> str:
        """益农信息社 120/300家（40%） with last period's figure and where even pace would be."""
        more = []
        if one.before is not None:
            more.append(self.of("figure.before", before=self.of(f"before.{kind}"), value=form.number(one.before)))
        if one.figure.expected_value is not None and not one.figure.reached:
            more.append(self.of("figure.pace", value=self.pace(one.figure)))
        if one.figure.report_id is not None:
            more.append(self.source(one.figure.report_id))
        comma = ", " if self.language == "en" else "，"
        return comma.join([f"{one.figure.indicator} {self.progress(one.figure)}", *more])

    def outlook(self, one: Indicator) -> str:
        """每周需增18家；近12周平均每周2家，照此到期约150家，难以按期完成. Empty where nothing can be said."""
        found, figure = one.outlook, one.figure
        if found is None or figure.goal is None:
            return ""
        steps = self.of("points") if figure.unit in RATES else figure.unit
        if found.needed < 1:  # no unit does a tenth of a thing a week
            needed = self.of("outlook.left", left=self.quantity(round(figure.goal - (figure.value or 0), 2), steps))
        else:
            needed = self.of("outlook.needed", needed=self.quantity(_rough(found.needed), steps))
        if found.recent is None or found.by_then is None:
            return needed
        return self.of(
            "outlook.enough" if found.enough else "outlook.short",
            needed=needed,
            weeks=found.weeks,
            recent=self.quantity(_rough(found.recent), steps),
            by_then=self.quantity(_rough(found.by_then), figure.unit),
        )

    def pace(self, figure: Figure) -> str:
        """Where even progress would be: a share of the goal, for rates the rate itself."""
        if figure.unit in RATES:
            return self.quantity(figure.expected_value, figure.unit)
        return self.of("share", percent=form.number(figure.expected_share))

    def source(self, report_id: int) -> str:
        """报告12号."""
        return self.of("source", id=report_id)

    def reason(self, reason: Reason) -> str:
        """Why a lamp is what it is, as a clause."""
        known: dict[str, Any] = dict(reason.values)
        shown: dict[str, object] = {
            name: self.day(value) if isinstance(value, date) else form.number(value) if _is_number(value) else value
            for name, value in known.items()
        }
        key = reason.code
        if key in ("behind", "done_short"):
            unit = known.get("unit")
            shown["progress"] = self._part_way(known)
            shown["value"] = self.quantity(known["value"], unit)
            shown["goal"] = self.quantity(known["goal"], unit)
        elif key == "stagnant" and known.get("moved_on") is None:
            key = "stagnant_never"
        elif key == "paused" and known.get("until_on") is None:
            key = "paused_open"
        elif key == "due_soon" and known.get("days") == 0:
            key = "due_today"
        told = self.of(f"reason.{key}", **shown)
        return told + self.of("reason_said", said=known["said"]) if known.get("said") else told

    def why(self, one: Entry | Row) -> str:
        """The gravest reasons of a measure, in one clause."""
        return self.joined(self.reason(reason) for reason in one.reasons[:MOST_REASONS])

    def is_never(self, entry: Entry) -> bool:
        """Whether a measure's only trouble is that nothing has ever moved, and nobody says why: the heading of its list
        says so once."""
        codes, known = [reason.code for reason in entry.reasons], entry.reasons[0].values if entry.reasons else {}
        return codes == ["stagnant"] and known["moved_on"] is None and "said" not in known

    def by(self, quote: Quote) -> str:
        """市农业局（10月11日，报告2号）, with a mark where somebody reported for the unit."""
        return self.of(
            "by_behalf" if quote.on_behalf else "by",
            unit=quote.unit,
            day=self.short_day(quote.day),
            source=self.source(quote.report_id),
        )

    def said(self, quote: Quote, most: int = 60) -> str:
        """A report's words on one line."""
        return form.cut(quote.text, most)

    @property
    def _source(self) -> str:
        return "en" if self.language == "en" else "zh"

    def _part_way(self, known: dict[str, Any]) -> str:
        goal = self.quantity(known["goal"], known.get("unit"))
        if known["value"] is None:
            return self.of("figure.unreported", goal=goal)
        if known.get("unit") in RATES:
            return self.of("figure.bare", value=self.quantity(known["value"], known["unit"]), goal=goal)
        return self.of(
            "figure.count", value=form.number(known["value"]), goal=goal, share=form.number(known.get("share"))
        )


def _rough(value: float) -> float:
    """An estimate, with no more digits than it deserves."""
    return round(value) if abs(value) >= 10 else round(value, 1 if abs(value) >= 1 else 2)


def clean(text: str) -> str:
    """The text without the characters no file takes."""
    return _UNSPEAKABLE.sub("", text)


def wide(text: str) -> int:
    """The width of a text in Latin characters: a Chinese one takes two."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def issue_number(s: Summary) -> int:
    """Which week, month or quarter of its year the period ends in; the year itself for a year."""
    day = s.until_on
    numbers = {"week": day.isocalendar().week, "month": day.month, "quarter": (day.month + 2) // 3}
    return numbers.get(s.kind, day.year)


def short_title(title: str) -> str:
    """What people call a plan: from its quoted name on (“互联网+”行动的实施细则), else without 关于. A notice that passes
    another document on (关于转发《…》的通知) is 转发 and that document's name."""
    start = title.find("“")
    if start <= 0:
        return title.removeprefix("关于").removeprefix("印发")
    short = title[start:]
    if "》" in short and "《" not in short:
        short = short.partition("》")[0].rstrip(">")
    return f"转发{short}" if "转发" in title[:start] else short


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
