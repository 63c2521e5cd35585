"""Both plans as their seeds state them, in memory, and made reports of the autumn of 2018."""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache, partial
from itertools import count
from typing import Any

from bot.documents.drafts import DraftMeasure
from bot.documents.seed import SEEDS, read_seed
from bot.rules.calendar import SHANGHAI, Calendar
from bot.rules.nudges import Addressee
from bot.rules.summary import Summary, since_of, summarise
from models import Measure, Plan, Report, ReportValue, Responsibility, Target

CHINA = Calendar()
FORMULA = "=SUM(A1:A9) 平台方案已报审"
FRIDAY = datetime(2018, 10, 12, 16, tzinfo=SHANGHAI)


class Autumn:
    """One plan, its units numbered as they come, and what they have said."""

    def __init__(self, code: str, loaded_on: date = date(2016, 2, 1)) -> None:
        draft = read_seed(SEEDS / code)
        ids = count(1)
        self.plan = Plan(
            id=1,
            code=draft.code,
            title=draft.title,
            issuer=draft.issuer,
            issued_on=draft.issued_on or loaded_on,
            loaded_on=loaded_on,
            cycle_every=draft.cycle_every,
            due_day=draft.due_day,
            script=draft.script,
            place=draft.place,
        )
        self.units: dict[str, int] = {}
        self.measures = [self._measure(one, place, ids) for place, one in enumerate(draft.measures, start=1)]
        self.reports: list[Report] = []
        self._ids = ids

    def _measure(self, draft: DraftMeasure, place: int, ids: "count[int]") -> Measure:
        targets = [
            Target(
                id=next(ids),
                position=n,
                text=one.text,
                indicator=one.indicator,
                op=one.op,
                value=one.value,
                value_max=one.value_max,
                unit=one.unit,
                due_on=one.due_on,
                phrase=one.phrase,
            )
            for n, one in enumerate(draft.targets, start=1)
        ]
        duties = [
            Responsibility(
                id=next(ids),
                unit_id=self.units.setdefault(name, 500 + len(self.units)),
                position=n,
                printed=name,
                role=draft.role_of(name),
            )
            for n, name in enumerate(draft.units, start=1)
        ]
        return Measure(
            id=next(ids),
            plan_id=1,
            position=place,
            ref=draft.ref,
            sections=list(draft.sections),
            title=draft.title,
            text=draft.text,
            lead_basis=draft.lead_basis,
            targets=targets,
            duties=duties,
        )

    def measure(self, ref: str) -> Measure:
        return next(one for one in self.measures if one.ref == ref)

    def says(self, ref: str, unit: str, day: date, text: str, *, totals: Iterable[tuple[str, float]] = (), **more: Any):
        measure = self.measure(ref)
        duty = next(one for one in measure.duties if one.printed == unit)
        targets = {one.indicator: one for one in measure.targets}
        values = [
            ReportValue(target_id=targets[name].id, indicator=name, kind="total", value=value) for name, value in totals
        ]
        at = datetime.combine(day, time(11), SHANGHAI)
        more = {"status": "in_progress", "no_change": False, "on_behalf": False, **more}
        self.reports.append(
            Report(
                id=len(self.reports) + 1,
                responsibility_id=duty.id,
                unit_id=duty.unit_id,
                said_at=at,
                filed_at=at,
                text=text,
                source=f"made:{len(self.reports)}",
                values=values,
                **more,
            )
        )

    def on(self, until: datetime = FRIDAY, kind: str = "week", **more: Any) -> Summary:
        reached = [Addressee(n, unit_id) for n, unit_id in enumerate(self.units.values()) if n % 9]
        return summarise(
            self.plan,
            self.measures,
            self.reports,
            since=since_of(kind, until, CHINA),
            until=until,
            calendar=CHINA,
            units={number: name for name, number in self.units.items()},
            contacts=reached,
            kind=kind,
            **more,
        )


@cache
def the_city() -> Summary:
    """Yichun's plan in the second week of October 2018: something in every list."""
    city = Autumn("yichun-2016")
    farms, clever = "益农信息社", "“智慧农场”等示范企业"
    day = partial(date, 2018)
    city.says("二（二）", "市农业局", day(9, 20), "益农信息社建成96家", totals=[(farms, 96)])
    city.says(
        "二（二）", "市农业局", day(10, 11), "益农信息社累计120家，智慧农场2家", totals=[(farms, 120), (clever, 2)]
    )
    city.says("二（一）", "市工信委", day(10, 10), "数控化率58.5%", totals=[("重点领域生产装备数控化率", 58.5)])
    city.says("二（四）", "市文广新局", day(10, 9), FORMULA, status="blocked", blocker="资金缺口800万元，请市财政研究")
    city.says("三（一）", "市工信委", day(10, 8), "园区已全部建成", status="done")
    city.says("四（二）2", "市财政局", day(10, 10), "+3家企业获扶持，@各县市区请核对", on_behalf=True)
    city.says("四（三）1", "市人社局", day(9, 12), "-无新增\x0b", blocker="编制待批")
    for measure in city.measures[12:20]:
        city.says(measure.ref, measure.duties[0].printed, date(2018, 9, 21), "按计划推进")
    return city.on()


@cache
def the_province() -> Summary:
    """Jiangxi's plan, printed in traditional script, loaded after its dates had passed."""
    province = Autumn("jiangxi-2015", loaded_on=date(2019, 2, 1))
    for measure in province.measures[20:24]:
        province.says(measure.ref, measure.duties[0].printed, date(2019, 3, 12), "繼續推進")
    return province.on(datetime(2019, 3, 15, 16, tzinfo=SHANGHAI))
