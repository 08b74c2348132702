"""Tells kinds of files apart by their bytes; the name counts only where the bytes do not tell."""

import re
import struct
from functools import cached_property
from io import BytesIO

from crawler.extract.encoding import decode
from crawler.extract.office_xml import PACKAGE_SPACE, SHEET_SPACE, WORD_SPACE, is_space
from crawler.extract.ooxml import OLE_MAGIC, SPOILT
from crawler.extract.rarely import format_of

HEAD = 4096
PDF_SEARCH = 1024
PDF_MAGIC = b"%PDF-"
# A file, an archive without members, a part of a split archive.
ZIP_MAGIC = b"PK\x03\x04"
ZIP_MAGICS = (ZIP_MAGIC, b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")
SQUEEZED_MAGICS = (b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
HTML_MAGIC = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table", b"<body")
XML_HTML = re.compile(
    rb"<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)*(?:<!doctype html[^>]*>\s*)?<html", re.S
)
IMAGE_MAGICS = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"),
)
BMP = re.compile(rb"BM.{4}\x00\x00\x00\x00.{4}[\x0c\x28\x38\x40\x6c\x7c]\x00\x00\x00", re.S)
# Excel before 1995 wrote its records without a container; later ones are so embedded.
RAW_XLS = re.compile(
    rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00..\x10\x00|\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00",
    re.S,
)
MAIL_HEADER = re.compile(
    rb"(?:received|return-path|from|to|subject|date|message-id|mime-version|delivered-to|"
    rb"x-[\w-]+): [^\n]*\n",
    re.I,
)
LEAST_HEADERS = 3
# Streams that tell what an OLE file is, where its directory cannot be read.
STREAMS = ("WordDocument", "Workbook", "Book", "PowerPoint Document", "EncryptedPackage")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))
# In a text at most one byte of so many is a control character.
TEXT_BYTES = 200
# Where the head ends, it may cut a character.
CUT = 2
# Many systems export text with tabs under these names, which Excel opens.
SHEETS = (".xls", ".et")


class File:
    """A file as far as its kind can be told."""

    def __init__(self, body: bytes, suffix: str) -> None:
        self.body = body
        self.suffix = suffix
        self.head = body[:HEAD]

    @cached_property
    def start(self) -> bytes:
        """Return where the text begins, in lower case."""
        return self.head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names of a ZIP file's members, none where they cannot be read."""
        from zipfile import ZipFile

        if not self.is_zip:
            return frozenset()
        try:
            with ZipFile(BytesIO(self.body)) as archive:
                return frozenset(name.replace("\\", "/") for name in archive.namelist())
        except SPOILT:
            return frozenset()

    @cached_property
    def streams(self) -> frozenset[str]:
        """Return the names of an OLE file's streams, those within its objects left out."""
        if not self.is_ole:
            return frozenset()
        import olefile

        try:
            with olefile.OleFileIO(BytesIO(self.body)) as ole:
                found = frozenset(path[0] for path in ole.listdir() if len(path) == 1)
        except (*SPOILT, IndexError, KeyError, struct.error, AttributeError, TypeError):
            found = frozenset()
        return found or frozenset(n for n in STREAMS if n.encode("utf-16-le") in self.body)

    @property
    def is_zip(self) -> bool:
        return self.head.startswith(ZIP_MAGICS)

    @property
    def is_ole(self) -> bool:
        return self.head.startswith(OLE_MAGIC)

    def is_package(self, folder: str, *suffixes: str) -> bool:
        """Whether this is an Office package of the program that keeps its parts in `folder`."""
        if not self.names:
            return self.is_zip and self.suffix in suffixes
        is_package = "[Content_Types].xml" in self.names
        return is_package and any(name.startswith(folder) for name in self.names)

    def is_compound(self, streams: frozenset[str], *suffixes: str) -> bool:
        """Whether this is an OLE file of the program that writes one of the streams."""
        if not self.streams:
            return self.is_ole and self.suffix in suffixes
        return bool(streams & self.streams)


def is_pdf(file: File) -> bool:
    """Whether this is a PDF; rubbish before its mark is common."""
    return PDF_MAGIC in file.head[:PDF_SEARCH]


def is_docx(file: File) -> bool:
    """Whether this is a Word document of 2007 or later."""
    return file.is_package("word/", ".docx", ".docm", ".dotx")


def is_xlsb(file: File) -> bool:
    """Whether this is a binary workbook of 2007 or later."""
    return "xl/workbook.bin" in file.names


def is_xlsx(file: File) -> bool:
    """Whether this is a workbook of 2007 or later."""
    return file.is_package("xl/", ".xlsx", ".xlsm", ".xltx")


