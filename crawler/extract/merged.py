"""Fills merged cells, so that a column finds the head that covers it."""

from collections.abc import Iterable
from dataclasses import dataclass

# A sheet may merge all its cells, and a file may say so a million times.
MOST_FILLED = 500_000


@dataclass(frozen=True, slots=True)
class Merge:
    """A range of cells that is shown as one; rows and columns count from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


def fill_merged(rows: list[list[str]], merges: Iterable[Merge]) -> None:
    """Write the text of each merged range into all its cells.

    A line that is one merged cell is a title and the head of nothing: it stays as it is.
    """
    room = MOST_FILLED
    for merge in merges:
        text = _at(rows, merge.top, merge.left)
        if not text or _is_title(rows[merge.top], merge):
            continue
        for row in rows[merge.top : merge.bottom + 1]:
            room -= merge.right - merge.left + 1
            if room < 0:
                return
            row.extend([""] * (merge.right + 1 - len(row)))
            for column in range(merge.left, merge.right + 1):
                row[column] = row[column] or text


def _at(rows: list[list[str]], row: int, column: int) -> str:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _is_title(row: list[str], merge: Merge) -> bool:
    others = (text for column, text in enumerate(row) if not merge.left <= column <= merge.right)
    return merge.right > merge.left and not any(others)
