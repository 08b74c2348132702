"""Archives: lists and unpacks their members in memory; nothing is ever written under their names."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from crawler.extract.content import ExtractError
from crawler.extract.entries import BLOCK, Entry
from crawler.site import FileLimits

LOCKED = "已加密，需要密码才能打开"
BROKEN = "已损坏，无法解压"
UNKNOWN_METHOD = "的压缩方法不常见，无法解压"
UTF_8_FLAG = 0x800
LOCKED_FLAG = 0x1
# What the standard library raises for archives that were cut or spoilt.
SPOILT = (
    *(BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError, IndexError, OverflowError),
)
Stream = IO[bytes] | gzip.GzipFile
SQUEEZED: tuple[tuple[bytes, Callable[[BytesIO], Stream]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
)


def name_of(raw: bytes) -> str:
    """Decode a member's name: UTF-8, or what Chinese Windows writes."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def zip_entries(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List the members of a ZIP archive."""
    try:
        with ZipFile(BytesIO(body)) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield _zip_entry(archive, info)
    except SPOILT as error:
        raise ExtractError("压缩包已损坏，无法打开") from error


def _zip_entry(archive: ZipFile, info: ZipInfo) -> Entry:
    name = info.filename
    if not info.flag_bits & UTF_8_FLAG:
        # What is not flagged was decoded as the characters of the first IBM PC.
        name = name_of(name.encode("cp437", "replace"))
    if info.flag_bits & LOCKED_FLAG:
        return Entry(name, fault=LOCKED)
    return Entry(name, partial(_blocks, partial(archive.open, info)))


def tar_entries(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List the files of a tar archive; links and devices are left out."""
    try:
        with tarfile.open(fileobj=BytesIO(body), mode="r:") as archive:
            for info in archive:
                if info.isfile():
                    name = name_of(info.name.encode("utf-8", "surrogateescape"))
                    yield Entry(name, partial(_blocks, partial(_tar_file, archive, info)))
    except SPOILT as error:
        raise ExtractError("压缩包已损坏，无法打开") from error


def _tar_file(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    return archive.extractfile(info) or BytesIO()


def squeezed(body: bytes) -> Entry:
    """Return the one file that gzip, bzip2 or xz has packed."""
    opened = next(opened for magic, opened in SQUEEZED if body.startswith(magic))
    return Entry("", partial(_blocks, lambda: opened(BytesIO(body))))


def _blocks(opened: Callable[[], Stream]) -> Iterator[bytes]:
    try:
        with opened() as file:
            while block := file.read(BLOCK):
                yield block
    except NotImplementedError as error:
        raise ExtractError(UNKNOWN_METHOD) from error
    except SPOILT as error:
        raise ExtractError(BROKEN) from error
