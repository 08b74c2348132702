"""Puts placed pieces of text (of a PDF page, a scan, an OFD page) into lines and tables."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, mode

from crawler.extract.grid import Grid, Segment, grids_of, join_lines

MOST_PIECES = 20_000
# A list without ruled lines is taken for a table from so many aligned rows on.
FEWEST_ROWS = 3
# With one column it is text in a frame; a head names so many columns at least.
FEWEST_COLUMNS = FEWEST_NAMED = 2
# Wider than so many heights of a line, a gap parts two columns; smaller, two words.
COLUMN_GAP = 0.9
MOST_COLUMNS = 40
# Prose with gaps has rows of all kinds; a list fills this share of its cells.
FILLED = 0.5
# How much of a line's height two pieces share that stand on one line.
SAME_LINE = 0.5
# How far below a row its wrapped second line may stand, in heights of a line.
NEXT_LINE = 2.2
# So much of a head's words, and it is a head; no number of six digits stands in one.
HEAD = re.compile(
    r"姓\s*名|序\s*号|编号|身份|证件|证号|电话|手机|联系|账号|帐号|卡号|开户|地址|住址|金额|单位|性别|年龄|"
    r"出生|备注|日期|时间|名称|类别|标准|人数|面积|所在|村|乡镇|项目|户主|银行|班级|学校|民族"
)
SHORT_NUMBER = re.compile(r"\d{6}")
LONG_NUMBER = re.compile(r"\d{12,19}[Xx]?")
BULLETS = re.compile(r"\W*")
LONGEST_HEAD = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line without a wide gap; places grow to the right and downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """How tall the line is."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Where the middle of the line stands."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Found:
    """A table of one page and where its columns begin; `wrapped` are cells of several lines."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]
    top: float
    bottom: float
    wrapped: tuple[tuple[str, ...], ...] = ()


def lines_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces line by line, from the top and from the left."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.middle):
        line = lines[-1] if lines else []
        if line and _is_beside(line, piece):
            line.append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda each: each.left) for line in lines]


def _is_beside(line: list[Piece], piece: Piece) -> bool:
    # A line is measured by its last piece: a page that hangs a little goes on falling.
    last = line[-1]
    return abs(piece.middle - last.middle) < SAME_LINE * max(
        1e-6, min(median(each.height for each in line), piece.height)
    )


def tables_of(pieces: Sequence[Piece], segments: Sequence[Segment] = ()) -> list[Found]:
    """Return the tables: ruled ones first, then lists whose columns are aligned."""
    if len(pieces) > MOST_PIECES:
        return []
    found: list[Found] = []
    left = list(pieces)
    for grid in grids_of(segments):
        inside = [piece for piece in left if grid.holds(*_centre(piece))]
        if not inside:
            continue
        left = [piece for piece in left if not grid.holds(*_centre(piece))]
        found += _ruled(grid, inside)
    found += _aligned(lines_of(left))
    return sorted(found, key=lambda table: table.top)


def _centre(piece: Piece) -> tuple[float, float]:
    return (piece.left + piece.right) / 2, piece.middle


def _ruled(grid: Grid, pieces: list[Piece]) -> list[Found]:
    cells: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        cells.setdefault(grid.cell(*_centre(piece)), []).append(piece)
    texts: dict[tuple[int, int], str] = {}
    wrapped = []
    for (row, column), inside in cells.items():
        placed = lines_of(inside) if len(inside) > 1 else [inside]
        lines = [" ".join(piece.text for piece in line) for line in placed]
        rights = [line[-1].right for line in placed]
        height = median(piece.height for piece in inside)
        edge = grid.right_edge(row, column) - 1.5 * height
        texts[row, column] = join_lines(lines, [right >= edge for right in rights])
        if len(lines) > 1:
            wrapped.append(tuple(lines))
    used = sorted({row for row, _ in cells})
    width = len(grid.columns) - 1
    rows = tuple(tuple(texts.get((row, column), "") for column in range(width)) for row in used)
    if width < FEWEST_COLUMNS or len(rows) < FEWEST_COLUMNS:
        return []
    return [Found(rows, tuple(grid.columns), grid.rows[0], grid.rows[-1], tuple(wrapped))]


def _aligned(lines: list[list[Piece]]) -> list[Found]:
    found = []
    block: list[list[Piece]] = []
    for line in [*lines, []]:
        spread = len(line) > 1
        follows = bool(block and line) and line[0].top - block[-1][0].bottom < 3 * line[0].height
        if line and follows and (spread or _is_wrap(block, line)):
            block.append(line)
            continue
        found += _aligned_block(block)
        block = [line] if spread else []
    return found


def _is_wrap(block: list[list[Piece]], line: list[Piece]) -> bool:
    """Whether the line goes on with cells of the row above, but not with the first of them."""
    last = block[-1]
    is_close = line[0].middle - last[0].middle < NEXT_LINE * last[0].height
    return is_close and line[0].left >= block[0][1].left - last[0].height / 2


def _aligned_block(block: list[list[Piece]]) -> list[Found]:
    full = [line for line in block if len(line) > 1]
    if len(full) < FEWEST_ROWS:
        return []
    height = median(piece.height for line in full for piece in line)
    starts = _starts(full, height)
    if not FEWEST_COLUMNS <= len(starts) <= MOST_COLUMNS:
        return []
    rows: list[list[list[str]]] = []
    wrapped: list[tuple[str, ...]] = []
    for line in block:
        cells: list[list[str]] = [[] for _ in starts]
        for piece in line:
            inside = (n for n, start in enumerate(starts) if start <= piece.left + height / 2)
            cells[max(inside, default=0)].append(piece.text)
        if rows and not cells[0] and len(line) < len(starts) / 2:
            for column, texts in enumerate(cells):
                if texts:
                    wrapped.append((*rows[-1][column], " ".join(texts)))
                    rows[-1][column] = [join_lines(wrapped[-1])]
            continue
        rows.append([[" ".join(texts)] if texts else [] for texts in cells])
    filled = [tuple(cell[0] if cell else "" for cell in row) for row in rows]
    share = sum(bool(cell) for row in filled for cell in row) / (len(filled) * len(starts))
    if share < FILLED or all(BULLETS.fullmatch(row[0]) for row in filled):
        return []
    top, bottom = block[0][0].top, block[-1][0].bottom
    return [Found(tuple(filled), tuple(starts), top, bottom, tuple(wrapped))]


def _starts(full: list[list[Piece]], height: float) -> list[float]:
    """Return where the columns begin: after gutters, or where most rows have a cell begin."""
    gap = COLUMN_GAP * height / 2
    starts = [start for start, _ in _columns([piece for line in full for piece in line], gap)]
    width = mode(len(line) for line in full)
    alike = [line for line in full if len(line) == width]
    if len(starts) >= width or len(alike) < FEWEST_ROWS:
        return starts
    # Text that fills its column leaves no gutter.
    columns = [[line[n].left for line in alike] for n in range(width)]
    is_aligned = all(max(lefts) - min(lefts) < height for lefts in columns)
    return [min(lefts) for lefts in columns] if is_aligned else starts


def _columns(pieces: list[Piece], gap: float) -> list[tuple[float, float]]:
    """Return the spans that the pieces cover, parted by gutters that run through all rows."""
    spans: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda each: each.left):
        if spans and piece.left - spans[-1][1] < gap:
            spans[-1] = (spans[-1][0], max(spans[-1][1], piece.right))
        else:
            spans.append((piece.left, piece.right))
    return spans


def unsaid(found: Sequence[Found], said: str) -> list[str]:
    """Return the rows with a number that `said` holds only in pieces, as lines of cells."""
    flat = "".join(said.split())
    rows = (row for table in found if table.wrapped for row in table.rows)
    lines = ("\t".join(row) for row in rows)
    return [
        line for line in lines if any(number not in flat for number in LONG_NUMBER.findall(line))
    ]


def head_of(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the row that names the columns, if one of the first three does."""
    return next((row for row in rows[:3] if is_head(row)), None)


def is_head(row: tuple[str, ...]) -> bool:
    """Whether the row names columns: short words, two of which name what columns hold."""
    cells = [cell for cell in row if cell.strip()]
    named = sum(HEAD.search(cell) is not None and len(cell) <= LONGEST_HEAD for cell in cells)
    return named >= FEWEST_NAMED and not any(SHORT_NUMBER.search(cell) for cell in cells)


def carried_head(table: Found, before: Found | None) -> tuple[str, ...] | None:
    """Return the head of the table that this one goes on from, on the page before."""
    if before is None or head_of(table.rows) is not None:
        return None
    head = head_of(before.rows)
    width = max(1.0, before.columns[-1] - before.columns[0])
    if head is None or len(table.columns) != len(before.columns):
        return None
    is_same = all(
        abs(a - b) < 0.06 * width for a, b in zip(table.columns, before.columns, strict=True)
    )
    return head if is_same else None
