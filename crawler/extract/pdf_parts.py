"""What a PDF carries beside its pages' text: notes, form fields, bookmarks, properties, files."""

import ctypes
import re
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree

from crawler.extract.content import ContentBuilder, ExtractError
from crawler.extract.entries import BLOCK, Entry

MOST_NOTES = 5_000
MOST_BOOKMARKS = 10_000
MOST_FILES, MOST_PINNED = 1_000, 300
# An empty string is a zero of two bytes.
EMPTY = 2
MOST_BYTES = 200 * 1024 * 1024
NOTE_TEXTS = (b"Contents", b"Subj", b"T", b"OverlayText")
# The names of the programs are left out: they are no secret.
PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Company", "Manager")
XMP = re.compile(rb"<x:xmpmeta\b.{0,200000}?</x:xmpmeta>", re.S)
MOST_XMP = 20


def add_notes(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, place: str, builder: ContentBuilder
) -> None:
    """Add what annotations, links and form fields of the page say."""
    notes: list[str] = []
    links: list[str] = []
    fields: list[str] = []
    for note in _annotations(page):
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if kind == pdfium.FPDF_ANNOT_LINK:
            links += _link(document, note)
        elif kind == pdfium.FPDF_ANNOT_WIDGET:
            fields += _field(document, note)
        elif kind != pdfium.FPDF_ANNOT_POPUP:
            texts = (_note_text(note, key) for key in NOTE_TEXTS)
            notes.append(" ".join(text for text in texts if text))
    builder.add(f"{place} 批注", "\n".join(notes))
    builder.add(f"{place} 表单", "\n".join(fields))
    builder.add(f"{place} 链接地址", "\n".join(dict.fromkeys(links)))


def _annotations(page: pypdfium2.PdfPage) -> Iterator[object]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if note:
            yield note
            pdfium.FPDFPage_CloseAnnot(note)


def _wide(ask: Callable[..., int], *about: object) -> str:
    """Ask pdfium for a UTF-16 string: first its length in bytes, then itself."""
    length = ask(*about, None, 0)
    if not EMPTY < length <= MOST_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(*about, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    text = buffer.raw[: length - 2].decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _note_text(note: object, key: bytes) -> str:
    return _wide(pdfium.FPDFAnnot_GetStringValue, note, key)


def _link(document: pypdfium2.PdfDocument, note: object) -> list[str]:
    link = pdfium.FPDFAnnot_GetLink(note)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return []
    length = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
    if not 1 < length <= MOST_BYTES:
        return []
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, length)
    return [buffer.value.decode("utf-8", "replace")]


def _field(document: pypdfium2.PdfDocument, note: object) -> list[str]:
    if not document.formenv:
        return []
    forms = document.formenv.raw
    name = _wide(pdfium.FPDFAnnot_GetFormFieldAlternateName, forms, note) or _wide(
        pdfium.FPDFAnnot_GetFormFieldName, forms, note
    )
    value = _wide(pdfium.FPDFAnnot_GetFormFieldValue, forms, note)
    return [f"{name}：{value}"] if value else []


def add_document(document: pypdfium2.PdfDocument, body: bytes, builder: ContentBuilder) -> None:
    """Add bookmarks, properties and the names of the files inside."""
    titles = []
    for number, mark in enumerate(document.get_toc()):
        if number == MOST_BOOKMARKS:
            builder.leave_out(f"书签超过 {MOST_BOOKMARKS} 个，其余未检查")
            break
        titles.append(mark.get_title())
    builder.add("书签", "\n".join(titles))
    values = [document.get_metadata_value(name) for name in PROPERTIES]
    values += [text for packet in XMP.findall(body)[:MOST_XMP] for text in _xmp(packet)]
    builder.add("文档属性", "\n".join(dict.fromkeys(value for value in values if value.strip())))
    for text in _dynamic_form(document, builder):
        builder.add("表单数据", text)


def _xmp(packet: bytes) -> list[str]:
    return _texts(packet)


def _texts(xml: bytes) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        return []
    if root is None:
        return []
    texts = [text.strip() for text in root.itertext() if text.strip()]
    texts += [str(value).strip() for node in root.iter() for value in node.attrib.values()]
    return [text for text in texts if text and "://" not in text]


def _dynamic_form(document: pypdfium2.PdfDocument, builder: ContentBuilder) -> Iterator[str]:
    """Yield the data of an XFA form, which no page shows."""
    count = pdfium.FPDF_GetXFAPacketCount(document.raw)
    for index in range(min(count, MOST_FILES)):
        length = ctypes.c_ulong()
        pdfium.FPDF_GetXFAPacketContent(document.raw, index, None, 0, length)
        if not 0 < length.value <= builder.limits.unpacked:
            continue
        buffer = ctypes.create_string_buffer(length.value)
        pdfium.FPDF_GetXFAPacketContent(document.raw, index, buffer, length.value, length)
        if b"<xfa:datasets" in buffer.raw or b"<xfa:data" in buffer.raw:
            yield "\n".join(_texts(buffer.raw))


def files_of(document: pypdfium2.PdfDocument, body: bytes) -> Iterator[Entry]:
    """Yield the files inside: those of the document, and those pinned to a page."""
    for index in range(min(document.count_attachments(), MOST_FILES)):
        handle = pdfium.FPDFDoc_GetAttachment(document.raw, index)
        if handle:
            yield _entry(handle)
    # Opening every page takes its time; most files say without that that there is none.
    if b"/FileAttachment" not in body and b"/ObjStm" not in body:
        return
    for number in range(min(len(document), MOST_PINNED)):
        page = document[number]
        for note in _annotations(page):
            handle = pdfium.FPDFAnnot_GetFileAttachment(note)
            if handle:
                yield _entry(handle)
        page.close()


def _entry(handle: object) -> Entry:
    def blocks() -> Iterator[bytes]:
        length = ctypes.c_ulong()
        pdfium.FPDFAttachment_GetFile(handle, None, 0, length)
        if length.value > MOST_BYTES:
            raise ExtractError("文件过大，未检查")
        buffer = ctypes.create_string_buffer(length.value)
        pdfium.FPDFAttachment_GetFile(handle, buffer, length.value, length)
        yield from (buffer.raw[at : at + BLOCK] for at in range(0, length.value, BLOCK))

    return Entry(_wide(pdfium.FPDFAttachment_GetName, handle) or "附件", blocks)
