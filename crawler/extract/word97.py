"""Finds text, its hidden and deleted parts and its paragraphs in a Word 97 to 2003 file.

The numbers are those of [MS-DOC], the published description of the format.
"""

import re
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from crawler.extract.content import ExtractError
from crawler.extract.ole import Compound

WORD_97 = 0xA5EC
COMPLEX_MARK, PIECES_MARK = 1, 2
EIGHT_BITS = 0x40000000
PAGE = 512
# Places of (offset, length) pairs in the table of the file's head.
PAIRS = 154
COMMENTS, HEADERS, CHARACTERS, PARAGRAPHS, CLX = 5, 11, 12, 13, 33
# The parts of the text, in their order, and where their lengths stand.
PARTS = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
LENGTHS = 76
# Lengths of operands by the highest bits of a property's code; None is told by the next byte.
OPERANDS = (1, 1, 2, 4, 2, 2, None, 3)
TABLE_CELLS, TAB_STOPS, FAR_PROPERTIES = 0xD608, 0xC615, (0x6646, 0x6645)
DELETED_CODE, HIDDEN_CODE = 0x0800, 0x083C
# What a character is besides plain text.
PLAIN, CODE, HIDDEN, DELETED = 0, 1, 2, 3
FIELD = re.compile("[\x13\x14\x15]")
SPOILT = "Word 文件已损坏，无法读取"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stands in one place of the file, counted in characters."""

    start: int
    end: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class Run:
    """Bytes of the file that have the same properties."""

    start: int
    end: int
    properties: bytes


@dataclass(slots=True)
class WordText:
    """The text of all parts, one character for each that Word counts (halves of pairs too)."""

    text: str
    kinds: bytearray
    parts: dict[str, range]
    table: bytes
    pairs: tuple[tuple[int, int], ...]
    pieces: list[Piece]
    is_cut: bool = False
    _paragraphs: list[Run] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _piece_starts: list[int] = field(default_factory=list)

    def properties(self, position: int) -> bytes:
        """Return the properties of the paragraph that ends with the character at `position`."""
        number = bisect_right(self._piece_starts, position) - 1
        if number < 0:
            return b""
        piece = self.pieces[number]
        offset = piece.offset + (position - piece.start) * piece.width
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self._paragraphs[index].end <= offset:
            return b""
        return self._paragraphs[index].properties

    def positions(self, pair: int, size: int) -> list[int]:
        """Return the positions of a list whose entries hold `size` bytes besides."""
        return _positions(self.slice(pair), size)

    def slice(self, pair: int) -> bytes:
        """Return what a pair of the head points to in the table stream."""
        return _slice(self.table, self.pairs, pair)


def read_word(compound: Compound, most: int) -> WordText:
    """Read the structure; at most `most` characters."""
    head = compound.stream("WordDocument")
    try:
        return _read(head, compound, most)
    except struct.error as error:
        raise ExtractError(SPOILT) from error


def _read(head: bytes, compound: Compound, most: int) -> WordText:
    flags, pairs = head_flags(head), _pairs(head)
    table = compound.stream("1Table" if flags & 0x0200 else "0Table")
    data = compound.stream("Data") if compound.has("Data") else b""
    pieces = _pieces(_slice(table, pairs, CLX))
    is_cut = pieces[-1].end > most
    pieces = [piece for piece in pieces if piece.end <= most]
    text = _text(head, pieces)
    runs = sorted(_runs(head, _slice(table, pairs, CHARACTERS), _character), key=_start)
    paragraphs = sorted(_runs(head, _slice(table, pairs, PARAGRAPHS), _paragraph), key=_start)
    paragraphs = [Run(run.start, run.end, _far(run.properties, data)) for run in paragraphs]
    return WordText(
        text,
        _kinds(text, pieces, runs),
        _parts(head, len(text)),
        table,
        pairs,
        pieces,
        is_cut,
        paragraphs,
        [run.start for run in paragraphs],
        [piece.start for piece in pieces],
    )


def head_flags(head: bytes) -> int:
    """Return the flags of the file's head."""
    return int(struct.unpack_from("<H", head, 10)[0])


def _start(run: Run) -> int:
    return run.start


