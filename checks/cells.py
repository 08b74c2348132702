"""Tells which cell of a spreadsheet stands where in the text that was read from it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from checks.finding import Cell
from crawler.page import Place, Table

# The reader joins cells by tabs and rows by line breaks; a cell may hold both.
PIECE = re.compile(r"[^\n\t]+")


@dataclass(frozen=True, slots=True)
class CellIndex:
    """The pieces of a text that are cells: their offsets, in order, with their ends and cells."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    cells: tuple[Cell, ...]

    def at(self, offset: int) -> Cell | None:
        """Return the cell that stands at this offset of the text, if one does."""
        index = bisect_right(self.starts, offset) - 1
        return self.cells[index] if index >= 0 and offset < self.ends[index] else None


def index_cells(text: str, places: Sequence[Place], tables: Sequence[Table]) -> CellIndex:
    """Find the cells of numbered tables in the text: place by place, both in the order of rows.

    A table repeats the words of merged cells, the text does not: what it repeats is passed by.
    """
    known: dict[str, _Cells] = {}
    for number, table in enumerate(tables):
        if table.numbers:
            for name, piece, cell in _pieces(number, table):
                known.setdefault(name, _Cells()).add(piece, cell)
    starts: list[int] = []
    ends: list[int] = []
    cells: list[Cell] = []
    stops = [*(place.start for place in places[1:]), len(text)][: len(places)]
    for place, stop in zip(places, stops, strict=True):
        waiting = known.get(place.name)
        for match in PIECE.finditer(text, place.start, stop) if waiting else ():
            found = waiting.next(match[0].strip()) if waiting else None
            if found is not None:
                starts.append(match.start())
                ends.append(match.end())
                cells.append(found)
    return CellIndex(tuple(starts), tuple(ends), tuple(cells))


@dataclass(slots=True)
class _Cells:
    """The cells under one place, in order, and how far they have been found in the text."""

    cells: list[Cell] = field(default_factory=list)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    reached: int = 0

    def add(self, piece: str, cell: Cell) -> None:
        """Add the next cell, or the next line of one."""
        self.numbers.setdefault(piece, []).append(len(self.cells))
        self.cells.append(cell)

    def next(self, piece: str) -> Cell | None:
        """Return the next cell with these words."""
        numbers = self.numbers.get(piece, [])
        index = bisect_left(numbers, self.reached)
        if index == len(numbers):
            return None
        self.reached = numbers[index] + 1
        return self.cells[numbers[index]]


def _pieces(number: int, table: Table) -> Iterator[tuple[str, str, Cell]]:
    """Yield each piece of each cell with the name of the place under which the text has it."""
    for at, row in enumerate(table.rows):
        for column, value in enumerate(row):
            if not value:
                continue
            name = _block(table, at, column)
            for match in PIECE.finditer(value):
                yield name, match[0].strip(), Cell(number, at, column)


def _block(table: Table, row: int, column: int) -> str:
    """Return the place under which the text of a cell is read: hidden ones stand apart."""
    if table.numbers[row] in table.hidden_rows:
        return f"{table.place}（隐藏的第 {table.numbers[row]} 行）"
    full = table.cell_place(row, column)
    _, hidden, rest = full.removeprefix(table.place).partition("（")
    return table.place + hidden + rest
