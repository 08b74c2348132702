"""Encrypts a workbook's stream as Excel 97 does ([MS-OFFCRYPTO], RC4)."""

import hashlib
import struct
from functools import cache

from crawler.extract.biff import records
from tests.crawler.containers import SMALL

BLOCK = 1024
SALT = bytes(range(16))
VERIFIER = bytes(range(16, 32))
# Records that stay as they are, and the one that gives way to the key.
PLAIN = frozenset({0x0809, 0x002F, 0x00E1})
WRITE_ACCESS, KEY, SHEET = 0x005C, 0x002F, 0x0085


def locked(stream: bytes, password: str) -> bytes:
    """Return the stream encrypted; it must hold a record for the user's name."""
    result = bytearray()
    for number, data in records(stream):
        start = len(result) + 4
        if number == WRITE_ACCESS:
            result += struct.pack("<HH", KEY, len(data)) + _key(password).ljust(len(data), b"\0")
            continue
        hidden = _crypted(data, start, password)
        if number == SHEET:
            # Where the sheet begins is not encrypted.
            hidden = data[:4] + hidden[4:]
        result += struct.pack("<HH", number, len(data)) + (data if number in PLAIN else hidden)
    # Empty records fill the stream to the length that a container asks for.
    return bytes(result) + bytes(4 * (SMALL // 4))


def _key(password: str) -> bytes:
    digest = hashlib.md5(VERIFIER, usedforsecurity=False).digest()
    return struct.pack("<HHH", 1, 1, 1) + SALT + _crypted(VERIFIER + digest, 0, password)


def _crypted(data: bytes, at: int, password: str) -> bytes:
    keys = (_stream(password, (at + i) // BLOCK)[(at + i) % BLOCK] for i in range(len(data)))
    return bytes(byte ^ key for byte, key in zip(data, keys, strict=True))


@cache
def _stream(password: str, block: int) -> bytes:
    first = hashlib.md5(password.encode("utf-16-le"), usedforsecurity=False).digest()[:5]
    second = hashlib.md5((first + SALT) * 16, usedforsecurity=False).digest()[:5]
    key = hashlib.md5(second + struct.pack("<I", block), usedforsecurity=False).digest()
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % 16]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for _ in range(BLOCK):
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(box[(box[i] + box[j]) % 256])
    return bytes(out)
