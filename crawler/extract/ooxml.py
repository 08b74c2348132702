"""Opens the ZIP container of Office Open XML files and counts what comes out of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from posixpath import dirname, join, normpath, split
from typing import IO, Literal
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - it is a class

from lxml import etree

from crawler.extract.content import ExtractError
from crawler.site import FileLimits

# A tree takes several times the bytes that it is parsed from.
MAX_TREE = 128 * 1024 * 1024
MAX_RATIO = 500
SMALL_PART = 10 * 1024 * 1024
BLOCK = 1 << 16
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
LOCKED = "文件已加密，需要密码才能打开"
OLD_FORMAT = "文件已加密或是旧版格式，无法读取"
TOO_LARGE = "文件解压后过大，未检查"
BROKEN = "文件内容已损坏，无法读取"
# What the standard library raises for packages that were cut or spoilt.
SPOILT = (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
MAIN_PARTS = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml")
# The strict form of the standard differs in its namespaces alone.
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


@dataclass(frozen=True, slots=True)
class Relation:
    """A part's link to another part, or to an address outside; `kind` is image, header, …."""

    id: str
    kind: str
    target: str
    is_external: bool


class _Counted:
    """A part that ends the reading once too much has come out of it, whatever its header says."""

    def __init__(self, part: IO[bytes], package: "Package", packed: int, most: int) -> None:
        self._part, self._package, self._most = part, package, most
        self._ratio_limit = max(SMALL_PART, packed * MAX_RATIO)
        self._count = 0

    def read(self, size: int = BLOCK) -> bytes:
        try:
            block = self._part.read(size)
        except SPOILT as error:
            raise ExtractError(BROKEN) from error
        self._count += len(block)
        self._package.left -= len(block)
        if self._count > min(self._most, self._ratio_limit) or self._package.left < 0:
            raise ExtractError(TOO_LARGE)
        return block


class Package:
    """An Office Open XML package (ISO/IEC 29500-2) in memory; `left` bytes may still come out."""

    def __init__(self, body: bytes, unpacked: int = FileLimits().unpacked) -> None:
        if body.startswith(OLE_MAGIC):
            raise ExtractError(LOCKED if LOCKED_STREAM in body else OLD_FORMAT)
        self._infos: dict[str, ZipInfo] = {}
        try:
            self._zip = ZipFile(BytesIO(body))
            infos = self._zip.infolist()
        except SPOILT as error:
            raise ExtractError("文件已损坏，无法打开") from error
        for info in infos:
            # Some programs write the names as Windows paths; case does not count.
            self._infos[_key(info.filename)] = info
        self.left = unpacked
        self.has_twins = len(self._infos) < len(infos)
        self.names = [info.filename.replace("\\", "/").lstrip("/") for info in self._infos.values()]

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._infos

    def find(self, pattern: str) -> list[str]:
        """Return the part names that match a regular expression, in order."""
        expression = re.compile(pattern, re.IGNORECASE)
        return [name for name in self.names if expression.fullmatch(name)]

    @cached_property
    def main(self) -> str:
        """The part that everything else hangs from, "" if this is no Office file."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        return next((name for name in MAIN_PARTS if name in self), "")

    @cached_property
    def kind(self) -> str:
        """What the file is: document, workbook, presentation, binary (xlsb), "" if unknown."""
        if not self.main:
            return ""
        if self.main.lower().endswith(".bin"):
            return "binary"
        with self._opened(self.main) as part:
            try:
                for element in _events(self._limited(part, self.main, MAX_TREE), "start", None):
                    return local(element)
            except etree.XMLSyntaxError as error:
                raise _fault(error) from error
        return ""

    def unpacked(self, name: str, most: int = MAX_TREE) -> bytes:
        """Return a part as it is; too large or too well compressed is an `ExtractError`."""
        with self._opened(name) as part:
            counted = self._limited(part, name, most)
            return b"".join(iter(counted.read, b""))

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """Stream the elements of a part that have one of `tags`, freeing what was read."""
        with self._opened(name) as part:
            try:
                for element in _events(self._usual(part, name, self.left), "end", tags):
                    _forbid_doctype(element)
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]  # type: ignore[union-attr]
            except etree.XMLSyntaxError as error:
                raise _fault(error) from error

    def tree(self, name: str, *, is_sloppy: bool = False) -> etree._Element:
        """Parse a small part as a whole; a sloppy one need not be well formed."""
        parser = etree.XMLParser(
            recover=is_sloppy,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        with self._opened(name) as part:
            try:
                root = etree.parse(self._usual(part, name, MAX_TREE), parser).getroot()
            except etree.XMLSyntaxError as error:
                raise _fault(error) from error
        if root is None:
            raise ExtractError(BROKEN)
        _forbid_doctype(root)
        return root

    def relations(self, name: str) -> list[Relation]:
        """Return the links of a part, of the package itself for ""."""
        folder, base = split(name)
        source = join(folder, "_rels", f"{base}.rels")
        return self.links(source) if source in self else []

    def links(self, source: str) -> list[Relation]:
        """Return the links that a .rels part holds."""
        folder = dirname(dirname(source))
        found = []
        for node in self.tree(source).iter("{*}Relationship"):
            target, kind = str(node.get("Target", "")), str(node.get("Type", ""))
            is_external = node.get("TargetMode") == "External"
            if not is_external:
                target = normpath(join("/", folder, target)).lstrip("/")
            found.append(
                Relation(str(node.get("Id")), kind.rpartition("/")[2], target, is_external)
            )
        return found

    @cached_property
    def _is_strict(self) -> bool:
        if not self.main:
            return False
        with self._opened(self.main) as part:
            return STRICT.search(self._limited(part, self.main, MAX_TREE).read()) is not None

    def _usual(self, part: IO[bytes], name: str, most: int) -> _Counted | BytesIO:
        if name.endswith(".rels") or not self._is_strict:
            return self._limited(part, name, most)
        return BytesIO(STRICT.sub(USUAL, self.unpacked(name)))

    def _limited(self, part: IO[bytes], name: str, most: int) -> _Counted:
        return _Counted(part, self, self._infos[_key(name)].compress_size, most)

    def _opened(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(self._infos[_key(name)])
        except (*SPOILT, KeyError) as error:
            raise ExtractError("文件已加密或损坏，无法读取") from error


def _events(
    source: _Counted | BytesIO, event: Literal["start", "end"], tags: tuple[str, ...] | None
) -> Iterator[etree._Element]:
    for _, element in etree.iterparse(
        source,
        tag=tags,
        events=(event,),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    ):
        yield element


def _fault(error: etree.XMLSyntaxError) -> ExtractError:
    return ExtractError("文件内容嵌套过深，未检查" if "depth" in str(error) else BROKEN)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _forbid_doctype(element: etree._Element) -> None:
    # The standard forbids it, and a text that hides in entities would go unread.
    if element.getroottree().docinfo.doctype:
        raise ExtractError("文件内容不合规范（含有文档类型声明），已损坏或有害，未检查")
