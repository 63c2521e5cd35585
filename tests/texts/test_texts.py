"""Every word we say: the same in every language, the plan's own words as printed, and never too long for Telegram."""

import re
import tomllib
from datetime import date, datetime
from html import unescape
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, meta, nodes

from bot.handlers import COMMANDS, PRESSES
from bot.rules.reading import HOWS
from bot.texts import LANGUAGES, Button, File, Letter, form, label, pages, refusal, say
from bot.texts.letter import CAPTION, MOST, MOST_PAGES, size, split

TEXTS = Path(form.__file__).parent
TEMPLATES = sorted(path.stem for path in (TEXTS / "zh").glob("*.html"))
DAY = date(2018, 12, 31)
OURS = {"printed", "number", "names", "day", "clock", "cut"}


def words(language: str, name: str) -> dict[str, str]:
    return tomllib.loads((TEXTS / language / f"{name}.toml").read_text(encoding="utf-8"))


def source(language: str, template: str) -> str:
    return (TEXTS / language / f"{template}.html").read_text(encoding="utf-8")


# -- the two written languages -----------------------------------------------------------------------------------------


def test_both_languages_have_the_same_templates():
    assert sorted(path.stem for path in (TEXTS / "en").glob("*.html")) == TEMPLATES


@pytest.mark.parametrize("name", ["labels", "refusals"])
def test_both_languages_have_the_same_keys_with_the_same_blanks(name):
    def blanks(language: str) -> dict[str, set[str | None]]:
        return {
            key: {part[1] for part in Formatter().parse(text)} - {None} for key, text in words(language, name).items()
        }

    assert blanks("zh") == blanks("en")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_asks_for_the_same_values_in_both_languages(template):
    def asked(language: str) -> tuple[set[str], set[str]]:
        environment = Environment()
        environment.filters.update(dict.fromkeys((*OURS, "short_day"), str))
        tree = environment.parse(source(language, template))
        filters = {node.name for node in tree.find_all(nodes.Filter)}
        return meta.find_undeclared_variables(tree), filters & OURS

    assert asked("zh") == asked("en")


@pytest.mark.parametrize("template", [one for one in TEMPLATES if not one.startswith("summary")])
def test_a_template_takes_the_same_turns_in_both_languages(template):
    def turns(language: str) -> list[str]:
        return re.findall(r"{%\s*(.*?)\s*%}", source(language, template))

    assert turns("zh") == turns("en")


