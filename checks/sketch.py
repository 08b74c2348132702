"""Sketches a text in 48 bytes, so that two texts can be held against each other without either.

A sketch holds the low four bits of 96 minimum hashes of the text's four-character pieces: what two
texts share of their pieces shows as what their sketches share, wherever it stands. No number of a
person can be guessed back from one: runs of five digits and more are dropped first, so that neither
an identity nor a telephone number leaves a trace in it; and the hashes are keyed with the ledger's
secret, so that nobody else can sketch a guess and compare.
"""

import hashlib
import re
import struct
import unicodedata
from base64 import b64decode, b64encode

PIECE = 4
# One digest of a piece is eight numbers, each of which falls into one of twelve slots of its own.
ROUNDS, SLOTS, NUMBERS = 8, 12, ">8Q"
# Enough to know a text by; a table of two million cells is not read to its end for this.
MOST_TEXT = 20_000
LONG_NUMBER = re.compile(r"\d{5,}[Xx]?")
NIBBLE = 15
CHANCE = 1 / 16
HASHES = ROUNDS * SLOTS


def length(text: str) -> int:
    """Return how much a text says: its characters without white space."""
    return len("".join(text.split()))


def sketch(text: str, secret: bytes) -> str:
    """Return the sketch of a text; "" if it is too short for one."""
    pieces = _pieces(text)
    if not pieces:
        return ""
    keyed = hashlib.blake2b(key=hashlib.sha256(b"xunjian sketch" + secret).digest())
    least: list[int | None] = [None] * HASHES
    for piece in pieces:
        digest = keyed.copy()
        digest.update(piece.encode("utf-8", "surrogatepass"))
        for turn, drawn in enumerate(struct.unpack(NUMBERS, digest.digest())):
            number, slot = divmod(drawn, SLOTS)
            place = turn * SLOTS + slot
            before = least[place]
            if before is None or number < before:
                least[place] = number
    nibbles = [_filled(least, place) & NIBBLE for place in range(len(least))]
    packed = bytes(high << 4 | low for high, low in zip(nibbles[::2], nibbles[1::2], strict=True))
    return b64encode(packed).decode()


def _pieces(text: str) -> set[str]:
    normal = "".join(unicodedata.normalize("NFKC", text[:MOST_TEXT]).split())
    plain = LONG_NUMBER.sub("", normal)
    return {plain[start : start + PIECE] for start in range(len(plain) - PIECE + 1)}


def _filled(least: list[int | None], place: int) -> int:
    """Return the number of a slot; a short text leaves some empty, which borrow from the next."""
    turn, slot = divmod(place, SLOTS)
    row = least[turn * SLOTS : (turn + 1) * SLOTS]
    found = (number for number in row[slot:] + row[:slot] if number is not None)
    return next(found)


def likeness(one: str, other: str) -> float | None:
    """Return the estimated share of common pieces, 0 to 1; None if one is not known."""
    if not one or not other:
        return None
    first, second = b64decode(one), b64decode(other)
    if len(first) != len(second):
        return None
    same = sum(
        ((left ^ right) >> 4 == 0) + ((left ^ right) & NIBBLE == 0)
        for left, right in zip(first, second, strict=True)
    )
    return max(0.0, (same / (2 * len(first)) - CHANCE) / (1 - CHANCE))
