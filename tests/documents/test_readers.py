"""Files in: every kind we read gives the same measures, every other is refused with its reason."""

import io
import zipfile
from textwrap import wrap

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from openpyxl import Workbook

from bot.documents.blocks import Table, blocks_of_text
from bot.documents.drafts import DocumentError
from bot.documents.parse import parse
from bot.documents.readers import LARGEST, read_blocks

TEXT = "一、任务\n（一）修路。到2025年，建成公路300公里。（责任单位：市交通局、市发改委）\n（二）办学。新增学位500个。（市教育局牵头）"
ROWS = [
    ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
    ["1", "修路。建成公路300公里", "市交通局", "市发改委、市财政局", "2025年底前"],
    ["2", "办学", "市教育局", "", "长期坚持"],
]


def said(data, name):
    return [(m.ref, m.title, m.leads, m.units) for m in parse(data, name).measures]


SAID = said(TEXT.encode(), "a.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(encoding):
    assert said(TEXT.encode(encoding), "方案.TXT") == SAID and len(SAID) == 2


def test_hard_wrapped_lines_and_page_numbers_are_undone():
    body = "加快建设现代化基础设施体系，统筹推进交通能源水利等重大项目" * 4
    paragraphs = [
        f"（{number}）修路。{body}，建成公路 300 公里。（牵头单位：市交通局，责任单位：市发改委）"
        for number in "一二三"
    ]
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, 30)]
    lines[7:7] = ["", "— 2 —", ""]
    found = parse("\n".join(lines).encode(), "a.txt").measures
    assert [m.units for m in found] == [("市交通局", "市发改委")] * 3
    assert all(m.text.startswith(body) and "\n" not in m.text for m in found)
    assert all(m.targets[-1].value == 300 for m in found)


def test_a_wrapped_line_that_ends_in_a_sign_inside_a_bracket_goes_on():
    lines = []
    for number in "一二三四五六":
        ahead, units = f"（{number}）修路。", "。（省工信厅、省商务厅、省文化和旅游厅、省农业农村厅、各州市人民政府；"
        full = ahead + "建" * (66 - len(ahead) - len(units)) + units
        lines += ["　　" + full[:32], full[32:], "排在第一位的为牵头单位，下同）"]
    found = parse("\n".join(lines).encode(), "a.txt").measures
    assert [(m.leads, m.units[-1]) for m in found] == [(("省工信厅",), "各州市人民政府")] * 6


def test_blanks_and_page_numbers_inside_a_document_on_one_line_are_undone():
    body = "加快建设现代化基础设施体系，统筹推 进交通能源 —1— 水利等重大项目。" * 20
    text = "".join(f"（{n}）修建道 路。{body}（责任单位：市交通 局、市发改委）" for n in "一二三")
    found = parse(text.encode(), "a.txt").measures
    assert [(m.title, m.units) for m in found] == [("修建道路", ("市交通局", "市发改委"))] * 3
    assert "统筹推进交通能源水利" in found[0].text


def test_the_blank_that_stands_for_a_lost_plus_is_kept():
    text = "（一）“網際網路 ”製造。推進。（責任單位:省工信委）"
    assert parse(text.encode(), "a.txt").measures[0].title == "“網際網路 ”製造"


def test_markdown_signs_are_no_part_of_the_text():
    text = "## 一、任务\n**（一）修路。**到2025年建成。（责任单位：*市交通局、市发改委）"
    (measure,) = parse(text.encode(), "方案.md").measures
    assert (measure.title, measure.text, measure.leads) == ("修路", "到2025年建成。", ("市交通局",))
    assert measure.sections == ("一、任务",)


