"""Finds in an old workbook's records what the library does not: text boxes, headers, pivot data.

The numbers are those of [MS-XLS], the published description of the format.
"""

import re
import struct
from collections.abc import Iterator
from itertools import islice

ENCRYPTED, FIRST = 0x002F, 20
CONTINUED, OBJECT, SHAPE_TEXT = 0x003C, 0x005D, 0x01B6
HEAD_LINES = {0x0014: "页眉", 0x0015: "页脚"}
# Fonts, sizes and fields within a header line; a field for the page is no text.
LAYOUT = re.compile(r'&"[^"]*"|&\d+|&[A-Za-z]')
NOTE = 0x19
PIVOT_TEXT, PIVOT_NUMBER = 0x00CD, 0x00C9
IS_WIDE = 1


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each record."""
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def is_encrypted(stream: bytes) -> bool:
    """Whether the workbook says that it is encrypted, which it does near its beginning."""
    return any(number == ENCRYPTED for number, _ in islice(records(stream), FIRST))


def asides(stream: bytes) -> Iterator[tuple[str, str]]:
    """Yield place and text of headers, footers and text boxes; comments are left out."""
    kind, awaited = 0, 0
    for number, data in records(stream):
        if number in HEAD_LINES and len(data) > 3:  # noqa: PLR2004 - length and flag
            text = _text(data[2:], int.from_bytes(data[:2], "little"))
            yield HEAD_LINES[number], LAYOUT.sub("", text)
        elif number == OBJECT and len(data) >= 6:  # noqa: PLR2004
            (kind,) = struct.unpack_from("<H", data, 4)
        elif number == SHAPE_TEXT and len(data) >= 12:  # noqa: PLR2004
            (awaited,) = struct.unpack_from("<H", data, 10)
        elif number == CONTINUED and awaited and data:
            text = _text(data, awaited)
            awaited = max(0, awaited - len(text))
            if kind != NOTE:
                yield "文本框", text


def pivot_texts(stream: bytes) -> Iterator[str]:
    """Yield the values of the source that a pivot table keeps, though the source may be gone."""
    for number, data in records(stream):
        if number == PIVOT_TEXT and len(data) > 3:  # noqa: PLR2004
            yield _text(data[2:], int.from_bytes(data[:2], "little"))
        elif number == PIVOT_NUMBER and len(data) == 8:  # noqa: PLR2004
            (value,) = struct.unpack("<d", data)
            yield f"{value:.0f}" if value.is_integer() else repr(value)


def _text(data: bytes, length: int) -> str:
    """Decode characters after their flag."""
    if data[0] & IS_WIDE:
        return data[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return data[1 : 1 + length].decode("latin-1")
