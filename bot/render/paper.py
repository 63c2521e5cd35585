"""The paper of a government brief: A4, the margins and faces of GB/T 9704-2012, and how a paragraph is set on it."""

from dataclasses import dataclass

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.render.words import clean

# 小标宋 for titles, 黑体 and 楷体 for headings, 仿宋 for the text: the faces the standard names, as Windows calls them.
FACES = {
    "zh": {"title": "方正小标宋简体", "heading": "黑体", "second": "楷体_GB2312", "body": "仿宋_GB2312"},
    "zht": {"title": "標楷體", "heading": "微軟正黑體", "second": "標楷體", "body": "標楷體"},
}
LATIN = "Times New Roman"
RED = RGBColor(0xD0, 0x10, 0x10)
NUMBER_2, NUMBER_3, NUMBER_4, SMALL = 22, 16, 14, 10.5  # 二号, 三号, 四号, 五号, in points
LINE = 28  # points from line to line: twenty-two lines a page

AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")

CENTRE, RIGHT, LEFT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass
class Paper:
    """A document being written, in one language."""

    language: str
    doc: Doc

    @classmethod
    def blank(cls, language: str) -> "Paper":
        """An empty sheet with its page numbers."""
        paper = cls(language, Document())
        section = paper.doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        paper._default()
        paper._page_numbers(section.footer.paragraphs[0])
        return paper

    def line(
        self,
        text: str,
        face: str = "body",
        size: float = NUMBER_3,
        *,
        align: WD_ALIGN_PARAGRAPH = JUSTIFY,
        indent: float = 0,
        spacing: float | None = LINE,
        before: float = 0,
        after: float = 0,
        colour: RGBColor | None = None,
        keep: bool = False,
    ) -> Paragraph:
        """One paragraph; `indent` is in characters, spacing in points. Returns it, so that more can be added."""
        paragraph = self.doc.add_paragraph()
        self._set(paragraph, align, indent * size, spacing, before, after)
        paragraph.paragraph_format.keep_with_next = keep
        run = self.add(paragraph, text, face, size)
        if colour is not None:
            run.font.color.rgb = colour
        return paragraph

    def add(self, paragraph: Paragraph, text: str, face: str = "body", size: float = NUMBER_3) -> Run:
        """A run of text in one face, Latin letters in Times."""
        run = paragraph.add_run(clean(text))
        self._face(run, face, size)
        return run

    def first(self, text: str) -> None:
        """一、 a heading."""
        self.line(text, "heading", indent=2, keep=True)

    def second(self, text: str) -> None:
        """（一） a heading below it."""
        self.line(text, "second", indent=2, keep=True)

    def text(self, text: str) -> None:
        """A paragraph of the text, its first line two characters in."""
        self.line(text, indent=2)

    def rule(self, paragraph: Paragraph) -> None:
        """The red line under the head."""
        borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", str(RED))):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        # The schema has an order, and Word minds it.
        paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)

    def table(self, headings: list[str], rows: list[list[str]], widths: list[float], *, left: tuple[int, ...]) -> None:
        """A ruled table; `widths` are millimetres, `left` the columns that are not centred. The head is repeated on
        each page and no row is parted."""
        table = self.doc.add_table(rows=1, cols=len(headings), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for cell, heading, width in zip(table.rows[0].cells, headings, widths, strict=True):
            self._cell(cell, heading, "heading", CENTRE, width)
        _mark(table.rows[0]._tr, "w:tblHeader")
        for row in rows:
            line = table.add_row()
            _mark(line._tr, "w:cantSplit")
            for place, (cell, text, width) in enumerate(zip(line.cells, row, widths, strict=True)):
                self._cell(cell, text, "body", LEFT if place in left else CENTRE, width)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        self.line("", spacing=10)

    def _cell(self, cell: _Cell, text: str, face: str, align: WD_ALIGN_PARAGRAPH, width: float) -> None:
        cell.width, cell.vertical_alignment = Mm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        self._set(paragraph, align, 0, 15, 1, 1)
        self.add(paragraph, text, face, SMALL)

    def _set(
        self,
        paragraph: Paragraph,
        align: WD_ALIGN_PARAGRAPH,
        indent: float,
        spacing: float | None,
        before: float,
        after: float,
    ) -> None:
        layout = paragraph.paragraph_format
        layout.alignment = align
        layout.first_line_indent = Pt(indent)
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.widow_control = True
        if spacing is not None:
            layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)

    @property
    def _faces(self) -> dict[str, str]:
        return FACES.get(self.language, FACES["zh"])

    def _face(self, run: Run, face: str, size: float) -> None:
        run.font.name, run.font.size = LATIN, Pt(size)
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), self._faces[face])
        fonts.set(qn("w:hAnsi"), LATIN)
        # “ ” and … are Latin signs to a word processor; the hint sets them in the Chinese face.
        if self.language != "en":
            fonts.set(qn("w:hint"), "eastAsia")

    def _default(self) -> None:
        normal = self.doc.styles["Normal"]
        normal.font.name, normal.font.size = LATIN, Pt(NUMBER_3)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), self._faces["body"])
        # Without the language a word processor may set commas and full stops in the middle of their square.
        for lang in self.doc.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:eastAsia"), "zh-TW" if self.language == "zht" else "zh-CN")

    def _page_numbers(self, paragraph: Paragraph) -> None:
        paragraph.alignment = CENTRE
        self.add(paragraph, "— ", "body", NUMBER_4)
        run = self.add(paragraph, "", "body", NUMBER_4)
        for kind, code in (("begin", None), (None, "PAGE"), ("end", None)):
            piece = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                piece.set(qn("w:fldCharType"), kind)
            else:
                piece.text = code
            run._r.append(piece)
        self.add(paragraph, " —", "body", NUMBER_4)


def _mark(row: object, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]
