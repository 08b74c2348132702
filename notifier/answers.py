"""Reads a problem list that a unit has filled in: its rows, however the sheet was rearranged."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.answer import Answer
from notifier.answer_files import AnswersError, Grid, open_file
from notifier.answer_words import plain, read_answer, read_number

NUMBER, CODE = "编号", "校验码"
SAID, NOTE, DAY, WHO = "整改情况", "整改说明", "整改日期", "反馈人"
ANSWER_HEADINGS = (SAID, NOTE, DAY, WHO)
# Offices put titles, seals and instructions above the list.
HEADING_SEARCH = 40
_ASIDE = re.compile(r"[(\[【<].*|[\s*:：]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row in which somebody wrote; `answer` is None where the words leave a doubt."""

    place: str
    number: int | None
    number_text: str
    code: str
    said: str
    answer: Answer | None
    note: str
    day: str
    who: str
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """A workbook that came back: its own digest, its token, what was filled in, how much was not."""

    name: str
    digest: str
    token: str
    rows: tuple[Row, ...]
    blank: int


def read_answers(body: bytes, name: str) -> Answers:
    """Return what a unit has filled in; `AnswersError` says why the file cannot be taken."""
    opened = open_file(body, name)
    lists = [(grid, head) for grid in opened.grids if (head := _head(grid)) is not None]
    if not lists:
        raise AnswersError(f"文件里没有找到问题清单（须有“{NUMBER}”和“{SAID}”两列）。")
    rows, blank = [], 0
    for grid, head in lists:
        place = f"“{grid.name}”第" if len(lists) > 1 else "第"
        for row in _rows(grid, head, place):
            if row is None:
                blank += 1
            else:
                rows.append(row)
    return Answers(name, hashlib.sha256(body).hexdigest(), opened.token, tuple(rows), blank)


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the list begins in a sheet, and which column is which."""

    row: int
    columns: dict[str, int]


def _head(grid: Grid) -> _Head | None:
    for at, cells in enumerate(grid.rows[:HEADING_SEARCH]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(cells):
            columns.setdefault(_heading(cell), index)
        if NUMBER in columns and SAID in columns:
            return _Head(at, columns)
    return None


def _heading(text: str) -> str:
    return _ASIDE.sub("", plain(text))


def _rows(grid: Grid, head: _Head, place: str) -> Iterator[Row | None]:
    """Yield the rows that hold an answer, and None for each that was left empty."""
    merged = _merged(grid)
    for at in range(head.row + 1, len(grid.rows)):

        def cell(heading: str, at: int = at) -> str:
            index = head.columns.get(heading)
            if index is None:
                return ""
            # Only answers are spread over merged rows: a number belongs to one issue.
            row = merged.get((at, index), at) if heading in ANSWER_HEADINGS else at
            return _at(grid, row, index)

        number = plain(cell(NUMBER))
        if _heading(number) == NUMBER:
            continue
        said, note, day, who = (cell(heading) for heading in ANSWER_HEADINGS)
        row, column = merged.get((at, head.columns[SAID]), at), head.columns[SAID]
        is_formula = (row + grid.top, column + grid.left) in grid.uncounted
        if not (said or note or day or is_formula):
            if read_number(number) is not None:
                yield None
            continue
        yield Row(
            place=f"{place} {at + grid.top + 1} 行",
            number=read_number(number),
            number_text=number,
            code=plain(cell(CODE)).replace(" ", "").upper(),
            said=plain(said),
            answer=read_answer(said),
            note=note,
            day=plain(day),
            who=plain(who),
            is_formula=is_formula,
        )


def _at(grid: Grid, row: int, column: int) -> str:
    if not 0 <= row < len(grid.rows) or not 0 <= column < len(grid.rows[row]):
        return ""
    return grid.rows[row][column]


def _merged(grid: Grid) -> dict[tuple[int, int], int]:
    """Return for each cell that is merged with one above it the row that holds the text."""
    last = len(grid.rows)
    return {
        (row, left - grid.left): top - grid.top
        for top, left, bottom, _ in grid.merges
        for row in range(top - grid.top, min(bottom - grid.top, last) + 1)
    }
