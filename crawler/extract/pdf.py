"""PDF by pypdfium2 (BSD-3): text, hidden text and tables page by page, scans by recognition."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.entries import Entry
from crawler.extract.grid import Segment
from crawler.extract.layout import LONG_NUMBER, Found, carried_head, tables_of, unsaid
from crawler.extract.ocr import Recogniser
from crawler.extract.pdf_earlier import add_earlier
from crawler.extract.pdf_hidden import hidden_text
from crawler.extract.pdf_objects import Drawing, drawing_of
from crawler.extract.pdf_parts import add_document, add_notes, files_of
from crawler.extract.pdf_scan import add_picture, has_picture, is_garbled, is_scan, picture_of
from crawler.extract.pdf_text import TAKEN_OUT, PageText, page_text, reading_turn, turned
from crawler.page import Table
from crawler.site import FileLimits

# What is hidden of a number is told with the rest of the number.
TOKEN = re.compile(r"[0-9A-Za-z*＊·\-]+")


@dataclass(slots=True)
class _Reading:
    document: pypdfium2.PdfDocument
    builder: ContentBuilder
    recogniser: Recogniser
    before: Found | None = None
    pictured: list[int] = field(default_factory=list)


def read(body: bytes, limits: FileLimits) -> Content:
    """Return all text with its places; an encrypted or broken file is an `ExtractError`."""
    document = _open(body)
    try:
        builder = ContentBuilder(limits)
        reading = _Reading(document, builder, Recogniser(builder))
        _read_pages(reading)
        is_blank = not builder.build().text
        add_earlier(document, body, builder)
        add_document(document, body, builder)
        content = builder.build()
    except pypdfium2.PdfiumError as error:
        raise ExtractError("PDF 文件已损坏，无法读取") from error
    finally:
        document.close()
    if is_blank and not content.unreadable:
        builder.leave_out("PDF 各页都是空白，没有可检查的文字")
    return builder.build()


def embedded(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List the files inside a PDF (attachments)."""
    document = _open(body)
    try:
        yield from islice(files_of(document, body), limits.members)
    except pypdfium2.PdfiumError as error:
        raise ExtractError("文件已损坏，附带的文件无法读取") from error
    finally:
        document.close()


def _open(body: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(body)
        if document.get_formtype() in (pdfium.FORMTYPE_ACRO_FORM, pdfium.FORMTYPE_XFA_FOREGROUND):
            document.init_forms()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ExtractError("PDF 文件已加密，需要密码才能打开") from error
        raise ExtractError("PDF 文件已损坏，无法打开") from error
    return document


def _read_pages(reading: _Reading) -> None:
    limits = reading.builder.limits
    count = min(len(reading.document), limits.pages)
    if count < len(reading.document):
        reading.builder.leave_out(f"PDF 超过 {limits.pages} 页，其余未检查")
    for number in range(1, count + 1):
        if reading.builder.is_full:
            break
        try:
            page = reading.document[number - 1]
        except pypdfium2.PdfiumError:
            reading.builder.leave_out(f"第 {number} 页已损坏，未检查")
            continue
        _read_page(reading, page, number)
        page.close()
    # Scanned pages come first, then pictures among text, as far as the limit allows.
    for number in reading.pictured:
        page = reading.document[number - 1]
        add_picture(page, number, reading.recogniser)
        page.close()
    reading.recogniser.finish()


def _read_page(reading: _Reading, page: pypdfium2.PdfPage, number: int) -> None:
    place = f"第 {number} 页"
    text_page = page.get_textpage()
    text = page_text(text_page)
    drawing = drawing_of(page)
    if drawing.is_cut:
        reading.builder.leave_out(f"{place}图形过多，遮盖的文字和表格未全部检查")
    if is_garbled(text_page, text) or is_scan(page, text, drawing):
        reading.recogniser.read(number, place, lambda: picture_of(page))
        reading.before = None
    else:
        hidden = hidden_text(page, text_page, text, drawing)
        found = _tables(reading, text_page, text, drawing, place)
        _add_text(reading.builder, place, text, hidden, found)
        if has_picture(page, text, drawing):
            reading.pictured.append(number)
    text_page.close()
    add_notes(reading.document, page, place, reading.builder)


def _tables(
    reading: _Reading,
    text_page: pypdfium2.PdfTextPage,
    text: PageText,
    drawing: Drawing,
    place: str,
) -> list[Found]:
    turn = reading_turn(text_page, len(text.characters))
    segments = [_turned(each, turn) for each in drawing.segments]
    found = tables_of(text.pieces(turn), segments)
    for table in found:
        head = carried_head(table, reading.before)
        rows = (head, *table.rows) if head else table.rows
        reading.builder.tables.append(Table(rows, place))
        reading.before = Found(rows, table.columns, table.top, table.bottom)
    if not found:
        reading.before = None
    return found


def _turned(segment: Segment, turn: int) -> Segment:
    left, bottom, right, top = turned(
        segment.left, -segment.bottom, segment.right, -segment.top, turn
    )
    return Segment(left, -top, right, -bottom)


def _add_text(
    builder: ContentBuilder, place: str, text: PageText, hidden: dict[int, str], found: list[Found]
) -> None:
    said = ""
    for start, end, why in _runs(text.characters, hidden):
        part = text.characters[start:end].replace("\r\n", "\n").translate(TAKEN_OUT)
        for lines in (lines for table in found for lines in table.wrapped):
            part = _unwrapped(part, lines)
        builder.add(f"{place}（{why}）" if why else place, part.strip("\n"))
        said += part
    # A number that runs over the lines of a cell whose neighbours were written in between.
    builder.add(place, "\n".join(unsaid(found, said)))


def _unwrapped(text: str, lines: tuple[str, ...]) -> str:
    """Close the line breaks inside the numbers of a cell."""
    joined = "".join(lines)
    if LONG_NUMBER.fullmatch(joined) is None:
        return text
    return re.sub(r"\s*".join(map(re.escape, lines)), joined, text, count=1)


def _runs(characters: str, hidden: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    """Yield parts of the text, hidden or not; a number hidden in part is hidden as a whole."""
    if not hidden:
        yield 0, len(characters), ""
        return
    reasons = [hidden.get(index, "") for index in range(len(characters))]
    for token in TOKEN.finditer(characters):
        inside = [why for why in reasons[token.start() : token.end()] if why]
        if inside:
            reasons[token.start() : token.end()] = [inside[0]] * len(token[0])
    start = 0
    for index in range(1, len(characters) + 1):
        # Line breaks and spaces stand nowhere: they go on with what was before them.
        if index < len(characters) and characters[index].isspace():
            reasons[index] = reasons[index - 1]
        if index == len(characters) or reasons[index] != reasons[start]:
            yield start, index, reasons[start]
            start = index
