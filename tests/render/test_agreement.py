"""Text, sheet, brief and picture say the same, down to the digit; read back from the files themselves."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from markupsafe import escape
from openpyxl import load_workbook

from bot.render import FORMATS, text
from bot.render.doors import LISTS as DOORS
from bot.render.doors import Address, list_name, things, under, within
from bot.render.panels import panels
from bot.render.words import Words
from bot.rules.standing.values import LAMPS, STATES
from bot.texts.letter import Letter, pages
from models import Pause
from tests.render.autumn_cast import FORMULA, FRIDAY, Autumn, the_city, the_province

LANGUAGES = ("zh", "zht", "en")
SUMMARIES = [pytest.param(the_city, id="the city in October"), pytest.param(the_province, id="the province, inherited")]
LISTS = (
    "changed",
    "red",
    "behind",
    "stagnant",
    "soon",
    "finished",
    "inherited",
    "paused",
    "silent",
    "unreachable",
    "blockers",
    "filed",
)


def workbook(summary, language="zh"):
    return load_workbook(BytesIO(FORMATS["xlsx"].ink(summary, language)))


def brief(summary, language="zh"):
    return Document(BytesIO(FORMATS["docx"].ink(summary, language)))


def words_of(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def column(sheet, heading):
    at = [cell.value for cell in sheet[1]].index(heading)
    return [row[at].value for row in sheet.iter_rows(min_row=2)]


def overview(book):
    return {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=2)}


@pytest.mark.parametrize("make", SUMMARIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rendering_has_the_same_totals(make, language):
    s, w = make(), Words(language)
    counted, shown = overview(workbook(s, language)), panels(s, w)
    paper, chat = words_of(brief(s, language)), text.chat(s, language)
    assert counted[w.of("total.measures")] == s.totals.measures == sum(shown.lamps.values())
    assert sum(stack.measures for stack in shown.stacks) == s.totals.measures
    for lamp in LAMPS:
        n = s.totals.lamps[lamp]
        label, means = w.of(f"lamp.{lamp}"), w.of(f"lamp_means.{lamp}")
        assert next(value for name, value in counted.items() if name.startswith(f"{label}（")) == n
        assert shown.lamps[lamp] == sum(stack.lamps[lamp] for stack in shown.stacks) == n
        if n:
            assert w.of("brief.lamp_count", lamp=label, means=means, n=n) in paper
    for state in STATES:
        n = s.totals.states[state]
        assert counted[w.of(f"state.{state}")] == n
        if n:
            assert w.of("brief.state_count", state=w.of(f"state.{state}"), n=n) in paper
            assert (f"{n} {w.of(f'state.{state}')}" if language == "en" else f"{w.of(f'state.{state}')}{n}") in chat
    assert counted[w.of("total.reports")] == s.totals.reports
    if s.trend:
        assert shown.weeks[-1].lamps == {lamp: n for lamp, n in s.totals.lamps.items() if n}


@pytest.mark.parametrize("make", SUMMARIES)
def test_every_number_opens_a_sheet_with_that_many_things(make):
    s, w = make(), Words("zh")
    book = workbook(s)
    for name in LISTS:
        things = getattr(s, name)
        assert overview(book)[w.of(f"list.{name}")] == len(things)
        title = w.of(f"sheet.{name}")
        assert (title in book.sheetnames) == bool(things)
        if things and name not in ("silent", "unreachable"):
            assert list(dict.fromkeys(column(book[title], "序号"))) == [one.ref for one in things]
        elif things:
            assert column(book[title], "单位") == [one.unit for one in things]
    links = {
        row[1].hyperlink.location or row[1].hyperlink.target
        for row in book.worksheets[0].iter_rows()
        if row[1].hyperlink
    }
    assert links and all(link.lstrip("#").split("!")[0].strip("'") in book.sheetnames for link in links)


@pytest.mark.parametrize("make", SUMMARIES)
def test_what_is_wrong_stands_in_the_chat_and_in_the_brief(make):
    s = make()
    chat, paper = text.plain(s), words_of(brief(s))
    for name in ("changed", "red", "behind", "stagnant"):
        for place, entry in enumerate(getattr(s, name)):
            assert entry.title in paper, (name, entry.ref)
            assert place >= 8 or f"{entry.ref} {entry.title}" in chat, (name, entry.ref)
    for silent in s.silent:
        assert silent.unit in paper
    for obstacle in s.blockers:
        assert obstacle.words in paper
        assert obstacle.words in chat


def test_a_figure_is_the_same_everywhere():
    s = the_city()
    sheet = workbook(s)["指标"]
    place = column(sheet, "指标").index("益农信息社")
    row = {cell.value: sheet.cell(place + 2, cell.column).value for cell in sheet[1]}
    assert (row["当前值"], row["期初值"], row["目标值"], row["完成率\n（%）"], row["报告编号"]) == (120, 96, 300, 40, 2)
    assert "益农信息社 120/300家（40%），上周96，序时进度92.4%，№2" in text.plain(s)
    assert ["二（二）", "益农信息社", "300家", "120家（№2）", "96家", "40", "92.4"] in [
        [cell.text for cell in row.cells] for row in brief(s).tables[1].rows
    ]
    bar = next(bar for bar in panels(s, Words("zh")).bars if "益农信息社" in bar.name)
    assert (bar.words, bar.share, bar.pace) == ("120/300家", 40.0, 92.4)


def test_the_ledger_holds_every_measure_with_dates_that_are_dates():
    s = the_city()
    sheet = workbook(s)["台账"]
    assert column(sheet, "序号") == [row.ref for row in s.rows]
    assert {cell.date() for cell in column(sheet, "到期日") if cell} == {date(2016, 12, 31), date(2018, 12, 31)}
    assert all(cell is None or cell.year == 2018 for cell in column(sheet, "报告日期"))
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == f"A1:U{len(s.rows) + 1}"


def test_words_that_look_like_a_formula_stay_words():
    sheet = workbook(the_city())["台账"]
    said = {cell.value: cell for row in sheet.iter_rows(min_row=2) for cell in row if str(cell.value)[0] in "=+-@"}
    assert {FORMULA, "+3家企业获扶持，@各县市区请核对", "-无新增"} <= said.keys()
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in said.values())


@pytest.mark.parametrize("make", SUMMARIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_says_the_number_its_list_and_its_sheet_hold(make, language):
    s, w = make(), Words(language)
    book = workbook(s, language)
    address = Address(s.plan_id, s.kind, s.until)
    buttons = [button for row in (*under(s, address, language), *within(s, address, language)) for button in row]
    shown = {button.data.split(":")[1]: button.label for button in buttons if button.data.startswith("sl:")}
    for index, key in enumerate(DOORS):
        found = things(s, key)
        assert (str(index) in shown) is bool(found), key
        if not found:
            continue
        assert shown[str(index)] == f"{list_name(key, w)} {len(found)}"
        if "." not in key and key != "rows":
            sheet = book[w.of(f"sheet.{key}")]
            measures = {row[0].value for row in sheet.iter_rows(min_row=2)}
            assert sheet.max_row - 1 == len(found) or len(measures) == len(found), key
        page = text.listed(s, key, list_name(key, w), found[:8], 0, -(-len(found) // 8), len(found), language)
        for one in found[:8]:
            name = getattr(one, "unit", None) or one.ref
            assert escape(name) in page, (key, name)
    assert sum(len(things(s, f"lamp.{lamp}")) for lamp in LAMPS) == s.totals.measures
    assert sum(len(things(s, f"state.{state}")) for state in STATES) == s.totals.measures
    assert len(things(s, "filed")) == s.totals.reports


def test_a_page_of_a_list_carries_the_clause_the_words_and_the_report():
    s = the_city()
    page = text.listed(s, "behind", "滞后", s.behind, 0, 1, len(s.behind))
    assert "滞后（4项）" in page and "二（二） “互联网＋”现代农业（市农业局）" in page
    assert "№2" in page and "益农信息社累计120家" in page
    blockers = text.listed(s, "blockers", "需协调", s.blockers, 0, 1, len(s.blockers))
    assert "提请市财政局研究解决" in blockers and "提请联席会议研究解决" in blockers


def test_a_list_is_never_cut_inside_a_row_however_long_the_words_are():
    s = the_city()
    long = [replace(one, quote=replace(one.quote, text="很长的话" * 200)) for one in s.filed] * 2
    page = text.listed(s, "filed", "本期报告", long[:8], 0, 2, len(long))
    assert page.count("<blockquote>") == page.count("</blockquote>") == 8
    assert len(pages(Letter(page))) == 1


def test_what_will_not_be_there_in_time_is_said_alike_in_chat_sheet_and_brief():
    s = the_city()
    late = "每周需增16家；近3周平均每周7.6家，照此到期约206家，难以按期完成"
    assert late in text.listed(s, "indicators", "指标", s.indicators[:8], 0, 3, len(s.indicators))
    assert f"二（二）益农信息社（{late}）" in words_of(brief(s))
    sheet = workbook(s)["指标"]
    place = column(sheet, "指标").index("益农信息社")
    assert (column(sheet, "每周需增")[place], column(sheet, "照近期速度\n到期可达")[place]) == (16.07, 206.45)


def test_nobody_is_ranked():
    """Units come in the order of their names, measures in the plan's or by date: never by how late they are."""
    s = the_city()
    assert [one.unit for one in s.silent] == sorted(one.unit for one in s.silent)
    assert [one.ref for one in s.rows] == [row.ref for row in sorted(s.rows, key=lambda row: row.measure_id)]
    said = text.plain(s) + words_of(brief(s))
    assert not any(word in said for word in ("排名", "名次", "倒数", "后进"))


def test_a_paused_measure_is_in_chat_sheet_brief_and_its_list_with_the_reason():
    city = Autumn("yichun-2016")
    measure = city.measure("二（三）")
    why = "景区系统升级，十二月恢复"
    pause = Pause(
        id=1,
        measure_id=measure.id,
        from_on=date(2018, 9, 1),
        until_on=None,
        why=why,
        made_at=FRIDAY - timedelta(days=30),
        ended_at=None,
    )
    s = city.on(pauses=[pause])
    assert [one.ref for one in s.paused] == ["二（三）"]
    book = workbook(s)
    assert overview(book)["已暂停"] == 1
    assert column(book["已暂停"], "序号") == ["二（三）"]
    for page in (text.plain(s), words_of(brief(s)), text.listed(s, "paused", "已暂停", s.paused, 0, 1, 1)):
        assert "“互联网+”智慧旅游" in page and why in page
