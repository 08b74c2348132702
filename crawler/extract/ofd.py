"""OFD (GB/T 33190): ofdkit's text page by page, our own sweep for all that it leaves."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import ofdkit
from ofdkit.package import Package

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.entries import BLOCK, Entry
from crawler.extract.layout import Found, Piece, carried_head, tables_of, unsaid
from crawler.extract.ocr import Recogniser
from crawler.extract.ofd_parts import (
    attachments_of,
    documents_of,
    media_of,
    named,
    notes_of,
    ruled_lines,
    tree_of,
)
from crawler.page import Table
from crawler.site import FileLimits

if TYPE_CHECKING:
    from ofdkit import OFDDocument, Page

FEW = 20
# A picture of so much of the page may be a scan.
LARGE = 0.2
GARBLED = 0.4
KNOWN = re.compile(
    r"[\x20-\x7e\u2010-\u206f\u2460-\u257f\u25a0-\u26ff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]"
)
# What ofdkit, and the standard library under it, raise for files that were cut or spoilt.
SPOILT = (ofdkit.OFDError, zlib.error, ValueError, LookupError, OSError, EOFError, RuntimeError)


@dataclass(slots=True)
class _Reading:
    document: "OFDDocument"
    package: Package
    builder: ContentBuilder
    recogniser: Recogniser
    before: Found | None = None
    media: dict[str, str] = field(default_factory=dict)


def read(body: bytes, limits: FileLimits) -> Content:
    """Return the text of all pages, annotations, properties; pictures alone are recognised."""
    try:
        with ofdkit.open(body) as document, Package(body) as package:
            builder = ContentBuilder(limits)
            reading = _Reading(document, package, builder, Recogniser(builder))
            reading.media = media_of(package)
            _read_pages(reading)
            content = builder.build()
            if not content.text and not content.unreadable:
                builder.leave_out("OFD 各页都是空白，没有可检查的文字")
            _add_rest(reading)
    except ofdkit.OFDLimitError as error:
        raise ExtractError("OFD 文件过大，或者含有不允许的实体定义，未检查") from error
    except SPOILT as error:
        raise ExtractError("OFD 文件已损坏，无法打开") from error
    except RecursionError as error:
        raise ExtractError("OFD 文件的结构嵌套过深，未检查") from error
    return builder.build()


def embedded(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List the files inside an OFD (attachments)."""
    try:
        with Package(body) as package:
            for name, part in islice(attachments_of(package), limits.members):
                yield Entry(name, partial(_blocks, package, part))
    except SPOILT as error:
        raise ExtractError("文件已损坏，附带的文件无法读取") from error


def _blocks(package: Package, part: str) -> Iterator[bytes]:
    try:
        data = package.read(part)
    except SPOILT as error:
        raise ExtractError("已损坏，未检查") from error
    yield from (data[at : at + BLOCK] for at in range(0, len(data), BLOCK))


def _read_pages(reading: _Reading) -> None:
    builder, pages = reading.builder, reading.document.pages
    if len(pages) > builder.limits.pages:
        builder.leave_out(f"OFD 超过 {builder.limits.pages} 页，其余未检查")
    for number, page in enumerate(pages[: builder.limits.pages], 1):
        place = f"第 {number} 页"
        try:
            _read_page(reading, page, number, place)
        except ExtractError as error:
            builder.leave_out(f"{place}的{error}")
        except SPOILT:
            builder.leave_out(f"{place}已损坏，未检查")
    reading.recogniser.finish()
    if reading.document.warnings:
        builder.leave_out("OFD 的部分内容缺失或损坏，未检查")


