"""A Word document that is written from top to bottom: headings, paragraphs, tables."""

from collections.abc import Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.run import Run
from lxml import etree

FONT, HEAD_FONT = "仿宋", "黑体"
RED, AMBER = RGBColor(0xB4, 0x23, 0x18), RGBColor(0x8A, 0x46, 0x00)
GREEN, SOFT = RGBColor(0x22, 0x65, 0x2F), RGBColor(0x5C, 0x69, 0x75)
SHADE = "EEF3F9"
# XML knows most control characters not even as references.
CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


class Paper:
    """A document in the making."""

    def __init__(self) -> None:
        self.document = Document()
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(12)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(4)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.6)
        section.top_margin = section.bottom_margin = Cm(2.4)

    def title(self, text: str) -> None:
        """Add the title."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text.translate(CONTROLS))
        run.font.size = Pt(20)
        _in_head_font(run)

    def heading(self, text: str) -> None:
        """Add the heading of a part, which keeps to what follows it."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(12)
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run(text.translate(CONTROLS))
        run.font.size = Pt(14)
        _in_head_font(run)

    def text(
        self,
        text: str,
        colour: RGBColor | None = None,
        *,
        bold: bool = False,
        size: float | None = None,
    ) -> None:
        """Add a paragraph."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = bold
        run = paragraph.add_run(text.translate(CONTROLS))
        run.bold = bold
        if size is not None:
            run.font.size = Pt(size)
        if colour is not None:
            run.font.color.rgb = colour

    def small(self, text: str, alignment: WD_ALIGN_PARAGRAPH | None = None) -> None:
        """Add a paragraph that need not be read at first."""
        paragraph = self.document.add_paragraph()
        if alignment is not None:
            paragraph.alignment = alignment
        run = paragraph.add_run(text.translate(CONTROLS))
        run.font.size, run.font.color.rgb = Pt(10), SOFT

    def figures(self, figures: Sequence[tuple[str, str, str, RGBColor]]) -> None:
        """Add large numbers side by side: title, number, note, colour."""
        table = self.document.add_table(rows=1, cols=len(figures), style="Table Grid")
        for cell, (title, number, note, colour) in zip(table.rows[0].cells, figures, strict=True):
            _shade(cell)
            first = cell.paragraphs[0]
            for paragraph, text, size in (
                (first, title, 10.5),
                (cell.add_paragraph(), number, 18.0),
                (cell.add_paragraph(), note, 9.0),
            ):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.space_after = Pt(1)
                run = paragraph.add_run(text)
                run.font.size = Pt(size)
                if paragraph is not first and text == number:
                    run.bold, run.font.color.rgb = True, colour
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        coloured: int | None = None,
        colours: Sequence[RGBColor | None] = (),
    ) -> None:
        """Add a table; `widths` in centimetres, `colours` are those of the column `coloured`."""
        table = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        table.autofit = False
        # Word goes by the cells, other programs by the columns.
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for place, row in enumerate((heads, *rows)):
            made = table.rows[0] if place == 0 else table.add_row()
            _keep_whole(made, is_head=place == 0)
            for index, (cell, text, width) in enumerate(zip(made.cells, row, widths, strict=True)):
                cell.width = Cm(width)
                run = _write(cell, text, is_head=place == 0)
                if place and index == coloured and (colour := colours[place - 1]) is not None:
                    run.bold, run.font.color.rgb = True, colour
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)


def _write(cell: _Cell, text: str, *, is_head: bool) -> Run:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run: Run = paragraph.add_run(text.translate(CONTROLS))
    run.font.size, run.bold = Pt(10.5), is_head
    if is_head:
        _shade(cell)
    return run


def _in_head_font(run: Run) -> None:
    run.font.name = HEAD_FONT
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD_FONT)


def _shade(cell: _Cell) -> None:
    shade = etree.SubElement(cell._tc.get_or_add_tcPr(), qn("w:shd"))
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), SHADE)


def _keep_whole(row: _Row, *, is_head: bool) -> None:
    """Do not break a row over two pages; a head stands on every page."""
    properties = row._tr.get_or_add_trPr()
    etree.SubElement(properties, qn("w:cantSplit"))
    if is_head:
        etree.SubElement(properties, qn("w:tblHeader"))
