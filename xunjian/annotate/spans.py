"""Tells which characters of a document's text a mark is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.finding import Cell, Mark
from checks.views import Document
from xunjian.annotate.note import Note


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of the text."""

    start: int
    end: int


# Between the names of a container and of the file in it.
INSIDE = "›"


def is_inside(document: Document, mark: Mark) -> bool:
    """Whether a mark stands in a file within the file, which no copy can show."""
    if mark.cell is not None:
        return INSIDE in document.tables[mark.cell.table].place
    return INSIDE in document.place(mark.start)


def span_of(document: Document, mark: Mark) -> Span | None:
    """Return the span of a mark; of a cell, where its words stand in the text."""
    if is_inside(document, mark):
        return None
    if mark.cell is None:
        return Span(mark.start, mark.end) if mark.start < mark.end else None
    words = document.tables[mark.cell.table].rows[mark.cell.row][mark.cell.column].split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    match = pattern.search(document.text, *_row(document, mark.cell))
    match = match or pattern.search(document.text)
    return Span(*match.span()) if match else None


def spans_of(document: Document, note: Note) -> Iterator[tuple[Mark, Span | None]]:
    """Yield the marks of a note with their spans; a cell whose words are marked too counts once."""
    seen: set[Span] = set()
    for mark in note.marks:
        span = span_of(document, mark)
        if span is None or span not in seen:
            yield mark, span
        if span is not None:
            seen.add(span)


def _row(document: Document, cell: Cell) -> tuple[int, int]:
    """Return the part of the text in which the row of the cell stands, as far as it is named."""
    table = document.tables[cell.table]
    full, short = document.cell_place(cell), table.place
    for name in (full, short):
        for number, place in enumerate(document.places):
            if name and place.name == name:
                rest = document.places[number + 1 :]
                return place.start, rest[0].start if rest else len(document.text)
    return 0, len(document.text)
