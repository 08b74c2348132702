"""Opens the ZIP container of docx and xlsx files, with limits against bombs."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - it is a class

from lxml import etree

from crawler.extract.content import ExtractError

MAX_PART = 200 * 1024 * 1024
MAX_RATIO = 500
SMALL_PART = 10 * 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the standard library raises for packages that were cut or spoilt.
SPOILT = (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class Package:
    """An Office Open XML package (ISO/IEC 29500-2) in memory."""

    def __init__(self, body: bytes) -> None:
        if body.startswith(OLE_MAGIC):
            raise ExtractError("文件已加密或是旧版格式，无法读取")
        try:
            self._zip = ZipFile(BytesIO(body))
        except SPOILT as error:
            raise ExtractError("文件已损坏，无法打开") from error
        self.names = self._zip.namelist()

    def find(self, pattern: str) -> list[str]:
        """Return the part names that match a regular expression, in order."""
        return [name for name in self.names if re.fullmatch(pattern, name)]

    def open(self, name: str) -> IO[bytes]:
        """Open a part; too large or too well compressed is an `ExtractError`."""
        info = self._zip.getinfo(name)
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > MAX_PART or (info.file_size > SMALL_PART and ratio > MAX_RATIO):
            raise ExtractError("文件解压后过大，未检查")
        try:
            return self._zip.open(info)
        except SPOILT as error:
            raise ExtractError("文件已加密或损坏，无法读取") from error

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """Stream the elements of a part that have one of `tags`, freeing what was read."""
        with self.open(name) as part:
            try:
                for _, element in etree.iterparse(
                    part,
                    tag=tags,
                    events=("end",),
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    huge_tree=False,
                ):
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]  # type: ignore[union-attr]
            except (etree.XMLSyntaxError, *SPOILT) as error:
                raise ExtractError("文件内容已损坏，无法读取") from error

    def tree(self, name: str) -> etree._Element:
        """Parse a small part as a whole."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        with self.open(name) as part:
            try:
                return etree.parse(part, parser).getroot()
            except (etree.XMLSyntaxError, *SPOILT) as error:
                raise ExtractError("文件内容已损坏，无法读取") from error
