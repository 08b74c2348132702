"""Office files saved as one XML file instead of a ZIP package."""

from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from crawler.extract import excel, slides, word
from crawler.extract.content import Content, ExtractError
from crawler.extract.embedded import in_package
from crawler.extract.entries import Entry
from crawler.extract.office_xml import PACKAGE_SPACE, root_of
from crawler.extract.ooxml import Package
from crawler.site import FileLimits

P = f"{{{PACKAGE_SPACE}}}"
READERS = {"document": word.read, "workbook": excel.read_xlsx, "presentation": slides.read}


def read(body: bytes, limits: FileLimits) -> Content:
    """Read the package as if it were one."""
    package = packed(body)
    kind = Package(package, limits.unpacked).kind
    if kind not in READERS:
        raise ExtractError("文件内容已损坏，无法读取")
    return READERS[kind](package, limits)


def members(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List what is embedded in the package."""
    return in_package(packed(body), limits)


def packed(body: bytes) -> bytes:
    """Return the ZIP package that the file would have been."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as package:
        for part in root_of(body).iter(f"{P}part"):
            name = str(part.get(f"{P}name", "")).lstrip("/")
            data = _data(part)
            if name and data and name not in package.namelist():
                package.writestr(name, data)
        if not package.namelist():
            raise ExtractError("文件内容已损坏，无法读取")
    return buffer.getvalue()


def _data(part: etree._Element) -> bytes:
    for child in part:
        if child.tag == f"{P}xmlData" and len(child):
            return etree.tostring(child[0])
        if child.tag == f"{P}binaryData":
            try:
                return b64decode(child.text or "")
            except (BadBase64, ValueError):
                return b""
    return b""