def _pairs(head: bytes) -> tuple[tuple[int, int], ...]:
    (count,) = struct.unpack_from("<H", head, PAIRS - 2)
    # Older members of the family end sooner; none has fewer than these.
    count = max(CLX + 1, min(count, (len(head) - PAIRS) // 8))
    return tuple(struct.unpack_from("<II", head, PAIRS + 8 * number) for number in range(count))


def _slice(table: bytes, pairs: tuple[tuple[int, int], ...], number: int) -> bytes:
    offset, length = pairs[number]
    return table[offset : offset + length]


def _positions(data: bytes, size: int) -> list[int]:
    count = max(0, (len(data) - 4) // (4 + size))
    return list(struct.unpack_from(f"<{count + 1}I", data)) if count else []


def _parts(head: bytes, length: int) -> dict[str, range]:
    at, found = 0, {}
    for name, size in zip(PARTS, struct.unpack_from(f"<{len(PARTS)}I", head, LENGTHS), strict=True):
        found[name] = range(min(at, length), min(at + size, length))
        at += size
    return found


def _pieces(clx: bytes) -> list[Piece]:
    at = 0
    while at < len(clx) and clx[at] == COMPLEX_MARK:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != PIECES_MARK:
        raise ExtractError(SPOILT)
    (length,) = struct.unpack_from("<I", clx, at + 1)
    plan = clx[at + 5 : at + 5 + length]
    ends = _positions(plan, 8)
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(pairwise(ends)):
        (where,) = struct.unpack_from("<I", plan, 4 * len(ends) + 8 * number + 2)
        is_narrow = bool(where & EIGHT_BITS)
        offset = (where & ~EIGHT_BITS) // 2 if is_narrow else where
        if end < start or (pieces and start != pieces[-1].end):
            raise ExtractError(SPOILT)
        pieces.append(Piece(start, end, offset, 1 if is_narrow else 2))
    if not pieces:
        raise ExtractError(SPOILT)
    return pieces


def _text(head: bytes, pieces: list[Piece]) -> str:
    texts = []
    for piece in pieces:
        length = (piece.end - piece.start) * piece.width
        raw = head[piece.offset : piece.offset + length]
        if piece.width == 1:
            text = raw.decode("cp1252", "replace")
        else:
            # Halves of a pair are counted each by itself.
            units = array("H", raw[: len(raw) // 2 * 2])
            text = array("I", units).tobytes().decode("utf-32-le", "surrogatepass")
        texts.append(text.ljust(piece.end - piece.start, "\0"))
    return "".join(texts)


def joined(text: str) -> str:
    """Join the halves of characters that Word counts as two."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _runs(head: bytes, plan: bytes, properties: "_Properties") -> Iterator[Run]:
    ends = _positions(plan, 4)
    numbers = struct.unpack_from(f"<{len(ends) - 1}I", plan, 4 * len(ends)) if ends else ()
    for number in dict.fromkeys(numbers):
        page = head[(number & 0x3FFFFF) * PAGE :][:PAGE] if number * PAGE < len(head) else b""
        if len(page) == PAGE and 4 * (page[-1] + 1) < PAGE:
            offsets = struct.unpack_from(f"<{page[-1] + 1}I", page)
            for index, (start, end) in enumerate(pairwise(offsets)):
                yield Run(start, end, properties(page, index))


class _Properties:
    """How one kind of page holds the properties of its runs."""

    def __init__(self, size: int, skipped: int) -> None:
        self._size, self._skipped = size, skipped

    def __call__(self, page: bytes, index: int) -> bytes:
        """Return the properties of the run with this number."""
        at = 2 * page[min(4 * (page[-1] + 1) + self._size * index, PAGE - 1)]
        if not at:
            return b""
        length = page[at] if self._size == 1 else 2 * page[at] - 1
        if length < 0:
            at += 1
            length = 2 * page[min(at, PAGE - 1)]
        return page[at + 1 : at + 1 + length][self._skipped :]


_character = _Properties(1, 0)
# A paragraph's begin with the number of its style.
_paragraph = _Properties(13, 2)


def properties_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each property's code with its operand."""
    at = 0
    while at + 2 < len(data):
        code = data[at] | data[at + 1] << 8
        at += 2
        size = OPERANDS[code >> 13]
        if size is None:
            size = 1 + data[at]
            if code == TABLE_CELLS and at + 1 < len(data):
                size = 1 + (data[at] | data[at + 1] << 8)
            elif code == TAB_STOPS and data[at] == 255:  # noqa: PLR2004 - length told elsewhere
                return
        yield code, data[at : at + size]
        at += size


def _far(properties: bytes, data: bytes) -> bytes:
    """Follow the properties that are too long for their page."""
    for code, operand in properties_of(properties):
        if code in FAR_PROPERTIES and len(operand) == 4:  # noqa: PLR2004 - an offset
            at = int.from_bytes(operand, "little")
            return properties + data[at + 2 : at + 2 + int.from_bytes(data[at : at + 2], "little")]
    return properties


def _kinds(text: str, pieces: list[Piece], runs: list[Run]) -> bytearray:
    kinds = bytearray(len(text))
    for start, end in _field_codes(text):
        kinds[start:end] = bytes([CODE]) * (end - start)
    for wanted, code in ((HIDDEN, HIDDEN_CODE), (DELETED, DELETED_CODE)):
        marked = [run for run in runs if _is_on(run.properties, code)]
        starts = [run.start for run in marked]
        for piece in pieces:
            last = piece.offset + (piece.end - piece.start) * piece.width
            first = max(0, bisect_right(starts, piece.offset) - 1)
            for run in marked[first : bisect_right(starts, last)]:
                low, high = max(run.start, piece.offset), min(run.end, last)
                if low < high:
                    start = piece.start + (low - piece.offset) // piece.width
                    end = piece.start + (high - piece.offset) // piece.width
                    kinds[start:end] = bytes([wanted]) * (end - start)
    return kinds


def _is_on(properties: bytes, wanted: int) -> bool:
    # 0x81 is the opposite of the style, and no style of ours is hidden.
    state = False
    for code, operand in properties_of(properties):
        if code == wanted and operand:
            state = operand[0] in (1, 0x81)
    return state


def _field_codes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the instructions of fields stand, without their results."""
    depth, start = 0, 0
    for mark in FIELD.finditer(text):
        if mark[0] == "\x13":
            depth += 1
            start = start if depth > 1 else mark.start()
        elif depth:
            # The first separator ends the instruction, whatever is nested in the result.
            if depth == 1:
                yield start, mark.start()
            depth -= 1