def docx(build):
    document = Document()
    build(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_a_word_document_gives_what_its_text_gives():
    def build(document):
        for line in TEXT.split("\n"):
            document.add_paragraph(line)

    assert said(docx(build), "方案.docx") == SAID


def numbered(document, levels):
    """Add a list whose levels have the given formats; its id."""
    root = document.part.numbering_part.element
    shape, number = OxmlElement("w:abstractNum"), OxmlElement("w:num")
    shape.set(qn("w:abstractNumId"), "77")
    for place, (kind, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(place))
        for tag, value in (("start", "1"), ("numFmt", kind), ("lvlText", text)):
            part = OxmlElement(f"w:{tag}")
            part.set(qn("w:val"), value)
            level.append(part)
        shape.append(level)
    number.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    root.insert(0, shape)
    root.append(number)


def test_automatic_numbers_are_counted_as_word_counts_them():
    def build(document):
        numbered(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）")])
        for level, text in [
            (0, "任务"),
            (1, "修路。建成。（责任单位：市交通局）"),
            (1, "办学。新增。（责任单位：市教育局）"),
            (0, "保障"),
            (1, "督查。通报。（责任单位：市督查室）"),
        ]:
            place = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
            place.get_or_add_ilvl().val, place.get_or_add_numId().val = level, 77

    assert [row[0] for row in said(docx(build), "a.docx")] == ["一（一）", "一（二）", "二（一）"]


def test_merged_cells_in_word_hold_for_all_the_rows_they_cover():
    def build(document):
        table = document.add_table(rows=3, cols=3)
        for row, texts in zip(
            table.rows,
            [["工作任务", "牵头单位", "责任单位"], ["修路", "市交通局", "市发改委"], ["架桥", "", "市水利局"]],
            strict=True,
        ):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(1, 1).merge(table.cell(2, 1))

    assert [row[1:3] for row in said(docx(build), "a.docx")] == [("修路", ("市交通局",)), ("架桥", ("市交通局",))]


MARKUP = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:t>（一）修路。建成</w:t></w:r>'
    '<w:del w:id="1"><w:r><w:delText>二百</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>300公里。</w:t></w:r></w:ins>'
    "<w:r><w:footnoteReference w:id='3'/><w:t>（责任单位：</w:t></w:r><w:hyperlink><w:r><w:t>市交通局）</w:t></w:r>"
    "</w:hyperlink></w:p>"
)
BOXED = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:pict><w:txbxContent><w:p><w:r>'
    "<w:t>（二）架桥。（责任单位：市水利局）</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
)
HELD = (
    '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:sdtContent><w:p><w:r>'
    "<w:t>（三）办学。（责任单位：市教育局）</w:t></w:r></w:p></w:sdtContent></w:sdt>"
)


def test_changes_count_as_accepted_and_boxes_and_controls_are_read():
    def build(document):
        for place, part in enumerate((MARKUP, BOXED, HELD)):
            document.element.body.insert(place, parse_xml(part))

    found = parse(docx(build), "a.docx").measures
    assert [(m.title, m.text, m.units) for m in found] == [
        ("修路", "建成300公里。", ("市交通局",)),
        ("架桥", "架桥", ("市水利局",)),
        ("办学", "办学", ("市教育局",)),
    ]


def xlsx(rows, merge=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


TABLE_SAID = [
    ("1", "修路", ("市交通局",), ("市交通局", "市发改委", "市财政局")),
    ("2", "办学", ("市教育局",), ("市教育局",)),
]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx(ROWS), "a.xlsx"),
        (xlsx([["某市任务分解表"], *ROWS]), "a.xlsx"),
        ("\n".join(",".join(f'"{c}"' for c in row) for row in ROWS).encode("gb18030"), "a.csv"),
        ("\n".join("\t".join(row) for row in ROWS).encode(), "a.txt"),
        ("\n".join("| " + " | ".join(row) + " |" for row in [ROWS[0], ["---"] * 5, *ROWS[1:]]).encode(), "a.md"),
    ],
    ids=["a workbook", "a title above the header", "comma separated", "tabs in a text", "a markdown table"],
)
def test_a_table_is_read_whatever_file_it_stands_in(data, name):
    assert said(data, name) == TABLE_SAID


def test_a_limit_and_a_number_in_a_table_become_deadline_and_target():
    first, second = parse(xlsx(ROWS), "a.xlsx").measures
    assert first.deadlines[0].on.isoformat() == "2025-12-31" and first.targets[0].value == 300
    assert second.deadlines[0].recurs == "ongoing"


def test_merged_and_blank_unit_cells_repeat_the_cell_above():
    rows = [["任务", "责任单位"], ["修路", "市交通局"], ["架桥", None], ["办学", "市教育局"]]
    assert [row[3] for row in said(xlsx(rows, "B2:B3"), "a.xlsx")] == [("市交通局",), ("市交通局",), ("市教育局",)]
    assert [row[3] for row in said(xlsx(rows), "a.xlsx")] == [("市交通局",), ("市交通局",), ("市教育局",)]


