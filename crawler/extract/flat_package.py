"""Office files saved as one XML file instead of a ZIP package."""

from base64 import b64decode
from binascii import Error as BadBase64
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from crawler.extract.content import ExtractError
from crawler.extract.office_xml import PACKAGE_SPACE, root_of

P = f"{{{PACKAGE_SPACE}}}"


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
