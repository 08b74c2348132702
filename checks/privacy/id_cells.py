"""Tells the ID numbers of table cells from codes of that length, and joins those that are split."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from checks.privacy.numbers import ID_LENGTH, id_shaped, is_id_number, looks_dated
from crawler.page import Table

HEADS = re.compile(r"身份证|身份号码|公民身份|证件号|证件编号|有效证件")
# Numbers as long as an ID number that are none: area, day and a serial number.
OTHER_CODE = re.compile(
    r"信用代码|机构代码|编\s*号|编\s*码|流水|受理|单号|订单|案号|文号|序列|批号|票[据号]|发票|条码|监管[码号]|代码|宗地|学号|准考证|考号|报名号"
    r"|考生号|许可证|登记证|证书|权证|产权|不动产|注册号|登记号|备案号|合同|公告|专利|日志|时间戳|ISBN|设备|车架|档案号|案卷|业务号|交易"
)
_LONGEST_HEAD = 18
# Fewer numbers under the head of a code tell nothing.
LEAST = 3
SHARE = 0.5
_MOST_CELLS = 4


def code_columns(table: Table, today: date) -> set[int]:
    """Return the columns of numbers made of area, day and serial, one in eleven of which fits."""
    total: dict[int, int] = defaultdict(int)
    valid: dict[int, int] = defaultdict(int)
    named: set[int] = set()
    for row in table.rows:
        for column, cell in enumerate(row):
            if HEADS.search(cell) and len(cell) < _LONGEST_HEAD:
                named.add(column)
            elif len(cell) >= ID_LENGTH:
                for number in id_shaped(cell):
                    if looks_dated(number.digits, today):
                        total[column] += 1
                        valid[column] += is_id_number(number.digits, today)
    doubtful = {column for column, count in total.items() if valid[column] < count * SHARE}
    # A single one under the head of a code tells nothing either.
    coded = {
        column
        for row in table.rows[:LEAST]
        for column, cell in enumerate(row)
        if len(cell) < _LONGEST_HEAD and OTHER_CODE.search(cell) and total[column] < LEAST
    }
    return (doubtful | coded) - named


def over_cells(cells: tuple[str, ...], today: date) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the numbers whose digits stand in several cells of a row, with their columns."""
    pieces: list[tuple[str, int]] = []
    for column, cell in enumerate((*cells, "|")):
        bare = cell.strip().upper().replace("Ｘ", "X")
        if (bare and len(bare) < ID_LENGTH and bare.rstrip("X").isdecimal()) or bare == "X":
            pieces.append((bare, column))
        elif bare:
            yield from _windows(pieces, today)
            pieces = []


def _windows(pieces: list[tuple[str, int]], today: date) -> Iterator[tuple[str, tuple[int, ...]]]:
    for index in range(len(pieces)):
        digits = ""
        columns: list[int] = []
        for piece, column in pieces[index : index + ID_LENGTH]:
            digits += piece
            columns.append(column)
            if len(digits) >= ID_LENGTH:
                break
        is_split = 1 < len(columns) <= _MOST_CELLS or len(columns) >= ID_LENGTH - 1
        narrow = "".join(str(int(char)) if char.isdecimal() else char for char in digits)
        if is_split and is_id_number(narrow, today):
            yield narrow, tuple(columns)
