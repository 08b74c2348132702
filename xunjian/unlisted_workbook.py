"""Writes the table of columns anew, with lists that a crawl met and the table does not name."""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checks.finding import SITE_SUBJECT
from crawler.site import Column, ColumnKind, Site
from xunjian.columns import (
    AGE_HEADS,
    COLUMN_HEADS,
    COLUMN_SHEET,
    DUE_HEAD,
    LEADER_HEAD,
    UNIT_HEADS,
    UNIT_SHEET,
    WARN_HEADS,
)
from xunjian.draft_columns import INDEX, kind_of
from xunjian.draft_files import FONT
from xunjian.terms import NONE, due_by_law
from xunjian.unlisted import Unlisted

COLUMN_TABLE_HEADS = (
    *COLUMN_HEADS,
    AGE_HEADS[0],
    WARN_HEADS[0],
    DUE_HEAD,
    LEADER_HEAD,
    "条数",
    "最新日期",
)
UNIT_TABLE_HEADS = (*UNIT_HEADS, "联系人", "邮箱", LEADER_HEAD)
UNIT_PLACE, KIND_PLACE = COLUMN_HEADS.index("责任单位"), COLUMN_HEADS.index("类别")
# Rows to choose unit and kind in, those that a person adds included.
SPARE_ROWS = 500
NOTES = (
    "这份表由 xunjian columns 生成：原有栏目在前，检测时遇到而栏目表里没有的在后，待填的格子是黄底。",
    "1. 给黄底的行选好“责任单位”，核对栏目名称和类别；“单位”表里没有的单位，先在那里加一行。",
    "2. 不需要检查的新栏目整行删去，下次检测还会提示；想不再提示，就把它留在表里，类别选“其他”。",
    "3. “更新期限(天)”不填就按类别的默认期限，也可以写“6个月”“1年”；“每年应发布日”写“03-31”，"
    "一年几次的用分号隔开，如“03-15 预算；09-30 决算”。",
    "4. “条数”“最新日期”是检测时看到的，仅供核对，检测不读取。原表中自己添加的列没有带过来。",
    "5. 保存后放到 sites 文件夹，把站点配置里的 columns 改成这个文件名，即可接着检测。"
    "栏目、单位原来写在站点配置的 [[columns]]、[[units]] 里的，删去那几段。",
)
Cell = str | int | None


def write_table(site: Site, found: Sequence[Unlisted], path: Path) -> None:
    """Write a workbook that can take the place of the site's table of columns."""
    # Cells hold text of a foreign page: never a formula, never a live link.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        border = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "font_name": FONT}
        head = book.add_format({**border, "bold": True, "bg_color": "#DDEBF7", "align": "center"})
        plain = book.add_format(border)
        to_fill = book.add_format({**border, "bg_color": "#FFF2CC"})
        columns = book.add_worksheet(COLUMN_SHEET)
        _head(columns, COLUMN_TABLE_HEADS, (16, 26, 58, 26, 16, 14, 10, 20, 8, 13), head)
        rows = [*_listed_rows(site), *_found_rows(site, found)]
        for line, row in enumerate(rows, 1):
            _write(columns, line, row, plain if line <= len(site.columns) else to_fill)
        _offer(columns, len(rows) + SPARE_ROWS)
        units = book.add_worksheet(UNIT_SHEET)
        _head(units, UNIT_TABLE_HEADS, (12, 32, 14, 44, 32), head)
        for line, unit in enumerate(site.units, 1):
            addresses = ("；".join(unit.emails), "；".join(unit.leaders))
            _write(units, line, (unit.id, unit.name, unit.contact, *addresses), plain)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 110)
        wrapped = book.add_format({"text_wrap": True, "font_name": FONT, "valign": "top"})
        for line, note in enumerate(NOTES):
            notes.write_string(line, 0, note, wrapped)


def _listed_rows(site: Site) -> list[tuple[Cell, ...]]:
    names = {unit.id: unit.name for unit in site.units}
    return [
        (
            column.id,
            column.name,
            column.url,
            names.get(column.unit, ""),
            column.kind.value,
            column.max_age.days if column.max_age else column.limit.replace(" ", "") or None,
            column.warn_days,
            _calendar(column, names.get(column.unit, "")),
            None,
            None,
        )
        for column in site.columns
    ]


def _calendar(column: Column, unit: str) -> Cell:
    if not column.due:
        # Left empty, it would be what the law says.
        return NONE if due_by_law(column, unit) else None
    return "；".join(f"{due.month:02}-{due.day:02} {due.topic}".strip() for due in column.due)


def _found_rows(site: Site, found: Sequence[Unlisted]) -> list[tuple[Cell, ...]]:
    taken = {column.id for column in site.columns}
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        identity = _new_id(each.url, taken)
        taken.add(identity)
        newest = each.newest.isoformat() if each.newest else None
        kind = kind_of(each.name).value
        row = (identity, each.name, each.url, "", kind, None, None, None, each.rows, newest)
        rows.append(row)
    return rows


def _new_id(url: str, taken: set[str]) -> str:
    """Return the last telling part of the address, numbered if it is taken."""
    parts = urlsplit(url)
    names = [re.sub(r"\.\w+$", "", name) for name in parts.path.split("/") if name]
    telling = [name for name in names if not INDEX.match(name)] or ["column"]
    stem = f"{telling[-1]}-{parts.query.rpartition('=')[2]}" if parts.query else telling[-1]
    stem = re.sub(r"[^0-9A-Za-z_-]+", "-", stem).strip("-").lower() or "column"
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken | {SITE_SUBJECT})


def _head(sheet: Worksheet, heads: Sequence[str], widths: Sequence[int], style: Format) -> None:
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heads[place], style)


def _write(sheet: Worksheet, line: int, row: Sequence[Cell], style: Format) -> None:
    for place, value in enumerate(row):
        if isinstance(value, str) and value:
            sheet.write_string(line, place, value, style)
        elif isinstance(value, int):
            sheet.write_number(line, place, value, style)
        else:
            sheet.write_blank(line, place, None, style)


def _offer(sheet: Worksheet, last: int) -> None:
    """Let unit and kind be chosen from lists."""
    kinds = {"validate": "list", "source": [kind.value for kind in ColumnKind]}
    units = {"validate": "list", "source": f"={UNIT_SHEET}!$B$2:$B${SPARE_ROWS}"}
    sheet.data_validation(1, UNIT_PLACE, last, UNIT_PLACE, {**units, "error_type": "warning"})
    sheet.data_validation(1, KIND_PLACE, last, KIND_PLACE, kinds)
