"""Chooses the reader of a file by its first bytes, never by its name alone."""

from collections.abc import Callable

from crawler.extract import excel, pdf, word
from crawler.extract.content import Content, ExtractError
from crawler.extract.encoding import decode
from crawler.extract.ooxml import OLE_MAGIC, Package

Reader = Callable[[bytes], Content]
PDF_MAGIC = b"%PDF-"
ZIP_MAGIC = b"PK\x03\x04"
PDF_SEARCH = 1024
OLD_SHEETS = frozenset({".xls", ".et"})
PLAIN_TEXT = frozenset({".txt", ".csv", ".md", ""})


def read_file(body: bytes, suffix: str) -> Content:
    """Return the content of a file; `suffix` (".doc") decides only where the bytes do not."""
    if PDF_MAGIC in body[:PDF_SEARCH]:
        return pdf.read(body)
    if body.startswith(ZIP_MAGIC):
        return _read_package(body)
    if body.startswith(OLE_MAGIC) and suffix in OLD_SHEETS:
        return excel.read_xls(body)
    if suffix in PLAIN_TEXT and b"\x00" not in body[:PDF_SEARCH]:
        return Content(decode(body).text)
    if not body:
        raise ExtractError("文件是空的")
    raise ExtractError(f"暂不支持读取 {suffix or '这种'} 文件的内容")


def _read_package(body: bytes) -> Content:
    names = Package(body).names
    if "word/document.xml" in names:
        return word.read(body)
    if "xl/workbook.xml" in names:
        return excel.read_xlsx(body)
    raise ExtractError("暂不支持读取压缩包的内容")
