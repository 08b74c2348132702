"""Joins the rows of lists in which the same person's number is starred out in different places."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.privacy.stars import starred
from crawler.page import Table

LENGTH = 18
# So few unknown digits are found by trying, or by the check digit at once.
MOST_UNKNOWN = 3
# What one list alone leaves unknown must be more: else it is P210's.
_LEAST_HIDDEN = 5
# So many digits that both show make it the same number and not only the same name.
_LEAST_SHARED = 3
_NAME = re.compile(r"[一-鿿]{2,4}(?:·[一-鿿]{2,8})?")
_NAME_HEAD = re.compile(
    r"姓\s*名|户主|申请人|农户|领取人|受益人|受助人|对象|学生|监护人|参保人|持卡人|承租人|残疾人|老人|人员"
)
_HEAD_ROWS = 4
_LEAST_TELLING = 3
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class MaskedRow:
    """A person of a list whose ID number is starred out; `list_id` names the list, `rest` the row."""

    name: str
    shown: str
    list_id: str
    place: str
    rest: frozenset[str]


def masked_rows(tables: Iterable[Table], list_id: str) -> Iterator[MaskedRow]:
    """Yield the rows with a whole name and a number that hides enough by itself."""
    for number, table in enumerate(tables):
        head, column = _head(table)
        if column < 0:
            continue
        for line, row in enumerate(table.rows[head + 1 :], start=head + 1):
            name = "".join(row[column].split()) if column < len(row) else ""
            # The cheap question first: most tables have no stars at all.
            if not _NAME.fullmatch(name):
                continue
            for at, cell in enumerate(row):
                for found in starred(cell):
                    if len(found.shown) == LENGTH and found.hidden >= _LEAST_HIDDEN:
                        rest = frozenset(
                            other.strip()
                            for place, other in enumerate(row)
                            if place not in (column, at) and len(other.strip()) >= _LEAST_TELLING
                        )
                        yield MaskedRow(
                            name,
                            found.shown,
                            f"{list_id}#{number}",
                            table.cell_place(line, at),
                            rest,
                        )


def _head(table: Table) -> tuple[int, int]:
    for index, row in enumerate(table.rows[:_HEAD_ROWS]):
        for column, cell in enumerate(row):
            if _NAME_HEAD.search(cell) and sum(bool(each.strip()) for each in row) > 1:
                return index, column
    return 0, -1


@dataclass(frozen=True, slots=True)
class Completed:
    """Two rows that together give the number away."""

    first: MaskedRow
    second: MaskedRow


def completed(rows: Iterable[MaskedRow]) -> Iterator[Completed]:
    """Yield each row with an earlier one of another list that completes its number."""
    by_name: dict[str, list[MaskedRow]] = {}
    for row in rows:
        known = by_name.setdefault(row.name, [])
        partner = next((each for each in known if _is_completed(each, row)), None)
        if partner is not None:
            yield Completed(partner, row)
        # One row for each way of starring is enough, and keeps common names cheap.
        if all((each.shown, each.list_id) != (row.shown, row.list_id) for each in known):
            known.append(row)


def _is_completed(one: MaskedRow, other: MaskedRow) -> bool:
    if one.list_id == other.list_id:
        return False
    pairs = list(zip(one.shown, other.shown, strict=True))
    if any(a != b and "*" not in (a, b) for a, b in pairs):
        return False
    union = "".join(b if a == "*" else a for a, b in pairs)
    if union.count("*") > MOST_UNKNOWN:
        return False
    shared = sum(a == b != "*" for a, b in pairs)
    return shared >= _LEAST_SHARED or bool(one.rest & other.rest) or _has_check_digit(union)


def _has_check_digit(number: str) -> bool:
    if not number[:-1].isdecimal() or number[-1] == "*":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1]
