"""Makes the generated site's attachments with the libraries that the project has: pdf, docx, xlsx."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
import xlsxwriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks import prose

FONT = "STSong-Light"
LINE = 36


def write(path: Path, random: Random, year: int) -> None:
    """Write an attachment of the kind that the file's suffix names."""
    WRITERS[path.suffix](path, random, year)


def _pdf(path: Path, random: Random, year: int) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), invariant=True)
    for _ in range(random.randint(1, 3)):
        canvas.setFont(FONT, 12)
        text = "".join(prose.paragraphs(random, year, 700))
        for row, start in enumerate(range(0, len(text), LINE)):
            canvas.drawString(60, 780 - row * 20, text[start : start + LINE])
        canvas.showPage()
    canvas.save()


def _docx(path: Path, random: Random, year: int) -> None:
    document = docx.Document()
    for paragraph in prose.paragraphs(random, year, 1500):
        document.add_paragraph(paragraph)
    rows = prose.table(random, 8)
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    # Saved as it is, the archive would hold the time of saving, and no two sites be alike.
    with ZipFile(buffer) as saved, ZipFile(path, "w", ZIP_DEFLATED) as steady:
        for name in saved.namelist():
            steady.writestr(ZipInfo(name), saved.read(name), ZIP_DEFLATED)


def _xlsx(path: Path, random: Random, year: int) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(year, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet(f"{year}年")
        for number, row in enumerate(prose.table(random, 60)):
            sheet.write_row(number, 0, row)


WRITERS = {".pdf": _pdf, ".docx": _docx, ".xlsx": _xlsx}
