"""Annotates PDF files: highlights with a popup text on the words, a note where they are not found."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from pypdfium2 import raw

from checks.finding import Severity
from checks.views import Document
from xunjian.annotate.note import AUTHOR, AnnotateError, Note, without_place
from xunjian.annotate.spans import Span, spans_of
from xunjian.whereabouts import places_of

COLOURS = {
    Severity.CRITICAL: (255, 130, 130),
    Severity.ERROR: (255, 221, 90),
    Severity.WARNING: (150, 205, 255),
}
PAGE = re.compile(r"第 (\d+) 页")
# What the text of the page has and the text that was read has not, or not alike.
LEFT_OUT = re.compile(r"[\s\ufffe\uffff\u00ad\x00]")
# A note's sign on the page, in points, and how far it stands from the edge.
SIGN, EDGE = 20, 8


@dataclass(slots=True)
class _Sheet:
    """A page with its characters but blanks, each with its number among all characters."""

    page: pypdfium2.PdfPage
    text: pypdfium2.PdfTextPage
    squeezed: str
    numbers: tuple[int, ...]
    signs: int = 0


def annotate(body: bytes, document: Document, notes: Sequence[Note]) -> bytes:
    """Return the file with its marks highlighted; the file itself is kept as it was, and added to."""
    try:
        pdf = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise AnnotateError("文件打不开") from error
    pages = _Pages(pdf, document)
    left_over: list[str] = []
    for note in notes:
        missed = []
        for mark, span in spans_of(document, note):
            if span is None or not pages.mark(span, note):
                missed.append(mark)
        if missed or not note.marks:
            left_over.append(note.listed(places_of(document, missed)))
    if left_over:
        pages.stick(0, without_place(left_over), Severity.WARNING)
    out = BytesIO()
    pdf.save(out, flags=raw.FPDF_INCREMENTAL)
    return out.getvalue()


class _Pages:
    """The pages of a file beside the text that was read from them."""

    def __init__(self, pdf: pypdfium2.PdfDocument, document: Document) -> None:
        self._pdf = pdf
        self._document = document
        self._sheets: dict[int, _Sheet] = {}

    def mark(self, span: Span, note: Note) -> bool:
        """Highlight a span, or put a note on its page; False where it stands on no page."""
        found = PAGE.search(self._document.place(span.start))
        number = int(found[1]) - 1 if found else -1
        if not 0 <= number < len(self._pdf):
            return False
        sheet = self._sheet(number)
        boxes = list(self._boxes(sheet, span))
        if boxes:
            _highlight(sheet.page, boxes, note)
        else:
            # Words in a picture, or under one: the page is known, the place on it is not.
            self.stick(number, note.text, note.severity)
        return True

    def stick(self, number: int, text: str, severity: Severity) -> None:
        """Put a note at the top of a page, beside those that are there."""
        sheet = self._sheet(number)
        left, _, _, top = sheet.page.get_cropbox()
        left += EDGE + sheet.signs * (SIGN + EDGE)
        sheet.signs += 1
        box = raw.FS_RECTF(left, top - EDGE, left + SIGN, top - EDGE - SIGN)
        annotation = raw.FPDFPage_CreateAnnot(sheet.page, raw.FPDF_ANNOT_TEXT)
        raw.FPDFAnnot_SetRect(annotation, box)
        _describe(annotation, text, severity)

    def _sheet(self, number: int) -> _Sheet:
        if number not in self._sheets:
            page = self._pdf[number]
            text = page.get_textpage()
            codes = (raw.FPDFText_GetUnicode(text, at) for at in range(text.count_chars()))
            kept = [
                (at, chr(code)) for at, code in enumerate(codes) if not LEFT_OUT.match(chr(code))
            ]
            squeezed = "".join(char for _, char in kept)
            numbers = tuple(at for at, _ in kept)
            self._sheets[number] = _Sheet(page, text, squeezed, numbers)
        return self._sheets[number]

    def _boxes(self, sheet: _Sheet, span: Span) -> Iterator[raw.FS_RECTF]:
        """Yield a box for each line of the span, found as the so-manyth of its like on the page."""
        first = self._page_start(span.start)
        words = LEFT_OUT.sub("", self._document.text[span.start : span.end])
        before = LEFT_OUT.sub("", self._document.text[first : span.start])
        at = len(before)
        if not words or sheet.squeezed[at : at + len(words)] != words:
            at = -1
            for _ in range(_count(before, words) + 1):
                following = sheet.squeezed.find(words, at + 1) if words else -1
                if following < 0:
                    break
                at = following
        if at < 0:
            return
        start, last = sheet.numbers[at], sheet.numbers[at + len(words) - 1]
        for number in range(raw.FPDFText_CountRects(sheet.text, start, last + 1 - start)):
            sides = [ctypes.c_double() for _ in range(4)]
            raw.FPDFText_GetRect(sheet.text, number, *(ctypes.byref(side) for side in sides))
            left, top, right, bottom = (side.value for side in sides)
            yield raw.FS_RECTF(left, top, right, bottom)

    def _page_start(self, offset: int) -> int:
        starts = [place.start for place in self._document.places if place.start <= offset]
        return starts[-1] if starts else 0


def _count(text: str, words: str) -> int:
    """Count occurrences, overlapping ones too, as they are searched for one by one."""
    count, at = 0, text.find(words)
    while at >= 0:
        count += 1
        at = text.find(words, at + 1)
    return count


def _highlight(page: pypdfium2.PdfPage, boxes: Sequence[raw.FS_RECTF], note: Note) -> None:
    annotation = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_HIGHLIGHT)
    around = raw.FS_RECTF(
        min(box.left for box in boxes),
        max(box.top for box in boxes),
        max(box.right for box in boxes),
        min(box.bottom for box in boxes),
    )
    raw.FPDFAnnot_SetRect(annotation, around)
    for box in boxes:
        quad = raw.FS_QUADPOINTSF(
            box.left, box.top, box.right, box.top, box.left, box.bottom, box.right, box.bottom
        )
        raw.FPDFAnnot_AppendAttachmentPoints(annotation, quad)
    _describe(annotation, note.text, note.severity)


def _describe(annotation: raw.FPDF_ANNOTATION, text: str, severity: Severity) -> None:
    red, green, blue = COLOURS[severity]
    raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, red, green, blue, 255)
    raw.FPDFAnnot_SetFlags(annotation, raw.FPDF_ANNOT_FLAG_PRINT)
    for key, value in ((b"Contents", text), (b"T", AUTHOR)):
        wide = (value + "\0").encode("utf-16-le")
        buffer = ctypes.create_string_buffer(wide, len(wide))
        raw.FPDFAnnot_SetStringValue(
            annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
        )
    raw.FPDFPage_CloseAnnot(annotation)
