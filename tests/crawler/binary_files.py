"""The few bytes of binary Office formats that the tests need: compound files and xlsb parts."""

import struct
from collections.abc import Iterable

SECTOR = 512
# Shorter streams live elsewhere in a compound file; these are padded instead.
LEAST_STREAM = 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(name: str, data: bytes) -> bytes:
    """Return an OLE compound file with one stream."""
    data = data.ljust(LEAST_STREAM, b"\0")
    data += bytes(-len(data) % SECTOR)
    count = len(data) // SECTOR
    assert count + 2 <= SECTOR // 4
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 2, len(data))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, LEAST_STREAM, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + table + entries.ljust(SECTOR, b"\0") + data


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le").ljust(64, b"\0")
    head = struct.pack("<HBB3I", 2 * len(name) + 2, kind, 1, FREE, FREE, child)
    return written + head + bytes(36) + struct.pack("<IQ", start, size)


def packaged(name: str, data: bytes) -> bytes:
    """Return what Windows' packager puts around a file."""
    label, path = name.encode("gb18030") + b"\0", b"C:\\a\0"
    inner = b"\x02\0" + label + path + b"\0\0\x03\0" + struct.pack("<I", len(path)) + path
    inner += struct.pack("<I", len(data)) + data
    return compound("\x01Ole10Native", struct.pack("<I", len(inner)) + inner)


def records(*parts: tuple[int, bytes]) -> bytes:
    """Write a part of a binary workbook: each record with its number and data."""
    written = b""
    for number, data in parts:
        low = bytes((number,)) if number < 0x80 else bytes((number & 0x7F | 0x80, number >> 7))
        assert len(data) < 0x80
        written += low + bytes((len(data),)) + data
    return written


def wide(text: str) -> bytes:
    """Write a string as a binary workbook does."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_book(sheets: Iterable[tuple[str, bool]]) -> bytes:
    """Return the main part of a binary workbook: names of its sheets, and whether each shows."""
    bundles = [
        (156, struct.pack("<II", not is_shown, n) + wide(f"x{n - 1}") + wide(name))
        for n, (name, is_shown) in enumerate(sheets, 1)
    ]
    return records((131, b""), (143, b""), *bundles, (144, b""), (132, b""))


def binary_sheet(*cells: str | float) -> bytes:
    """Return a sheet of a binary workbook with one row."""
    written = []
    for column, cell in enumerate(cells):
        place = struct.pack("<II", column, 0)
        if isinstance(cell, str):
            written.append((6, place + wide(cell)))
        else:
            written.append((5, place + struct.pack("<d", cell)))
    size = struct.pack("<4I", 0, 0, 0, len(cells) - 1)
    row = struct.pack("<II9x", 0, 0)
    return records((129, b""), (148, size), (145, b""), (0, row), *written, (146, b""), (130, b""))
