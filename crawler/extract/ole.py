"""Opens OLE containers, the files of Office 97 to 2003 and of WPS, and reads their properties."""

import struct
from collections.abc import Iterator
from io import BytesIO

import olefile

from crawler.extract.content import ExtractError

# What olefile raises for containers that were cut or spoilt.
SPOILT = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    struct.error,
)
PROPERTIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
LATIN_STRING, BASIC_STRING, WIDE_STRING = 0x1E, 0x08, 0x1F
CODE_PAGE = 1
# The template, how often it was saved and by which program: of no interest.
IGNORED = frozenset({7, 9, 18})
UTF_16_PAGE, UTF_8_PAGE = 1200, 65001
# Property sets hold a handful; a broken count must cost nothing.
MAX_PROPERTIES = 1000


class Compound:
    """An OLE container in memory; `names` are the paths of its streams."""

    def __init__(self, body: bytes) -> None:
        self._size = len(body)
        try:
            self._file = olefile.OleFileIO(BytesIO(body))
            self.names = tuple("/".join(parts) for parts in self._file.listdir())
        except SPOILT as error:
            raise ExtractError("文件已损坏，无法打开") from error

    def has(self, name: str) -> bool:
        """Whether there is a stream of this name, small and capital letters alike."""
        wanted = name.lower()
        return any(each.lower() == wanted for each in self.names)

    def stream(self, name: str) -> bytes:
        """Return a whole stream; one that is missing or spoilt is an `ExtractError`."""
        try:
            # A broken size would be reserved in memory before it is missed.
            if self._file.get_size(name) > self._size:
                raise ExtractError("文件已损坏，无法读取")
            with self._file.openstream(name) as stream:
                return bytes(stream.read())
        except SPOILT as error:
            raise ExtractError("文件已损坏，无法读取") from error

    def properties(self) -> str:
        """Return title, author, company and every other text of the property sets."""
        texts: dict[str, None] = {}
        for name in PROPERTIES:
            if self.has(name):
                try:
                    texts.update(dict.fromkeys(_strings(self.stream(name))))
                except (ExtractError, struct.error):
                    # Many programs write them badly; nobody misses them.
                    continue
        return "\n".join(texts)


def _strings(data: bytes) -> Iterator[str]:
    (sections,) = struct.unpack_from("<I", data, 24)
    for number in range(min(sections, 2)):
        (start,) = struct.unpack_from("<I", data, 44 + 20 * number)
        _, count = struct.unpack_from("<II", data, start)
        entries = [
            struct.unpack_from("<II", data, start + 8 + 8 * index)
            for index in range(min(count, MAX_PROPERTIES))
        ]
        page = UTF_8_PAGE
        for key, offset in entries:
            if key == CODE_PAGE:
                (page,) = struct.unpack_from("<H", data, start + offset + 4)
        for key, offset in entries:
            text = "" if key in IGNORED else _string(data, start + offset, page)
            if text:
                yield text


def _string(data: bytes, at: int, page: int) -> str:
    """Return the property at `at` if it is a text, else ""."""
    if at + 8 > len(data):
        return ""
    kind, length = struct.unpack_from("<II", data, at)
    if kind == WIDE_STRING:
        raw, encoding = data[at + 8 : at + 8 + 2 * length], "utf-16-le"
    elif kind in (LATIN_STRING, BASIC_STRING):
        raw = data[at + 8 : at + 8 + length]
        encoding = encoding_of(page)
    else:
        return ""
    return raw.decode(encoding, "replace").partition("\0")[0].strip()


def encoding_of(page: int) -> str:
    """Return Python's name of a Windows code page, GB18030 where it is unknown or Chinese."""
    if page in (UTF_16_PAGE, UTF_8_PAGE):
        return "utf-16-le" if page == UTF_16_PAGE else "utf-8"
    name = f"cp{page}"
    try:
        "".encode(name)
    except LookupError:
        name = "gb18030"
    return "gb18030" if page == 936 else name  # noqa: PLR2004 - the number of the Chinese page
