"""Builds the text and the table of one worksheet, hidden rows and columns named as the place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crawler.extract.content import ContentBuilder
from crawler.page import Table, column_letter

MAX_COLUMNS = 1000
# Excel lets people merge whole columns; the heads that matter are small.
MAX_MERGED = 10_000


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells shown as one: rows and columns from the first to the last, counted from 0."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A worksheet as it is read; rows and columns are counted from 0."""

    place: str
    builder: ContentBuilder
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether no more rows are taken."""
        return len(self.rows) >= self.builder.limits.rows

    def add_row(self, number: int, cells: Mapping[int, str]) -> None:
        """Take a row that has any text; one too many is noted."""
        if not cells:
            return
        if self.is_full:
            most = self.builder.limits.rows
            self.builder.leave_out(f"{self.place}超过 {most} 行，其余未检查")
        else:
            self.rows[number] = dict(cells)

    def finish(self) -> None:
        """Hand text and table to the builder."""
        self._add_text()
        for row, column in sorted(self.notes):
            name = f"{column_letter(column)}{row + 1}"
            self.builder.add(f"{self.place} 批注 {name}", self.notes[row, column])
        self._add_table()

    def _add_text(self) -> None:
        shown: list[str] = []
        hidden: dict[str, list[str]] = {}
        for number, cells in self.rows.items():
            if number in self.hidden_rows:
                hidden.setdefault(f"隐藏的第 {number + 1} 行", []).append("\t".join(cells.values()))
                continue
            visible = (text for column, text in cells.items() if column not in self.hidden_columns)
            shown.append("\t".join(visible))
            for column, text in cells.items():
                if column in self.hidden_columns:
                    hidden.setdefault(f"隐藏的 {column_letter(column)} 列", []).append(text)
        self.builder.add(self.place, "\n".join(shown))
        for place, texts in hidden.items():
            self.builder.add(f"{self.place}（{place}）", "\n".join(texts))

    def _add_table(self) -> None:
        self._fill_merged()
        if not self.rows:
            return
        table = Table(
            tuple(dense(cells) for cells in self.rows.values()),
            self.place,
            tuple(number + 1 for number in self.rows),
            frozenset(number + 1 for number in self.hidden_rows),
            frozenset(self.hidden_columns),
        )
        self.builder.tables.append(table)

    def _fill_merged(self) -> None:
        # A head that spans columns is the head of each of them.
        room = MAX_MERGED
        for area in self.merged:
            text = self.rows.get(area.top, {}).get(area.left, "")
            size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
            if not text or size > room or self._is_title(area):
                continue
            room -= size
            for number in range(area.top, area.bottom + 1):
                cells = self.rows.get(number)
                for column in range(area.left, area.right + 1) if cells is not None else ():
                    cells.setdefault(column, text)  # type: ignore[union-attr]

    def _is_title(self, area: Merged) -> bool:
        """Whether the row is one merged cell, which is the head of nothing."""
        columns = range(area.left, area.right + 1)
        return len(columns) > 1 and all(column in columns for column in self.rows[area.top])


def dense(cells: Mapping[int, str]) -> tuple[str, ...]:
    """Return a row's texts from the first column on, however far out one stands."""
    # What lies farther out is in the text; a table so wide would only fill the memory.
    return tuple(cells.get(index, "") for index in range(min(max(cells) + 1, MAX_COLUMNS)))


def hidden_place(name: str, *, is_hidden: bool) -> str:
    """Return the place of a worksheet."""
    return f"隐藏的工作表“{name}”" if is_hidden else f"工作表“{name}”"


def with_text(cells: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Leave out the empty cells."""
    return {column: text for column, text in cells if text}
