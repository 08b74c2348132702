"""Writes OLE containers, for the files that LibreOffice cannot be made to save."""

import struct
from dataclasses import dataclass, field

SECTOR = 512
# Streams shorter than this are packed into another; ours are filled up instead.
SMALL = 4096
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    start: int = END
    next: int = FREE


def container(streams: dict[str, bytes]) -> bytes:
    """Return a container that holds these streams, each filled up; slashes divide storages."""
    entries = _entries(streams)
    folder = -(-len(entries) // 4)
    lengths = [-(-len(entry.data) // SECTOR) for entry in entries]
    tables = 1
    while tables * SECTOR // 4 < tables + folder + sum(lengths):
        tables += 1
    chain = [TABLE] * tables + _chain(tables, folder)
    for entry, length in zip(entries, lengths, strict=True):
        if length:
            entry.start = len(chain)
            chain += _chain(len(chain), length)
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    packed = b"".join(map(_packed, entries)).ljust(folder * SECTOR, b"\0")
    data = b"".join(
        entry.data.ljust(length * SECTOR, b"\0")
        for entry, length in zip(entries, lengths, strict=True)
    )
    return _head(tables) + struct.pack(f"<{len(chain)}I", *chain) + packed + data


def _entries(streams: dict[str, bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", ROOT)]
    numbers = {"": 0}
    for path, data in streams.items():
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            name, parent = "/".join(parts[:depth]), "/".join(parts[: depth - 1])
            if name in numbers:
                continue
            is_stream = depth == len(parts)
            numbers[name] = len(entries)
            kind = STREAM if is_stream else STORAGE
            entries.append(
                _Entry(parts[depth - 1], kind, data.ljust(SMALL, b"\0") if is_stream else b"")
            )
            siblings = entries[numbers[parent]].children
            if siblings:
                entries[siblings[-1]].next = numbers[name]
            siblings.append(numbers[name])
    return entries


def _chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), END] if length else []


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    child = entry.children[0] if entry.children else FREE
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(name), entry.kind, 1, FREE, entry.next, child)
        + bytes(36)
        + struct.pack("<IQ", entry.start, len(entry.data))
    )


def _head(tables: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, SMALL, END, 0, END, 0)
    return head + struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))


def record(number: int, data: bytes) -> bytes:
    """Return a record of a workbook's stream."""
    return struct.pack("<HH", number, len(data)) + data
