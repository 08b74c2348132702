"""Reads the offices' workbook of columns and units (栏目责任清单)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from xunjian.reasons import reason

COLUMN_SHEET, UNIT_SHEET = "栏目", "单位"
COLUMN_HEADS = ("栏目编号", "栏目名称", "网址", "责任单位", "类别")
UNIT_HEADS = ("单位编号", "单位名称")
AGE_HEADS = ("更新期限(天)", "更新期限（天）", "更新期限")
WARN_HEADS = ("预警天数", "预警天数(天)", "预警天数（天）")
DUE_HEAD = "每年应发布日"
LEADER_HEAD = "分管负责人邮箱"
HEADER_SEARCH = 10
DAYS = re.compile(r"[0-9０-９]{1,9}")


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A row of the sheet 栏目; `max_age` as it is written."""

    line: int
    id: str
    name: str
    url: str
    unit: str
    kind: str
    max_age: str
    warn_days: int | None
    due: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row of the sheet 单位."""

    line: int
    id: str
    name: str
    contact: str
    emails: tuple[str, ...]
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: dict[str, str]


def read_workbook(path: Path, faults: list[str]) -> tuple[list[ColumnRow], list[UnitRow]]:
    """Return the rows of both sheets; each fault names file, sheet, row and value."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    except (CalamineError, OSError) as error:
        faults.append(f"{path}：无法打开（{_reason(error)}）")
        return [], []
    columns = [
        _column(path, line, faults)
        for line in _lines(workbook, path, COLUMN_SHEET, COLUMN_HEADS, faults)
    ]
    units = [_unit(line) for line in _lines(workbook, path, UNIT_SHEET, UNIT_HEADS, faults)]
    return columns, units


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno:
        return reason(error)
    return "不是工作簿，或者已损坏、加了密码"


def _lines(
    workbook: CalamineWorkbook, path: Path, sheet: str, heads: tuple[str, ...], faults: list[str]
) -> Iterator[_Line]:
    if sheet not in workbook.sheet_names:
        faults.append(f"{path}：缺少工作表“{sheet}”")
        return
    rows = [
        [_text(cell) for cell in row]
        for row in workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    ]
    start = next((i for i, row in enumerate(rows[:HEADER_SEARCH]) if heads[0] in row), None)
    if start is None:
        faults.append(f"{path}：工作表“{sheet}”没有表头（{'、'.join(heads)}）")
        return
    header = rows[start]
    missing = [head for head in heads if head not in header]
    if missing:
        faults.append(f"{path}：工作表“{sheet}”缺少列：{'、'.join(missing)}")
        return
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = dict(zip(header, row, strict=False))
        if not any(row):
            continue
        for head in heads[:2]:
            if not cells.get(head):
                faults.append(f"{path}：{sheet}第 {number} 行：“{head}”是空的")
        yield _Line(number, cells)


def _column(path: Path, line: _Line, faults: list[str]) -> ColumnRow:
    cells = line.cells
    age = next((cells[head] for head in AGE_HEADS if cells.get(head)), "")
    warn = next((cells[head] for head in WARN_HEADS if cells.get(head)), "")
    is_number = DAYS.fullmatch(warn) is not None
    if warn and not is_number:
        faults.append(f"{path}：栏目第 {line.number} 行：预警天数“{warn}”应为天数（整数）")
    return ColumnRow(
        line.number,
        cells["栏目编号"],
        cells["栏目名称"],
        cells["网址"],
        cells["责任单位"],
        cells["类别"] or "其他",
        age,
        int(warn) if is_number else None,
        cells.get(DUE_HEAD, ""),
    )


def _unit(line: _Line) -> UnitRow:
    return UnitRow(
        line.number,
        line.cells["单位编号"],
        line.cells["单位名称"],
        line.cells.get("联系人", ""),
        _addresses(line.cells.get("邮箱", "")),
        _addresses(line.cells.get(LEADER_HEAD, "")),
    )


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[;；,，、\s]+", text)))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell).strip()
