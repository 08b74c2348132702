"""Files that stand inside old Office files: objects of Word, slides and rich text."""

import re
import struct
import zlib
from binascii import unhexlify
from collections.abc import Iterator
from functools import partial

from crawler.extract.embedded import LARGEST, in_object
from crawler.extract.entries import BLOCK, Entry
from crawler.extract.ole import Compound
from crawler.extract.ooxml import OLE_MAGIC
from crawler.extract.ppt import STREAM as SLIDES
from crawler.site import FileLimits

# Streams that hold a whole file: of newer Office, of Acrobat, of Excel, and of the packager.
WHOLE = frozenset({"package", "contents", "workbook", "book"})
PACKAGED = "\x01ole10native"
# What is of no use without the other streams beside it.
PARTIAL = frozenset({"worddocument", "powerpoint document"})
OBJECT = 4113
SQUEEZED = 1
HEXADECIMAL = re.compile(rb"\\objdata\b([0-9a-fA-F\s]+)")
MAGIC = re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|PK\x03\x04|%PDF-")
# Where the object's own data may begin within what rich text wrote around it.
SEARCH = 2048


def in_container(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List the files inside an OLE container."""
    if not body.startswith(OLE_MAGIC):
        return
    compound = Compound(body)
    for path in compound.names:
        storage, _, name = path.rpartition("/")
        if not storage:
            if name == SLIDES:
                yield from _in_slides(compound.stream(path))
            continue
        name = name.lower()
        label = f"对象 {storage.rpartition('/')[2]}"
        if name in WHOLE:
            yield whole(label, compound.stream(path))
        elif name in PARTIAL:
            yield Entry(label, fault="是旧版 Word 或 PowerPoint 对象，未检查")
        elif name == PACKAGED:
            yield packaged(label, compound.stream(path))


def in_rich_text(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List the files inside rich text."""
    for number, match in enumerate(HEXADECIMAL.finditer(body), 1):
        digits = b"".join(match[1].split())
        data = unhexlify(digits[: len(digits) // 2 * 2])
        start = MAGIC.search(data, 0, SEARCH)
        if start:
            yield from _object(f"对象 {number}", data[start.start() :])


def _in_slides(stream: bytes) -> Iterator[Entry]:
    at = number = 0
    while at + 8 <= len(stream):
        head, kind, length = struct.unpack_from("<HHI", stream, at)
        if kind == OBJECT:
            number += 1
            data = stream[at + 8 : at + 8 + length]
            yield from _slide_object(f"对象 {number}", data, is_squeezed=head >> 4 == SQUEEZED)
        at += 8 + length


def _slide_object(name: str, data: bytes, *, is_squeezed: bool) -> Iterator[Entry]:
    if is_squeezed:
        try:
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(data[4:], LARGEST)
        except zlib.error:
            yield Entry(name, fault="已损坏，无法读取")
            return
        if unpacker.unconsumed_tail:
            yield Entry(name, fault="文件过大，未检查")
            return
    # Macros are kept in the same way, and are no document.
    yield from _object(name, data)


def _object(name: str, data: bytes) -> Iterator[Entry]:
    entry = in_object(name, data) if data.startswith(OLE_MAGIC) else whole(name, data)
    if entry is not None:
        yield entry


def whole(name: str, data: bytes) -> Entry:
    """Return a file that is in memory already."""
    blocks = [data[at : at + BLOCK] for at in range(0, len(data), BLOCK)]
    return Entry(name, partial(iter, blocks))


def packaged(label: str, data: bytes) -> Entry:
    """Take a file out of what Windows' packager wrote around it."""
    # Length and flags, name, path, two numbers, a path with its length, the file with its.
    name_end = data.find(b"\0", 6)
    path_end = data.find(b"\0", name_end + 1)
    at = path_end + 5
    if name_end < 0 or path_end < 0 or at + 4 > len(data):
        return whole(label, data)
    name = data[6:name_end].decode("gb18030", "replace").strip() or label
    (path_length,) = struct.unpack_from("<I", data, at)
    at += 4 + path_length
    length = int.from_bytes(data[at : at + 4], "little")
    return whole(name, data[at + 4 : at + 4 + length])
