"""Scripts, short titles, file names, the chat's tags, the picture's bytes."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from re import findall, sub

import pytest
from PIL import Image

from bot import texts
from bot.render import FORMATS, file_name, text
from bot.render.face import drawable
from bot.render.panels import MOST_STACKS, panels
from bot.render.tables import TABLES
from bot.render.words import Words, short_title
from bot.rules.standing import Reason
from bot.rules.standing.values import LAMPS, REASONS
from tests.render.autumn_cast import Autumn, the_city, the_province


def test_traditional_readers_get_our_words_in_traditional_and_the_plan_as_printed():
    chat = text.chat(the_city(), "zht")
    assert "周彙總" in chat
    assert "滯後於序時進度" in chat
    assert "“互联网＋”现代农业" in chat, "a plan printed in simplified stays so"
    assert "“網際網路 ”現代農業" in text.plain(the_province()) or "積極發展移動網際網路產業" in text.plain(
        the_province()
    )
    assert "益农信息社累计120家" in chat, "and so do a contact's words"
    assert "\ue000" not in chat


def test_english_readers_get_english_round_the_plans_words():
    ours = sub(r"[“”（），、：]", "", text.plain(the_city(), "en").splitlines()[1])
    assert not findall(r"[\u4e00-\u9fff]", ours)
    assert "from 96家 to 120家" in text.chat(the_city(), "en")


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_chat_uses_only_tags_that_are_closed_on_their_line(language):
    for line in text.chat(the_city(), language).splitlines():
        opened, closed = findall(r"<(\w+)>", line), findall(r"</(\w+)>", line)
        assert opened == closed
        assert set(opened) <= {"b", "i", "u", "code", "blockquote"}


def test_the_chat_fits_a_phone():
    chat = text.chat(the_city())
    assert len(texts.pages(texts.Letter(chat))) == 1
    assert "……等18项" in chat
    assert "\n\n\n" not in chat
    assert "已销号0" not in chat


def test_what_a_contact_wrote_cannot_be_markup():
    s = the_city()
    entry = s.changed[0]
    sly = replace(entry, quotes=(replace(entry.quotes[0], text="<b>已完成</b> & <a href='x'>"),))
    assert "&lt;b&gt;已完成&lt;/b&gt; &amp; &lt;a" in text.chat(replace(s, changed=(sly,)))
    assert "<b>已完成</b> & <a href='x'>" in text.plain(replace(s, changed=(sly,)))


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        pytest.param("week", "周汇总　2018年10月1日—10月12日", id="a week"),
        pytest.param("month", "月度汇总　2018年10月1日—10月12日", id="a month so far"),
        pytest.param("quarter", "季度汇总　2018年10月1日—10月12日", id="a quarter so far"),
        pytest.param("year", "年度汇总　2017年12月30日—2018年10月12日", id="a period that began last year names both"),
    ],
)
def test_the_heading_names_the_period(kind, heading):
    summary = Autumn("yichun-2016").on(kind=kind, weeks=0)
    assert heading in text.totals(summary)
    assert all(one.ink(summary, "zh") for one in FORMATS.values())


def test_a_long_plan_still_fits_a_phone():
    s = the_city()
    long = replace(s, sections=s.sections * 30, rows=s.rows * 30, indicators=s.indicators * 30)
    content = panels(long, Words("zh"))
    assert len(content.stacks) == MOST_STACKS
    assert sum(stack.measures for stack in content.stacks) == 30 * s.totals.measures, "nothing is left out of the sum"
    width, height = Image.open(BytesIO(FORMATS["png"].ink(long, "zh"))).size
    assert height / width < 3


def test_a_quiet_period_says_so_and_leaves_the_rest_out():
    lists = dict.fromkeys(("changed", "red", "behind", "stagnant", "soon", "finished", "inherited"), ())
    rest = dict.fromkeys(("silent", "unreachable", "blockers", "indicators"), ())
    chat = text.plain(replace(the_city(), **lists, **rest))
    assert "本期没有需要办公室处理的事项。" in chat
    assert len(chat.split("\n\n")) == 3
    for one in FORMATS.values():
        assert one.ink(replace(the_city(), **lists, **rest, trend=(), sections=(), rows=()), "zh")


def test_a_group_reads_totals_and_no_name():
    s = the_city()
    for language in texts.LANGUAGES:
        said = text.totals(s, language)
        assert "34" in said
        assert not [one for one in s.silent if one.unit in said]
        assert not [row for row in s.rows if row.title in said]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        pytest.param(
            "关于贯彻落实省政府加快推进“互联网+”行动的实施细则", "“互联网+”行动的实施细则", id="from its quoted name"
        ),
        pytest.param("关于加快养老服务业发展的实施意见", "加快养老服务业发展的实施意见", id="without 关于"),
        pytest.param("“十三五”规划", "“十三五”规划", id="a name that begins with quotes"),
    ],
)
def test_a_plan_is_called_what_people_call_it(title, short):
    assert short_title(title) == short


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        pytest.param({}, "“互联网+”行动的实施细则_第41周汇总_2018-10-12.docx", id="a week"),
        pytest.param({"kind": "month"}, "“互联网+”行动的实施细则_10月汇总_2018-10-12.docx", id="a month"),
        pytest.param({"kind": "quarter"}, "“互联网+”行动的实施细则_第4季度汇总_2018-10-12.docx", id="a quarter"),
        pytest.param({"kind": "year"}, "“互联网+”行动的实施细则_年度汇总_2018-10-12.docx", id="a year"),
        pytest.param(
            {"scope": "市农业局"}, "“互联网+”行动的实施细则_市农业局_第41周汇总_2018-10-12.docx", id="one unit"
        ),
        pytest.param({"plan_title": "a/b:c\x00"}, "a b c_第41周汇总_2018-10-12.docx", id="signs no disk takes"),
    ],
)
def test_a_file_name_says_which_plan_which_period_which_day(changes, name):
    assert file_name(replace(the_city(), **changes), FORMATS["docx"]) == name


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_a_sentence_in_every_language(code, language):
    values = dict.fromkeys(REASONS[code], 3)
    values |= {name: the_city().until_on for name in REASONS[code] if name.endswith("_on")}
    values |= {name: "家" for name in REASONS[code] if name == "unit"}
    said = Words(language).reason(Reason(code, "二（二）", values))
    assert said and "{" not in said


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_column_and_sheet_has_a_heading(language):
    w = Words(language)
    names = [w.of(f"sheet.{table.key}") for table in TABLES]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 for name in names), "more than a spreadsheet takes"
    headings = {key: w.of(f"lamp.{key}" if key in LAMPS else f"column.{key}") for one in TABLES for key in one.columns}
    assert all(headings.values())


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_picture_fits_telegram_and_is_not_blank(language):
    image = Image.open(BytesIO(FORMATS["png"].ink(the_city(), language)))
    width, height = image.size
    assert width == 1080
    assert width + height <= 10_000
    assert height / width < 3, "a phone can show it"
    colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}
    assert {(217, 56, 58), (240, 180, 41), (63, 166, 107)} <= colours


def test_the_font_has_every_character_the_picture_may_need():
    for s in (the_city(), the_province()):
        for row in s.rows:
            for said in (row.section, row.title, *row.leads, *row.targets, s.plan_title):
                assert drawable(said.replace("\n", "")) == said
    for language in texts.LANGUAGES:
        for key in ("sections", "indicators", "trend", "pace", "nothing"):
            said = texts.term(language, f"picture.{key}", weeks=12)
            assert drawable(said) == said


def test_a_character_the_font_lacks_is_a_box_and_money_is_not_mathematics():
    s = the_city()
    odd = replace(s.indicators[0], figure=replace(s.indicators[0].figure, indicator="𠮷$x_{$ 额 😀"))
    assert drawable("𠮷田") == "□田"
    assert FORMATS["png"].ink(replace(s, indicators=(odd,)), "zh")


def test_loading_the_list_of_formats_loads_none_of_the_libraries():
    code = (
        "import sys, bot.render, bot.render.text;"
        "print([name for name in ('matplotlib', 'openpyxl', 'docx') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
