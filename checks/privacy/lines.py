"""The lines of a document as somebody reads them who looks for a mark on a paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line at [start, end) of the text; `bare` is it without blanks, `number` counts from 0."""

    text: str
    start: int
    end: int
    bare: str
    number: int


def lines(text: str) -> Iterator[Line]:
    """Yield the lines that hold something."""
    number = 0
    for match in _LINE.finditer(text):
        bare = _BLANKS.sub("", match[0])
        if bare:
            yield Line(match[0], match.start(), match.end(), bare, number)
            number += 1
