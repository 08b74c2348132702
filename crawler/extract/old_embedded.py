"""Finds the files that stand inside old office files: objects of Word, slides and rich text."""

import re
import struct
import zlib
from binascii import unhexlify
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from crawler.extract.content import ExtractError
from crawler.extract.entries import Entry
from crawler.extract.ole import Compound
from crawler.extract.ooxml import OLE_MAGIC
from crawler.extract.ppt import STREAM as SLIDES
from crawler.site import FileLimits

# Streams that hold a whole file: of newer Office, of Acrobat, and of the packager.
WHOLE = frozenset({"package", "contents"})
PACKAGED = "\x01ole10native"
BOOKS = frozenset({"workbook", "book"})
# What is of no use without the other streams beside it.
OTHERS = frozenset({"worddocument", "powerpoint document"})
OBJECT = 4113
SQUEEZED = 1
HEXADECIMAL = re.compile(rb"\\objdata\b([0-9a-fA-F\s]+)")
MAGIC = re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|PK\x03\x04|%PDF-")
# Where the object's own data may begin within what rich text or a packager wrote around it.
SEARCH = 2048


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file inside another; `name` is what it was called, or says which one it is.

    `fault` says in Chinese why it cannot be taken out.
    """

    name: str
    body: bytes = b""
    fault: str = ""


def in_container(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List what is embedded in an old Word, Excel or PowerPoint file."""
    if body.startswith(OLE_MAGIC):
        yield from map(_entry, of_container(body, limits.unpacked))


def in_rich_text(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List what is embedded in rich text."""
    yield from map(_entry, of_rich_text(body))


def _entry(found: Embedded) -> Entry:
    return Entry(found.name, partial(iter, [found.body]), found.fault)


def of_container(body: bytes, most: int) -> Iterator[Embedded]:
    """Yield the files inside an OLE container; nothing unpacks to more than `most` bytes."""
    compound = Compound(body)
    for path in compound.names:
        storage, _, name = path.rpartition("/")
        if not storage:
            if name == SLIDES:
                yield from _of_slides(compound.stream(path), most)
            continue
        name = name.lower()
        label = f"嵌入的对象 {storage.rpartition('/')[2]}"
        if name in WHOLE or name in BOOKS:
            yield Embedded(label, compound.stream(path))
        elif name in OTHERS:
            yield Embedded(label, fault="是旧版 Word 或 PowerPoint 对象，未检查")
        elif name == PACKAGED:
            yield _packaged(compound.stream(path), label)


def of_rich_text(body: bytes) -> Iterator[Embedded]:
    """Yield the files inside rich text."""
    for number, match in enumerate(HEXADECIMAL.finditer(body), 1):
        digits = b"".join(match[1].split())
        data = unhexlify(digits[: len(digits) // 2 * 2])
        start = MAGIC.search(data, 0, SEARCH)
        if start:
            yield Embedded(f"嵌入的对象 {number}", data[start.start() :])


def _of_slides(stream: bytes, most: int) -> Iterator[Embedded]:
    at = number = 0
    while at + 8 <= len(stream):
        head, kind, length = struct.unpack_from("<HHI", stream, at)
        if kind == OBJECT:
            number += 1
            data = stream[at + 8 : at + 8 + length]
            data = _unpacked(data[4:], most) if head >> 4 == SQUEEZED else data
            # Macros are kept in the same way, and are no document.
            if data.startswith(OLE_MAGIC):
                yield Embedded(f"嵌入的对象 {number}", data)
        at += 8 + length


def _unpacked(data: bytes, most: int) -> bytes:
    try:
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(data, most)
    except zlib.error as error:
        raise ExtractError("嵌入的对象已损坏，无法读取") from error
    if unpacker.unconsumed_tail:
        raise ExtractError("嵌入的对象展开后过大，未检查")
    return plain


def _packaged(data: bytes, label: str) -> Embedded:
    """Take a file out of what the packager wrote around it."""
    # Size, two bytes, then label and path; their length is that of the terminator's place.
    name_end = data.find(b"\0", 6)
    path_end = data.find(b"\0", name_end + 1)
    at = path_end + 5
    if name_end < 0 or path_end < 0 or at + 4 > len(data):
        return Embedded(label, data)
    name = data[6:name_end].decode("gb18030", "replace").strip() or label
    (path_length,) = struct.unpack_from("<I", data, at)
    at += 4 + path_length
    length = int.from_bytes(data[at : at + 4], "little")
    return Embedded(name, data[at + 4 : at + 4 + length])