def test_a_header_of_two_rows_is_read_as_one():
    rows = [
        ["序号", "任务", None, "责任分工", None, None, "时限"],
        [None, "类别", "内容", "牵头单位", "责任单位", "责任人", None],
        ["1", "交通", "修路", "市交通局", "市发改委", "某某", "2025年底前"],
        ["2", None, "架桥", "市水利局", None, "某某", "2025年底前"],
    ]
    found = parse(xlsx(rows, "D1:F1"), "a.xlsx").measures
    assert [(m.sections, m.title, m.leads, m.units) for m in found] == [
        (("交通",), "修路", ("市交通局",), ("市交通局", "市发改委")),
        (("交通",), "架桥", ("市水利局",), ("市水利局",)),
    ]


def test_a_task_column_that_repeats_is_a_section_and_the_next_one_the_title():
    rows = [["重点任务", "工作举措", "责任单位"], ["交通", "修路", "市交通局"], ["交通", "架桥", "市水利局"]]
    found = parse(xlsx(rows), "a.xlsx").measures
    assert [(m.sections, m.title) for m in found] == [(("交通",), "修路"), (("交通",), "架桥")]


def test_names_one_a_line_are_parted_and_a_name_broken_over_lines_is_one():
    rows = [["任务", "责任单位"], ["修路", "市交通局\n市发展和改\n革委员会"]]
    assert said(xlsx(rows), "a.xlsx")[0][3] == ("市交通局", "市发展和改革委员会")


def test_numbers_that_start_anew_in_a_second_table_are_told_apart():
    table = "序号\t任务\t责任单位\n1\t{}\t市交通局"
    found = parse("\n后一张表\n".join([table.format("修路"), table.format("架桥")]).encode(), "a.txt").measures
    assert [m.title for m in found] == ["修路", "架桥"] and len({m.ref for m in found}) == 2


def test_a_row_of_one_cell_is_a_section():
    rows = [["任务", "责任单位"], ["一、基础设施"], ["修路", "市交通局"]]
    assert parse(xlsx(rows), "a.xlsx").measures[0].sections == ("一、基础设施",)


def test_a_table_that_tells_the_text_again_is_named_and_not_loaded_twice():
    table = "\n".join("\t".join(row) for row in ROWS[:2])
    parsed = parse(f"{TEXT}\n附件\n{table}".encode(), "a.txt")
    assert len(parsed.measures) == 2 and "表格里另有 1 条" in parsed.doubts[0]


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (201 * 1024 * 1024))
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0", "a.doc", "另存为 .docx", id="old Word"),
        pytest.param(b"x", "a.exe", "不认识 .exe", id="no document"),
        pytest.param(b" \n", "a.txt", "空的", id="empty"),
        pytest.param(b"x" * (LARGEST + 1), "a.txt", "超过 20 MB", id="too large"),
        pytest.param(b"PK\x03\x04 broken", "a.docx", "已损坏", id="damaged"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "密码", id="encrypted"),
        pytest.param(xlsx(ROWS), "a.docx", "其实是 .xlsx", id="a workbook renamed"),
        pytest.param(b"%PDF-1.7", "a.docx", "其实是 PDF", id="a PDF renamed"),
        pytest.param(xlsx(ROWS), "a.txt", "其实是 Office", id="a workbook renamed to a text"),
        pytest.param("一二三四五六七八九十".encode() * 200_001, "a.txt", "200 万字", id="more letters than any plan"),
        pytest.param(b"\xff\xff\xff", "a.txt", "编码", id="no text"),
    ],
)
def test_a_file_we_cannot_read_is_refused_with_its_reason(data, name, reason):
    with pytest.raises(DocumentError, match=reason):
        read_blocks(data, name)


def test_a_package_that_would_explode_is_not_unpacked():
    with pytest.raises(DocumentError, match="不像一份方案"):
        read_blocks(bomb(), "a.docx")


def test_a_package_that_lies_about_its_size_is_not_unpacked_either():
    data, told = bomb(), (1000).to_bytes(4, "little")
    size = (201 * 1024 * 1024).to_bytes(4, "little")
    with pytest.raises(DocumentError, match="已损坏"):
        read_blocks(data.replace(size, told), "a.docx")


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(DocumentError, match="找不到文件"):
        parse(tmp_path / "没有.txt")


def test_tabs_make_tables_and_lines_make_paragraphs():
    first, table, last = blocks_of_text("前言\n甲\t乙\t丙\n一\t二\t三\n后记")
    assert (first, last) == ("前言", "后记") and table == Table((("甲", "乙", "丙"), ("一", "二", "三")))
