"""The last weeks, one point each, for the picture."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.rules.calendar import day_of
from bot.rules.standing import Said, judge
from bot.rules.summary.values import Point
from bot.rules.summary.view import Ground
from models import Measure

WEEK = timedelta(days=7)
# Twelve standings for each measure: a picture is for plans people can look at.
MOST_MEASURES = 2000


def trend(
    measures: Sequence[Measure], by_measure: Mapping[int, Sequence[Said]], ground: Ground, weeks: int = 12
) -> tuple[Point, ...]:
    """One point for each of the last weeks, oldest first, none before the plan was loaded; () for very large plans."""
    if len(measures) > MOST_MEASURES:
        return ()
    moments = [ground.until - WEEK * n for n in reversed(range(weeks))]
    filed = [line.filed_at for lines in by_measure.values() for line in lines]
    points = []
    for moment in moments:
        if day_of(moment) < ground.now.loaded_on:
            continue
        at = ground.at(moment)
        seen = [judge(measure, by_measure.get(measure.id, ()), at) for measure in measures]
        points.append(
            Point(
                day=day_of(moment),
                lamps=dict(Counter(one.lamp for one in seen)),
                done=sum(not one.is_open for one in seen),
                reports=sum(moment - WEEK < at <= moment for at in filed),
            )
        )
    return tuple(points)
