"""Sets the rows of a word processor's table under one another, merged cells filled."""

from dataclasses import dataclass, field

from crawler.page import Table

# Edges as close as this (a twentieth of a point each) are the same line, drawn twice by hand.
NEAR = 40
# So many different edges are a drawing, no table.
MAX_EDGES = 200


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row's texts, its cells' edges from left to right, and which cells go on one before.

    `edges` is one longer than `cells`, or empty if unknown; `below` and `beside` are the indexes
    of cells merged with the one above and with the one to the left.
    """

    cells: tuple[str, ...]
    edges: tuple[int, ...] = ()
    below: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()


@dataclass(slots=True)
class Grid:
    """A table while it is read: finished rows, the cells of this row, the text of this cell."""

    place: str
    rows: list[GridRow] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def end_cell(self) -> None:
        """Finish a cell."""
        self.cells.append("\n".join(part for part in self.text if part.strip()))
        self.text.clear()

    def take_row(self) -> tuple[str, ...]:
        """Finish the row and return its cells; text without the mark of a cell is one too."""
        if any(part.strip() for part in self.text):
            self.end_cell()
        cells = tuple(self.cells)
        self.cells.clear()
        self.text.clear()
        return cells

    def table(self) -> Table:
        """Return the rows, each cell in every column that it covers."""
        return Table(_filled(self.rows), self.place)


def _filled(rows: list[GridRow]) -> tuple[tuple[str, ...], ...]:
    edges = _edges(rows)
    if len(edges) > MAX_EDGES or any(len(row.edges) != len(row.cells) + 1 for row in rows):
        return tuple(row.cells for row in rows)
    filled: list[tuple[str, ...]] = []
    for row in rows:
        above = filled[-1] if filled else ()
        columns = [""] * max(0, len(edges) - 1)
        before = ""
        for index, text in enumerate(row.cells):
            first, last = (_nearest(edges, row.edges[index + more]) for more in (0, 1))
            if index in row.below and first < len(above):
                text = above[first]  # noqa: PLW2901 - what the cell shows
            elif index in row.beside:
                text = before  # noqa: PLW2901
            before = text
            # A row that is one cell is a title, and the head of nothing.
            last = min(last, first + 1) if len(row.cells) == 1 else last
            columns[first:last] = [text] * (last - first)
        filled.append(tuple(columns))
    return tuple(filled)


def _edges(rows: list[GridRow]) -> list[int]:
    edges: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not edges or edge - edges[-1] > NEAR:
            edges.append(edge)
    return edges


def _nearest(edges: list[int], wanted: int) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - wanted))
