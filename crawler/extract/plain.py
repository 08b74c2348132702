"""Text files, tables in text, and web pages that came as files."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.encoding import decode
from crawler.extract.html import tables_of
from crawler.extract.tree import text_of
from crawler.extract.unseen import unseen_of
from crawler.page import Table
from crawler.site import FileLimits

# Of so many characters of the beginning, the more frequent mark parts the cells.
SAMPLE = 4096


def read(body: bytes, limits: FileLimits) -> Content:
    """Return a text as it is."""
    builder = ContentBuilder(limits)
    builder.add("", decode(body).text)
    return builder.build()


def read_csv(body: bytes, limits: FileLimits) -> Content:
    """Return a table's text, and its rows."""
    builder = ContentBuilder(limits)
    text = decode(body).text
    builder.add("", text)
    try:
        rows = [tuple(row) for row in islice(_rows(text), limits.rows + 1) if row]
    except csv.Error:
        # The text is read all the same.
        return builder.build()
    if len(rows) > limits.rows:
        builder.leave_out(f"表格超过 {limits.rows} 行，其余未按表格检查")
    builder.tables.append(Table(tuple(rows[: limits.rows])))
    return builder.build()


def _rows(text: str) -> Iterator[list[str]]:
    start = text[:SAMPLE]
    mark = max(",\t;|", key=start.count)
    return csv.reader(StringIO(text), delimiter=mark)


def read_html(body: bytes, limits: FileLimits) -> Content:
    """Return what a web page shows, and the long numbers that it carries unseen."""
    html = decode(body).text
    parser = LexborHTMLParser(html)
    root = parser.body or parser.root
    if root is None:
        raise ExtractError("文件是空的")
    builder = ContentBuilder(limits)
    text = text_of(root)
    builder.add("", text)
    for each in unseen_of(html, text):
        builder.add(each.place, each.text)
    builder.tables.extend(tables_of(root, []))
    return builder.build()
