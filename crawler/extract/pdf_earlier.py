"""What earlier versions of a PDF said: saving may add to the file and keep what was taken out."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from crawler.extract.content import ContentBuilder
from crawler.extract.pdf_text import TAKEN_OUT

MOST_VERSIONS, MOST_PAGES = 5, 500
PLACE = "第 {} 页（较早版本中的文字）"


def add_earlier(document: pypdfium2.PdfDocument, body: bytes, builder: ContentBuilder) -> None:
    """Add the lines that an earlier version has and the last one has not."""
    ends = _ends(document)[:-1]
    if not ends:
        return
    said = "".join(builder.build().text.split())
    for end in reversed(ends[-MOST_VERSIONS:]):
        for number, text in _pages(body[:end]):
            lines = [line for line in text.split("\n") if "".join(line.split()) not in said]
            builder.add(PLACE.format(number), "\n".join(lines))
            said += "".join("".join(lines).split())


def _ends(document: pypdfium2.PdfDocument) -> list[int]:
    count = pdfium.FPDF_GetTrailerEnds(document.raw, None, 0)
    ends = (ctypes.c_uint * count)()
    pdfium.FPDF_GetTrailerEnds(document.raw, ends, count)
    return sorted(ends)


def _pages(body: bytes) -> Iterator[tuple[int, str]]:
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError:
        # The first part of a file that is made for the web is no version of it.
        return
    try:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            text_page = page.get_textpage()
            text = text_page.get_text_range()
            yield number + 1, text.replace("\r\n", "\n").translate(TAKEN_OUT)
            text_page.close()
            page.close()
    except pypdfium2.PdfiumError:
        return
    finally:
        document.close()
