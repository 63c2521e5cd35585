"""The chapters of a brief, one function each."""

from bot.render.prose import MOST, Prose, bare
from bot.rules.summary import Indicator, Quote
from bot.texts import form

MOST_QUOTES = 3  # of one measure


def overall(p: Prose) -> None:
    """How the plan stands, in two sentences."""
    s, w, totals = p.s, p.w, p.s.totals
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
        states=w.names(states) or w.of("nothing"),
        lamps=w.names(lamps) or w.of("nothing"),
    )
    filed = w.of(
        "brief.filed" if totals.reports else "brief.filed_none",
        since=w.day(s.since_on),
        reports=totals.reports,
        units=totals.units,
        heard=totals.units_heard,
    )
    p.paper.text(p.run_on(opening, filed, w.of("estimated", year=s.until_on.year) if s.estimated else ""))


def news(p: Prose) -> None:
    """What moved, with the figures and the words of the reports; then what was finished."""
    if not p.s.changed:
        p.paper.text(p.w.of("brief.no_news"))
    for number, entry in enumerate(p.s.changed[:MOST], start=1):
        figures = p.w.joined(p.w.change(change) for change in entry.changes)
        said = (_quoted(p, quote) for quote in entry.quotes[-MOST_QUOTES:])
        p.item(number, p.named(entry), p.run_on(p.stopped(figures), *said))
    p.rest(p.s.changed)
    if p.s.finished:
        names = p.w.names(p.w.named(entry.ref, entry.title) for entry in p.s.finished)
        p.paper.text(p.headed(p.w.of("brief.finished"), p.stopped(names)))


def _quoted(p: Prose, quote: Quote) -> str:
    return p.w.of(
        "brief.quote_behalf" if quote.on_behalf else "brief.quote",
        unit=quote.unit,
        day=p.w.short_day(quote.day),
        words=bare(form.cut(quote.text, 120)),
        source=p.w.source(quote.report_id),
    )


def blockers(p: Prose) -> None:
    """What is in the way and wants a decision."""
    for number, one in enumerate(p.s.blockers[:MOST], start=1):
        source = p.w.source(one.quote.report_id)
        whom = p.w.names(one.asked_of) or p.w.of("joint_meeting")
        sentence = p.w.of("brief.blocker", unit=one.quote.unit, words=bare(one.words), source=source, whom=whom)
        p.item(number, p.w.named(one.ref, one.title), sentence)
    p.rest(p.s.blockers)


def indicators(p: Prose) -> None:
    """A table of the figures that were reported; the others by name."""
    w = p.w
    known = [one for one in p.s.indicators if one.figure.value is not None]
    if known:
        p.caption(w.of("brief.indicator_table"))
        keys = ("ref", "indicator", "goal", "value", "before", "share", "pace")
        rows = [_indicator(p, one) for one in known[:MOST]]
        p.paper.table([w.of(f"column.{key}") for key in keys], rows, [24, 38, 20, 24, 16, 17, 17], left=(1,))
        p.rest(known)
        late = [one for one in known if one.outlook and one.outlook.enough is False]
        if late:
            names = w.joined(f"{one.ref}{one.figure.indicator}（{w.outlook(one)}）" for one in late[:MOST])
            p.paper.text(w.of("brief.short_lead", n=len(late), names=names))
    unknown = [one for one in p.s.indicators if one.figure.value is None]
    if unknown:
        by_ref: dict[str, list[str]] = {}
        for one in unknown[:MOST]:
            by_ref.setdefault(one.ref, []).append(one.figure.indicator)
        names = w.joined(w.named(ref, w.names(indicators)) for ref, indicators in by_ref.items())
        p.paper.text(w.of("brief.unreported_lead" if known else "brief.unreported_all", n=len(unknown), names=names))
        p.rest(unknown)


def _indicator(p: Prose, one: Indicator) -> list[str]:
    w, figure = p.w, one.figure
    value = w.quantity(figure.value, figure.unit)
    return [
        one.ref,
        figure.indicator,
        w.goal(figure),
        f"{value}（{w.source(figure.report_id)}）" if figure.report_id is not None else value,
        w.quantity(one.before, figure.unit) if one.before is not None else form.number(None),
        form.number(figure.share),
        form.number(figure.expected_share),
    ]


def soon(p: Prose) -> None:
    """What is due within days."""
    p.items(p.s.soon)
