"""Chooses the reader of a file by its first bytes, never by its name alone."""

import csv
from io import StringIO
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from crawler.extract import excel, ofd, pdf, picture, word
from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.encoding import decode
from crawler.extract.html import tables_of
from crawler.extract.ooxml import OLE_MAGIC, Package
from crawler.extract.tree import text_of
from crawler.page import Table
from crawler.site import FileLimits

DEFAULT = FileLimits()
PDF_MAGIC = b"%PDF-"
ZIP_MAGIC = b"PK\x03\x04"
HTML_MAGIC = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table")
PDF_SEARCH = 1024
OLD_SHEETS = frozenset({".xls", ".et"})
# Word and Excel open web pages under their own old names, and many systems export such files.
HTML_EXPORTS = frozenset({".doc", ".wps", ".htm", ".html", *OLD_SHEETS})
PACKAGES = frozenset({".docx", ".xlsx", ".pptx"})
# Those of them that can be read.
OFFICE = frozenset({".docx", ".xlsx"})
# What a file should have been by its name, where its content is nothing that can be known.
PROGRAMS = {
    ".docx": "Word",
    ".xlsx": "Excel",
    ".xls": "Excel",
    ".pptx": "PowerPoint",
    ".pdf": "PDF",
}
PLAIN_TEXT = frozenset({".txt", ".csv", ".md", ""})


def read_file(body: bytes, suffix: str, limits: FileLimits = DEFAULT) -> Content:
    """Return the content of a file; `suffix` (".doc") decides only where the bytes do not."""
    if not body.strip():
        raise ExtractError("文件是空的")
    if PDF_MAGIC in body[:PDF_SEARCH]:
        return pdf.read(body, limits)
    if picture.is_picture(body):
        return picture.read(body, limits)
    if body.startswith(ZIP_MAGIC):
        return _read_package(body, suffix, limits)
    if body.startswith(OLE_MAGIC) and suffix in OLD_SHEETS:
        return excel.read_xls(body, limits)
    if body.startswith(OLE_MAGIC) and suffix in PACKAGES:
        raise ExtractError("文件已加密或是旧版格式，无法读取")
    if body[:PDF_SEARCH].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(HTML_MAGIC):
        return _read_html(body, suffix)
    if suffix in PLAIN_TEXT and b"\x00" not in body[:PDF_SEARCH]:
        return _read_text(body, suffix, limits)
    if suffix in PROGRAMS:
        raise ExtractError(f"文件已损坏，或者不是 {PROGRAMS[suffix]} 文件")
    raise ExtractError(f"暂不支持读取 {suffix or '这种'} 文件的内容")


def _read_package(body: bytes, suffix: str, limits: FileLimits) -> Content:
    names = Package(body).names
    if "word/document.xml" in names:
        return word.read(body, limits)
    if "xl/workbook.xml" in names:
        return excel.read_xlsx(body, limits)
    if "OFD.xml" in names:
        return ofd.read(body, limits)
    if suffix in OFFICE:
        raise ExtractError(f"文件已损坏，或者不是 {PROGRAMS[suffix]} 文件")
    raise ExtractError("暂不支持读取压缩包的内容")


def _read_html(body: bytes, suffix: str) -> Content:
    if suffix not in HTML_EXPORTS:
        raise ExtractError(f"内容是网页，不是 {suffix or '附件'} 文件")
    parser = LexborHTMLParser(decode(body).text)
    root = parser.body or parser.root
    if root is None:
        raise ExtractError("文件是空的")
    return Content(text_of(root), tables=tables_of(root, []))


def _read_text(body: bytes, suffix: str, limits: FileLimits) -> Content:
    builder = ContentBuilder(limits)
    text = decode(body).text
    builder.add("", text)
    if suffix == ".csv":
        builder.tables.extend(_csv_tables(text, builder))
    return builder.build()


def _csv_tables(text: str, builder: ContentBuilder) -> tuple[Table, ...]:
    most = builder.limits.rows
    try:
        rows = [tuple(row) for row in islice(csv.reader(StringIO(text)), most + 1) if row]
    except csv.Error:
        # The text is read all the same.
        return ()
    if len(rows) > most:
        builder.leave_out(f"表格超过 {most} 行，其余未按表格检查")
    return (Table(tuple(rows[:most])),)
