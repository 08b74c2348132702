"""Tells the XML files of Office 2003 apart, and parses them safely."""

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from crawler.extract.content import ExtractError
from crawler.extract.encoding import decode

SHEET_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
WORD_SPACE = "http://schemas.microsoft.com/office/word/2003/wordml"
PACKAGE_SPACE = "http://schemas.microsoft.com/office/2006/xmlPackage"
OFFICE_SPACE = "urn:schemas-microsoft-com:office:office"
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# The root element and its name spaces stand within this.
HEAD = 4096


def is_space(body: bytes, space: str) -> bool:
    """Whether the bytes are XML that uses this name space at its root."""
    head = decode(body[:HEAD]).text.lstrip("\ufeff \t\r\n")
    return (
        head.startswith("<")
        and not head[:9].lower().startswith(("<!doctype", "<html"))
        and (f'"{space}"' in head or f"'{space}'" in head)
    )


def stream_of(body: bytes) -> BytesIO:
    """Return the XML in UTF-8, whatever it is declared as; exporters often declare GB2312."""
    return BytesIO(DECLARATION.sub("", decode(body).text, count=1).encode("utf-8", "replace"))


def events(body: bytes, tags: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    """Yield the starts and ends of elements; no entity is opened."""
    try:
        yield from etree.iterparse(
            stream_of(body),
            tag=tags,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
    except etree.XMLSyntaxError as error:
        raise ExtractError("文件内容已损坏，无法读取") from error


def root_of(body: bytes) -> etree._Element:
    """Parse the whole file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.parse(stream_of(body), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise ExtractError("文件内容已损坏，无法读取") from error


def properties_of(root: etree._Element) -> str:
    """Return title, author, company and the like."""
    nodes = root.iter(f"{{{OFFICE_SPACE}}}DocumentProperties")
    texts = (text.strip() for node in nodes for child in node for text in child.itertext())
    return "\n".join(text for text in texts if text)
