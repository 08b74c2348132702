"""Finds the blocks of a file (paragraphs, cells) in the text that was read from it.

The reader and the annotator walk a file each in their own way. So blocks are not matched by their
order: equal pieces of text are, the first with the first; what remains is found by its surroundings.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from checks.cells import PIECE

# Without surroundings the same words might be found where nothing was said of them.
AROUND = (16, 8, 4, 2)
LEAST = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters [start, end) of one block."""

    block: int
    start: int
    end: int


class Located:
    """The pieces of a text with the blocks that hold them."""

    def __init__(self, text: str, blocks: Sequence[str]) -> None:
        self._text = text
        self._joined = "\n".join(blocks)
        self._begins = list(accumulate((len(block) + 1 for block in blocks), initial=0))[:-1]
        waiting: dict[str, deque[Spot]] = {}
        for number, block in enumerate(blocks):
            for start, end in _pieces(block):
                spot = Spot(number, start, end)
                waiting.setdefault(block[start:end], deque()).append(spot)
        self._starts: list[int] = []
        self._pieces: list[tuple[int, Spot | None]] = []
        for start, end in _pieces(text):
            queue = waiting.get(text[start:end])
            self._starts.append(start)
            self._pieces.append((end, queue.popleft() if queue else None))

    def spots(self, start: int, end: int) -> Iterator[Spot]:
        """Yield where the characters [start, end) of the text stand, one spot a piece."""
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._starts) and self._starts[index] < end:
            first = self._starts[index]
            last, spot = self._pieces[index]
            index += 1
            left, right = max(first, start), min(last, end)
            if left >= right:
                continue
            if spot is None:
                spot = self._by_surroundings(left, right, first, last)
                if spot is not None:
                    yield spot
                continue
            yield Spot(spot.block, spot.start + left - first, spot.start + right - first)

    def _by_surroundings(self, start: int, end: int, first: int, last: int) -> Spot | None:
        for radius in AROUND:
            left, right = max(first, start - radius), min(last, end + radius)
            if right - left < LEAST:
                return None
            at = self._joined.find(self._text[left:right])
            if at >= 0:
                at += start - left
                block = bisect_right(self._begins, at) - 1
                inner = at - self._begins[block]
                return Spot(block, inner, inner + end - start)
        return None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each piece between line breaks and tabs, blanks around it left out."""
    for match in PIECE.finditer(text):
        piece = match[0]
        if stripped := piece.strip():
            start = match.start() + len(piece) - len(piece.lstrip())
            yield start, start + len(stripped)
