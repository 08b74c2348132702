"""Finds the cells that ruled lines make, and joins the lines of a cell."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_SEGMENTS = 5_000
# Lines that stand closer than this are one (a cell's two edges, a rule's two sides).
NEAR = 2.5
SHORTEST = 6.0
MOST_COLUMNS, MOST_ROWS = 60, 600
# Two edges make one column, or one row.
FEWEST_EDGES = 2
WORD_END, WORD_START = re.compile(r"[A-Za-z]$"), re.compile(r"^[A-Za-z]")
# An address of mail, or a code of capitals and digits, has no blank in it.
LAST_WORD, FIRST_WORD = re.compile(r"[!-~]+$"), re.compile(r"^[!-~]+")
MAIL = re.compile(r"[\w.+\-]+@[\w.\-]*", re.ASCII)
CODE = re.compile(r"(?=[A-Z]*\d)[A-Z\d]{6,20}")
DIGITS_END, DIGITS_START = re.compile(r"\d+$"), re.compile(r"^\d+[Xx]?")
# Bank cards have 19; a mobile number is whole with 11.
LONGEST_NUMBER, MOBILE = 19, 11


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line, level or upright."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: edges of its columns and rows, and the lines between its cells."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    level: tuple[Segment, ...]
    upright: tuple[Segment, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of the point; a merged cell is its first one."""
        row = min(max(bisect_right(self.rows, y) - 1, 0), len(self.rows) - 2)
        column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
        while column and not self._is_parted(self.columns[column], y):
            column -= 1
        while row and not self._is_ruled(self.rows[row], x):
            row -= 1
        return row, column

    def right_edge(self, row: int, column: int) -> float:
        """Return where the cell ends at the right."""
        middle = (self.rows[row] + self.rows[row + 1]) / 2
        after = range(column + 1, len(self.columns))
        edges = (self.columns[n] for n in after if self._is_parted(self.columns[n], middle))
        return next(edges, self.columns[-1])

    def _is_parted(self, x: float, y: float) -> bool:
        return any(
            abs(line.left - x) <= NEAR and line.top - NEAR <= y <= line.bottom + NEAR
            for line in self.upright
        )

    def _is_ruled(self, y: float, x: float) -> bool:
        return any(
            abs(line.top - y) <= NEAR and line.left - NEAR <= x <= line.right + NEAR
            for line in self.level
        )


def grids_of(segments: Sequence[Segment]) -> list[Grid]:
    """Return the grids that crossing lines make; lines that meet nothing belong to none."""
    if len(segments) > MOST_SEGMENTS:
        return []
    level = _merged([each for each in segments if each.is_level])
    upright = [_turned(each) for each in _merged([_turned(s) for s in segments if not s.is_level])]
    grids = []
    for lines, posts in _connected(level, upright):
        rows = _clustered(line.top for line in lines)
        columns = _clustered(post.left for post in posts)
        if FEWEST_EDGES <= len(rows) <= MOST_ROWS and FEWEST_EDGES <= len(columns) <= MOST_COLUMNS:
            grids.append(Grid(columns, rows, tuple(lines), tuple(posts)))
    return grids


def _turned(line: Segment) -> Segment:
    return Segment(line.top, line.left, line.bottom, line.right)


def _merged(lines: list[Segment]) -> list[Segment]:
    """Join level lines that go on from one another: many programs draw them cell by cell."""
    done: list[Segment] = []
    for line in sorted(lines, key=lambda each: (round(each.top / NEAR), each.left)):
        last = done[-1] if done else None
        if last and abs(last.top - line.top) <= NEAR and line.left <= last.right + NEAR:
            done[-1] = Segment(last.left, last.top, max(last.right, line.right), last.bottom)
        else:
            done.append(line)
    return [line for line in done if line.right - line.left >= SHORTEST]


def _connected(
    level: list[Segment], upright: list[Segment]
) -> list[tuple[list[Segment], list[Segment]]]:
    groups: list[tuple[list[Segment], list[Segment]]] = []
    for post in upright:
        met = [line for line in level if _meet(line, post)]
        if not met:
            continue
        joined = [group for group in groups if any(line in group[0] for line in met)]
        lines = list(dict.fromkeys([*met, *(line for group in joined for line in group[0])]))
        posts = [post, *(each for group in joined for each in group[1])]
        groups = [group for group in groups if not any(group is each for each in joined)]
        groups.append((lines, posts))
    return groups


def _meet(line: Segment, post: Segment) -> bool:
    return (
        line.left - NEAR <= post.left <= line.right + NEAR
        and post.top - NEAR <= line.top <= post.bottom + NEAR
    )


def _clustered(places: Iterable[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > NEAR:
            edges.append(place)
    return tuple(edges)


def join_lines(lines: Sequence[str], full: Sequence[bool] = ()) -> str:
    """Join the lines of a cell: what was wrapped is joined as it was, `full` lines were."""
    text = ""
    for number, line in enumerate(lines):
        is_full = not full or number == 0 or full[number - 1]
        text += (_glue(text, line, is_full=bool(full)) if is_full else " ") + line if text else line
    return text


def _is_one_word(upper: str, lower: str, *, is_full: bool) -> bool:
    """Whether what ends the upper line and begins the lower one are no two words of a language."""
    end, start = LAST_WORD.search(upper), FIRST_WORD.search(lower)
    if not end or not start:
        return False
    joined = end[0] + start[0]
    is_mail = ("@" in end[0] or is_full) and MAIL.fullmatch(joined) is not None
    return is_mail or CODE.fullmatch(joined) is not None


def _glue(upper: str, lower: str, *, is_full: bool) -> str:
    if WORD_END.search(upper) and WORD_START.search(lower):
        return "" if _is_one_word(upper, lower, is_full=is_full) else " "
    end, start = DIGITS_END.search(upper), DIGITS_START.search(lower)
    if end and start:
        is_whole = len(end[0]) == MOBILE and len(start[0]) >= MOBILE
        return " " if is_whole or len(end[0]) + len(start[0]) > LONGEST_NUMBER else ""
    return ""
