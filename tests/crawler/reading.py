"""What the tests of the readers share: fixtures, text by place, and spoilt copies."""

import gzip
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from crawler.extract.content import Content

FILES = Path(__file__).parent / "files"
UNSIGNED = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\0\0\0\0")


def fixture(name: str) -> bytes:
    """Return a committed file."""
    body = (FILES / name).read_bytes()
    return gzip.decompress(body) if name.endswith(".gz") else body


def by_place(content: Content) -> dict[str, str]:
    """Return the text at each place, in the order of the places."""
    found: dict[str, str] = {}
    starts = [*(place.start for place in content.places), len(content.text)]
    for place, (start, end) in zip(content.places, pairwise(starts), strict=True):
        text = content.text[start:end].strip("\n")
        found[place.name] = f"{found[place.name]}\n{text}" if place.name in found else text
    return found


def spoilt(body: bytes, count: int) -> Iterator[bytes]:
    """Yield copies with bytes changed, lengths made huge, parts cut out or the end missing."""
    chance = random.Random(count)
    # Long stretches of nothing hide what matters.
    spots = [at for at, byte in enumerate(body) if byte not in (0, 255)]
    for _ in range(count):
        copy = bytearray(body)
        kind = chance.randrange(4)
        for _ in range(chance.randrange(1, 12)):
            at = chance.choice(spots)
            if kind == 0:
                copy[at] = chance.randrange(256)
            elif kind == 1:
                copy[at : at + 4] = chance.choice(UNSIGNED)
            elif kind == 2:
                del copy[at : at + chance.randrange(40)]
        if kind == 3:
            del copy[chance.choice(spots) :]
        yield bytes(copy)
