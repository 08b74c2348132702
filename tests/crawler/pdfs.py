"""Makes PDF files with what people hide in them, and with what they forget."""

import ctypes
from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

from crawler.extract.content import Content

FONT = "STSong-Light"
Draw = Callable[[Canvas], None]


def drawn(*pages: Draw, rotation: int = 0) -> bytes:
    """Return a PDF of pages that the functions draw."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for draw in pages:
        canvas.setFont(FONT, 12)
        if rotation:
            canvas.setPageRotation(rotation)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture(canvas: Canvas, image: object, left: float, bottom: float, *size: float) -> None:
    """Draw a picture of so many points."""
    canvas.drawImage(ImageReader(image), left, bottom, *size, mask="auto")


def listed(rows: list[list[str]], widths: list[float], *, ruled: bool) -> bytes:
    """Return a PDF with a table that may run over pages; long cells are wrapped."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
    table = LongTable([[Paragraph(cell, style) for cell in row] for row in rows], colWidths=widths)
    if ruled:
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    buffer = BytesIO()
    SimpleDocTemplate(buffer).build([table])
    return buffer.getvalue()


def changed(body: bytes, change: Callable[[pypdfium2.PdfDocument], None]) -> bytes:
    """Return the PDF with what was done to it by pdfium."""
    document = pypdfium2.PdfDocument(body)
    change(document)
    buffer = BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def note(
    document: pypdfium2.PdfDocument,
    kind: int,
    box: tuple[float, float, float, float],
    text: str = "",
) -> None:
    """Add an annotation to the first page; a square is filled with black."""
    page = document[0]
    handle = pdfium.FPDFPage_CreateAnnot(page.raw, kind)
    left, bottom, right, top = box
    pdfium.FPDFAnnot_SetRect(
        handle, pdfium.FS_RECTF(left=left, bottom=bottom, right=right, top=top)
    )
    if text:
        wide = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
        pdfium.FPDFAnnot_SetStringValue(
            handle, b"Contents", ctypes.cast(wide, ctypes.POINTER(pdfium.FPDF_WCHAR))
        )
    if kind == pdfium.FPDF_ANNOT_SQUARE:
        for part in (pdfium.FPDFANNOT_COLORTYPE_Color, pdfium.FPDFANNOT_COLORTYPE_InteriorColor):
            pdfium.FPDFAnnot_SetColor(handle, part, 0, 0, 0, 255)
    pdfium.FPDFPage_CloseAnnot(handle)
    page.close()


def texts(content: Content) -> dict[str, str]:
    """Return the text at each place."""
    ends = [place.start for place in content.places[1:]] + [len(content.text)]
    found: dict[str, str] = {}
    for place, end in zip(content.places, ends, strict=True):
        part = content.text[place.start : end].strip()
        found[place.name] = f"{found[place.name]}\n{part}" if place.name in found else part
    return found
