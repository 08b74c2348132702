"""Names the places in a document where a finding stands."""

from collections.abc import Iterable
from pathlib import PurePath

from checks.finding import Finding, Mark
from checks.mask import mask
from checks.placed import finest, order_of
from checks.views import Document

# Files of which the text is what an editor shows, line by line; standard input has no suffix.
LINED = frozenset({".txt", ".csv", ".md", ""})


def places_of(document: Document, marks: Iterable[Mark]) -> tuple[str, ...]:
    """Return the distinct places of the marks, masked, in the order of the document.

    Words that a cell tells more closely, and marks where the document has no places, have none.
    """
    lines = _Lines(document.text)
    found: dict[str, dict[str, None]] = {}
    for mark in marks:
        if place := _place(document, mark, lines):
            found.setdefault(_words(document, mark), {})[place] = None
    places = dict.fromkeys(place for each in found.values() for place in finest(list(each)))
    ordered = sorted(places, key=order_of(document.places))
    return tuple(dict.fromkeys(map(mask, ordered)))


def _words(document: Document, mark: Mark) -> str:
    """Return what is marked, alike in a cell and in the text."""
    if mark.cell is None:
        return "".join(document.text[mark.start : mark.end].split())
    return "".join(document.tables[mark.cell.table].rows[mark.cell.row][mark.cell.column].split())


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of a document in the order in which people deal with them."""
    return sorted(findings, key=lambda each: (each.severity.rank, each.code, _first(each.marks)))


def _first(marks: tuple[Mark, ...]) -> int:
    return marks[0].start if marks else 0


def on_one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def _place(document: Document, mark: Mark, lines: "_Lines") -> str:
    if mark.cell is not None:
        return document.cell_place(mark.cell)
    place = document.place(mark.start)
    # The lines of any other text are not those that people see.
    if place or document.page is not None or PurePath(document.name).suffix.lower() not in LINED:
        return place
    return f"第 {lines.number(mark.start)} 行"


class _Lines:
    """Counts the lines of a text up to an offset, from where it last counted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = 0

    def number(self, offset: int) -> int:
        """Return the number of the line at an offset, from 1."""
        if offset < self._at:
            self._at = self._breaks = 0
        self._breaks += self._text.count("\n", self._at, offset)
        self._at = offset
        return self._breaks + 1
