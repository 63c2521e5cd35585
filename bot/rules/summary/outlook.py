"""Whether a number will be there in time: what is needed each week against what each week has brought."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rules.standing import Figure, Said, ledger
from bot.rules.standing.figures import book_of, counted, in_force
from bot.rules.summary.values import Outlook
from bot.rules.summary.view import Ground
from models import Measure

WEEKS = 12  # looked back upon
FEWEST = 2.0  # weeks from which a rate may be told
WORKDAYS = 5


def outlook(measure: Measure, lines: Sequence[Said], figure: Figure, ground: Ground) -> Outlook | None:
    """The outlook of a dated number somebody has reported; None where it is reached, past, an upper bound or unreported."""
    goal, value, days, due_on = figure.goal, figure.value, figure.days_left, figure.due_on
    if goal is None or value is None or due_on is None or figure.expected_value is None or figure.reached:
        return None
    if days is None or days <= 0:
        return None
    needed = round((goal - value) / days * WORKDAYS, 2)
    start = _start(measure, lines, figure, ground)
    if start is None:
        return Outlook(needed)
    before, since = start
    weeks = (ground.until - since) / timedelta(weeks=1)
    if weeks < FEWEST or value < before:
        return Outlook(needed)
    recent = (value - before) / weeks
    by_then = value + recent * (due_on - ground.now.today).days / 7
    return Outlook(needed, round(recent, 2), round(weeks), round(by_then, 2), by_then >= goal)


def _start(measure: Measure, lines: Sequence[Said], figure: Figure, ground: Ground) -> tuple[float, datetime] | None:
    """The figure some weeks ago, or, where nobody had said one yet, the first that was said; and when that was."""
    counting = ledger(lines, ground.until)
    first = min((line.filed_at for line in counting if _speaks(line, figure)), default=None)
    if first is None:
        return None
    moment = max(ground.until - WEEKS * timedelta(weeks=1), first)
    duties = [duty for duty in measure.duties if in_force(duty, moment)]
    series = counted(book_of(ledger(lines, moment)).get(figure.target_id, {}), duties)
    return (series.value, moment) if series is not None else None


def _speaks(line: Said, figure: Figure) -> bool:
    return any(value.target_id == figure.target_id for value in line.values)
