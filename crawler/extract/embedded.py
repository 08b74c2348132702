"""Files that stand inside Office documents: a workbook behind a chart, a PDF behind an icon."""

import re
import struct
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from crawler.extract.boxes import BROKEN, SPOILT
from crawler.extract.content import ExtractError
from crawler.extract.entries import BLOCK, Entry
from crawler.extract.ooxml import OLE_MAGIC
from crawler.site import FileLimits

# Embedded documents, and the pages that are merged into a Word document when it is opened.
PARTS = re.compile(r"(?:word|xl|ppt)/embeddings/.+|word/afchunk[^/]*", re.I)
# Where an OLE object keeps a whole file; a formula or a picture has none.
NATIVE, WHOLE = "\x01Ole10Native", ("Package", "CONTENTS")
OWN = frozenset({"WordDocument", "Workbook", "Book", "PowerPoint Document"})
# Broken directories raise these besides.
ODD = (*SPOILT, KeyError, struct.error, AttributeError, TypeError)
LARGEST = 64 * 1024 * 1024


def in_package(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List what is embedded in an Office document of 2007 or later."""
    try:
        with ZipFile(BytesIO(body)) as package:
            for info in package.infolist():
                if PARTS.fullmatch(info.filename) and not info.is_dir():
                    entry = _entry(package, info)
                    if entry is not None:
                        yield entry
    except SPOILT as error:
        raise ExtractError("文件已损坏，内嵌的文件无法读取") from error


def _entry(package: ZipFile, info: ZipInfo) -> Entry | None:
    name = info.filename.rpartition("/")[2]
    if info.file_size > LARGEST:
        return Entry(name, fault="文件过大，未检查")
    try:
        with package.open(info) as part:
            data = part.read(LARGEST)
    except SPOILT:
        return Entry(name, fault=BROKEN)
    return in_object(name, data) if data.startswith(OLE_MAGIC) else _whole(name, data)


def _whole(name: str, data: bytes) -> Entry:
    blocks = (data[at : at + BLOCK] for at in range(0, len(data), BLOCK))
    return Entry(name, partial(iter, list(blocks)))


def in_object(name: str, data: bytes) -> Entry | None:
    """Return the file that an OLE object holds, None for one that is no file."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            streams = {path[0] for path in ole.listdir() if len(path) == 1}
            if streams & OWN:
                return _whole(name, data)
            if NATIVE in streams:
                return _native(name, ole.openstream(NATIVE).read())
            held = next((each for each in WHOLE if each in streams), None)
            return _whole(name, ole.openstream(held).read()) if held else None
    except ODD:
        return Entry(name, fault=BROKEN)


def _native(name: str, data: bytes) -> Entry:
    """Take the file out of what Windows' packager wrote: length, flags, name, two paths, bytes."""
    own, _, paths = data[6:].partition(b"\0")
    rest = paths.partition(b"\0")[2]
    # Two numbers, then the second path with its length, then the file with its.
    path_length = struct.unpack_from("<I", rest, 4)[0]
    at = 8 + path_length
    length = struct.unpack_from("<I", rest, at)[0]
    return _whole(own.decode("gb18030", "replace") or name, rest[at + 4 : at + 4 + length])