@pytest.mark.parametrize("name", ["labels", "refusals"])
def test_english_is_english_but_for_what_a_chinese_plan_is_asked_in(name):
    quoted = re.compile(r"“[^”]*”|/[a-z]+( [a-z]+)?( [（）\u4e00-\u9fff]+)?|语言 / Language")
    for key, text in words("en", name).items():
        assert not re.search(r"[\u4e00-\u9fff，。；：！？]", quoted.sub("", text)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_says_what_it_does(language):
    for command in COMMANDS:
        if command.name != "start":  # never in a menu: Telegram offers it by itself
            said = label(language, f"command_{command.name}")
            assert 1 <= len(said) <= 256, command.name


def test_no_label_speaks_of_a_command_that_is_not_there():
    described = {key.removeprefix("command_") for key in words("zh", "labels") if key.startswith("command_")}
    assert described <= {command.name for command in COMMANDS}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_sends_anybody_to_a_command_that_is_not_there(language):
    known = {command.name for command in COMMANDS}
    for path in (TEXTS / language).iterdir():
        said = re.sub(r"</\w+>|{{.*?}}|{%.*?%}|seeds/", "", path.read_text(encoding="utf-8"))
        assert set(re.findall(r"(?<![\w/<])/([a-z]+)", said)) <= known, path.name


def test_a_language_nobody_speaks_falls_back_to_simplified():
    assert label("fr", "mine") == label("zh", "mine")


def test_an_unknown_refusal_still_says_something():
    assert refusal("en", "no_such_reason") == words("en", "refusals")["unclear"]


# -- traditional -------------------------------------------------------------------------------------------------------

TITLE = "电子商务进农村"


def test_traditional_is_made_from_simplified():
    assert label("zht", "mine") == "我的舉措"
    assert refusal("zht", "only_admin") == "這個功能只給管理員使用。"
    assert say("zht", "cancelled") == "好的，沒有記。"


SAID_WITH_A_TITLE = {
    "a template": lambda: say(
        "zht", "begin", measure=SimpleNamespace(ref="二（二）", title=TITLE), figures=[], behalf=None
    ),
    "a refusal": lambda: refusal("zht", "not_your_measure", ref="二（二）", title=TITLE),
    "a label": lambda: label("zht", "report_on", ref="二（二）", title=TITLE),
    "a list of names": lambda: say("zht", "no_contact", units=[TITLE, "市发改委"]),
    "somebody's name": lambda: say("zht", "home", name=TITLE, units=[], is_office=True, is_admin=False, today=DAY),
}


@pytest.mark.parametrize("where", SAID_WITH_A_TITLE)
def test_the_plans_own_words_stay_as_printed_in_traditional(where):
    said = SAID_WITH_A_TITLE[where]()
    assert TITLE in said
    assert form.PRINTED_OPEN not in said and form.PRINTED_CLOSE not in said


def test_our_words_around_them_change_script():
    assert refusal("zht", "no_unit", words="农业") == "沒有找到“农业”這個單位，請換個寫法，或只寫其中幾個字。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_somebody_wrote_can_not_become_markup(language):
    assert "<b>x" not in refusal(language, "no_unit", words="<b>x")
    assert "<b>x" not in say(language, "no_contact", units=["<b>x"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_says_what_waits_and_what_is_in(language):
    def line(kind: str, days_left: int, reported: bool = False) -> SimpleNamespace:
        measure = SimpleNamespace(ref="二（二）", title=TITLE)
        known = {"measure": measure, "kind": kind, "due_on": DAY, "reported": reported}
        return SimpleNamespace(**known, days_left=days_left, is_day_off=days_left > 2, unit=None)

    lines = [line("cycle", -1), line("target", 0), line("stagnant", 3), line("asked", 2, reported=True)]
    parts = [
        ("contact", (), lines),
        ("stand_in", ("市商务局", "王强"), lines[:1]),
        ("leader", ("市农业局",), lines[:1]),
    ]
    said = say(language, "digest", today=DAY, parts=parts, asked=5, left=3, late=True)
    assert [row[0] for row in said.splitlines() if TITLE in row] == ["🔴", "🔵", "▫", "✅", "🔴", "🔴"]
    assert said.count("<b>") == said.count("</b>")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_a_reading_rests_on_has_its_words(language):
    """/why has a phrase for everything `explain` may give, and the templates say the rest."""
    said = words(language, "terms")["read"]
    for about in ("intent", "measure", "status", "blocker", "aside"):
        assert set(HOWS[about]) <= set(said[about]), about


# -- small formatters --------------------------------------------------------------------------------------------------

MOMENT = datetime(2018, 12, 31, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
FORMS = {
    "a whole number has no point": (form.number(1250.0), "1250"),
    "a fraction keeps what it needs": (form.number(62.5), "62.5"),
    "two places at most": (form.number(33.3333), "33.33"),
    "nought is a number": (form.number(0), "0"),
    "less than nothing": (form.number(-3.5), "-3.5"),
    "what rounds to a whole number": (form.number(99.999), "100"),
    "a ten keeps its nought": (form.number(10.001), "10"),
    "no number": (form.number(None), "–"),
    "a day in Chinese": (form.day(DAY), "2018年12月31日"),
    "a day in English": (form.day(date(2018, 1, 5), "en"), "5 Jan 2018"),
    "no day": (form.day(None, "en"), "–"),
    "a short day in Chinese": (form.short_day(date(2018, 1, 5)), "1月5日"),
    "a short day in English": (form.short_day(DAY, "en"), "31 Dec"),
    "no short day": (form.short_day(None), "–"),
    "the time of day in its own zone": (form.clock(MOMENT), "09:05"),
    "names in Chinese": (form.names(["甲", "乙", "丙"]), "甲、乙、丙"),
    "names in English": (form.names(["甲", "乙"], "en"), "甲, 乙"),
    "one name": (form.names(["甲"], "en"), "甲"),
    "no names": (form.names([]), ""),
    "a short text is left whole": (form.cut("完成60%", 5), "完成60%"),
    "a long text is cut and says so": (form.cut("益农信息社累计", 5), "益农信息…"),
    "lines become one": (form.cut("一\n\n二  三"), "一 二 三"),
    "printed words stand between marks": (form.printed("甲"), f"{form.PRINTED_OPEN}甲{form.PRINTED_CLOSE}"),
}


@pytest.mark.parametrize("case", FORMS)
def test_a_value_becomes_a_short_piece_of_text(case):
    made, expected = FORMS[case]
    assert made == expected


# -- letters -----------------------------------------------------------------------------------------------------------

ROW = ((Button("撤回", "u:1"),),)
TAG = re.compile(r"<(/?)(\w+)[^>]*>")


def is_whole(html: str) -> bool:
    """Whether Telegram would take it: every tag closed in its turn, no bare bracket, no broken entity."""
    still: list[str] = []
    for close, name in TAG.findall(html):
        if not close:
            still.append(name)
        elif not still or still.pop() != name:
            return False
    bare = TAG.sub("", html)
    return not still and not re.search(r"[<>]|&(?!(amp|lt|gt|quot|#\d+);)", bare)


def plain(html: str) -> str:
    return "".join(unescape(TAG.sub("", html)).split())


def test_a_short_letter_is_one_message_as_it_stands():
    letter = Letter("<b>好的</b>", ROW, edits=5, reply_to=6)
    assert pages(letter) == [letter]


def test_of_several_messages_the_first_replies_and_the_last_has_the_buttons():
    first, last = pages(Letter("甲" * 4000 + "\n\n" + "乙" * 4000, ROW, edits=5, reply_to=6, about=(7,)))
    assert (first.text, last.text) == ("甲" * 4000, "乙" * 4000)
    assert (first.edits, first.reply_to, first.buttons) == (5, 6, ())
    assert (last.edits, last.reply_to, last.buttons) == (None, None, ROW)
    assert first.about == last.about == (7,)


def test_more_than_three_messages_become_a_file_with_all_the_text():
    paragraphs = [f"<b>{n}</b> {'举措&amp;' * 150}" for n in range(60)]
    (letter,) = pages(Letter("\n\n".join(paragraphs), ROW, edits=5))
    assert letter.file is not None and letter.buttons == ROW and letter.edits is None
    assert letter.file.content.decode("utf-8-sig") == "\n\n".join(f"{n} {'举措&' * 150}" for n in range(60))
    assert size(letter.text) <= CAPTION and is_whole(letter.text)


def test_a_caption_too_long_goes_before_its_file():
    file = File("通报.docx", b"x")
    text, sheet = pages(Letter("甲" * (CAPTION + 1), ROW, file=file))
    assert (text.file, text.buttons) == (None, ())
    assert (sheet.text, sheet.file, sheet.buttons) == ("", file, ROW)


CUTS = {
    "between paragraphs": ("一二三\n\n四五六", 6, ["一二三", "四五六"]),
    "paragraphs together while they fit": ("一\n\n二\n\n三", 4, ["一\n\n二", "三"]),
    "between lines": ("一二三\n四五六", 5, ["一二三\n", "四五六"]),
    "after a sentence, whose sign stays": ("一二。三四。", 4, ["一二。", "三四。"]),
    "after a clause": ("一二，三四", 4, ["一二，", "三四"]),
    "between words": ("one two", 5, ["one ", "two"]),
    "anywhere, as a last resort": ("一二三四五", 2, ["一二", "三四", "五"]),
    "never inside an entity": ("一二&amp;三", 6, ["一二", "&amp;三"]),
    "a tag is closed and opened again": ("<b>一二三四</b>", 10, ["<b>一二三</b>", "<b>四</b>"]),
    "also across paragraphs": ("<i>一\n\n二</i>", 8, ["<i>一</i>", "<i>二</i>"]),
    "emoji count twice": ("🔴🔴🔴", 4, ["🔴🔴", "🔴"]),
}


@pytest.mark.parametrize("case", CUTS)
def test_a_long_text_is_cut(case):
    text, most, expected = CUTS[case]
    assert split(text, most) == expected


BITS = st.sampled_from(["甲", "举措。", "，", "a b ", "&amp;", "&lt;", "🔴", "行\n", "；"])
RUNS = st.tuples(BITS, st.integers(1, 1500)).map(lambda run: run[0] * run[1])
MARKED = st.tuples(st.sampled_from(["", "b", "i", "blockquote"]), RUNS).map(
    lambda run: f"<{run[0]}>{run[1]}</{run[0]}>" if run[0] else run[1]
)
NESTED = st.lists(MARKED, min_size=1, max_size=3).map(lambda runs: f"<u>{''.join(runs)}</u>")
PARAGRAPHS = st.lists(MARKED | NESTED, min_size=1, max_size=8).map(
    lambda many: [re.sub(r"\n{2,}", "\n", one).strip() or "甲" for one in many]
)


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS)
@example(["<b>" + "甲" * 5000 + "</b>", "乙" * 4096])
@example(["&amp;" * 2000])
def test_pages_fit_are_whole_and_lose_nothing(paragraphs):
    text = "\n\n".join(paragraphs)
    made = pages(Letter(text, ROW))
    assert 1 <= len(made) <= MOST_PAGES
    assert all(
        size(page.text) <= (CAPTION if page.file else MOST) and is_whole(page.text) and plain(page.text)
        for page in made
    )
    assert [page.buttons for page in made] == [()] * (len(made) - 1) + [ROW]
    if made[0].file:
        assert "".join(made[0].file.content.decode("utf-8-sig").split()) == plain(text)
        assert plain(text).startswith(plain(made[0].text))
    else:
        assert "".join(plain(page.text) for page in made) == plain(text)
        for paragraph in paragraphs:
            assert size(paragraph) > MOST or any(paragraph in page.text for page in made)


# -- buttons -----------------------------------------------------------------------------------------------------------

BIG = "9" * 9  # the longest number a press may carry
LONG = "关于加快推进“互联网+”行动实施方案的益农信息社"
PRESSED = {
    "a language": "l:zht",
    "a draft and a duty": f"p:{BIG}:{BIG}",
    "a summary as a file": f"s:{BIG}:quarter:{BIG}:{BIG}",
    "a day": "w:20181231",
    "a role": "i:office",
    "a plan as it was read": f"z:{'x' * 32}:{'0' * 16}",
} | {f"one number of {name}": f"{name}:{BIG}" for name in PRESSES}
FILLED = dict.fromkeys(("ref", "title", "plan", "unit", "value", "total", "code"), LONG)
WIDTHS = {  # half-widths a phone shows when so many buttons stand side by side
    ("amend", "undo", "material"): 12,
    ("as_png", "as_xlsx", "as_docx"): 16,
    ("report", "no_change"): 20,
    ("mine", "why"): 20,
    ("new_phone", "revoke"): 20,
    ("revoke_sure", "back"): 20,
    ("invite_office", "invite_admin"): 20,
    ("cancel", "history", "inherited"): 24,
}


@pytest.mark.parametrize("case", PRESSED)
def test_what_a_press_brings_back_fits_in_64_bytes(case):
    packed = Letter("", ((Button("撤回", PRESSED[case]),),)).packed()
    assert len(packed["buttons"][0][0]["callback_data"].encode()) <= 64


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", WIDTHS, ids="+".join)
def test_buttons_side_by_side_fit_on_a_phone(language, row):
    for key in row:
        said = label(language, key)
        assert sum(2 if ord(sign) > 0x2E80 else 1 for sign in said) <= WIDTHS[row], said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["report_on", "as_total", "as_increment", "remind_unit", "open_inherited", "apply"])
def test_a_button_with_blanks_is_filled(language, key):
    said = label(language, key, **FILLED)
    assert LONG in said and not re.search(r"[{}\ue000\ue001]", said)


def test_a_button_opens_an_address_or_brings_data_back():
    packed = Letter("x", ((Button("去", url="https://t.me/x"), Button("撤回", "u:1")),)).packed()
    assert packed["buttons"] == [[{"text": "去", "url": "https://t.me/x"}, {"text": "撤回", "callback_data": "u:1"}]]


# -- layout ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_remark_on_a_report_has_its_own_line(language):
    report = SimpleNamespace(
        id=7, text="累计120家", unit=SimpleNamespace(name="市农业局"), person=None, on_behalf=False, retired_at=MOMENT,
        retired_why="revised", revises_id=3, values=[], evidence=[], no_change_why=None,
    )  # fmt: skip
    measure = SimpleNamespace(ref="二（二）", title=TITLE)
    said = say(language, "history", measure=measure, reports=[(report, MOMENT), (report, MOMENT)]).splitlines()
    assert [len(line) > 0 for line in said] == [True, False, True, True, True, False, True, True, True]
    assert said[4].endswith("№3")
