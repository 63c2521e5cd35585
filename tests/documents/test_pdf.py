"""PDF files: what was wrapped over lines and pages is whole again, what only the page needed is gone."""

import io

import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from bot.documents.drafts import DocumentError
from bot.documents.parse import parse
from bot.documents.pdf import lines_of
from bot.documents.readers import read_blocks
from bot.render.face import FONT

SIZE, LEFT, TOP, WIDE = 12, 72, 770, 36  # points, and letters a line
FACE = font_manager.FontProperties(fname=str(FONT))


def printed(pages):
    """A PDF of pages of (x, y, words) and of lines (x, y, x, y), in points from the lower left of A4."""
    data = io.BytesIO()
    with PdfPages(data) as book:
        for texts, rules in pages:
            sheet = Figure(figsize=(595 / 72, 842 / 72))
            for x, y, words in texts:
                sheet.text(x / 595, y / 842, words, fontproperties=FACE, size=SIZE)
            for x, y, to_x, to_y in rules:
                sheet.add_artist(Line2D([x / 595, to_x / 595], [y / 842, to_y / 842], linewidth=0.8, color="black"))
            book.savefig(sheet)
    return data.getvalue()


def pages_of(paragraphs, lines_a_page=8):
    """Pages of paragraphs wrapped as an office prints them: indented, with a running head and page numbers."""
    lines = []
    for paragraph in paragraphs:
        first, rest = paragraph[: WIDE - 2], paragraph[WIDE - 2 :]
        lines.append((LEFT + 2 * SIZE, first))
        lines += [(LEFT, rest[at : at + WIDE]) for at in range(0, len(rest), WIDE)]
    for number, begin in enumerate(range(0, len(lines), lines_a_page), start=1):
        texts = [(LEFT, 810, "全市工作简报")]
        texts += [(x, TOP - 24 * n, words) for n, (x, words) in enumerate(lines[begin : begin + lines_a_page])]
        yield [*texts, (280, 30, f"— {number} —")], []


BODY = "加快建设现代化基础设施体系，统筹推进交通、能源、水利等重大项目，优化布局、完善功能" * 3
PARAGRAPHS = ["一、重点任务"] + [
    f"（{number}）修路。{BODY}，到2025年建成公路300公里。（牵头单位：市交通局，责任单位：市发改委、各县（市、区）政府）"
    for number in "一二三"
]


def test_paragraphs_wrapped_over_lines_and_pages_are_whole_without_heads_and_numbers():
    found = parse(printed(pages_of(PARAGRAPHS)), "方案.pdf").measures
    same = parse("\n".join(PARAGRAPHS).encode(), "方案.txt").measures
    assert found == same and len(found) == 3


def grid(xs, ys):
    return [(x, ys[0], x, ys[-1]) for x in xs] + [(xs[0], y, xs[-1], y) for y in ys]


def test_a_ruled_table_over_two_pages_is_one_table_with_its_wrapped_cells():
    xs, head = [60, 110, 260, 370, 520], ["序号", "工作任务", "牵头单位", "完成时限"]
    first = [(x + 4, 705, words) for x, words in zip(xs, head, strict=False)]
    first += [(64, 665, "1"), (114, 665, "修建公路300公里，改造危"), (114, 648, "桥"), (264, 665, "市交通局、市发展改")]
    first += [(264, 648, "革委"), (374, 665, "2025年底前")]
    second = [(64, 745, "2"), (114, 745, "办学"), (264, 745, "市教育局"), (374, 745, "持续推进")]
    data = printed([(first, grid(xs, [640, 695, 720])), (second, grid(xs, [735, 760]))])
    found = parse(data, "分工表.pdf").measures
    assert [(m.ref, m.title, m.units) for m in found] == [
        ("1", "修建公路300公里，改造危桥", ("市交通局", "市发展改革委")),
        ("2", "办学", ("市教育局",)),
    ]
    assert found[0].deadlines[0].on.isoformat() == "2025-12-31"


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"11" * 32
    + b">/U<"
    + b"22" * 32
    + b">>>>>\n"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(printed([([], [(60, 60, 90, 90)])]), "扫描件", id="pictures only"),
        pytest.param(LOCKED, "密码", id="encrypted"),
        pytest.param(b"%PDF-1.7 broken", "已损坏", id="damaged"),
        pytest.param(b"no pdf at all", "已损坏", id="another kind inside"),
    ],
)
def test_a_pdf_we_cannot_read_is_refused_with_its_reason(data, reason):
    with pytest.raises(DocumentError, match=reason):
        read_blocks(data, "a.pdf")


def test_letters_far_apart_are_parted_by_a_blank():
    letters = [
        {"text": text, "x0": x, "x1": x + 12, "top": 10, "bottom": 22, "size": 12}
        for text, x in [("市", 0), ("局", 12.5), ("县", 60)]
    ]
    assert [line.words for line in lines_of(letters)] == ["市局 县"]