def _read_page(reading: _Reading, page: "Page", number: int, place: str) -> None:
    if page.location is None:
        return
    text = page.text()
    if _is_garbled(text):
        text = ""
        if not _has_pictures(reading, page, place, number):
            reading.builder.leave_out(f"{place}的文字使用了自定义编码，未检查")
    elif len("".join(text.split())) < FEW:
        _has_pictures(reading, page, place, number)
    reading.builder.add(place, text)
    outside = [run for run in page.runs if not _is_inside(run, page)]
    reading.builder.add(f"{place}（页面范围外的文字）", "\n".join(run.text for run in outside))
    if text:
        found = _add_tables(reading, page, place)
        reading.builder.add(place, "\n".join(unsaid(found, text)))


def _is_garbled(text: str) -> bool:
    flat = "".join(text.split())
    return len(flat) >= FEW and len(KNOWN.findall(flat)) < (1 - GARBLED) * len(flat)


def _is_inside(run: ofdkit.TextRun, page: "Page") -> bool:
    left, top, width, height = page.box
    # As ofdkit itself draws the line.
    margin = 2.0
    return bool(
        left - margin <= run.x <= left + width + margin
        and top - margin <= run.y <= top + height + margin
    )


def _add_tables(reading: _Reading, page: "Page", place: str) -> list[Found]:
    pieces = [
        Piece(run.text.strip(), run.x, run.y - run.size, run.x + run.width, run.y)
        for run in page.runs
        if run.text.strip()
    ]
    lines = ruled_lines(tree_of(reading.package, str(page.location)))
    found = tables_of(pieces, lines)
    for table in found:
        head = carried_head(table, reading.before)
        rows = (head, *table.rows) if head else table.rows
        reading.builder.tables.append(Table(rows, place))
        reading.before = Found(rows, table.columns, table.top, table.bottom)
    if not found:
        reading.before = None
    return found


def _has_pictures(reading: _Reading, page: "Page", place: str, number: int) -> bool:
    """Recognise the large pictures of a page; say whether there are any."""
    from crawler.extract.picture import is_picture, pixels_of

    _, _, width, height = page.box
    root = tree_of(reading.package, str(page.location))
    any_large = False
    for node in named(root, "ImageObject"):
        sides = str(node.get("Boundary", "")).split()
        part = reading.media.get(str(node.get("ResourceID")))
        if part is None or not _is_large(sides, width * height):
            continue
        any_large = True
        body = reading.package.read(part)
        if is_picture(body):
            reading.recogniser.read(number, place, partial(pixels_of, body))
        else:
            reading.builder.leave_out(f"{place}的图片格式无法读取，未检查")
    return any_large


def _is_large(sides: list[str], page: float) -> bool:
    try:
        _, _, width, height = map(float, sides)
    except ValueError:
        return True
    return width * height >= LARGE * page


def _add_rest(reading: _Reading) -> None:
    builder, package = reading.builder, reading.package
    for name in package.names:
        if "annot" in name.lower() and name.lower().endswith(".xml"):
            words = [text for node in notes_of(tree_of(package, name)) for text in node]
            builder.add("批注", "\n".join(words))
    _add_unshown(reading)
    info = reading.document.info
    values = [info.title, info.author, info.subject, info.abstract, *info.keywords]
    values += [f"{key}：{value}" for key, value in info.custom_data.items()]
    builder.add("文档属性", "\n".join(value for value in values if value))
    root = tree_of(package, package.find("OFD.xml") or "OFD.xml")
    titles = [
        str(node.get("Title"))
        for each in documents_of(package, root)
        for node in named(each, "OutlineElem")
    ]
    builder.add("书签", "\n".join(title for title in titles if title != "None"))


def _add_unshown(reading: _Reading) -> None:
    """Add the texts that stand on no page and in no annotation: older versions, other layers."""
    said = "".join(reading.builder.build().text.split())
    unshown: dict[str, None] = {}
    for name in reading.package.names:
        if name.lower().endswith(".xml"):
            for node in named(tree_of(reading.package, name), "TextCode"):
                text = (node.text or "").strip()
                if text and "".join(text.split()) not in said:
                    unshown[text] = None
    reading.builder.add("页面上没有显示的文字", "\n".join(unshown))
