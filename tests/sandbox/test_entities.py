"""HTML as Telegram reads it: what remains of the text, and where the marks stand in UTF-16 units."""

from typing import Any

import pytest

from bot.sandbox.entities import trimmed, with_found
from bot.sandbox.html import parse_html

CASES: list[tuple[str, str, str, list[tuple[Any, ...]]]] = [
    ("plain", "宜春", "宜春", []),
    ("bold", "<b>宜春</b>市", "宜春市", [("bold", 0, 2)]),
    ("after an emoji the offset is two more", "😀<i>好</i>", "😀好", [("italic", 2, 1)]),
    ("nested, the outer first", "<b>一<i>二</i></b>", "一二", [("bold", 0, 2), ("italic", 1, 1)]),
    ("four named entities and numbers", "&lt;&gt;&amp;&quot;&#20013;&#x4e2d;", "<>&\"中中", []),
    ("an unknown entity stays", "&nbsp;&copy", "&nbsp;&copy", []),
    ("a link", '<a href="https://a.cn/x?a=1&amp;b=2">看</a>', "看", [("text_link", 0, 1)]),
    ("a link to nowhere is text", '<a href="nowhere">看</a>', "看", []),
    ("code in pre lends its language", '<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
    ("expandable quote", "<blockquote expandable>长</blockquote>", "长", [("expandable_blockquote", 0, 1)]),
    ("spoilers of both kinds", '<span class="tg-spoiler">一</span><tg-spoiler>二</tg-spoiler>', "一二",
     [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ("names in capitals", "<B>好</B>", "好", [("bold", 0, 1)]),
    ("an empty tag leaves nothing", "<b></b>好", "好", []),
]  # fmt: skip


@pytest.mark.parametrize(("html", "text", "marks"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_html_becomes_text_and_marks(html: str, text: str, marks: list[tuple[Any, ...]]) -> None:
    parsed, found = parse_html(html)
    assert parsed == text
    assert [(one["type"], one["offset"], one["length"]) for one in found] == marks


def test_a_link_to_a_person_mentions_them() -> None:
    _, (mark,) = parse_html('<a href="tg://user?id=7">李</a>', lambda who: {"id": who})
    assert mark == {"type": "text_mention", "user": {"id": 7}, "offset": 0, "length": 1}


def test_white_space_goes_and_marks_move_with_the_text() -> None:
    assert trimmed("\n 好 \n", [{"type": "bold", "offset": 1, "length": 4}]) == (
        "好",
        [{"type": "bold", "offset": 0, "length": 1}],
    )


FOUND = [
    ("a command", "/start x", [("bot_command", 0, 6)]),
    ("a command addressed", "/start@my_bot", [("bot_command", 0, 13)]),
    ("no command before Chinese", "/start进展", []),
    ("an address", "见 https://a.cn/b。", [("url", 2, 14)]),
    ("mail is no mention", "a@b.cn", [("email", 0, 6)]),
    ("a mention and a hashtag", "@li_contact #三农", [("mention", 0, 11), ("hashtag", 12, 3)]),
]


@pytest.mark.parametrize(("text", "marks"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_the_server_finds_by_itself(text: str, marks: list[tuple[Any, ...]]) -> None:
    assert [(one["type"], one["offset"], one["length"]) for one in with_found(text, [])] == marks


def test_nothing_is_found_inside_code() -> None:
    assert with_found("/start", [{"type": "code", "offset": 0, "length": 6}]) == [
        {"type": "code", "offset": 0, "length": 6}
    ]