def is_pptx(file: File) -> bool:
    """Whether these are slides of 2007 or later."""
    return file.is_package("ppt/", ".pptx", ".pptm", ".ppsx")


def is_ofd(file: File) -> bool:
    """Whether this is an OFD document (GB/T 33190)."""
    return "OFD.xml" in file.names if file.names else file.is_zip and file.suffix == ".ofd"


def is_odf(file: File) -> bool:
    """Whether this is an OpenDocument file."""
    return {"mimetype", "content.xml"} <= file.names


def is_zip(file: File) -> bool:
    """Whether this is a ZIP archive of any kind."""
    return file.is_zip


def is_locked_office(file: File) -> bool:
    """Whether this is an Office document with a password, which is an OLE file then."""
    return "EncryptedPackage" in file.streams


def is_odd_office(file: File) -> bool:
    """Whether this has a new Office suffix and is an OLE file that nothing can be told of."""
    return file.is_ole and not file.streams and file.suffix in (".docx", ".xlsx", ".pptx")


def is_doc(file: File) -> bool:
    """Whether this is an old Word document; WPS writes the same."""
    return file.is_compound(frozenset({"WordDocument"}), ".doc", ".dot", ".wps", ".wpt")


def is_xls(file: File) -> bool:
    """Whether this is an old workbook; WPS writes the same."""
    is_raw = RAW_XLS.match(file.head) is not None
    return is_raw or file.is_compound(
        frozenset({"Workbook", "Book"}), ".xls", ".xlt", ".et", ".ett"
    )


def is_ppt(file: File) -> bool:
    """Whether these are old slides; WPS writes the same."""
    return file.is_compound(frozenset({"PowerPoint Document"}), ".ppt", ".pps", ".dps", ".dpt")


def is_outlook(file: File) -> bool:
    """Whether this is a message that Outlook has saved."""
    return "__properties_version1.0" in file.streams


def is_rtf(file: File) -> bool:
    """Whether this is rich text."""
    return file.start.startswith(b"{\\rtf")


def is_image(file: File) -> bool:
    """Whether this is a picture that could hold text."""
    is_webp = file.head.startswith(b"RIFF") and file.head.startswith(b"WEBP", 8)
    return is_webp or file.head.startswith(IMAGE_MAGICS) or BMP.match(file.head) is not None


def is_squeezed(file: File) -> bool:
    """Whether this is one file packed by gzip, bzip2 or xz."""
    return file.head.startswith(SQUEEZED_MAGICS)


def is_tar(file: File) -> bool:
    """Whether this is a tar archive."""
    return file.head[257:262] == b"ustar"


def is_rare_archive(file: File) -> bool:
    """Whether this is an archive that the standard library does not know."""
    return format_of(file.head) != ""


def is_web_archive(file: File) -> bool:
    """Whether this is a page with its pictures in one file (MHTML)."""
    is_mime = MAIL_HEADER.match(file.start) is not None and b"mime-version:" in file.start
    return is_mime and b"multipart/related" in file.start


def is_mail(file: File) -> bool:
    """Whether this is a mail: it begins with the headers of one."""
    position = 0
    for _ in range(LEAST_HEADERS):
        header = MAIL_HEADER.match(file.start, position)
        if header is None:
            return position > 0 and file.suffix == ".eml"
        position = header.end()
    return True


def is_html(file: File) -> bool:
    """Whether this is a web page."""
    return file.start.startswith(HTML_MAGIC) or XML_HTML.match(file.start) is not None


def is_flat_package(file: File) -> bool:
    """Whether this is an Office document of 2007 or later in one XML file."""
    return is_space(file.head, PACKAGE_SPACE)


def is_sheet_xml(file: File) -> bool:
    """Whether this is a workbook in XML of 2003."""
    return is_space(file.head, SHEET_SPACE)


def is_word_xml(file: File) -> bool:
    """Whether this is a Word document in XML of 2003."""
    return is_space(file.head, WORD_SPACE)


def is_text(file: File) -> bool:
    """Whether these are characters, in whatever encoding."""
    if file.head.startswith(UTF_16):
        return True
    controls = len(file.head) - len(file.head.translate(None, CONTROLS))
    if b"\x00" in file.head or controls * TEXT_BYTES > len(file.head):
        return False
    broken = decode(file.head).text.count("\ufffd")
    return (broken - CUT) * TEXT_BYTES <= len(file.head)


def is_csv(file: File) -> bool:
    """Whether this is a table in text."""
    is_table = file.suffix in (".csv", ".tsv") or (file.suffix in SHEETS and b"\t" in file.head)
    return is_table and is_text(file)
