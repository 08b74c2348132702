"""Make attachments: workbooks, Word documents and PDF files, the same bytes at every build."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import xlsxwriter
from docx import Document
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PdfTable

from xunjian.demo.content import Attachment
from xunjian.demo.expand import Places, expand, table_rows

FIXED_TIME = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ZIP_TIME = (2020, 1, 1, 0, 0, 0)
_FONT = "STSong-Light"
_ERROR_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>提示</title></head>
<body><p>系统提示：文件下载失败，请稍后再试或联系管理员。</p></body></html>
"""


def attachment_bytes(part: Attachment, places: Places) -> bytes | None:
    """Return a file's bytes, damaged as planted; None when it is planted as missing."""
    match part.damage:
        case "missing":
            return None
        case "html":
            return _ERROR_PAGE.encode()
    heading = part.title.rsplit(".", 1)[0]
    paragraphs = [expand(text, part.clock, places) for text in part.paragraphs]
    rows: list[list[str]] = []
    if part.table is not None:
        rows = [list(part.table.head), *table_rows(part.table, part.clock, places)]
    hidden = part.table.hidden if part.table is not None else frozenset[int]()
    match part.name.rsplit(".", 1)[-1]:
        case "xlsx":
            data = _workbook(heading, paragraphs, rows, hidden)
        case "docx":
            data = _document(heading, paragraphs, rows)
        case _:
            data = _pdf(heading, paragraphs, rows, encrypted=part.damage == "encrypted")
    return data[: len(data) // 2] if part.damage == "truncated" else data


def _workbook(
    title: str, paragraphs: Sequence[str], rows: Sequence[Sequence[str]], hidden: frozenset[int]
) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title, "created": FIXED_TIME})
    sheet = book.add_worksheet("Sheet1")
    heading = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    cell = book.add_format({"border": 1, "align": "center"})
    width = len(rows[0]) if rows else 6
    sheet.merge_range(0, 0, 0, max(1, width - 1), title, heading)
    line = 1
    for text in paragraphs:
        sheet.write_string(line, 0, text)
        line += 1
    for row in rows:
        for place, value in enumerate(row):
            sheet.write_string(line, place, value, cell)
        line += 1
    for place in range(width):
        options = {"hidden": True} if place in hidden else {}
        sheet.set_column(place, place, 22, None, options)
    book.close()
    return stream.getvalue()


def _document(title: str, paragraphs: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    document = Document()
    document.core_properties.author = "青禾区"
    document.core_properties.title = title
    document.core_properties.created = FIXED_TIME
    document.core_properties.modified = FIXED_TIME
    document.add_heading(title, level=1)
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
        for row in rows:
            cells = table.add_row().cells
            for cell, value in zip(cells, row, strict=True):
                cell.text = value
    stream = io.BytesIO()
    document.save(stream)
    return _with_fixed_times(stream.getvalue())


def _with_fixed_times(data: bytes) -> bytes:
    """Pack a zip file anew: python-docx stamps its members with the present time."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            info = zipfile.ZipInfo(member.filename, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(member))
    return stream.getvalue()


def _pdf(
    title: str, paragraphs: Sequence[str], rows: Sequence[Sequence[str]], *, encrypted: bool
) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    heading = ParagraphStyle("heading", fontName=_FONT, fontSize=18, leading=28, alignment=1)
    body = ParagraphStyle(
        "body", fontName=_FONT, fontSize=12, leading=22, firstLineIndent=24, wordWrap="CJK"
    )
    parts: list[Flowable] = [Paragraph(escape(title), heading), Spacer(1, 12)]
    parts += [Paragraph(escape(text), body) for text in paragraphs]
    if rows:
        grid = PdfTable([list(row) for row in rows], repeatRows=1)
        grid.setStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), _FONT),
                ("FONTSIZE", (0, 0), (-1, -1), 9),
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
            ]
        )
        parts += [Spacer(1, 12), grid]
    stream = io.BytesIO()
    lock = StandardEncryption("qinghe-demo", canPrint=0) if encrypted else None
    SimpleDocTemplate(stream, pagesize=A4, title=title, invariant=1, encrypt=lock).build(parts)
    return stream.getvalue()
