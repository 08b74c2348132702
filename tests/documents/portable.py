"""Writes a paper as PDF, with text under a black box, annotations, fields and attachments."""

from io import BytesIO

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import Table

from tests.documents.embedded import workbook
from tests.documents.paper import Grid, Kind, Paper, Paragraph, Planting, Sample, Secret
from tests.documents.values import Values

_FONT = "STSong-Light"
_STYLE = ParagraphStyle("body", fontName=_FONT, fontSize=11, leading=17, wordWrap="CJK")
_CELL = ParagraphStyle("cell", fontName=_FONT, fontSize=9, leading=12, wordWrap="CJK")
_WIDTH, _HEIGHT = A4
_MARGIN = 2 * cm
_ROWS = 15


def write(paper: Paper, values: Values) -> Sample:
    """Return the document; every table begins a page, and long ones go on on the next."""
    planting = Planting(paper, values)
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = BytesIO()
    pages = _Pages(Canvas(out, pagesize=A4))
    pages.flow(Flowing(paper.title, _STYLE))
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            pages.flow(Flowing(block.text, _STYLE))
            planting.note(block.secrets, f"第 {pages.number} 页")
        else:
            _add_table(pages, block, planting)
    pages.turn()
    _hide(pages, planting)
    pages.canvas.save()
    return planting.sample(f"{paper.title}.pdf", _attach(out.getvalue(), planting))


class _Pages:
    """A canvas that is filled from top to bottom."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.number = 1
        self.top = _HEIGHT - _MARGIN

    def flow(self, block: Flowing | Table) -> None:
        """Draw a block, on a new page when it does not fit."""
        _, height = block.wrapOn(self.canvas, _WIDTH - 2 * _MARGIN, _HEIGHT)
        if self.top - height < _MARGIN:
            self.turn()
        block.drawOn(self.canvas, _MARGIN, self.top - height)
        self.top -= height + 6

    def turn(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()
        self.number += 1
        self.top = _HEIGHT - _MARGIN


def _add_table(pages: _Pages, grid: Grid, planting: Planting) -> None:
    width = (_WIDTH - 2 * _MARGIN) / len(grid.rows[0])
    for first in range(0, len(grid.rows), _ROWS):
        rows = grid.rows[first : first + _ROWS]
        # Narrow cells wrap the numbers.
        cells = [[Flowing(cell, _CELL) for cell in row] for row in rows]
        table = Table(cells, colWidths=[width] * len(grid.rows[0]))
        table.setStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        pages.flow(table)
        for spot in grid.spots:
            if first <= spot.row < first + _ROWS:
                planting.note((spot.secret,), f"第 {pages.number} 页")


def _hide(pages: _Pages, planting: Planting) -> None:
    canvas, page = pages.canvas, f"第 {pages.number} 页"
    canvas.setFont(_FONT, 11)
    canvas.drawString(_MARGIN, 24 * cm, planting.hide(page, "黑块|遮|覆盖"))
    canvas.rect(_MARGIN - 4, 24 * cm - 5, 14 * cm, 18, fill=1, stroke=0)
    canvas.setFillColor("white")
    canvas.drawString(_MARGIN, 22 * cm, planting.hide(page))
    canvas.setFillColor("black")
    unseen = canvas.beginText(_MARGIN, 20 * cm)
    unseen.setTextRenderMode(3)
    unseen.textLine(planting.hide(page))
    canvas.drawText(unseen)
    # The mode of text stays with the page.
    shown = canvas.beginText(_MARGIN, 18 * cm)
    shown.setTextRenderMode(0)
    shown.textLine("以上情况属实")
    canvas.drawText(shown)
    canvas.textAnnotation(planting.hide("批注|注释"), Rect=[50, 400, 300, 450])
    typed = planting.values.id()
    planting.note((Secret(Kind.ID, typed),), page)
    canvas.acroForm.textfield(name="idn", value=typed, x=50, y=300, width=300, height=20)
    canvas.setTitle(planting.paper.title)
    canvas.setKeywords(planting.hide("属性"))


def _attach(body: bytes, planting: Planting) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as document:
        document.attachments["底稿.xlsx"] = workbook(planting, "底稿")
        document.save(out)
    return out.getvalue()
