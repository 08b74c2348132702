"""Names the places in a document where a finding stands."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from checks.finding import Finding, Mark
from checks.mask import mask
from checks.views import Document

# Files of which the text is what an editor shows, line by line; standard input has no suffix.
LINED = frozenset({".txt", ".csv", ".md", ""})

# A cell's place: its sheet, its name, what is hidden about it.
CELL = re.compile(r"(.*” )([A-Z]{1,3}\d{1,7})((?:（.*）)?)")


def places_of(document: Document, marks: Iterable[Mark]) -> tuple[str, ...]:
    """Return the distinct places of the marks, in order, as far as the document has places."""
    lines = _Lines(document.text)
    found = (_place(document, mark, lines) for mark in marks)
    # A sheet or a file in an archive may be called after a person.
    return tuple(dict.fromkeys(mask(place) for place in found if place))


def shown_places(places: Sequence[str], most: int) -> str:
    """Return some of the places on one line; cells of one sheet, hidden alike, stand together."""
    parts: list[str] = []
    before: tuple[str, str] | None = None
    for place in places[:most]:
        cell = CELL.fullmatch(place)
        around = (cell[1], cell[3]) if cell else None
        if cell and around == before:
            parts[-1] = f"{parts[-1].removesuffix(cell[3])}、{cell[2]}{cell[3]}"
        else:
            parts.append(place)
        before = around
    more = f" 等 {len(places)} 处" if len(places) > most else ""
    return "；".join(parts) + more


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
