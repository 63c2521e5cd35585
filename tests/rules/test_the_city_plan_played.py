"""The city's plan played from its day of issue: 34 measures, 40 units, one contact each, day after day."""

import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest

from bot.rules.calendar import Calendar, end_of
from bot.rules.cycles import cycle_of
from bot.rules.nudges import Addressee, digests, due
from bot.rules.standing import said
from models import Measure, Report, Responsibility, Target
from tests.rules.clock_cast import a_plan, noon

GOLDEN = Path(__file__).parents[1] / "golden" / "yichun-2016.json"
ISSUED = date(2016, 1, 15)
PLAN = a_plan(ISSUED)
CHINA = Calendar()


@pytest.fixture(scope="module")
def measures():
    """The measures as they were read by hand."""
    ids, units = count(1), defaultdict(count(1).__next__)
    found = []
    for position, row in enumerate(json.loads(GOLDEN.read_text(encoding="utf-8"))):
        duties = [
            Responsibility(
                id=next(ids),
                unit_id=units[name],
                printed=name,
                role="lead" if name in row["leads"] else "support" if row["leads"] else "own",
                position=place,
                withdrawn_at=None,
            )
            for place, name in enumerate(row["units"])
        ]
        targets = [
            Target(
                id=next(ids),
                position=place,
                text=one["text"],
                indicator=one["indicator"],
                op=one["op"],
                value=one["value"],
                value_max=one["value_max"],
                unit=one["unit"],
                due_on=date.fromisoformat(one["due_on"]) if one["due_on"] else None,
                phrase=one["phrase"],
            )
            for place, one in enumerate(row["targets"])
        ]
        found.append(
            Measure(
                id=position + 1,
                plan_id=1,
                position=position,
                ref=row["ref"],
                sections=row["sections"],
                title=row["title"],
                text=row["title"],
                lead_basis=row["lead_basis"],
                targets=targets,
                duties=duties,
            )
        )
    return found


def nobody(duty, month):
    """Nobody reports."""
    return []


def everybody(duty, month):
    """Every unit reports in the middle of each month."""
    return [month.replace(day=15)]


def some(duty, month):
    """Three in five report, some day of the month, now and then twice."""
    chance = Random(f"{duty.id} {month}")
    return [month.replace(day=chance.randint(1, 28)) for _ in range(2) if chance.random() < 0.4]


def reports_of(measures, habit, first, last):
    ids, found = count(1), []
    months = {day.replace(day=1) for day in (first + timedelta(days=n) for n in range((last - first).days))}
    for duty in (duty for measure in measures for duty in measure.duties):
        for month in sorted(months):
            for day in habit(duty, month):
                if day >= ISSUED:
                    found.append(
                        said(
                            Report(
                                id=next(ids),
                                responsibility_id=duty.id,
                                unit_id=duty.unit_id,
                                person_id=duty.unit_id,
                                said_at=noon(day),
                                filed_at=noon(day),
                                text=f"{day}进展",
                                status="in_progress",
                                values=[],
                            )
                        )
                    )
    return found


def played(measures, habit, first, last):
    """Every day's answer, from what had been filed by the evening of it."""
    reports = reports_of(measures, habit, first, last)
    contacts = [Addressee(unit, unit) for unit in {duty.unit_id for one in measures for duty in one.duties}]
    answers = []
    for n in range((last - first).days + 1):
        today = first + timedelta(days=n)
        past = [line for line in reports if line.filed_at <= end_of(today)]
        recent = [nudge for answer in answers[-60:] for nudge in answer.nudges]
        answers.append(due(measures, past, contacts, today=today, plans={1: PLAN}, calendar=CHINA, sent=recent))
    return reports, answers


@pytest.mark.parametrize("habit", [nobody, everybody, some], ids=lambda habit: habit.__name__)
def test_the_first_half_year_of_the_city_plan(measures, habit):
    reports, answers = played(measures, habit, ISSUED, date(2016, 7, 31))
    said_on = defaultdict(list)
    for line in reports:
        said_on[line.duty_id].append(line.day)
    before: Counter = Counter()
    for answer in answers:
        bundles = digests(answer.nudges)
        assert len({bundle.person_id for bundle in bundles}) == len(bundles)
        assert not bundles or CHINA.is_workday(answer.day)
        cycle = cycle_of(answer.day, CHINA)
        for nudge in answer.nudges:
            if nudge.day < nudge.due_on:
                before[nudge.person_id, nudge.measure_id, nudge.due_on] += 1
            in_time = [day for day in said_on[nudge.duty_id] if cycle.late_until < day <= answer.day]
            assert nudge.kind == "stagnant" or not in_time, "told after reporting"
        if answer.day == cycle.due_on:
            told = {nudge.duty_id for nudge in answer.nudges if nudge.kind == "cycle"}
            for duty in (duty for measure in measures for duty in measure.duties):
                heard = any(cycle.opens_on <= day <= answer.day for day in said_on[duty.id])
                assert heard or duty.id in told, "due and not told"
    assert max(before.values(), default=0) <= 2
    spoken = {answer.day for answer in answers if answer.nudges}
    assert (date(2016, 2, 14) in spoken) is (habit is not everybody), "a working Sunday is a working day"


def test_who_reports_every_month_hears_of_a_date_only(measures):
    _, answers = played(measures, everybody, date(2016, 9, 16), date(2016, 12, 31))
    assert {nudge.kind for answer in answers for nudge in answer.nudges} == {"target"}
    assert {answer.day for answer in answers if answer.nudges} == {date(2016, 12, 1), date(2016, 12, 30)}


def test_the_last_days_of_the_plan(measures):
    """到2018年 is the last day of 2018, a day off: seven leads hear of it before, then once it is past."""
    _, answers = played(measures, nobody, date(2018, 11, 26), date(2019, 1, 4))
    leads = {m.duties[0].unit_id for m in measures if any(t.due_on == date(2018, 12, 31) for t in m.targets)}
    days = defaultdict(set)
    for answer in answers:
        for nudge in answer.nudges:
            if nudge.kind == "target" and nudge.due_on == date(2018, 12, 31) and nudge.role == "lead":
                days[answer.day].add(nudge.unit_id)
    spoken = (date(2018, 11, 30), date(2018, 12, 24), date(2019, 1, 2), date(2019, 1, 4))
    assert days == dict.fromkeys(spoken, leads)
