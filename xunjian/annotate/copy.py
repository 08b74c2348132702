"""Makes the annotated copy of a file, in the way that its format allows."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from checks.views import Document
from xunjian.annotate import excel, page, pdf, word
from xunjian.annotate.note import AnnotateError, Note

PDF_MAGIC, PDF_SEARCH = b"%PDF-", 1024
ZIP_MAGIC = b"PK\x03\x04"
TEXTS = frozenset({".txt", ".csv", ".md", "", ".html", ".htm", ".shtml"})


@dataclass(frozen=True, slots=True)
class Copied:
    """The bytes of an annotated copy; `suffix` is the end of its name where that changes."""

    body: bytes = b""
    suffix: str = ""
    refused: str = ""


def annotated(body: bytes, name: str, document: Document, notes: tuple[Note, ...]) -> Copied:
    """Return the annotated copy of a file; by its content, as the reader does."""
    suffix = PurePath(name).suffix.lower()
    try:
        if PDF_MAGIC in body[:PDF_SEARCH]:
            return Copied(pdf.annotate(body, document, notes))
        if body.startswith(ZIP_MAGIC) and (made := _package(body, document, notes)):
            return Copied(made)
    except AnnotateError as error:
        return Copied(refused=str(error))
    if suffix in TEXTS:
        return Copied(page.annotate(document, notes, name), ".html")
    return Copied(refused=f"{suffix or '这种'} 格式不能加批注")


def _package(body: bytes, document: Document, notes: tuple[Note, ...]) -> bytes | None:
    """Return the copy of a Word or Excel file, None for another package."""
    try:
        names = frozenset(ZipFile(BytesIO(body)).namelist())
    except BadZipFile as error:
        raise AnnotateError("文件已损坏") from error
    if "word/document.xml" in names:
        return word.annotate(body, document, notes)
    if "xl/workbook.xml" in names:
        return excel.annotate(body, document, notes)
    return None
