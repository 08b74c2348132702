"""Lays out the cells of an HTML table that reach over several rows or columns."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from crawler.extract.merged import Merge, fill_merged
from crawler.extract.tree import attribute, text_of

# Wider tables keep their cells in order; what a cell says of its width is then not believed.
MOST_COLUMNS = 60
# A merged amount is one amount: written into each row it would be summed up again.
AMOUNT = re.compile(r"[\d.,，%％+\-—/\s]*")
LONGEST_SPAN = 4


def spread_rows(lines: Sequence[LexborNode]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of each line under the columns that a browser shows them in."""
    rows: list[list[str]] = [[] for _ in lines]
    merges: list[Merge] = []
    # For each column the first line in which it is free again.
    free_from = [0] * MOST_COLUMNS
    for number, line in enumerate(lines):
        column = 0
        for cell in line.css("td, th"):
            while column < MOST_COLUMNS and free_from[column] > number:
                column += 1
            text = " ".join(text_of(cell).split())
            width = max(1, min(_span(cell, "colspan"), MOST_COLUMNS - column))
            height = _span(cell, "rowspan") or len(lines)
            below = min(number + height, len(lines)) if column < MOST_COLUMNS else number + 1
            row = rows[number]
            row.extend([""] * (column - len(row)))
            row.append(text)
            free_from[column : column + width] = [below] * len(free_from[column : column + width])
            if (width > 1 or below > number + 1) and not AMOUNT.fullmatch(text):
                merges.append(Merge(number, column, below - 1, column + width - 1))
            column += width
    fill_merged(rows, merges)
    return tuple(map(tuple, rows))


def _span(cell: LexborNode, name: str) -> int:
    """Return how far a cell says that it reaches; 0 means to the end, as in HTML."""
    value = attribute(cell, name).strip()
    is_number = value.isascii() and value.isdigit() and len(value) <= LONGEST_SPAN
    return int(value) if is_number else 1
