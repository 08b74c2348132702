"""Finds the figure of a table that is not the sum of those it stands under or beside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from checks.finding import Cell
from crawler.page import Table

_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|共\s*计)\s*")
# Rows and columns that are parts of others, or no sums at all.
_NO_PART = re.compile("合计|总计|小计|其中|共计|率|比|%|％|均|单价|增|序号|编号|代码|排名|年")
_LEAST_ROWS = 2
# Headings within headings: a budget counts each figure once at every level.
_NESTED = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(]?[一二三四五六七八九十]+[)）]|\d{3,})")


@dataclass(frozen=True, slots=True)
class WrongSum:
    """A cell of a table's last row that is not the sum of its column."""

    name: str
    written: str
    right: str
    row: tuple[str, ...]
    cell: Cell


def wrong_sums(tables: Sequence[Table]) -> Iterator[WrongSum]:
    """Yield the sums that are wrong though others of the same table are right."""
    for number, table in enumerate(tables):
        filled = [at for at, row in enumerate(table.rows) if any(cell.strip() for cell in row)]
        rows = [table.rows[at] for at in filled]
        at = next((n for n, row in enumerate(rows) if row and _TOTAL.fullmatch(row[0])), 0)
        if at > _LEAST_ROWS and at == len(rows) - 1:
            yield from _judge(rows[0], rows[1:at], rows[at], Cell(number, filled[at], 0))


def _judge(
    head: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    last: tuple[str, ...],
    place: Cell,
) -> Iterator[WrongSum]:
    is_even = all(len(row) == len(head) for row in (*rows, last))
    labels = [cell for row in rows for cell in row[:2] if not _FIGURE.fullmatch(cell.strip())]
    if not is_even or any(_NO_PART.search(cell) or _NESTED.match(cell) for cell in labels):
        return
    right, wrong = 0, []
    for column, name in enumerate(head):
        figures = [_figure(row[column]) for row in (*rows, last)]
        if column == 0 or _NO_PART.search(name) or any(each is None for each in figures):
            continue
        *parts, total = (each or Decimal(0) for each in figures)
        added = sum(parts, Decimal(0))
        if _is_near(added, total, parts):
            right += 1
        else:
            cell = replace(place, column=column)
            wrong.append(WrongSum(name, f"{total:f}", f"{added:f}", last, cell))
    # Where more than one sum is wrong, the table is not read as it is meant.
    if right and len(wrong) == 1:
        yield wrong[0]


def _figure(cell: str) -> Decimal | None:
    plain = cell.strip()
    return Decimal(plain.replace(",", "")) if _FIGURE.fullmatch(plain) else None


def _is_near(added: Decimal, total: Decimal, parts: Sequence[Decimal]) -> bool:
    coarsest = max(int(each.as_tuple().exponent) for each in (*parts, total))
    slack = Decimal(1).scaleb(coarsest) * len(parts) / 2 if coarsest < 0 else Decimal(0)
    return abs(added - total) <= slack
